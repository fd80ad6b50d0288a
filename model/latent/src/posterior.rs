//! Posteriors q(z | x) = N(μ, diag σ²), one a row, as an encoder gives them.

use crate::slice_basis::SliceBasis;
use crate::vector::{are_rows, single};

/// A dimension that carries less than this many nats on average counts as unused. The page, the
/// tools and the detector of posterior collapse all ask [`is_active`].
pub const ACTIVE_NATS: f32 = 0.01;

/// Whether a dimension that carries so many nats is in use.
pub fn is_active(nats: f32) -> bool {
    nats >= ACTIVE_NATS
}

/// Standard deviations count as no smaller: a file in half precision may hold 0, of which the
/// divergence would be infinite.
const LEAST_DEVIATION: f64 = 1e-6;

/// The divergence from the prior in each dimension, averaged over rows, in nats:
/// ½·(μ² + σ² − 1 − ln σ²), Kingma and Welling, *Auto-Encoding Variational Bayes*
/// (arXiv:1312.6114, appendix B). `None` unless both are rows of finite numbers.
///
/// # Shapes
/// `means`, `deviations`: `[n, latent]` → `[latent]`
pub fn kl(means: &[f32], deviations: &[f32], latent: usize) -> Option<Vec<f32>> {
    if !are_rows(means, latent) || !are_rows(deviations, latent) || means.len() != deviations.len()
    {
        return None;
    }
    let mut sums = vec![0.0; latent];
    let rows = means.chunks_exact(latent);
    for (means, deviations) in rows.zip(deviations.chunks_exact(latent)) {
        for ((sum, &mean), &deviation) in sums.iter_mut().zip(means).zip(deviations) {
            let mean = f64::from(mean);
            let deviation = f64::from(deviation).abs().max(LEAST_DEVIATION);
            let variance = deviation * deviation;
            *sum += 0.5 * (mean * mean + variance - 1.0) - deviation.ln();
        }
    }
    let count = (means.len() / latent) as f64;
    for sum in &mut sums {
        *sum /= count;
    }
    Some(single(&sums))
}

/// The dimensions, counted from 0, by what they carry, most first.
///
/// # Shapes
/// `kl`: `[latent]`, as [`kl`] gives it → `[latent]`
pub fn by_kl(kl: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..kl.len()).collect();
    order.sort_by(|&one, &other| kl[other].total_cmp(&kl[one]));
    order
}

/// Whether each dimension carries [`ACTIVE_NATS`] or more.
///
/// # Shapes
/// `kl`: `[latent]`, as [`kl`] gives it → `[latent]`
pub fn active(kl: &[f32]) -> Vec<bool> {
    kl.iter().copied().map(is_active).collect()
}

/// A covariance in a plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatentCovariance {
    /// Variance across.
    pub across: f64,
    /// Covariance of across and up.
    pub both: f64,
    /// Variance up; 0 where the basis has no such direction.
    pub up: f64,
}

impl LatentCovariance {
    /// The covariance diag σ² in the plane of `basis`: uᵀ·diag(σ²)·v for each two directions.
    ///
    /// # Shapes
    /// `deviations`: `[latent]`
    pub fn in_plane(deviations: &[f32], basis: &SliceBasis) -> Self {
        let product = |u: &[f32], v: &[f32]| -> f64 {
            let terms = deviations.iter().zip(u).zip(v);
            terms
                .map(|((&deviation, &u), &v)| {
                    f64::from(u) * f64::from(v) * f64::from(deviation) * f64::from(deviation)
                })
                .sum()
        };
        Self {
            across: product(&basis.across, &basis.across),
            both: product(&basis.across, &basis.up),
            up: product(&basis.up, &basis.up),
        }
    }
}

/// Where a posterior lies in a plane, at one standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PosteriorEllipse {
    /// The longer half axis.
    pub major: f32,
    /// The shorter half axis.
    pub minor: f32,
    /// Radians from across to the longer half axis, towards up: −π/2 to π/2.
    pub angle: f32,
}

/// The ellipse of one standard deviation of a posterior, seen in the plane of `basis`: its shadow,
/// not its section.
///
/// # Shapes
/// `deviations`: `[latent]`
pub fn ellipse(deviations: &[f32], basis: &SliceBasis) -> PosteriorEllipse {
    let LatentCovariance { across, both, up } = LatentCovariance::in_plane(deviations, basis);
    let middle = (across + up) / 2.0;
    let apart = ((across - up) / 2.0).hypot(both);
    PosteriorEllipse {
        major: (middle + apart).sqrt() as f32,
        minor: (middle - apart).max(0.0).sqrt() as f32,
        angle: (0.5 * (2.0 * both).atan2(across - up)) as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::assert_close;

    #[test]
    fn the_divergence_of_the_prior_from_itself_is_nought() {
        let nats = kl(&[0.0, 0.0], &[1.0, 1.0], 2).expect("one row");
        assert_close(&nats, &[0.0, 0.0], f32::EPSILON);
        assert_eq!(active(&nats), [false, false]);
    }

    #[test]
    fn the_divergence_is_the_closed_form_averaged_over_rows() {
        let nats = kl(&[2.0, 0.0, 0.0, 0.0], &[1.0, 0.5, 1.0, 0.5], 2).expect("two rows");
        let second = 0.5 * (0.25 - 1.0 - 0.25_f32.ln());
        assert_close(&nats, &[1.0, second], 1e-6);
        assert_eq!(active(&nats), [true, true]);
        assert_eq!(by_kl(&nats), [0, 1]);
        assert_eq!(by_kl(&[0.1, 0.3, 0.2]), [1, 2, 0]);
    }

    #[test]
    fn a_deviation_of_nought_is_a_large_divergence_and_a_finite_one() {
        let nats = kl(&[0.0], &[0.0], 1).expect("one row");
        assert!(nats[0] > 10.0 && nats[0].is_finite());
    }

    #[test]
    fn what_are_no_posteriors_is_none() {
        assert_eq!(kl(&[], &[], 2), None);
        assert_eq!(kl(&[0.0], &[1.0], 0), None);
        assert_eq!(kl(&[0.0, 0.0], &[1.0], 1), None);
        assert_eq!(kl(&[f32::NAN], &[1.0], 1), None);
    }

    #[test]
    fn an_ellipse_on_axes_has_the_deviations_as_radii() {
        let basis = SliceBasis::axes(3, 0, 2).expect("three");
        let found = ellipse(&[0.2, 9.0, 0.5], &basis);
        assert_close(&[found.major, found.minor], &[0.5, 0.2], 1e-6);
        assert!((found.angle.abs() - std::f32::consts::FRAC_PI_2).abs() < 1e-6);
    }

    #[test]
    fn an_ellipse_turns_with_the_plane() {
        // The plane turned by −0.3, so the long axis of the first dimension is seen at +0.3.
        let (sine, cosine) = 0.3_f32.sin_cos();
        let basis = SliceBasis::of_directions(&[cosine, -sine], &[sine, cosine]).expect("a turn");
        let found = ellipse(&[2.0, 1.0], &basis);
        assert_close(
            &[found.major, found.minor, found.angle],
            &[2.0, 1.0, 0.3],
            1e-5,
        );
    }

    #[test]
    fn in_one_dimension_an_ellipse_is_a_line() {
        let basis = SliceBasis::axes(1, 0, 0).expect("one");
        let found = ellipse(&[0.4], &basis);
        assert_close(
            &[found.major, found.minor, found.angle],
            &[0.4, 0.0, 0.0],
            1e-6,
        );
    }
}
