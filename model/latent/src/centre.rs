//! A drawing brought to the form that MNIST gave its digits.
//!
//! LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition*
//! (1998), section III.A: scaled to fit a box of 20 × 20 pixels with its aspect kept, and placed
//! so that its centre of mass is at the centre of 28 × 28.

/// Below half a grey level of 255 there is no ink.
const INK: f32 = 0.5 / 255.0;

/// The side of the box that ink is scaled to in a picture of `size` pixels: 20 in 28.
pub fn box_of(size: usize) -> usize {
    ((size * 20 + 14) / 28).max(1)
}

/// A light drawing on dark ground as MNIST would have it: see [`centre_in_box`], with
/// [`box_of`]`(size)` as the box.
///
/// # Shapes
/// `grey`: `[height, width]`, 0 to 1 → `[size, size]`
///
/// # Errors
/// As [`centre_in_box`].
pub fn centre(grey: &[f32], height: usize, width: usize, size: usize) -> Result<Vec<f32>, String> {
    centre_in_box(grey, height, width, size, box_of(size))
}

/// A light drawing on dark ground, cropped to its ink, scaled until its longer side is `box_size`
/// pixels (smaller by averages over areas, larger by linear interpolation) and placed so that its
/// centre of mass is, to half a pixel, at the centre of `size` × `size` pixels, but never so that
/// ink is lost.
///
/// Where the longer side is `box_size` already, pixels are copied, moved by whole ones: a picture
/// that is as MNIST has it comes out as it is.
///
/// # Shapes
/// `grey`: `[height, width]`, 0 to 1 → `[size, size]`
///
/// # Errors
/// A sentence if there is no ink, or the sizes make no sense.
pub fn centre_in_box(
    grey: &[f32],
    height: usize,
    width: usize,
    size: usize,
    box_size: usize,
) -> Result<Vec<f32>, String> {
    if height.checked_mul(width) != Some(grey.len()) || box_size == 0 || box_size > size {
        return Err(format!(
            "Expected a picture of {width} × {height} pixels and a box within {size}, found {} \
             pixels and a box of {box_size}.",
            grey.len()
        ));
    }
    let Some(ink) = InkBounds::of_ink(grey, width) else {
        return Err(
            "Expected a drawing, but the picture is empty; draw something light on dark."
                .to_owned(),
        );
    };
    let (rows, columns) = (ink.bottom - ink.top, ink.right - ink.left);
    let crop: Vec<f32> = (ink.top..ink.bottom)
        .flat_map(|y| &grey[y * width + ink.left..y * width + ink.right])
        .map(|&value| if is_ink(value) { value } else { 0.0 })
        .collect();
    let longer = rows.max(columns);
    let (patch, rows, columns) = if longer == box_size {
        (crop, rows, columns)
    } else {
        let scaled = |side: usize| ((side * box_size + longer / 2) / longer).max(1);
        let (new_rows, new_columns) = (scaled(rows), scaled(columns));
        let patch = resample(&crop, rows, columns, new_rows, new_columns);
        (patch, new_rows, new_columns)
    };
    let (y, x) = centre_of_mass(&patch, columns);
    let place = |centre: f64, side: usize| {
        // Always to the same side, so that what lies between two pixels does not move to and fro.
        let start = (size as f64 / 2.0 - centre + 0.5).floor();
        (start.max(0.0) as usize).min(size - side)
    };
    let (top, left) = (place(y, rows), place(x, columns));
    let mut out = vec![0.0; size * size];
    for (y, line) in patch.chunks_exact(columns).enumerate() {
        let start = (top + y) * size + left;
        out[start..start + columns].copy_from_slice(line);
    }
    // Rounded weights sum to a little more than 1.
    for value in &mut out {
        *value = value.clamp(0.0, 1.0);
    }
    Ok(out)
}

/// Turns a dark drawing on light ground into a light one on dark, and answers whether it did. The
/// ground is what the border shows: light if its median is above the middle between the picture's
/// darkest and lightest.
///
/// # Shapes
/// `grey`: `[height, width]`, 0 to 1
pub fn invert_if_light(grey: &mut [f32], height: usize, width: usize) -> bool {
    if height == 0 || width == 0 || height.checked_mul(width) != Some(grey.len()) {
        return false;
    }
    let mut border: Vec<f32> = grey[..width].to_vec();
    border.extend(&grey[(height - 1) * width..]);
    for line in grey.chunks_exact(width) {
        border.extend([line[0], line[width - 1]]);
    }
    border.sort_by(f32::total_cmp);
    let (low, high) = grey.iter().fold((f32::MAX, f32::MIN), |(low, high), &v| {
        (low.min(v), high.max(v))
    });
    // A picture of one grey is all ground.
    let middle = if low < high { (low + high) / 2.0 } else { 0.5 };
    let is_light = border[border.len() / 2] > middle;
    if is_light {
        for value in grey {
            *value = 1.0 - *value;
        }
    }
    is_light
}

