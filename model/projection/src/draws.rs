//! Randomness from a seed, the same on every target.

use latent::SplitMix64;

/// What the methods draw.
pub(crate) struct ProjectionDraws(SplitMix64);

impl ProjectionDraws {
    pub fn new(seed: u64) -> Self {
        Self(SplitMix64::new(seed))
    }

    /// Below `count`; the bias is that of 2⁻³².
    pub fn below(&mut self, count: usize) -> usize {
        let high = self.0.bits() >> 32;
        ((high * count as u64) >> 32) as usize
    }

    /// Uniform in (0, 1].
    fn uniform(&mut self) -> f32 {
        ((self.0.bits() >> 40) + 1) as f32 / (1_u32 << 24) as f32
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f32 {
        let (radius, angle) = (self.uniform(), self.uniform());
        (-2.0 * radius.ln()).sqrt() * (std::f32::consts::TAU * angle).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let mut draws = ProjectionDraws::new(7);
        let count = 20_000;
        let normals: Vec<f32> = (0..count).map(|_| draws.normal()).collect();
        let mean = normals.iter().sum::<f32>() / count as f32;
        let variance = normals.iter().map(|z| z * z).sum::<f32>() / count as f32;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
        let below: usize = (0..count).map(|_| draws.below(10)).sum();
        assert!((below as f32 / count as f32 - 4.5).abs() < 0.1);
    }
}
