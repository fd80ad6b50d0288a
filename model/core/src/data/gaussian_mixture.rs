//! Mixtures of round Gaussians: densities that can be sampled, evaluated and drawn exactly.

use std::f64::consts::TAU;

use crate::random::HostRng;

/// How many standard deviations from a centre a point may lie to be of high quality, as the
/// literature on mode collapse counts (arXiv:1705.07761, section 4.1; arXiv:1712.04086, section 4).
/// Of a round Gaussian's own points 1 − exp(−4.5) = 98.9 % do.
pub const HIGH_QUALITY_DEVIATIONS: f32 = 3.0;

/// p(x) = Σₖ wₖ N(x; cₖ, σ² I): a weighted mixture of Gaussians of one standard deviation in the
/// plane. Curves and areas are mixtures, too, of many centres.
#[derive(Clone, Debug, PartialEq)]
pub struct GaussianMixture {
    /// cₖ.
    pub centres: Vec<[f32; 2]>,
    /// wₖ; they add up to 1.
    pub weights: Vec<f32>,
    /// σ.
    pub deviation: f32,
    /// The part that each centre belongs to, below [`Self::parts`]; 0 where there are no parts.
    pub part_of: Vec<usize>,
    /// How many parts, such as modes, the density has; 0 if it has none.
    pub parts: usize,
    /// What the parts are: `modes`, `arcs`, `squares`.
    pub parts_name: &'static str,
}

impl GaussianMixture {
    /// Centres of equal weight, of which each `per_part` after each other are a part.
    ///
    /// # Panics
    /// When there are no centres, or `per_part` is 0.
    pub fn even(
        centres: Vec<[f32; 2]>,
        deviation: f32,
        per_part: usize,
        parts_name: &'static str,
    ) -> Self {
        assert!(!centres.is_empty(), "a mixture has a centre");
        let count = centres.len();
        Self {
            weights: vec![1.0 / count as f32; count],
            part_of: (0..count).map(|centre| centre / per_part).collect(),
            parts: count.div_ceil(per_part),
            centres,
            deviation,
            parts_name,
        }
    }

    /// Independent draws.
    ///
    /// # Shapes
    /// → `[count, 2]`, row by row
    pub fn sample(&self, rng: &mut HostRng, count: usize) -> Vec<f32> {
        let mut sum = 0.0_f64;
        let ends = self.weights.iter().map(|weight| {
            sum += f64::from(*weight);
            sum
        });
        let ends: Vec<f64> = ends.collect();
        let last = ends.len() - 1;
        // Uniform in [0, sum).
        let chosen = rng.uniforms(count, 0.5);
        let noise = rng.normals(2 * count);
        let points = chosen.iter().zip(noise.chunks_exact(2));
        let points = points.flat_map(|(uniform, noise)| {
            let place = (f64::from(*uniform) + 0.5) * sum;
            let centre = self.centres[ends.partition_point(|end| *end <= place).min(last)];
            [
                centre[0] + self.deviation * noise[0],
                centre[1] + self.deviation * noise[1],
            ]
        });
        points.collect()
    }

    /// p at a place, per unit of area.
    pub fn density(&self, at: [f64; 2]) -> f64 {
        let variance = f64::from(self.deviation).powi(2);
        let pairs = self.centres.iter().zip(&self.weights);
        let terms = pairs.map(|(centre, weight)| {
            let squares =
                (at[0] - f64::from(centre[0])).powi(2) + (at[1] - f64::from(centre[1])).powi(2);
            f64::from(*weight) * (-0.5 * squares / variance).exp()
        });
        terms.sum::<f64>() / (TAU * variance)
    }

    /// The nearest centre of a point of high quality: one within [`HIGH_QUALITY_DEVIATIONS`] of it.
    pub fn near(&self, point: [f32; 2]) -> Option<usize> {
        let mut nearest = None;
        let mut least = (HIGH_QUALITY_DEVIATIONS * self.deviation).powi(2);
        for (index, centre) in self.centres.iter().enumerate() {
            let squares = (point[0] - centre[0]).powi(2) + (point[1] - centre[1]).powi(2);
            if squares <= least {
                (nearest, least) = (Some(index), squares);
            }
        }
        nearest
    }

    /// The part of the density that a point of high quality belongs to; `None` for one of low
    /// quality, and where there are no parts.
    pub fn part_of_point(&self, point: [f32; 2]) -> Option<usize> {
        if self.parts == 0 {
            return None;
        }
        self.near(point).map(|centre| self.part_of[centre])
    }
}

#[cfg(test)]
mod tests {
    use super::GaussianMixture;

    #[test]
    fn a_point_belongs_to_the_nearest_part_within_three_deviations() {
        let mixture = GaussianMixture::even(vec![[0.0, 0.0], [1.0, 0.0]], 0.1, 1, "modes");
        assert_eq!(mixture.part_of_point([0.29, 0.0]), Some(0));
        assert_eq!(mixture.part_of_point([0.31, 0.0]), None);
        assert_eq!(mixture.part_of_point([0.8, -0.2]), Some(1));
        assert_eq!(mixture.part_of_point([f32::NAN, 0.0]), None);
    }

    #[test]
    fn the_density_of_one_centre_is_the_normal_density() {
        let mixture = GaussianMixture::even(vec![[0.25, -0.5]], 0.5, 1, "modes");
        let peak = 1.0 / (std::f64::consts::TAU * 0.25);
        assert!((mixture.density([0.25, -0.5]) - peak).abs() < 1e-12);
        let off = mixture.density([0.75, -0.5]) - peak * (-0.5_f64).exp();
        assert!(off.abs() < 1e-12);
    }
}
