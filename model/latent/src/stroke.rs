//! What can be measured of a stroke: how it leans, and how thick it is.
//!
//! After Morpho-MNIST (Castro, Tan, Kainz, Konukoglu and Glocker, arXiv:1809.10780, section 3.1).

use crate::centre::resample;

/// How far a light drawing on dark ground leans to the right, in pixels across per pixel of height:
/// its horizontal shear −μ₁₁ / μ₀₂ by second central moments, with rows counted downwards.
/// `None` if there is no ink, or none above other ink.
///
/// # Shapes
/// `grey`: `[height, width]`, 0 to 1
pub fn slant(grey: &[f32], width: usize) -> Option<f32> {
    if width == 0 {
        return None;
    }
    let points = || {
        grey.iter().enumerate().map(|(index, &value)| {
            let (y, x) = (index / width, index % width);
            (f64::from(value), y as f64, x as f64)
        })
    };
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        points().map(|(value, y, x)| value * of(y, x)).sum()
    };
    let mass = sum(&|_, _| 1.0);
    if mass.is_nan() || mass <= 0.0 {
        return None;
    }
    let (cy, cx) = (sum(&|y, _| y) / mass, sum(&|_, x| x) / mass);
    let both = sum(&|y, x| (y - cy) * (x - cx)) / mass;
    let upright = sum(&|y, _| (y - cy) * (y - cy)) / mass;
    (upright > 1e-6).then(|| (-both / upright) as f32)
}

/// How many times larger a picture is before distances are measured, as in Morpho-MNIST.
const LARGER: usize = 4;

/// How thick the strokes of a light drawing on dark ground are, in pixels: four times the mean
/// distance of ink from the nearest ground. Across a stroke of width w that mean is w / 4.
///
/// Ink is what is above half the picture's lightest, after enlarging four times. Morpho-MNIST
/// takes twice the mean distance along the skeleton, which for strokes is the same; a mean over
/// all ink needs no skeleton and changes smoothly. Where strokes meet, both count a little more.
/// `None` if there is no ink, no ground, or `grey` is no rectangle.
///
/// # Shapes
/// `grey`: `[height, width]`, 0 to 1
pub fn thickness(grey: &[f32], width: usize) -> Option<f32> {
    if width == 0 || grey.is_empty() || !grey.len().is_multiple_of(width) {
        return None;
    }
    let height = grey.len() / width;
    let (rows, columns) = (LARGER * height, LARGER * width);
    let larger = resample(grey, height, width, rows, columns);
    let lightest = larger.iter().copied().fold(0.0, f32::max);
    if !crate::centre::is_ink(lightest) {
        return None;
    }
    let is_ink: Vec<bool> = larger.iter().map(|&value| value > lightest / 2.0).collect();
    let squares = square_distances(&is_ink, columns)?;
    let ink = squares.iter().filter(|&&square| square > 0);
    let (count, sum) = ink.fold((0_u32, 0.0), |(count, sum), &square| {
        // From a pixel's centre to the edge of the ground's.
        (count + 1, sum + f64::from(square).sqrt() - 0.5)
    });
    (count > 0).then(|| (4.0 * sum / f64::from(count) / LARGER as f64) as f32)
}

