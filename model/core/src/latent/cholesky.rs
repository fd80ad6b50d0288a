//! Small symmetric systems of equations, on the host.

/// x of A x = b for a symmetric positive definite A = L Lᵀ (Cholesky); `None` if it is not.
///
/// # Shapes
/// A: `[n, n]`, of which the lower triangle is asked for; b: `[n]` → `[n]`
pub(super) fn solve(
    n: usize,
    a: impl Fn(usize, usize) -> f64,
    b: impl Fn(usize) -> f64,
) -> Option<Vec<f64>> {
    let l = factor(n, a)?;
    let mut x: Vec<f64> = (0..n).map(b).collect();
    for i in 0..n {
        let known: f64 = (0..i).map(|j| l[i * n + j] * x[j]).sum();
        x[i] = (x[i] - known) / l[i * n + i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| l[j * n + i] * x[j]).sum();
        x[i] = (x[i] - known) / l[i * n + i];
    }
    Some(x)
}

/// L of A = L Lᵀ; `None` if A is not positive definite.
///
/// # Shapes
/// → `[n, n]`, 0 above the diagonal
pub(super) fn factor(n: usize, a: impl Fn(usize, usize) -> f64) -> Option<Vec<f64>> {
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let (above, row) = l.split_at(i * n);
            let other = if j == i { row } else { &above[j * n..] };
            let known: f64 = row[..j].iter().zip(other).map(|(x, y)| x * y).sum();
            let left = a(i, j) - known;
            if i != j {
                l[i * n + j] = left / l[j * n + j];
            } else if left > 0.0 && left.is_finite() {
                l[i * n + i] = left.sqrt();
            } else {
                return None;
            }
        }
    }
    Some(l)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_with_a_known_answer_is_solved() {
        let a = [4.0, 2.0, -2.0, 2.0, 10.0, 5.0, -2.0, 5.0, 9.0];
        let x = [1.0, -2.0, 3.0];
        let b = |i: usize| (0..3).map(|j| a[3 * i + j] * x[j]).sum();
        let found = solve(3, |i, j| a[3 * i + j], b).unwrap();
        for (found, expected) in found.iter().zip(x) {
            assert!((found - expected).abs() < 1e-12, "{found}, {expected}");
        }
    }

    #[test]
    fn what_is_not_positive_definite_has_no_factor() {
        assert_eq!(factor(2, |i, j| [1.0, 2.0, 2.0, 1.0][2 * i + j]), None);
        assert_eq!(factor(1, |_, _| f64::NAN), None);
        assert_eq!(factor(1, |_, _| 9.0), Some(vec![3.0]));
    }
}
