//! Principal components: the directions along which points scatter most.

use crate::slice_basis::SliceBasis;
use crate::vector::{are_rows, single};

/// The most dimensions that are decomposed; beyond, a page would have to wait.
pub const MAX_DIMENSIONS: usize = 128;

/// Principal components of some points, strongest first.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalComponents {
    /// `[latent]`
    pub mean: Vec<f32>,
    /// `[latent, latent]`, a row a direction: orthonormal, and each with its largest coordinate
    /// (the first of several) positive.
    pub directions: Vec<f32>,
    /// `[latent]`: variance along each direction, with n − 1 in the denominator.
    pub variances: Vec<f32>,
}

impl PrincipalComponents {
    /// Direction number `index`, from 0, if there is one.
    pub fn direction(&self, index: usize) -> Option<&[f32]> {
        self.directions.chunks_exact(self.mean.len()).nth(index)
    }

    /// The share of all variance along each direction, 0 to 1; all 0 if there is no variance.
    ///
    /// # Shapes
    /// → `[latent]`
    pub fn shares(&self) -> Vec<f32> {
        let sum: f32 = self.variances.iter().sum();
        let share = |&variance: &f32| if sum > 0.0 { variance / sum } else { 0.0 };
        self.variances.iter().map(share).collect()
    }

    /// The plane of directions `i` across and `j` up; of one if they are the same.
    pub fn basis(&self, i: usize, j: usize) -> Option<SliceBasis> {
        let up = self.direction(j)?;
        Some(SliceBasis {
            across: self.direction(i)?.to_vec(),
            up: if i == j { Vec::new() } else { up.to_vec() },
        })
    }
}

/// The principal components of `rows`: Pearson, *On Lines and Planes of Closest Fit* (1901), as
/// eigenvectors of the covariance. Where there are fewer rows than dimensions, or columns that are
/// constant, the last variances are 0.
///
/// # Shapes
/// `rows`: `[n, latent]`
///
/// # Errors
/// A sentence if there are fewer than two rows, more than [`MAX_DIMENSIONS`], or numbers that are
/// not finite.
pub fn principal(rows: &[f32], latent: usize) -> Result<PrincipalComponents, String> {
    if latent == 0 || latent > MAX_DIMENSIONS {
        return Err(format!(
            "Principal components are of 1 to {MAX_DIMENSIONS} dimensions, but there are {latent}."
        ));
    }
    if rows.len() < 2 * latent {
        return Err(
            "Principal components need at least two points; encode or draw more.".to_owned(),
        );
    }
    if !are_rows(rows, latent) {
        return Err(
            "Principal components need whole points of finite numbers; these are none.".to_owned(),
        );
    }
    let count = (rows.len() / latent) as f64;
    let mut mean = vec![0.0; latent];
    for row in rows.chunks_exact(latent) {
        for (mean, &z) in mean.iter_mut().zip(row) {
            *mean += f64::from(z) / count;
        }
    }
    let mut covariance = vec![0.0; latent * latent];
    let mut apart = vec![0.0; latent];
    for row in rows.chunks_exact(latent) {
        for ((apart, &z), mean) in apart.iter_mut().zip(row).zip(&mean) {
            *apart = f64::from(z) - mean;
        }
        for (line, one) in covariance.chunks_exact_mut(latent).zip(&apart) {
            for (sum, other) in line.iter_mut().zip(&apart) {
                *sum += one * other / (count - 1.0);
            }
        }
    }
    let (values, mut vectors) = symmetric_eigen(&covariance, latent);
    for vector in vectors.chunks_exact_mut(latent) {
        fix_sign(vector);
    }
    Ok(PrincipalComponents {
        mean: single(&mean),
        directions: single(&vectors),
        variances: values.iter().map(|&value| value.max(0.0) as f32).collect(),
    })
}

/// Makes the largest coordinate positive; of several that are as large, the first.
fn fix_sign(vector: &mut [f64]) {
    let largest = vector.iter().fold(0.0_f64, |most, z| most.max(z.abs()));
    let first = vector.iter().find(|z| z.abs() >= largest * (1.0 - 1e-6));
    if first.is_some_and(|&z| z < 0.0) {
        for z in vector {
            *z = -*z;
        }
    }
}

/// The eigenvalues of a symmetric matrix, largest first, with its eigenvectors as rows, by Jacobi's
/// rotations in cyclic order (Golub and Van Loan, *Matrix Computations*, section 8.5).
///
/// # Shapes
/// `matrix`: `[n, n]`, of which the upper triangle is read → `[n]`, `[n, n]`
///
/// # Panics
/// When `matrix` is shorter than that.
pub fn symmetric_eigen(matrix: &[f64], n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut a = matrix[..n * n].to_vec();
    for row in 0..n {
        for column in 0..row {
            a[row * n + column] = a[column * n + row];
        }
    }
    // Rows of V are the eigenvectors.
    let mut v = vec![0.0; n * n];
    for diagonal in v.iter_mut().step_by(n + 1) {
        *diagonal = 1.0;
    }
    let size: f64 = a.iter().map(|value| value * value).sum();
    // Convergence is quadratic: five to ten sweeps do.
    for _ in 0..40 {
        let above = (0..n).flat_map(|row| (row + 1..n).map(move |column| row * n + column));
        let off: f64 = above.map(|index| a[index] * a[index]).sum();
        if off.is_nan() || off <= 1e-30 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut v, n, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&one, &other| a[other * n + other].total_cmp(&a[one * n + one]));
    (
        order.iter().map(|&index| a[index * n + index]).collect(),
        order
            .iter()
            .flat_map(|&index| v[index * n..(index + 1) * n].iter().copied())
            .collect(),
    )
}

