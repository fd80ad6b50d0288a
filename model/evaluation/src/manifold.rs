//! Fidelity and diversity apart: whether generated features lie among real ones, and whether real ones lie
//! among generated ones. A set's manifold is the union of balls around its features, each as large as the
//! distance to the k-th nearest other.

use crate::{EvaluationError, checked};

/// Improved precision and recall (Kynkäänniemi et al. 2019, arXiv:1904.06991).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrecisionRecall {
    /// The share of generated features that lie in a ball of a real one.
    pub precision: f64,
    /// The share of real features that lie in a ball of a generated one.
    pub recall: f64,
}

/// Density and coverage (Naeem et al. 2020, arXiv:2002.09797).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DensityCoverage {
    /// In how many balls of real features a generated one lies, divided by k, mean over the generated
    /// ones. About 1 for real features; more where they crowd the middle of real ones.
    pub density: f64,
    /// The share of real features whose ball holds a generated one.
    pub coverage: f64,
}

/// Precision and recall by the `k` nearest neighbours; equally many of both sets compare best.
///
/// # Shapes
/// `real`, `generated`: `[n, width]`
///
/// # Errors
/// [`EvaluationError`] of fewer than `k + 1` rows, or of numbers that are not finite.
pub fn precision_recall(
    real: &[f32],
    generated: &[f32],
    width: usize,
    k: usize,
) -> Result<PrecisionRecall, EvaluationError> {
    let (real_radii, radii) = (radii(real, width, k)?, radii(generated, width, k)?);
    let mut inside = vec![false; radii.len()];
    let mut recalled = 0;
    for (one, real_radius) in real.chunks_exact(width).zip(&real_radii) {
        let mut is_recalled = false;
        let others = generated.chunks_exact(width).zip(&radii);
        for ((other, radius), inside) in others.zip(&mut inside) {
            let apart = squared(one, other);
            *inside |= apart < *real_radius;
            is_recalled |= apart < *radius;
        }
        recalled += usize::from(is_recalled);
    }
    let precise = inside.iter().filter(|inside| **inside).count();
    Ok(PrecisionRecall {
        precision: precise as f64 / radii.len() as f64,
        recall: recalled as f64 / real_radii.len() as f64,
    })
}

/// Density and coverage by the `k` nearest neighbours.
///
/// # Shapes
/// `real`, `generated`: `[n, width]`
///
/// # Errors
/// [`EvaluationError`] of fewer than `k + 1` real rows, of no generated ones, or of numbers that are not
/// finite.
pub fn density_coverage(
    real: &[f32],
    generated: &[f32],
    width: usize,
    k: usize,
) -> Result<DensityCoverage, EvaluationError> {
    let real_radii = radii(real, width, k)?;
    let count = checked(generated, width, 1)?;
    let (mut pairs, mut covered) = (0_usize, 0_usize);
    for (one, radius) in real.chunks_exact(width).zip(&real_radii) {
        let others = generated.chunks_exact(width);
        let inside = others.filter(|other| squared(one, other) < *radius).count();
        pairs += inside;
        covered += usize::from(inside > 0);
    }
    Ok(DensityCoverage {
        density: pairs as f64 / (k * count) as f64,
        coverage: covered as f64 / real_radii.len() as f64,
    })
}

/// The squared distance from each row to the `k`-th nearest other.
fn radii(rows: &[f32], width: usize, k: usize) -> Result<Vec<f32>, EvaluationError> {
    let k = k.max(1);
    let count = checked(rows, width, k + 1)?;
    let mut apart = Vec::with_capacity(count);
    let mut radii = Vec::with_capacity(count);
    for (at, row) in rows.chunks_exact(width).enumerate() {
        apart.clear();
        let others = rows.chunks_exact(width).enumerate();
        apart.extend(
            others
                .filter(|(index, _)| *index != at)
                .map(|(_, other)| squared(row, other)),
        );
        let (_, radius, _) = apart.select_nth_unstable_by(k - 1, f32::total_cmp);
        radii.push(*radius);
    }
    Ok(radii)
}

/// The squared distance, in eight sums side by side, because one after the other cannot be vectors.
fn squared(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (ones, others) = (one.chunks_exact(8), other.chunks_exact(8));
    let rest = ones.remainder().iter().zip(others.remainder());
    let rest: f32 = rest.map(|(a, b)| (a - b) * (a - b)).sum();
    for (a, b) in ones.zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += (a - b) * (a - b);
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Real features at 0, 1, 2, 3; each is 1 from its nearest.
    const REAL: [f32; 4] = [0.0, 1.0, 2.0, 3.0];

    #[test]
    fn a_collapsed_generator_is_precise_and_recalls_nothing() {
        let one_picture = [1.5; 4];
        let found = precision_recall(&REAL, &one_picture, 1, 1).expect("enough");
        assert_eq!((found.precision, found.recall), (1.0, 0.0));
        let found = density_coverage(&REAL, &one_picture, 1, 1).expect("enough");
        // In the balls of 1 and of 2.
        assert_eq!((found.density, found.coverage), (2.0, 0.5));
    }

    #[test]
    fn features_beyond_the_data_are_not_precise_however_many_they_cover() {
        let wide = [-4.5, 1.5, 7.5, 13.5];
        let found = precision_recall(&REAL, &wide, 1, 1).expect("enough");
        assert_eq!((found.precision, found.recall), (0.25, 1.0));
    }

    #[test]
    fn too_few_neighbours_are_refused() {
        let refusal = precision_recall(&REAL, &REAL[..3], 1, 3).unwrap_err();
        assert_eq!(
            refusal,
            EvaluationError::TooFew {
                fewest: 4,
                found: 3
            }
        );
    }
}
