//! The prior: a standard normal in every latent dimension.

use crate::limits::EXTENT;

/// A draw from the standard normal in `latent` dimensions, each coordinate truncated to
/// ±[`EXTENT`] by drawing again, so that sliders can show it.
///
/// `uniform` supplies independent numbers of `[0, 1)`; the draw is a function of them alone.
/// Marsaglia's polar method: Marsaglia and Bray, *A Convenient Method for Generating Normal
/// Variables* (1964). It needs no sine, which would be larger than the rest of this module.
pub fn standard_normal(latent: usize, mut uniform: impl FnMut() -> f64) -> Vec<f32> {
    let mut draw = || {
        loop {
            // A point of the square; only one inside the unit circle, and not its centre, will do.
            let (x, y) = (2.0 * uniform() - 1.0, 2.0 * uniform() - 1.0);
            let square: f64 = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let value = (x * (-2.0 * square.ln() / square).sqrt()) as f32;
                if value.abs() <= EXTENT {
                    return value;
                }
            }
        }
    };
    (0..latent).map(|_| draw()).collect()
}

#[cfg(test)]
mod tests {
    use latent::SplitMix64;

    use super::*;

    /// Numbers of [0, 1), evenly spread.
    fn uniforms() -> impl FnMut() -> f64 {
        let mut random = SplitMix64::new(0);
        move || random.uniform()
    }

    #[test]
    fn draws_have_mean_zero_and_variance_one() {
        let draws = standard_normal(20_000, uniforms());
        let mean = draws.iter().sum::<f32>() / 20_000.0;
        let variance = draws.iter().map(|z| (z - mean).powi(2)).sum::<f32>() / 20_000.0;
        assert!(mean.abs() < 0.02, "mean {mean}");
        // The variance of a standard normal truncated to ±3.5 is 0.994.
        assert!((variance - 0.994).abs() < 0.03, "variance {variance}");
    }

    #[test]
    fn a_draw_beyond_the_sliders_is_drawn_again() {
        // The first pair lies close to the centre, which is far out; the second on an axis.
        let mut numbers = [0.5 + 1e-9, 0.5, 0.5, 0.75].into_iter();
        let draws = standard_normal(1, || numbers.next().expect("four numbers suffice"));
        assert_eq!(draws, [0.0]);
    }

    #[test]
    fn a_uniform_of_zero_or_nearly_one_gives_a_finite_coordinate() {
        for u in [0.0, 1.0 - f64::EPSILON / 2.0] {
            let mut numbers = [u, 0.5, 0.5, u, 0.5, 0.5].into_iter();
            let draws = standard_normal(1, || numbers.next().unwrap_or(0.25));
            assert!(draws[0].is_finite());
        }
    }
}