/// Turns the plane of dimensions `p` < `q` so that `a[p, q]` becomes 0.
fn rotate(a: &mut [f64], v: &mut [f64], n: usize, p: usize, q: usize) {
    let off = a[p * n + q];
    if off == 0.0 {
        return;
    }
    // The smaller of both angles; equation 8.5.2's τ.
    let tau = (a[q * n + q] - a[p * n + p]) / (2.0 * off);
    let tangent = tau.signum() / (tau.abs() + tau.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    for k in 0..n {
        let (kp, kq) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = cosine * kp - sine * kq;
        a[k * n + q] = sine * kp + cosine * kq;
    }
    for matrix in [a, v] {
        let (before, from_q) = matrix.split_at_mut(q * n);
        let (of_p, of_q) = (&mut before[p * n..(p + 1) * n], &mut from_q[..n]);
        for (pk, qk) in of_p.iter_mut().zip(of_q) {
            (*pk, *qk) = (cosine * *pk - sine * *qk, sine * *pk + cosine * *qk);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{assert_close, normals};
    use crate::vector::{dot, dot64, double};

    #[test]
    fn what_has_no_components_is_refused_with_a_sentence() {
        let refusal = |rows: &[f32], latent| principal(rows, latent).unwrap_err();
        assert_eq!(
            refusal(&[], 0),
            format!(
                "Principal components are of 1 to {MAX_DIMENSIONS} dimensions, but there are 0."
            )
        );
        assert_eq!(
            refusal(&[1.0, 2.0], 2),
            "Principal components need at least two points; encode or draw more."
        );
        assert_eq!(
            refusal(&[1.0, f32::NAN], 1),
            "Principal components need whole points of finite numbers; these are none."
        );
    }

    #[test]
    fn a_matrix_of_two_has_its_known_eigenvalues() {
        let (values, vectors) = symmetric_eigen(&[2.0, 1.0, 1.0, 2.0], 2);
        assert_close(&single(&values), &[3.0, 1.0], 1e-6);
        assert!((vectors[0] - vectors[1]).abs() < 1e-12);
    }

    #[test]
    fn eigenvectors_of_a_large_matrix_are_orthonormal_and_give_it_back() {
        let n = MAX_DIMENSIONS;
        let noise = double(&normals(n * n, 1));
        let mut matrix = vec![0.0; n * n];
        for row in 0..n {
            for column in 0..n {
                matrix[row * n + column] = noise[row * n + column] + noise[column * n + row];
            }
        }
        let (values, vectors) = symmetric_eigen(&matrix, n);
        assert!(values.is_sorted_by(|one, next| one >= next));
        for (value, vector) in values.iter().zip(vectors.chunks_exact(n)) {
            assert!((dot64(vector, vector) - 1.0).abs() < 1e-10);
            for (line, z) in matrix.chunks_exact(n).zip(vector) {
                assert!((dot64(line, vector) - value * z).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_direction_of_a_line_is_found_with_all_variance() {
        // Along (3, 4) / 5, with offset.
        let rows: Vec<f32> = (-2..=2)
            .flat_map(|k| [1.0 + 3.0 * k as f32, -1.0 + 4.0 * k as f32])
            .collect();
        let found = principal(&rows, 2).expect("five points");
        assert_close(&found.mean, &[1.0, -1.0], 1e-6);
        assert_close(found.direction(0).expect("the first"), &[0.6, 0.8], 1e-6);
        assert_close(&found.variances, &[62.5, 0.0], 1e-4);
        assert_close(&found.shares(), &[1.0, 0.0], 1e-6);
    }

    #[test]
    fn fewer_rows_than_dimensions_leave_variances_of_nought() {
        let found = principal(&normals(3 * 10, 2), 10).expect("three points");
        assert!(found.variances[1] > 0.1);
        assert!(found.variances[2..].iter().all(|&variance| variance < 1e-5));
        for i in 0..10 {
            for j in 0..=i {
                let (one, other) = (found.direction(i), found.direction(j));
                let product = dot(one.expect("a direction"), other.expect("a direction"));
                assert!((product - f64::from(u8::from(i == j))).abs() < 1e-5);
            }
        }
        assert_eq!(found.direction(10), None);
    }

    #[test]
    fn points_that_are_all_the_same_have_no_variance() {
        let found = principal(&[1.0, 2.0, 1.0, 2.0], 2).expect("two points");
        assert_eq!(found.variances, [0.0, 0.0]);
        assert_eq!(found.shares(), [0.0, 0.0]);
        assert_eq!(found.directions, [1.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn the_largest_coordinate_is_positive() {
        let found = principal(&[1.0, -5.0, -1.0, 5.0, 0.3, 0.1], 2).expect("three points");
        for direction in found.directions.chunks_exact(2) {
            let largest = direction
                .iter()
                .copied()
                .max_by(|one, other| one.abs().total_cmp(&other.abs()));
            assert!(largest.is_some_and(|z| z > 0.0));
        }
        let plane = found.basis(0, 1).expect("two directions");
        assert!(dot(&plane.across, &plane.up).abs() < 1e-6);
        assert_eq!(found.basis(0, 2), None);
        assert!(found.basis(1, 1).is_some_and(|basis| basis.up.is_empty()));
    }

    #[test]
    fn what_has_no_components_is_answered_by_a_sentence() {
        for (rows, latent) in [
            (&[][..], 2),
            (&[1.0, 2.0], 2),
            (&[1.0, 2.0, 3.0, 4.0, 5.0], 2),
            (&[1.0, f32::NAN, 0.0, 0.0], 2),
            (&[1.0], 0),
            (&[1.0], 129),
        ] {
            let sentence = principal(rows, latent).expect_err("it has none");
            assert!(sentence.starts_with("Principal components"), "{sentence}");
        }
    }
}