pub(crate) fn is_ink(value: f32) -> bool {
    value.is_finite() && value >= INK
}

/// The rows and columns that ink lies in.
struct InkBounds {
    top: usize,
    bottom: usize,
    left: usize,
    right: usize,
}

impl InkBounds {
    fn of_ink(grey: &[f32], width: usize) -> Option<Self> {
        let mut found: Option<Self> = None;
        for (index, _) in grey.iter().enumerate().filter(|(_, value)| is_ink(**value)) {
            let (y, x) = (index / width, index % width);
            let ink = found.get_or_insert(Self {
                top: y,
                bottom: y + 1,
                left: x,
                right: x + 1,
            });
            ink.bottom = y + 1;
            ink.left = ink.left.min(x);
            ink.right = ink.right.max(x + 1);
        }
        found
    }
}

/// The centre of mass, row and column; pixel 0's centre is 0.
fn centre_of_mass(grey: &[f32], width: usize) -> (f64, f64) {
    let (mut mass, mut y, mut x) = (0.0, 0.0, 0.0);
    for (index, &value) in grey.iter().enumerate() {
        let value = f64::from(value);
        mass += value;
        y += value * (index / width) as f64;
        x += value * (index % width) as f64;
    }
    (y / mass, x / mass)
}

/// A picture at another size, first its columns, then its rows.
pub(crate) fn resample(
    grey: &[f32],
    rows: usize,
    columns: usize,
    new_rows: usize,
    new_columns: usize,
) -> Vec<f32> {
    let down = taps(rows, new_rows);
    let across = taps(columns, new_columns);
    let mut tall = vec![0.0; rows * new_columns];
    for (line, out) in grey
        .chunks_exact(columns)
        .zip(tall.chunks_exact_mut(new_columns))
    {
        for (out, (first, weights)) in out.iter_mut().zip(&across) {
            let values = &line[*first..*first + weights.len()];
            *out = values
                .iter()
                .zip(weights)
                .map(|(value, weight)| value * weight)
                .sum();
        }
    }
    let mut found = vec![0.0; new_rows * new_columns];
    for (out, (first, weights)) in found.chunks_exact_mut(new_columns).zip(&down) {
        let lines = tall[first * new_columns..].chunks_exact(new_columns);
        for (line, weight) in lines.zip(weights) {
            for (out, value) in out.iter_mut().zip(line) {
                *out += weight * value;
            }
        }
    }
    found
}

