//! What a drawing needs, short of a canvas: pixel formats, and room for names.

use std::sync::Arc;

use crate::pictures::ImagePixels;
use crate::view::MapStrip;

/// Grey or RGB bytes as the RGBA bytes that a canvas takes.
pub fn rgba(pixels: &ImagePixels) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.width * pixels.height * 4);
    match pixels.channels {
        3 => {
            for rgb in pixels.bytes.chunks_exact(3) {
                out.extend_from_slice(&[rgb[0], rgb[1], rgb[2], 255]);
            }
        }
        _ => {
            for &grey in pixels.bytes.iter() {
                out.extend_from_slice(&[grey, grey, grey, 255]);
            }
        }
    }
    out
}

/// The same picture with every pixel a square of `scale` × `scale`.
pub fn enlarged(pixels: &ImagePixels, scale: usize) -> ImagePixels {
    let row = pixels.width * pixels.channels;
    let mut bytes = Vec::with_capacity(pixels.bytes.len() * scale * scale);
    for row in pixels.bytes.chunks_exact(row.max(1)) {
        let start = bytes.len();
        for pixel in row.chunks_exact(pixels.channels) {
            for _ in 0..scale {
                bytes.extend_from_slice(pixel);
            }
        }
        let end = bytes.len();
        for _ in 1..scale {
            bytes.extend_from_within(start..end);
        }
    }
    ImagePixels {
        width: pixels.width * scale,
        height: pixels.height * scale,
        channels: pixels.channels,
        bytes: bytes.into(),
    }
}

/// Pictures of one size side by side, `columns` to a row; `None` of none.
pub fn side_by_side(pictures: &[ImagePixels], columns: usize) -> Option<ImagePixels> {
    let first = pictures.first()?;
    let columns = columns.clamp(1, pictures.len());
    let rows = pictures.len().div_ceil(columns);
    let line = first.width * first.channels;
    let mut bytes = vec![0; line * first.height * columns * rows];
    for (at, picture) in pictures.iter().enumerate() {
        if picture.bytes.len() != first.bytes.len() {
            continue;
        }
        let (row, column) = (at / columns, at % columns);
        for (y, pixels) in picture.bytes.chunks_exact(line.max(1)).enumerate() {
            let start = ((row * first.height + y) * columns + column) * line;
            bytes[start..start + line].copy_from_slice(pixels);
        }
    }
    Some(ImagePixels {
        width: first.width * columns,
        height: first.height * rows,
        channels: first.channels,
        bytes: bytes.into(),
    })
}

/// The map's strips over one another, as large as the finest of them; `None` of none.
pub fn composed(strips: &[Arc<MapStrip>]) -> Option<ImagePixels> {
    let tiles = strips.iter().map(|strip| strip.tiles).max()?;
    let last = strips.last()?;
    let tile = (
        last.pixels.width / last.tiles.max(1),
        last.pixels.height / last.rows.max(1),
    );
    let channels = last.pixels.channels;
    let (width, height) = (tile.0 * tiles, tile.1 * tiles);
    let mut bytes = vec![0; width * height * channels];
    for strip in strips {
        let top = height * strip.first_row / strip.tiles.max(1);
        let down = height * strip.rows / strip.tiles.max(1);
        for y in 0..down {
            let from = y * strip.pixels.height / down.max(1);
            for x in 0..width {
                let column = x * strip.pixels.width / width.max(1);
                let source = (from * strip.pixels.width + column) * channels;
                let target = ((top + y) * width + x) * channels;
                if let Some(pixel) = strip.pixels.bytes.get(source..source + channels) {
                    bytes[target..target + channels].copy_from_slice(pixel);
                }
            }
        }
    }
    Some(ImagePixels {
        width,
        height,
        channels,
        bytes: bytes.into(),
    })
}

/// The root mean square difference of two pictures of one size, grey values in [0, 1].
pub fn difference(one: &ImagePixels, other: &ImagePixels) -> f32 {
    let pairs = one.bytes.iter().zip(other.bytes.iter());
    let squares: f64 = pairs
        .map(|(a, b)| (f64::from(*a) - f64::from(*b)).powi(2))
        .sum();
    ((squares / one.bytes.len().max(1) as f64).sqrt() / 255.0) as f32
}

