//! Posterior, reparameterisation and the two terms of −ELBO.

use burn::tensor::Tensor;

use crate::device::read;
use crate::{ModelResult, loss};

/// q(z | x) = N(μ, σ²) for each image of a batch, with a diagonal covariance.
#[derive(Clone, Debug)]
pub struct DiagonalGaussian {
    /// μ, `[batch, latent]`.
    pub mean: Tensor<2>,
    /// log σ², `[batch, latent]`.
    pub log_variance: Tensor<2>,
}

impl DiagonalGaussian {
    /// KL(q(z | x) ‖ N(0, 1)), nats per image.
    ///
    /// # Shapes
    /// → `[batch]`
    pub fn kl_from_prior(&self) -> Tensor<1> {
        loss::kl_from_prior(self.mean.clone(), self.log_variance.clone())
            .sum_dim(1)
            .squeeze_dim(1)
    }

    /// Reads means and standard deviations.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn read(self) -> ModelResult<PosteriorValues> {
        let means = read(self.mean).await?;
        let log_variances = read(self.log_variance).await?;
        let stds = log_variances.iter().map(|value| (0.5 * value).exp());
        Ok(PosteriorValues {
            means,
            stds: stds.collect(),
        })
    }
}

/// Posteriors q(z | x) = N(μ, σ²) of images, on the host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PosteriorValues {
    /// μ, `[images, latent]`, row by row.
    pub means: Vec<f32>,
    /// σ, `[images, latent]`, row by row; 0 where a plain autoencoder has only the code itself.
    pub stds: Vec<f32>,
}

impl PosteriorValues {
    /// The same codes without a spread.
    pub fn exact(self) -> Self {
        Self {
            stds: vec![0.0; self.means.len()],
            ..self
        }
    }
}

/// z = μ + σ ε (arXiv:1312.6114, equation 10).
///
/// # Shapes
/// `noise`: `[batch, latent]`, draws of ε ~ N(0, 1) → `[batch, latent]`
pub fn reparameterise(posterior: &DiagonalGaussian, noise: Tensor<2>) -> Tensor<2> {
    let sigma = posterior.log_variance.clone().mul_scalar(0.5).exp();
    posterior.mean.clone() + sigma * noise
}

/// The two terms of −ELBO, nats per image.
#[derive(Clone, Debug)]
pub struct ElboTerms {
    /// −log p(x | z), `[batch]`.
    pub reconstruction: Tensor<1>,
    /// KL(q(z | x) ‖ N(0, 1)), `[batch]`.
    pub kl: Tensor<1>,
}

impl ElboTerms {
    /// The batch's mean of −log p(x | z) + β KL.
    ///
    /// # Shapes
    /// → `[1]`
    pub fn loss(&self, beta: f32) -> Tensor<1> {
        (self.reconstruction.clone() + self.kl.clone().mul_scalar(beta)).mean()
    }
}