/// What each new pixel is made of, along one axis: the first old one, and weights that sum to 1.
fn taps(old: usize, new: usize) -> Vec<(usize, Vec<f32>)> {
    let ratio = old as f64 / new as f64;
    let tap = |index: usize| {
        let (first, weights) = if ratio >= 1.0 {
            let (from, to) = (index as f64 * ratio, (index + 1) as f64 * ratio);
            let first = from as usize;
            let last = (to.ceil() as usize).clamp(first + 1, old);
            let overlap =
                |pixel: usize| (to.min((pixel + 1) as f64) - from.max(pixel as f64)).max(0.0);
            (first, (first..last).map(overlap).collect::<Vec<_>>())
        } else {
            let at = ((index as f64 + 0.5) * ratio - 0.5).clamp(0.0, (old - 1) as f64);
            let first = (at as usize).min(old.saturating_sub(2));
            let within = at - first as f64;
            let both = [1.0 - within, within];
            (first, both[..old.min(2)].to_vec())
        };
        let sum: f64 = weights.iter().sum();
        (
            first,
            weights.iter().map(|weight| (weight / sum) as f32).collect(),
        )
    };
    (0..new).map(tap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::assert_close;

    /// A picture with a rectangle of ink.
    fn rectangle(
        size: usize,
        rows: std::ops::Range<usize>,
        columns: std::ops::Range<usize>,
    ) -> Vec<f32> {
        let pixel = |index: usize| {
            let inside = rows.contains(&(index / size)) && columns.contains(&(index % size));
            f32::from(u8::from(inside))
        };
        (0..size * size).map(pixel).collect()
    }

    #[test]
    fn a_picture_as_mnist_has_it_comes_out_as_it_is() {
        // 20 high and heavier below, so that its centre of mass is within half a pixel of 14.
        let mut picture = rectangle(28, 4..24, 12..17);
        for line in picture.chunks_exact_mut(28).skip(18).take(5) {
            line[11] = 0.5;
            line[17] = 0.25;
        }
        assert_eq!(centre(&picture, 28, 28, 28), Ok(picture.clone()));
        let mut moved = picture[3 * 28..].to_vec();
        moved.extend([0.0; 3 * 28]);
        assert_eq!(centre(&moved, 28, 28, 28), Ok(picture));
        // Between two places: moved once, and then no more.
        let between = centre(&rectangle(28, 4..24, 12..17), 28, 28, 28);
        assert_eq!(between, Ok(rectangle(28, 5..25, 12..17)));
        assert_eq!(centre(&rectangle(28, 5..25, 12..17), 28, 28, 28), between);
    }

    #[test]
    fn a_large_drawing_is_scaled_and_centred() {
        let drawing = rectangle(280, 10..110, 200..240);
        let found = centre(&drawing, 280, 280, 28).expect("there is ink");
        assert_close(&found, &rectangle(28, 5..25, 11..19), 1e-5);
    }

    #[test]
    fn a_small_drawing_is_enlarged() {
        let found = centre(&rectangle(10, 2..7, 3..8), 10, 10, 28).expect("there is ink");
        assert_close(&found, &rectangle(28, 5..25, 5..25), 1e-5);
    }

    #[test]
    fn other_sizes_are_in_proportion() {
        assert_eq!(
            (box_of(28), box_of(56), box_of(8), box_of(1)),
            (20, 40, 6, 1)
        );
        let found = centre(&rectangle(28, 4..24, 12..17), 28, 28, 56).expect("there is ink");
        assert_eq!(found.len(), 56 * 56);
        let ink = InkBounds::of_ink(&found, 56).expect("it is there");
        assert_eq!((ink.bottom - ink.top, ink.right - ink.left), (40, 10));
    }

    #[test]
    fn ink_whose_mass_lies_to_one_side_is_not_pushed_out() {
        // A heavy top with a faint tail.
        let mut picture = rectangle(28, 0..20, 0..1);
        for value in picture.iter_mut().skip(28) {
            *value *= 0.002;
        }
        let found = centre(&picture, 28, 28, 28).expect("there is ink");
        let sum: f32 = found.iter().sum();
        assert!((sum - picture.iter().sum::<f32>()).abs() < 1e-5);
    }

    #[test]
    fn an_empty_picture_is_answered_by_a_sentence() {
        for picture in [vec![0.0; 784], vec![f32::NAN; 784], vec![0.001; 784]] {
            let sentence = centre(&picture, 28, 28, 28).expect_err("there is no ink");
            assert!(sentence.contains("empty"), "{sentence}");
        }
        assert!(centre(&[], 0, 0, 28).is_err());
        assert!(centre(&[1.0], 1, 2, 28).is_err());
        assert!(centre_in_box(&[1.0], 1, 1, 28, 29).is_err());
        assert!(centre(&[1.0], 1, 1, 0).is_err());
    }

    #[test]
    fn a_single_pixel_and_a_line_are_drawings() {
        assert!(centre(&[1.0], 1, 1, 28).is_ok());
        let line = centre(&rectangle(100, 50..51, 0..100), 100, 100, 28).expect("a line");
        let ink = InkBounds::of_ink(&line, 28).expect("it is there");
        assert_eq!((ink.bottom - ink.top, ink.right - ink.left), (1, 20));
    }

    #[test]
    fn light_ground_is_turned_dark_and_dark_ground_stays() {
        let light = rectangle(28, 4..24, 12..17);
        let mut dark: Vec<f32> = light.iter().map(|value| 1.0 - value).collect();
        assert!(invert_if_light(&mut dark, 28, 28));
        assert_eq!(dark, light);
        assert!(!invert_if_light(&mut dark, 28, 28));
        // A photograph of grey paper.
        let mut paper: Vec<f32> = light.iter().map(|value| 0.45 - 0.3 * value).collect();
        assert!(invert_if_light(&mut paper, 28, 28));
        assert!(!invert_if_light(&mut [], 0, 0));
        assert!(invert_if_light(&mut [1.0], 1, 1));
    }
}
