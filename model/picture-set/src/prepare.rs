//! A picture as a model is to see it: cropped or fitted, at one size, grey or in colour, inverted, with a
//! threshold.

use run_spec::{ImageShape, PictureFit, PictureOptions};

/// A picture as the options say. `pixels` has the memory layout of [`ImageShape`]; so has the result.
///
/// # Panics
/// When `pixels` is not of `from`'s length, or a size is 0.
pub fn prepare(from: ImageShape, pixels: &[u8], options: &PictureOptions) -> Vec<u8> {
    assert_eq!(pixels.len(), from.len(), "pixels of one picture");
    let to = options.shape();
    let window = Window::of(from, to, options.fit);
    let ground = ground(from, pixels);
    let columns = taps(window.left, window.width, from.width, to.width);
    let rows = taps(window.top, window.height, from.height, to.height);
    let channels = from.channels;
    // Across first, then down.
    let mut narrow = Vec::with_capacity(from.height * to.width * channels);
    for row in pixels.chunks_exact(from.width * channels) {
        for tap in &columns {
            for channel in 0..channels {
                let inside: f32 = tap
                    .weights
                    .iter()
                    .zip(row[tap.first * channels..].chunks_exact(channels))
                    .map(|(weight, pixel)| weight * f32::from(pixel[channel]))
                    .sum();
                narrow.push(inside + tap.outside * ground[channel]);
            }
        }
    }
    let mut out = Vec::with_capacity(to.len());
    let stride = to.width * channels;
    for tap in &rows {
        for column in 0..to.width {
            let mut pixel = [0.0_f32; 3];
            for (channel, value) in pixel.iter_mut().enumerate().take(channels) {
                let from = tap.first * stride + column * channels + channel;
                let inside: f32 = tap
                    .weights
                    .iter()
                    .enumerate()
                    .map(|(at, weight)| weight * narrow[from + at * stride])
                    .sum();
                *value = inside + tap.outside * ground[channel];
            }
            extend(&mut out, pixel, channels, options);
        }
    }
    out
}

/// Appends a pixel.
fn extend(out: &mut Vec<u8>, pixel: [f32; 3], channels: usize, options: &PictureOptions) {
    let byte = |value: f32| (value + 0.5).clamp(0.0, 255.0) as u8;
    let finished = |value: u8| {
        let value = if options.invert { 255 - value } else { value };
        match options.threshold {
            Some(threshold) => u8::from(value >= threshold) * 255,
            None => value,
        }
    };
    match (channels, options.colour) {
        (1, false) => out.push(finished(byte(pixel[0]))),
        (1, true) => out.extend([finished(byte(pixel[0])); 3]),
        (_, true) => out.extend(pixel.map(|value| finished(byte(value)))),
        // Rec. 601, as canvases and Pillow have it.
        (_, false) => {
            let grey = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
            out.push(finished(byte(grey)));
        }
    }
}

/// The part of a picture that is shown, which may be larger than the picture.
struct Window {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

impl Window {
    fn of(from: ImageShape, to: ImageShape, fit: PictureFit) -> Self {
        let (width, height) = (from.width as f32, from.height as f32);
        let scales = [width / to.width as f32, height / to.height as f32];
        let scale = match fit {
            PictureFit::Crop => scales[0].min(scales[1]),
            PictureFit::Fit => scales[0].max(scales[1]),
        };
        let (shown_width, shown_height) = (scale * to.width as f32, scale * to.height as f32);
        Self {
            left: (width - shown_width) / 2.0,
            top: (height - shown_height) / 2.0,
            width: shown_width,
            height: shown_height,
        }
    }
}

/// What surrounds a picture that is fitted: the mean of its border.
fn ground(from: ImageShape, pixels: &[u8]) -> [f32; 3] {
    let (mut sums, mut count) = ([0_u32; 3], 0_u32);
    for (at, pixel) in pixels.chunks_exact(from.channels).enumerate() {
        let (row, column) = (at / from.width, at % from.width);
        if row == 0 || column == 0 || row + 1 == from.height || column + 1 == from.width {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += u32::from(*value);
            }
            count += 1;
        }
    }
    sums.map(|sum| sum as f32 / count.max(1) as f32)
}

/// What one output pixel is made of, along one axis.
struct PixelTap {
    first: usize,
    weights: Vec<f32>,
    /// The weight of what lies beyond the picture.
    outside: f32,
}

