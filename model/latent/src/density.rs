//! Where a data set's posteriors lie in a plane, beside where the prior does.
//!
//! What is drawn is the aggregate posterior q(z) = 1/n·Σ q(z | xᵢ) (Hoffman and Johnson, *ELBO
//! surgery*, 2016), a mixture of Gaussians, of which a plane sees the marginal: the mixture of the
//! components' shadows.

use std::f64::consts::TAU;

use crate::posterior::LatentCovariance;
use crate::slice_basis::{SliceBasis, SliceView};
use crate::vector::are_rows;

/// Beyond this many standard deviations a component is not drawn; what is left out is less than
/// 10⁻⁴ of it.
const REACH: f64 = 4.5;

/// Logarithms of a ratio of densities end here, where nothing is left to compare.
pub const LOG_RATIO_LIMIT: f32 = 8.0;

/// The density of the aggregate posterior at the centres of a view's cells.
///
/// Each component is widened by half a cell, its covariance by (cell / 2)² in both directions, so
/// that none is lost between the centres. On a basis of one direction every row is the same, and
/// the density upwards is the prior's, with which [`log_ratio`] compares.
///
/// `None` unless `means` and `deviations` are rows of finite numbers and the view has an extent.
///
/// # Shapes
/// `means`, `deviations`: `[n, latent]` → `[cells, cells]`, row by row from the top
pub fn aggregate_density(
    means: &[f32],
    deviations: &[f32],
    latent: usize,
    basis: &SliceBasis,
    view: SliceView,
    cells: usize,
) -> Option<Vec<f32>> {
    let side = f64::from(2.0 * view.extent) / cells.max(1) as f64;
    let are_posteriors =
        are_rows(means, latent) && are_rows(deviations, latent) && means.len() == deviations.len();
    if !are_posteriors || !side.is_finite() || side <= 0.0 {
        return None;
    }
    let grid = DensityGrid {
        left: f64::from(view.x - view.extent) + side / 2.0,
        top: f64::from(view.y + view.extent) - side / 2.0,
        side,
        cells,
    };
    let mut density = vec![0.0; cells * cells];
    let share = latent as f64 / means.len() as f64;
    let rows = means.chunks_exact(latent);
    for (mean, deviations) in rows.zip(deviations.chunks_exact(latent)) {
        let (s, t) = basis.coordinates(mean);
        let mut covariance = LatentCovariance::in_plane(deviations, basis);
        let wider = side * side / 4.0;
        covariance.across += wider;
        covariance.up = if basis.up.is_empty() {
            1.0
        } else {
            covariance.up + wider
        };
        grid.add(&mut density, (s.into(), t.into()), covariance, share);
    }
    Some(density.iter().map(|&value| value as f32).collect())
}

/// The density of the prior N(0, I) at the centres of a view's cells.
///
/// # Shapes
/// → `[cells, cells]`, row by row from the top
pub fn prior_density(view: SliceView, cells: usize) -> Vec<f32> {
    log_prior(view, cells).map(|log| log.exp() as f32).collect()
}

/// The natural logarithm of aggregate posterior over prior, within ± [`LOG_RATIO_LIMIT`]: above 0
/// where there is more data than the prior expects, below 0 in its holes.
///
/// # Shapes
/// `density`: `[cells, cells]`, as [`aggregate_density`] gives it → the same
pub fn log_ratio(density: &[f32], view: SliceView, cells: usize) -> Vec<f32> {
    let ratio = |(&density, prior): (&f32, f64)| {
        let limit = f64::from(LOG_RATIO_LIMIT);
        (f64::from(density).ln() - prior).clamp(-limit, limit) as f32
    };
    density
        .iter()
        .zip(log_prior(view, cells))
        .map(ratio)
        .collect()
}

fn log_prior(view: SliceView, cells: usize) -> impl Iterator<Item = f64> {
    (0..cells * cells).map(move |index| {
        let (s, t) = view.centre(index / cells, index % cells, cells);
        let (s, t) = (f64::from(s), f64::from(t));
        -0.5 * (s * s + t * t) - TAU.ln()
    })
}

