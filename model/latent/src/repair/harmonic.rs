//! Holes filled as a stretched skin would: Laplace's equation.

use super::RasterSize;

/// Rounds of conjugate gradients at most; small pictures need far fewer.
const ROUNDS: usize = 1_000;
/// A squared residual below this share of the first one ends them.
const EXACT: f64 = 1e-18;

/// A picture whose hidden pixels are each the mean of their neighbours above, below, left and right: the
/// discrete Dirichlet problem, with no flow through the picture's own edges. It is solved by conjugate
/// gradients (Hestenes and Stiefel 1952). Where nothing is known, the picture stays as it is.
///
/// # Shapes
/// `picture`: `[height, width, channels]`; `hidden`: `[height, width]` → as `picture`
pub fn harmonic_fill(picture: &[f32], hidden: &[bool], size: RasterSize) -> Vec<f32> {
    let mut filled = picture.to_vec();
    let holes: Vec<usize> = (0..size.pixels()).filter(|at| hidden[*at]).collect();
    if holes.is_empty() || holes.len() == size.pixels() {
        return filled;
    }
    let mut number = vec![usize::MAX; size.pixels()];
    for (row, at) in holes.iter().enumerate() {
        number[*at] = row;
    }
    let around: Vec<Vec<usize>> = holes.iter().map(|at| neighbours(*at, size)).collect();
    for channel in 0..size.channels {
        let value = |at: usize| f64::from(picture[at * size.channels + channel]);
        let known: Vec<f64> = around
            .iter()
            .map(|near| {
                near.iter()
                    .filter(|at| !hidden[**at])
                    .map(|at| value(*at))
                    .sum()
            })
            .collect();
        let times = |x: &[f64]| -> Vec<f64> {
            let row = |(row, near): (usize, &Vec<usize>)| {
                let others = near.iter().filter(|at| hidden[**at]);
                near.len() as f64 * x[row] - others.map(|at| x[number[*at]]).sum::<f64>()
            };
            around.iter().enumerate().map(row).collect()
        };
        for (at, found) in holes.iter().zip(conjugate_gradients(times, &known)) {
            filled[at * size.channels + channel] = found as f32;
        }
    }
    filled
}

/// x of A x = b for a symmetric positive definite A.
fn conjugate_gradients(times: impl Fn(&[f64]) -> Vec<f64>, b: &[f64]) -> Vec<f64> {
    let dot = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
    let mut x = vec![0.0; b.len()];
    let mut residual = b.to_vec();
    let mut direction = b.to_vec();
    let mut square = dot(b, b);
    let first = square;
    for _ in 0..ROUNDS {
        if square <= EXACT * first {
            break;
        }
        let along = times(&direction);
        let step = square / dot(&direction, &along);
        for (x, along) in x.iter_mut().zip(&direction) {
            *x += step * along;
        }
        for (residual, along) in residual.iter_mut().zip(&along) {
            *residual -= step * along;
        }
        let before = std::mem::replace(&mut square, dot(&residual, &residual));
        for (direction, residual) in direction.iter_mut().zip(&residual) {
            *direction = residual + square / before * *direction;
        }
    }
    x
}

/// The pixels above, below, left and right of one, those that there are.
fn neighbours(at: usize, size: RasterSize) -> Vec<usize> {
    let (x, y) = (at % size.width, at / size.width);
    let mut near = Vec::with_capacity(4);
    if x > 0 {
        near.push(at - 1);
    }
    if x + 1 < size.width {
        near.push(at + 1);
    }
    if y > 0 {
        near.push(at - size.width);
    }
    if y + 1 < size.height {
        near.push(at + size.width);
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: RasterSize = RasterSize {
        width: 9,
        height: 7,
        channels: 3,
    };

    fn ramp() -> Vec<f32> {
        let value = |at: usize| {
            let (pixel, channel) = (at / 3, at % 3);
            let (x, y) = ((pixel % 9) as f32, (pixel / 9) as f32);
            0.1 + 0.05 * x + (0.02 + 0.03 * channel as f32) * y
        };
        (0..SIZE.values()).map(value).collect()
    }

    #[test]
    fn a_linear_ramp_is_restored_exactly() {
        let picture = ramp();
        let is_hidden = |at: usize| (2..7).contains(&(at % 9)) && (1..6).contains(&(at / 9));
        let hidden: Vec<bool> = (0..SIZE.pixels()).map(is_hidden).collect();
        let mut damaged = picture.clone();
        for at in (0..SIZE.pixels()).filter(|at| hidden[*at]) {
            damaged[3 * at..3 * at + 3].fill(7.0);
        }
        let filled = harmonic_fill(&damaged, &hidden, SIZE);
        for (found, expected) in filled.iter().zip(&picture) {
            assert!((found - expected).abs() < 1e-6, "{found}, {expected}");
        }
    }

    #[test]
    fn every_hidden_pixel_is_the_mean_of_its_neighbours_and_known_ones_stay() {
        let picture: Vec<f32> = (0..SIZE.values())
            .map(|at| (at * 37 % 101) as f32 / 100.0)
            .collect();
        // It reaches the right edge, through which nothing flows.
        let hidden: Vec<bool> = (0..SIZE.pixels())
            .map(|at| at % 9 > 5 || at == 20)
            .collect();
        let filled = harmonic_fill(&picture, &hidden, SIZE);
        for at in 0..SIZE.pixels() {
            for channel in 0..3 {
                let value = |at: usize| filled[3 * at + channel];
                let expected = if hidden[at] {
                    let near = neighbours(at, SIZE);
                    near.iter().map(|at| value(*at)).sum::<f32>() / near.len() as f32
                } else {
                    picture[3 * at + channel]
                };
                assert!((value(at) - expected).abs() < 1e-5, "{at}");
            }
        }
    }

    #[test]
    fn where_nothing_or_all_is_known_the_picture_stays() {
        let picture = ramp();
        for hidden in [true, false] {
            assert_eq!(harmonic_fill(&picture, &[hidden; 63], SIZE), picture);
        }
    }
}