/// The square of each pixel's distance to the nearest that is `false`, by columns and then by rows
/// (Saito and Toriwaki, 1994). `None` where there is none.
fn square_distances(inside: &[bool], columns: usize) -> Option<Vec<u32>> {
    if inside.iter().all(|&inside| inside) {
        return None;
    }
    // More than any distance, and its square is still a number.
    const FAR: u32 = 1 << 14;
    let mut vertical = vec![FAR; inside.len()];
    let mut sweep = |range: &mut dyn Iterator<Item = usize>| {
        let mut since = vec![FAR; columns];
        for index in range {
            let since = &mut since[index % columns];
            *since = if inside[index] {
                (*since + 1).min(FAR)
            } else {
                0
            };
            vertical[index] = vertical[index].min(*since);
        }
    };
    sweep(&mut (0..inside.len()));
    sweep(&mut (0..inside.len()).rev());
    let mut squares = Vec::with_capacity(inside.len());
    for line in vertical.chunks_exact(columns) {
        for (x, &own) in line.iter().enumerate() {
            let mut best = own * own;
            for apart in 1..columns {
                let across = (apart * apart) as u32;
                if across >= best {
                    break;
                }
                let left = x.checked_sub(apart).map(|x| line[x]);
                let both = [left, line.get(x + apart).copied()];
                for there in both.into_iter().flatten() {
                    best = best.min(across + there * there);
                }
            }
            squares.push(best);
        }
    }
    Some(squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: usize = 28;

    /// A stroke of `thick` pixels across, between heights 4 and 24, that leans by `slant`.
    fn stroke(thick: f32, slant: f32) -> Vec<f32> {
        let pixel = |index: usize| {
            let (y, x) = ((index / SIZE) as f32, (index % SIZE) as f32);
            let middle = 13.5 + slant * (13.5 - y);
            // How much of the pixel is inside.
            let inside = (thick / 2.0 + 0.5 - (x - middle).abs()).clamp(0.0, 1.0);
            if (4.0..24.0).contains(&y) {
                inside
            } else {
                0.0
            }
        };
        (0..SIZE * SIZE).map(pixel).collect()
    }

    #[test]
    fn the_slant_of_a_sheared_stroke_is_its_shear() {
        for expected in [-0.5, 0.0, 0.25, 0.6] {
            let found = slant(&stroke(3.0, expected), SIZE).expect("there is ink");
            assert!(
                (found - expected).abs() < 0.01,
                "{found} instead of {expected}"
            );
        }
    }

    #[test]
    fn the_thickness_of_a_stroke_is_its_width() {
        for expected in [2.0, 3.0, 4.5] {
            let found = thickness(&stroke(expected, 0.0), SIZE).expect("there is ink");
            // The ends of the stroke count less.
            assert!(
                (found / expected - 1.0).abs() < 0.15,
                "{found} instead of {expected}"
            );
        }
    }

    #[test]
    fn thickness_grows_with_the_stroke_and_does_not_depend_on_its_grey() {
        let thick: Vec<f32> = (4..24)
            .map(|tenths| thickness(&stroke(tenths as f32 / 4.0, 0.3), SIZE).expect("there is ink"))
            .collect();
        assert!(thick.is_sorted_by(|one, next| one < next), "{thick:?}");
        let faint: Vec<f32> = stroke(3.0, 0.3).iter().map(|value| value / 2.0).collect();
        assert_eq!(thickness(&faint, SIZE), thickness(&stroke(3.0, 0.3), SIZE));
    }

    #[test]
    fn distances_are_those_of_the_plane() {
        let mut inside = vec![true; 49];
        inside[0] = false;
        inside[27] = false;
        let squares = square_distances(&inside, 7).expect("two outside");
        for (index, &square) in squares.iter().enumerate() {
            let (y, x) = (index / 7, index % 7);
            let to = |v: usize, u: usize| (y.abs_diff(v).pow(2) + x.abs_diff(u).pow(2)) as u32;
            assert_eq!(square, to(0, 0).min(to(3, 6)));
        }
    }

    #[test]
    fn what_has_no_stroke_has_no_measures() {
        let empty = vec![0.0; SIZE * SIZE];
        assert_eq!((slant(&empty, SIZE), thickness(&empty, SIZE)), (None, None));
        let full = vec![1.0; SIZE * SIZE];
        assert_eq!(thickness(&full, SIZE), None);
        assert_eq!((slant(&[], 0), thickness(&[], 0)), (None, None));
        assert_eq!(thickness(&[1.0; 5], 2), None);
        let line: Vec<f32> = (0..SIZE * SIZE)
            .map(|i| f32::from(u8::from(i < SIZE)))
            .collect();
        assert_eq!(slant(&line, SIZE), None);
        assert_eq!(slant(&[f32::NAN; 4], 2), None);
    }
}