/// Means over what a pixel covers where the picture becomes smaller, straight lines between pixels where
/// it becomes larger.
fn taps(begin: f32, length: f32, from: usize, to: usize) -> Vec<PixelTap> {
    let scale = length / to as f32;
    let reach = scale.max(1.0);
    let taps = (0..to).map(|at| {
        let centre = begin + (at as f32 + 0.5) * scale;
        let (low, high) = (centre - reach / 2.0, centre + reach / 2.0);
        let first = (low.floor().max(0.0) as usize).min(from - 1);
        let last = (high.ceil() as usize).clamp(first + 1, from);
        let mut weights: Vec<f32> = (first..last)
            .map(|pixel| {
                let covered = high.min(pixel as f32 + 1.0) - low.max(pixel as f32);
                covered.max(0.0) / reach
            })
            .collect();
        let mut outside = 1.0 - weights.iter().sum::<f32>();
        let is_within = centre > 0.0 && centre < from as f32;
        if is_within && scale < 1.0 {
            // Beyond the border's middle lies the border, when a picture becomes larger.
            let inside = 1.0 - outside;
            weights.iter_mut().for_each(|weight| *weight /= inside);
            outside = 0.0;
        }
        PixelTap {
            first,
            weights,
            outside: outside.max(0.0),
        }
    });
    taps.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(height: usize, width: usize, fit: PictureFit) -> PictureOptions {
        PictureOptions {
            height,
            width,
            fit,
            colour: false,
            invert: false,
            threshold: None,
        }
    }

    #[test]
    fn a_picture_at_its_own_size_stays_as_it_is() {
        let pixels: Vec<u8> = (0..96).map(|at| at * 2).collect();
        let shape = ImageShape {
            channels: 1,
            height: 8,
            width: 12,
        };
        for fit in [PictureFit::Crop, PictureFit::Fit] {
            assert_eq!(prepare(shape, &pixels, &options(8, 12, fit)), pixels);
        }
    }

    #[test]
    fn cropping_takes_the_middle_and_fitting_shows_all_on_the_ground() {
        let shape = ImageShape {
            channels: 1,
            height: 8,
            width: 24,
        };
        // Black, with a white block in its middle third.
        let pixels: Vec<u8> = (0..192)
            .map(|at| if at % 24 / 8 == 1 { 255 } else { 0 })
            .collect();
        let cropped = prepare(shape, &pixels, &options(8, 8, PictureFit::Crop));
        assert!(cropped.iter().all(|value| *value == 255));
        let fitted = prepare(shape, &pixels, &options(24, 24, PictureFit::Fit));
        assert_eq!(fitted[12 * 24 + 12], 255);
        assert_eq!(fitted[12 * 24 + 2], 0);
        assert!(
            fitted[..24 * 8].iter().all(|value| *value == fitted[0]),
            "the ground"
        );
    }

    #[test]
    fn means_are_kept_when_a_picture_becomes_smaller_or_larger() {
        let shape = ImageShape::grey(32);
        let pixels: Vec<u8> = (0..1024)
            .map(|at| if at % 2 == 0 { 255 } else { 1 })
            .collect();
        for side in [8, 16, 64] {
            let out = prepare(shape, &pixels, &options(side, side, PictureFit::Crop));
            let mean = out.iter().map(|value| f64::from(*value)).sum::<f64>() / out.len() as f64;
            assert!((mean - 128.0).abs() < 2.0, "{side}: {mean}");
        }
    }

    #[test]
    fn colour_is_weighted_and_grey_is_thrice_there() {
        let red = ImageShape::square(1, 3);
        let one = |colour, invert, threshold| PictureOptions {
            colour,
            invert,
            threshold,
            ..options(1, 1, PictureFit::Crop)
        };
        assert_eq!(prepare(red, &[255, 0, 0], &one(false, false, None)), [76]);
        assert_eq!(
            prepare(red, &[255, 0, 9], &one(true, true, None)),
            [0, 255, 246]
        );
        assert_eq!(
            prepare(ImageShape::grey(1), &[7], &one(true, false, None)),
            [7, 7, 7]
        );
        assert_eq!(
            prepare(ImageShape::grey(1), &[7], &one(false, true, Some(128))),
            [255]
        );
    }
}
