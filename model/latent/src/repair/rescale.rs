//! Smaller, and back to size.

use super::RasterSize;

/// Keys's a, for which the interpolation meets a quadratic exactly.
const KEYS: f64 = -0.5;

/// The mean of each square of `by` × `by` pixels. What does not fill a square is left out.
///
/// # Shapes
/// `[height, width, channels]` → `[height / by, width / by, channels]`
pub fn shrunk(picture: &[f32], size: RasterSize, by: usize) -> Vec<f32> {
    let (width, height) = (size.width / by, size.height / by);
    let mut small = Vec::with_capacity(width * height * size.channels);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..size.channels {
                let mut sum = 0.0;
                for at in 0..by * by {
                    let (column, row) = (x * by + at % by, y * by + at / by);
                    sum += picture[(row * size.width + column) * size.channels + channel];
                }
                small.push(sum / (by * by) as f32);
            }
        }
    }
    small
}

/// A picture `by` times as large, by bicubic interpolation (Keys 1981, a = −½), as Pillow resizes: beyond
/// the edges there is nothing, and the weights of what is there add up to 1.
///
/// # Shapes
/// `picture` of `size`, `[height, width, channels]` → `[height · by, width · by, channels]`
pub fn enlarged_bicubic(picture: &[f32], size: RasterSize, by: usize) -> Vec<f32> {
    let across: Vec<_> = (0..size.width * by)
        .map(|at| taps(at, by, size.width))
        .collect();
    let down: Vec<_> = (0..size.height * by)
        .map(|at| taps(at, by, size.height))
        .collect();
    let value = |row: usize, column: usize, channel: usize| {
        f64::from(picture[(row * size.width + column) * size.channels + channel])
    };
    let mut large = Vec::with_capacity(picture.len() * by * by);
    for (top, rows) in &down {
        for (left, columns) in &across {
            for channel in 0..size.channels {
                let mut sum = 0.0;
                for (row, down) in rows.iter().enumerate() {
                    for (column, across) in columns.iter().enumerate() {
                        sum += down * across * value(top + row, left + column, channel);
                    }
                }
                large.push(sum as f32);
            }
        }
    }
    large
}

/// The first pixel that one `at` of the larger picture is made of, and the weights of it and the next.
fn taps(at: usize, by: usize, of: usize) -> (usize, Vec<f64>) {
    let centre = (at as f64 + 0.5) / by as f64;
    // `as` takes what is below to 0.
    let first = (centre - 1.5) as usize;
    let end = ((centre + 2.5) as usize).min(of);
    let weights: Vec<f64> = (first..end)
        .map(|at| keys(at as f64 + 0.5 - centre))
        .collect();
    let sum: f64 = weights.iter().sum();
    (first, weights.iter().map(|weight| weight / sum).collect())
}

fn keys(x: f64) -> f64 {
    let x = x.abs();
    if x < 1.0 {
        ((KEYS + 2.0) * x - (KEYS + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * KEYS
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: RasterSize = RasterSize {
        width: 4,
        height: 4,
        channels: 1,
    };

    #[test]
    fn a_shrunk_picture_has_the_means_of_squares() {
        let picture: Vec<f32> = (0..16).map(|at| at as f32).collect();
        assert_eq!(shrunk(&picture, SIZE, 2), [2.5, 4.5, 10.5, 12.5]);
        assert_eq!(shrunk(&picture, SIZE, 4), [7.5]);
    }

    #[test]
    fn bicubic_interpolation_is_pillows() {
        // Image.fromarray(np.float32(np.arange(16).reshape(4, 4) * 7 % 16) / 16, "F")
        //     .resize((8, 8), Image.Resampling.BICUBIC): the first two rows.
        const PILLOW: [f32; 16] = [
            -0.112_565, 0.024_018, 0.313_117, 0.598_575, 0.860_064, 0.802_593, 0.450_891,
            0.284_926, 0.127_885, 0.180_607, 0.292_079, 0.496_521, 0.786_097, 0.735_220, 0.369_599,
            0.197_067,
        ];
        let picture: Vec<f32> = (0..16).map(|at| (at * 7 % 16) as f32 / 16.0).collect();
        let large = enlarged_bicubic(&picture, SIZE, 2);
        assert_eq!(large.len(), 64);
        for (found, expected) in large.iter().zip(PILLOW) {
            assert!((found - expected).abs() < 1e-5, "{found}, {expected}");
        }
    }

    #[test]
    fn an_even_picture_stays_even() {
        let even = enlarged_bicubic(&[0.25; 16], SIZE, 4);
        assert!(even.iter().all(|value| (value - 0.25).abs() < 1e-6));
    }
}