struct DensityGrid {
    /// The first cell's centre.
    left: f64,
    top: f64,
    side: f64,
    cells: usize,
}

impl DensityGrid {
    /// The cells whose centres lie within `radius` of `centre`, counted along from `first`.
    fn window(&self, first: f64, centre: f64, radius: f64) -> std::ops::Range<usize> {
        // `as` saturates, and takes what is negative to 0.
        let from = ((centre - radius - first) / self.side).ceil() as usize;
        let to = ((centre + radius - first) / self.side + 1.0).floor() as usize;
        from.min(self.cells)..to.min(self.cells)
    }

    /// Adds a Gaussian of weight `share`.
    ///
    /// Row by row: on each, the Gaussian is one of a single variable, with the conditional mean
    /// and variance; along a row each value follows from the one before by two products, because
    /// the quotient of neighbours is itself a geometric series.
    fn add(&self, density: &mut [f64], mean: (f64, f64), covariance: LatentCovariance, share: f64) {
        let LatentCovariance { across, both, up } = covariance;
        let slope = both / up;
        let conditional = across - slope * both;
        let height = share / (TAU * (conditional * up).sqrt());
        let deviation = conditional.sqrt();
        let change = (-self.side * self.side / conditional).exp();
        // Rows are counted downwards.
        for row in self.window(-self.top, -mean.1, REACH * up.sqrt()) {
            let above = self.top - row as f64 * self.side - mean.1;
            let centre = mean.0 + slope * above;
            let columns = self.window(self.left, centre, REACH * deviation);
            let first = self.left + columns.start as f64 * self.side - centre;
            let mut value =
                height * (-0.5 * (above * above / up + first * first / conditional)).exp();
            let mut quotient = (-self.side * (first + self.side / 2.0) / conditional).exp();
            let start = row * self.cells;
            for cell in &mut density[start + columns.start..start + columns.end] {
                *cell += value;
                value *= quotient;
                quotient *= change;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{assert_close, normals};

    const VIEW: SliceView = SliceView {
        x: 0.0,
        y: 0.0,
        extent: 3.5,
    };

    #[test]
    fn one_component_is_the_gaussian_of_the_formula() {
        // A plane that is not along axes, so that both shadows correlate.
        let basis =
            SliceBasis::of_directions(&[1.0, 1.0, 0.0], &[0.5, -1.0, 2.0]).expect("a plane");
        let (mean, deviations) = ([0.4, -0.3, 0.8], [0.3, 0.9, 0.6]);
        let cells = 20;
        let found = aggregate_density(&mean, &deviations, 3, &basis, VIEW, cells).expect("one row");
        let mut shadow = LatentCovariance::in_plane(&deviations, &basis);
        shadow.across += (0.35 / 2.0_f64).powi(2);
        shadow.up += (0.35 / 2.0_f64).powi(2);
        let determinant = shadow.across * shadow.up - shadow.both * shadow.both;
        let (ms, mt) = basis.coordinates(&mean);
        let expected: Vec<f32> = (0..cells * cells)
            .map(|index| {
                let (s, t) = VIEW.centre(index / cells, index % cells, cells);
                let (s, t) = (f64::from(s - ms), f64::from(t - mt));
                let square = (shadow.up * s * s - 2.0 * shadow.both * s * t
                    + shadow.across * t * t)
                    / determinant;
                ((-0.5 * square).exp() / (TAU * determinant.sqrt())) as f32
            })
            .collect();
        assert_close(&found, &expected, 1e-4);
    }

    #[test]
    fn the_mass_of_many_narrow_components_is_one() {
        let means = normals(500 * 2, 1)
            .iter()
            .map(|z| z.clamp(-2.5, 2.5))
            .collect::<Vec<_>>();
        let basis = SliceBasis::axes(2, 0, 1).expect("two");
        for deviation in [0.0, 0.01, 0.1] {
            let deviations = vec![deviation; 1000];
            let found = aggregate_density(&means, &deviations, 2, &basis, VIEW, 48);
            let mass: f32 = found.expect("rows").iter().sum::<f32>() * (7.0_f32 / 48.0).powi(2);
            assert!((mass - 1.0).abs() < 0.02, "{mass} of deviation {deviation}");
        }
    }

    #[test]
    fn posteriors_that_are_the_prior_have_a_ratio_of_nought() {
        let basis = SliceBasis::axes(10, 3, 7).expect("ten");
        let cells = 48;
        let found = aggregate_density(&[0.0; 20], &[1.0; 20], 10, &basis, VIEW, cells);
        let ratio = log_ratio(&found.expect("two rows"), VIEW, cells);
        for (index, ratio) in ratio.iter().enumerate() {
            let (s, t) = VIEW.centre(index / cells, index % cells, cells);
            assert!(
                ratio.abs() < 0.05 || s.hypot(t) > 2.5,
                "{ratio} at {s}, {t}"
            );
        }
    }

    #[test]
    fn rows_run_from_the_top_and_holes_are_negative() {
        let basis = SliceBasis::axes(2, 0, 1).expect("two");
        let found = aggregate_density(&[2.0, 3.0], &[0.2, 0.2], 2, &basis, VIEW, 7);
        let found = found.expect("one row");
        let most = (0..49).max_by(|&one, &other| found[one].total_cmp(&found[other]));
        assert_eq!(most, Some(5));
        let ratio = log_ratio(&found, VIEW, 7);
        assert!(ratio[5] > 7.0);
        assert_eq!(ratio[24], -LOG_RATIO_LIMIT);
    }

    #[test]
    fn on_one_direction_every_row_has_the_same_ratio() {
        let basis = SliceBasis::axes(1, 0, 0).expect("one");
        let found = aggregate_density(&[1.0, -1.0], &[0.3, 0.3], 1, &basis, VIEW, 12);
        let ratio = log_ratio(&found.expect("two rows"), VIEW, 12);
        for row in ratio.chunks_exact(12).skip(1) {
            assert_close(row, &ratio[..12], 1e-3);
        }
    }

    #[test]
    fn the_prior_s_density_at_the_centre_is_one_over_tau() {
        let view = SliceView {
            x: 0.0,
            y: 0.0,
            extent: 1e-3,
        };
        assert!((f64::from(prior_density(view, 1)[0]) - 1.0 / TAU).abs() < 1e-6);
    }

    #[test]
    fn what_has_no_density_is_none() {
        let basis = SliceBasis::axes(2, 0, 1).expect("two");
        let flat = SliceView {
            extent: 0.0,
            ..VIEW
        };
        let nowhere = SliceView {
            extent: f32::NAN,
            ..VIEW
        };
        for view in [flat, nowhere] {
            let found = aggregate_density(&[0.0; 2], &[1.0; 2], 2, &basis, view, 4);
            assert_eq!(found, None);
        }
        assert_eq!(aggregate_density(&[], &[], 2, &basis, VIEW, 4), None);
        let none = aggregate_density(&[0.0; 2], &[1.0; 2], 2, &basis, VIEW, 0);
        assert_eq!(none, Some(Vec::new()));
    }

    #[test]
    fn a_thousand_rows_as_wide_as_the_prior_are_the_prior() {
        let means = vec![0.0; 10_000];
        let basis = SliceBasis::axes(10, 0, 1).expect("ten");
        let found = aggregate_density(&means, &vec![1.0; 10_000], 10, &basis, VIEW, 48);
        // Each is widened by half a cell.
        let side = 7.0 / 48.0;
        let variance = 1.0 + side * side / 4.0;
        for (index, found) in found.expect("a density").iter().enumerate() {
            let (s, t) = VIEW.centre(index / 48, index % 48, 48);
            let square = f64::from(s).powi(2) + f64::from(t).powi(2);
            let expected = (-0.5 * square / variance).exp() / (TAU * variance);
            let apart = (f64::from(*found) - expected).abs();
            assert!(
                apart <= 1e-3 * expected,
                "{found} for {expected} at {s}, {t}"
            );
        }
    }
}
