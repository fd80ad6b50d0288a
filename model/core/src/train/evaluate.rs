//! What a run is worth on images that it was not trained on.

use burn::module::Module;
use burn::tensor::Tensor;
use run_spec::{Disentanglement, ModelType, Reconstruction};

use super::trainer::Trainer;
use crate::ModelResult;
use crate::data::{FactorValues, Images};
use crate::device::read;
use crate::metrics::{BATCH, ElboFigures, disentanglement, mean_elbo};
use crate::nn::ForwardPass;
use crate::random::{HostRng, RandomStream};
use crate::vae::{ElboTerms, reparameterise};
use crate::vae_gan::reconstruction;

/// The squared error is −log p of a Gaussian with σ² = ½, but for this constant: ½ log 2πσ² of
/// each pixel, nats.
const GAUSSIAN_CONSTANT: f64 = 0.572_364_942_924_700_1;

impl Trainer {
    /// −ELBO of images with one draw of ε per image, from `seed`; `None` without an encoder. The
    /// likelihood is Bernoulli's, or a Gaussian's: for the squared error with σ² = ½, for the
    /// optimal one with that of each 500 images. An autoencoder has no KL term and takes no draws. Where a network still grows, the images are
    /// of its size.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn elbo(&self, images: &Images, seed: u64) -> ModelResult<Option<ElboFigures>> {
        let Some(encoder) = &self.networks.encoder else {
            return Ok(None);
        };
        let encoder = encoder.network.valid();
        let decoder = self.networks.reconstructor();
        let (growth, kind) = (self.growth(), self.spec.reconstruction_of_data());
        let noisy = self.spec.model != ModelType::Autoencoder;
        let device = self.device.clone().without_autodiff();
        let terms = |images: Tensor<2>, noise: Tensor<2>| {
            let posterior = encoder.forward(images.clone());
            let kl = posterior.kl_from_prior();
            let (z, kl) = if noisy {
                (reparameterise(&posterior, noise), kl)
            } else {
                (posterior.mean, kl.zeros_like())
            };
            let decoded = decoder
                .decoder
                .forward_in(&mut ForwardPass::Inference, z, growth);
            let seen = growth.downsample_real(images, self.image);
            ElboTerms {
                reconstruction: reconstruction(kind, &decoder, decoded, seen),
                kl,
            }
        };
        let latent = self.spec.latent;
        let mut figures = mean_elbo(latent, images, seed, &device, terms).await?;
        let constant = match kind {
            Reconstruction::Bernoulli | Reconstruction::OptimalGaussian => 0.0,
            Reconstruction::SquaredError => {
                growth.shape(self.image).len() as f64 * GAUSSIAN_CONSTANT
            }
        };
        figures.reconstruction += constant;
        figures.negative_elbo += constant;
        Ok(Some(figures))
    }

    /// Codes of images, z ~ q(z | x), with one draw of ε per image, from `seed`; the posterior's
    /// mean for an autoencoder; `None` without an encoder.
    ///
    /// # Shapes
    /// → `[images, latent]`, row by row
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn codes(&self, images: &Images, seed: u64) -> ModelResult<Option<Vec<f32>>> {
        let Some(encoder) = &self.networks.encoder else {
            return Ok(None);
        };
        let encoder = encoder.network.valid();
        let device = self.device.clone().without_autodiff();
        let mut rng = HostRng::new(seed, RandomStream::Evaluation);
        let mut codes = Vec::with_capacity(images.len() * self.spec.latent);
        let indices: Vec<usize> = (0..images.len()).collect();
        for chunk in indices.chunks(BATCH) {
            let posterior = encoder.forward(images.batch(chunk, &device));
            let noise = rng.normal_tensor([chunk.len(), self.spec.latent], &device);
            let z = if self.spec.model == ModelType::Autoencoder {
                posterior.mean
            } else {
                reparameterise(&posterior, noise)
            };
            codes.extend(read(z).await?);
        }
        Ok(Some(codes))
    }

    /// How far each factor of images has a latent dimension of its own: see [`disentanglement`].
    /// `None` without an encoder, without a factor that varies, and of a run that diverged.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn disentanglement(
        &self,
        images: &Images,
        factors: &[FactorValues],
    ) -> ModelResult<Option<Disentanglement>> {
        let latent = self.spec.latent;
        let mut means = Vec::with_capacity(images.len() * latent);
        for first in (0..images.len()).step_by(BATCH) {
            let Some(part) = self.encode(&images.part(first, BATCH)).await? else {
                return Ok(None);
            };
            means.extend(part);
        }
        Ok(disentanglement(&means, latent, factors))
    }
}
