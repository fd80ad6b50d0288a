//! Randomness, drawn on the host from a seed, so that every engine sees the same numbers.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

use burn::tensor::{Device, Tensor, TensorData};
use run_spec::Prior;

/// A stream of random numbers. The same seed and stream give the same numbers on every target.
#[derive(Clone, Debug)]
pub struct HostRng(ChaCha8Rng);

/// What a stream is for; streams of one seed are independent of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RandomStream {
    /// The weights that a network begins with.
    Weights,
    /// The order of the training images in epoch `n`.
    Shuffle(u32),
    /// The noise of training step `n`.
    Noise(u32),
    /// The noise of an evaluation.
    Evaluation,
    /// Draws from the prior.
    Prior,
    /// The weights that a discriminator begins with.
    Discriminator,
    /// The points of sample `n` of a density.
    Points(u32),
    /// The weights with which a generator, and its encoder, begin anew after `n` steps.
    ReinitializedGenerator(u32),
    /// The weights with which a discriminator begins anew after `n` steps.
    ReinitializedDiscriminator(u32),
    /// How the pictures of training step `n` are changed.
    Augmentation(u32),
    /// The generated points from which the optimal discriminator of step `n` knows a density.
    OptimalDiscriminator(u32),
}

impl HostRng {
    /// A stream of `seed`.
    pub fn new(seed: u64, stream: RandomStream) -> Self {
        let (purpose, index) = match stream {
            RandomStream::Weights => (0, 0),
            RandomStream::Shuffle(epoch) => (1, epoch),
            RandomStream::Noise(step) => (2, step),
            RandomStream::Evaluation => (3, 0),
            RandomStream::Prior => (4, 0),
            RandomStream::Discriminator => (5, 0),
            RandomStream::Points(sample) => (9, sample),
            RandomStream::ReinitializedGenerator(step) => (6, step),
            RandomStream::ReinitializedDiscriminator(step) => (7, step),
            RandomStream::OptimalDiscriminator(step) => (8, step),
            RandomStream::Augmentation(step) => (10, step),
        };
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(purpose << 32 | u64::from(index));
        Self(rng)
    }

    /// `count` numbers from N(0, 1).
    pub fn normals(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.0.sample(StandardNormal)).collect()
    }

    /// `count` numbers, uniform in [−`bound`, `bound`).
    pub fn uniforms(&mut self, count: usize, bound: f32) -> Vec<f32> {
        (0..count)
            .map(|_| (self.0.random::<f32>() * 2.0 - 1.0) * bound)
            .collect()
    }

    /// `count` numbers of latent points.
    pub fn latent(&mut self, prior: Prior, count: usize) -> Vec<f32> {
        match prior {
            Prior::Normal => self.normals(count),
            Prior::Uniform => self.uniforms(count, 1.0),
        }
    }

    /// A permutation of `0..count`.
    pub fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        order.shuffle(&mut self.0);
        order
    }

    /// A tensor of draws from N(0, 1).
    ///
    /// # Shapes
    /// `[rows, columns]`
    pub fn normal_tensor(&mut self, shape: [usize; 2], device: &Device) -> Tensor<2> {
        self.latent_tensor(Prior::Normal, shape, device)
    }

    /// A tensor of latent points.
    ///
    /// # Shapes
    /// `[points, latent]`
    pub fn latent_tensor(&mut self, prior: Prior, shape: [usize; 2], device: &Device) -> Tensor<2> {
        let values = self.latent(prior, shape[0] * shape[1]);
        Tensor::from_data(TensorData::new(values, shape), device)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_stream_give_the_same_numbers_again() {
        let draw = |stream| HostRng::new(7, stream).normals(8);
        assert_eq!(draw(RandomStream::Noise(3)), draw(RandomStream::Noise(3)));
        assert_ne!(draw(RandomStream::Noise(3)), draw(RandomStream::Noise(4)));
        assert_ne!(draw(RandomStream::Noise(3)), draw(RandomStream::Shuffle(3)));
    }

    #[test]
    fn the_numbers_are_pinned_on_every_target() {
        // A change here changes every link and every seeded run.
        let uniforms = HostRng::new(1, RandomStream::Weights).uniforms(3, 1.0);
        assert_eq!(uniforms, PINNED_UNIFORMS);
    }

    const PINNED_UNIFORMS: [f32; 3] = [0.09875643, -0.19502878, 0.9691942];

    #[test]
    fn normals_have_mean_zero_and_variance_one() {
        let draws = HostRng::new(0, RandomStream::Prior).normals(100_000);
        let mean = draws.iter().sum::<f32>() / 1e5;
        let variance = draws.iter().map(|x| x * x).sum::<f32>() / 1e5;
        assert!(mean.abs() < 0.01, "mean {mean}");
        assert!((variance - 1.0).abs() < 0.02, "variance {variance}");
    }

    #[test]
    fn uniform_latent_points_lie_within_one_and_fill_it() {
        let draws = HostRng::new(0, RandomStream::Prior).latent(Prior::Uniform, 100_000);
        assert!(draws.iter().all(|x| (-1.0..1.0).contains(x)));
        let mean = draws.iter().sum::<f32>() / 1e5;
        let variance = draws.iter().map(|x| x * x).sum::<f32>() / 1e5;
        assert!(mean.abs() < 0.01, "mean {mean}");
        assert!((variance - 1.0 / 3.0).abs() < 0.01, "variance {variance}");
    }

    #[test]
    fn a_permutation_holds_every_index_once() {
        let mut order = HostRng::new(0, RandomStream::Shuffle(0)).permutation(100);
        assert_ne!(order, (0..100).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..100).collect::<Vec<_>>());
    }
}