/// A picture as grey values: the luma of ITU-R BT.601.
pub fn grey(pixels: &ImagePixels) -> ImagePixels {
    if pixels.channels == 1 {
        return pixels.clone();
    }
    let luma = |rgb: &[u8]| {
        let [red, green, blue] = [0, 1, 2].map(|at| u32::from(rgb[at]));
        ((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8
    };
    ImagePixels {
        channels: 1,
        bytes: pixels.bytes.chunks_exact(3).map(luma).collect(),
        ..pixels.clone()
    }
}

/// A picture at another size, each pixel the mean of the area that it covers.
pub fn resized(pixels: &ImagePixels, width: usize, height: usize) -> ImagePixels {
    let channels = pixels.channels;
    let mut bytes = Vec::with_capacity(width * height * channels);
    let reach = |at: usize, of: usize, from: usize| {
        let scale = from as f64 / of as f64;
        (at as f64 * scale, (at + 1) as f64 * scale)
    };
    for y in 0..height {
        let (top, bottom) = reach(y, height, pixels.height);
        for x in 0..width {
            let (left, right) = reach(x, width, pixels.width);
            for channel in 0..channels {
                let (mut sum, mut area) = (0.0, 0.0);
                for row in top as usize..(bottom.ceil() as usize).min(pixels.height) {
                    let down = bottom.min(row as f64 + 1.0) - top.max(row as f64);
                    for column in left as usize..(right.ceil() as usize).min(pixels.width) {
                        let across = right.min(column as f64 + 1.0) - left.max(column as f64);
                        let at = (row * pixels.width + column) * channels + channel;
                        sum += f64::from(pixels.bytes[at]) * down * across;
                        area += down * across;
                    }
                }
                bytes.push((sum / area.max(f64::MIN_POSITIVE)).round() as u8);
            }
        }
    }
    ImagePixels {
        width,
        height,
        channels,
        bytes: bytes.into(),
    }
}

/// Moves places apart that are closer than `distance`, a little at a time.
pub fn spread(places: &mut [(f64, f64)], distance: f64) {
    const ROUNDS: usize = 20;
    for _ in 0..ROUNDS {
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                let (dx, dy) = (
                    places[other].0 - places[one].0,
                    places[other].1 - places[one].1,
                );
                let apart = dx.hypot(dy);
                if apart >= distance {
                    continue;
                }
                // Places on top of one another part sideways.
                let (ux, uy) = if apart > 0.0 {
                    (dx / apart, dy / apart)
                } else {
                    (1.0, 0.0)
                };
                let push = (distance - apart) / 4.0;
                places[one].0 -= ux * push;
                places[one].1 -= uy * push;
                places[other].0 += ux * push;
                places[other].1 += uy * push;
            }
        }
    }
}

/// The middle one of some numbers; of none, zero.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(channels: usize, bytes: &[u8]) -> ImagePixels {
        ImagePixels {
            width: 2,
            height: 1,
            channels,
            bytes: bytes.into(),
        }
    }

    #[test]
    fn grey_becomes_equal_red_green_and_blue() {
        assert_eq!(
            rgba(&pixels(1, &[0, 200])),
            [0, 0, 0, 255, 200, 200, 200, 255]
        );
    }

    #[test]
    fn colours_keep_their_order() {
        assert_eq!(
            rgba(&pixels(3, &[1, 2, 3, 4, 5, 6])),
            [1, 2, 3, 255, 4, 5, 6, 255]
        );
    }

    #[test]
    fn an_enlarged_picture_repeats_pixels_across_and_rows_down() {
        let large = enlarged(&pixels(1, &[7, 9]), 2);
        assert_eq!((large.width, large.height), (4, 2));
        assert_eq!(large.bytes.as_ref(), [7, 7, 9, 9, 7, 7, 9, 9]);
        let large = enlarged(&pixels(3, &[1, 2, 3, 4, 5, 6]), 2);
        assert_eq!(large.bytes[..9], [1, 2, 3, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut []), 0.0);
    }

    #[test]
    fn spread_parts_near_places_and_leaves_far_ones() {
        let mut places = [(0.0, 0.0), (0.0, 0.0), (100.0, 0.0)];
        spread(&mut places, 10.0);
        let apart = (places[1].0 - places[0].0).hypot(places[1].1 - places[0].1);
        assert!((9.9..=10.1).contains(&apart), "{apart}");
        assert_eq!(places[2], (100.0, 0.0));
    }
}
