//! Randomness from a seed, the same on every target.

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Seeded(u64);

impl Seeded {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `count`; the bias is that of 2⁻³².
    pub fn below(&mut self, count: usize) -> usize {
        let high = self.next() >> 32;
        ((high * count as u64) >> 32) as usize
    }

    /// Uniform in (0, 1].
    fn uniform(&mut self) -> f32 {
        ((self.next() >> 40) + 1) as f32 / (1_u32 << 24) as f32
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
        let mut draws = Seeded::new(7);
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
