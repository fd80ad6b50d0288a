//! Sums over coordinates, in double precision.

/// The inner product; of vectors of two lengths, over the shorter one's.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f64 {
    let products = a.iter().zip(b);
    products.map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
}

/// The Euclidean norm ‖z‖.
pub(crate) fn norm(z: &[f32]) -> f64 {
    dot(z, z).sqrt()
}

/// The same numbers in double precision.
pub(crate) fn double(z: &[f32]) -> Vec<f64> {
    z.iter().map(|&value| f64::from(value)).collect()
}

/// The same numbers in single precision.
pub(crate) fn single(z: &[f64]) -> Vec<f32> {
    z.iter().map(|&value| value as f32).collect()
}

/// The inner product in double precision.
pub(crate) fn dot64(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Takes away what lies along `unit`, and answers the length of what remains.
///
/// Twice, because after the first time rounding has left something along `unit` where little
/// remains (Kahan's and Parlett's “twice is enough”).
pub(crate) fn reject(z: &mut [f64], unit: &[f64]) -> f64 {
    for _ in 0..2 {
        let along = dot64(z, unit);
        for (z, unit) in z.iter_mut().zip(unit) {
            *z -= along * unit;
        }
    }
    dot64(z, z).sqrt()
}

/// Every number times `factor`.
pub(crate) fn scale(z: &mut [f64], factor: f64) {
    for z in z {
        *z *= factor;
    }
}

/// Whether `rows` is a whole number of rows of `latent` finite numbers each, at least one.
pub(crate) fn are_rows(rows: &[f32], latent: usize) -> bool {
    latent > 0
        && !rows.is_empty()
        && rows.len().is_multiple_of(latent)
        && rows.iter().all(|value| value.is_finite())
}

#[cfg(test)]
pub(crate) mod testing {
    use crate::SplitMix64;

    /// Numbers of [0, 1), evenly spread.
    pub(crate) fn uniforms(seed: u64) -> impl FnMut() -> f64 {
        let mut random = SplitMix64::new(seed);
        move || random.uniform()
    }

    /// `count` numbers that are nearly normal: sums of twelve uniforms.
    pub(crate) fn normals(count: usize, seed: u64) -> Vec<f32> {
        let mut uniform = uniforms(seed);
        let mut draw = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        (0..count).map(|_| draw() as f32).collect()
    }

    /// Fails unless the numbers are the same up to `tolerance`.
    #[track_caller]
    pub(crate) fn assert_close(found: &[f32], expected: &[f32], tolerance: f32) {
        assert_eq!(found.len(), expected.len(), "{found:?} and {expected:?}");
        for (found_one, expected_one) in found.iter().zip(expected) {
            assert!(
                (found_one - expected_one).abs() <= tolerance,
                "{found:?}\nis not\n{expected:?}"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_nearly_parallel_vector_is_orthogonal() {
        let unit = [0.6, 0.8];
        let mut z = [0.6 + 1e-9, 0.8];
        let length = reject(&mut z, &unit);
        assert!(dot64(&z, &unit).abs() < 1e-8 * length, "{z:?}");
    }

    #[test]
    fn rows_are_whole_and_finite() {
        assert!(are_rows(&[1.0, 2.0], 2));
        for (rows, latent) in [
            (&[][..], 2),
            (&[1.0], 2),
            (&[1.0], 0),
            (&[1.0, f32::NAN], 2),
        ] {
            assert!(!are_rows(rows, latent));
        }
    }
}
