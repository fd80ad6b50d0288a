//! The Fréchet distance between two sets of features (Heusel et al. 2017, arXiv:1706.08500), with any
//! classifier's features in place of Inception's.

use latent::symmetric_eigen;

use crate::{EvaluationError, checked};

/// Mean and covariance of some features.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureMoments {
    /// `[width]`
    pub mean: Vec<f64>,
    /// `[width, width]`, with n − 1 in the denominator.
    pub covariance: Vec<f64>,
}

impl FeatureMoments {
    /// The moments of `features`.
    ///
    /// # Shapes
    /// `features`: `[n, width]`
    ///
    /// # Errors
    /// [`EvaluationError`] of fewer than two rows, or of numbers that are not finite.
    pub fn of(features: &[f32], width: usize) -> Result<Self, EvaluationError> {
        let count = checked(features, width, 2)? as f64;
        let mut mean = vec![0.0; width];
        for row in features.chunks_exact(width) {
            for (mean, &value) in mean.iter_mut().zip(row) {
                *mean += f64::from(value);
            }
        }
        mean.iter_mut().for_each(|sum| *sum /= count);
        let mut covariance = vec![0.0; width * width];
        let mut apart = vec![0.0; width];
        for row in features.chunks_exact(width) {
            for ((apart, &value), mean) in apart.iter_mut().zip(row).zip(&mean) {
                *apart = f64::from(value) - mean;
            }
            for (index, one) in apart.iter().enumerate() {
                let line = &mut covariance[index * width..=index * width + index];
                for (sum, other) in line.iter_mut().zip(&apart) {
                    *sum += one * other;
                }
            }
        }
        for row in 0..width {
            for column in 0..=row {
                let value = covariance[row * width + column] / (count - 1.0);
                covariance[row * width + column] = value;
                covariance[column * width + row] = value;
            }
        }
        Ok(Self { mean, covariance })
    }
}

/// |m₁ − m₂|² + tr(C₁ + C₂ − 2 (C₁^½ C₂ C₁^½)^½): 0 between a set and itself. `tests/reference/judge.py`
/// computes the same. Sets of fewer pictures than features are overrated.
///
/// # Errors
/// [`EvaluationError::Width`] if the features have different lengths.
pub fn frechet_distance(
    one: &FeatureMoments,
    other: &FeatureMoments,
) -> Result<f64, EvaluationError> {
    let width = one.mean.len();
    if other.mean.len() != width {
        return Err(EvaluationError::Width {
            expected: width,
            found: other.mean.len(),
        });
    }
    let means: f64 = one
        .mean
        .iter()
        .zip(&other.mean)
        .map(|(a, b)| (a - b).powi(2))
        .sum();
    let root = square_root(&one.covariance, width);
    let product = multiply(&multiply(&root, &other.covariance, width), &root, width);
    let (values, _) = symmetric_eigen(&product, width);
    let shared: f64 = values.iter().map(|value| value.max(0.0).sqrt()).sum();
    let traces = trace(&one.covariance, width) + trace(&other.covariance, width);
    Ok(means + traces - 2.0 * shared)
}

/// The symmetric square root of a positive semidefinite matrix.
fn square_root(matrix: &[f64], n: usize) -> Vec<f64> {
    let (values, vectors) = symmetric_eigen(matrix, n);
    let mut root = vec![0.0; n * n];
    for (value, vector) in values.iter().zip(vectors.chunks_exact(n)) {
        let factor = value.max(0.0).sqrt();
        for (line, one) in root.chunks_exact_mut(n).zip(vector) {
            for (sum, other) in line.iter_mut().zip(vector) {
                *sum += factor * one * other;
            }
        }
    }
    root
}

fn multiply(one: &[f64], other: &[f64], n: usize) -> Vec<f64> {
    let mut product = vec![0.0; n * n];
    for (line, row) in product.chunks_exact_mut(n).zip(one.chunks_exact(n)) {
        for (factor, values) in row.iter().zip(other.chunks_exact(n)) {
            for (sum, value) in line.iter_mut().zip(values) {
                *sum += factor * value;
            }
        }
    }
    product
}

fn trace(matrix: &[f64], n: usize) -> f64 {
    matrix.iter().step_by(n + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Covariances that are diagonal have a closed form: Σ (σ₁ − σ₂)².
    #[test]
    fn diagonal_gaussians_are_as_far_as_the_closed_form_says() {
        let moments = |mean: [f64; 2], [a, b]: [f64; 2]| FeatureMoments {
            mean: mean.to_vec(),
            covariance: vec![a, 0.0, 0.0, b],
        };
        let one = moments([0.0, 1.0], [4.0, 9.0]);
        let other = moments([3.0, 1.0], [1.0, 16.0]);
        let found = frechet_distance(&one, &other).expect("as wide");
        assert!((found - (9.0 + 1.0 + 1.0)).abs() < 1e-12, "{found}");
        let itself = frechet_distance(&one, &one).expect("as wide");
        assert!(itself.abs() < 1e-12, "{itself}");
    }

    #[test]
    fn moments_are_those_of_a_hand_computed_example() {
        let found = FeatureMoments::of(&[1.0, 2.0, 3.0, 6.0], 2).expect("two rows");
        assert_eq!(found.mean, [2.0, 4.0]);
        assert_eq!(found.covariance, [2.0, 4.0, 4.0, 8.0]);
    }

    #[test]
    fn what_has_no_moments_is_refused() {
        let refusal = |features: &[f32], width| FeatureMoments::of(features, width).unwrap_err();
        assert_eq!(
            refusal(&[1.0], 1),
            EvaluationError::TooFew {
                fewest: 2,
                found: 1
            }
        );
        assert_eq!(refusal(&[1.0, f32::NAN], 1), EvaluationError::NotFinite);
        assert_eq!(
            refusal(&[1.0; 3], 2),
            EvaluationError::Rows { width: 2, found: 3 }
        );
    }
}
