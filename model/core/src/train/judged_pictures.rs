//! Real and generated pictures with what the discriminator says of each.

use burn::tensor::Tensor;

use super::step::DiscriminatorView;
use super::trainer::Trainer;
use crate::ModelResult;
use crate::data::Images;
use crate::device::read;
use crate::gan::probabilities;
use crate::nn::ForwardPass;
use crate::random::{HostRng, RandomStream};

/// Of so many held-out images real ones are drawn.
const HELD_OUT: usize = 500;

/// Pictures of both kinds, and the discriminator's scores of exactly these.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedPictures {
    /// Real pictures, then as many generated ones.
    pub pictures: Images,
    /// The probability of being real that the discriminator gives each, in [0, 1].
    pub scores: Vec<f32>,
}

impl Trainer {
    /// `count` real and `count` generated pictures, drawn from `seed`, with the discriminator's score of
    /// each; fewer where fewer images are held out, and `None` without a discriminator. Draws of
    /// another `round` share no real picture with these, as long as there are enough.
    ///
    /// The discriminator is given what is shown: bytes, each picture by itself, none of which it was
    /// trained on.
    ///
    /// # Errors
    /// [`ModelError`](crate::ModelError) when the device fails, or pictures are no numbers.
    pub async fn judged_pictures(
        &self,
        count: usize,
        seed: u64,
        round: usize,
    ) -> ModelResult<Option<JudgedPictures>> {
        let Some(discriminator) = &self.networks.discriminator else {
            return Ok(None);
        };
        let held_out = self.source().held_out(HELD_OUT);
        let mut rng = HostRng::new(seed, RandomStream::Evaluation);
        let order = rng.permutation(held_out.len());
        let count = count.min(order.len());
        let first = round * count;
        let mut pictures = held_out.part(0, 0);
        for at in first..first + count {
            pictures.join(held_out.part(order[at % order.len()], 1));
        }
        let size = count * self.spec.latent;
        let noise = rng.latent(self.spec.noise(), (round + 1) * size);
        let generated = self.pictures(&noise[round * size..]).await?;
        pictures.join(Images::new(self.image, generated));

        let growth = self.growth();
        let view = DiscriminatorView::new(self.spec.gan_loss, &discriminator.network, None, growth);
        let device = self.device.clone().without_autodiff();
        let all: Vec<usize> = (0..pictures.len()).collect();
        let seen = growth.downsample_real(pictures.batch(&all, &device), self.image);
        let scores: Tensor<1> = view.scores(&mut ForwardPass::Inference, seen);
        let scores = read(probabilities(self.spec.gan_loss, scores)).await?;
        Ok(Some(JudgedPictures { pictures, scores }))
    }
}
