//! The variational autoencoder (Kingma & Welling, arXiv:1312.6114).
//!
//! An encoder gives the posterior q(z | x) = N(μ, σ²) of an image x; a decoder gives p(x | z). Both
//! are trained to make the evidence lower bound (ELBO) large, that is to make small
//!
//! −ELBO = E_q[−log p(x | z)] + KL(q(z | x) ‖ N(0, 1)),
//!
//! estimated with one z = μ + σ ε, ε ~ N(0, 1) (the reparameterisation). With a weight β on the KL
//! term it is the β-VAE (Higgins et al., 2017; arXiv:1804.03599 for schedules of β).

mod config;
mod encoder;
mod objective;

pub use config::VaeConfig;
pub use encoder::Encoder;
pub use objective::{DiagonalGaussian, ElboTerms, PosteriorValues, reparameterise};

use burn::module::Module;
use burn::tensor::{Device, Tensor};

use crate::ModelResult;
use crate::loss::PixelLikelihood;
use crate::nn::Decoder;
use crate::random::{HostRng, RandomStream};

/// Encoder and decoder.
#[derive(Module, Debug)]
pub struct Vae {
    /// x → q(z | x).
    pub encoder: Encoder,
    /// z → p(x | z).
    pub decoder: Decoder,
    #[module(skip)]
    likelihood: PixelLikelihood,
}

impl Vae {
    /// A network with random weights, drawn from `seed` on the host.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) when `config` describes no network.
    pub fn new(config: &VaeConfig, seed: u64, device: &Device) -> ModelResult<Self> {
        config.check()?;
        let mut rng = HostRng::new(seed, RandomStream::Weights);
        Ok(Self {
            encoder: Encoder::new(&config.encoder_layers(), &mut rng, device),
            decoder: Decoder::new(&config.decoder_layers(), &mut rng, device),
            likelihood: config.likelihood,
        })
    }

    /// −ELBO's two terms for a batch, with the noise given.
    ///
    /// # Shapes
    /// `images`: `[batch, channels · height · width]`, grey values in [0, 1];
    /// `noise`: `[batch, latent]`
    pub fn elbo(&self, images: Tensor<2>, noise: Tensor<2>) -> ElboTerms {
        let posterior = self.encoder.forward(images.clone());
        let z = reparameterise(&posterior, noise);
        let output = self.decoder.forward(z);
        ElboTerms {
            reconstruction: self.likelihood.negative_log(output, images),
            kl: posterior.kl_from_prior(),
        }
    }

    /// The expected picture at a latent point.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, channels · height · width]`, grey values, for a Gaussian
    /// likelihood not clamped
    pub fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        self.likelihood.mean(self.decoder.forward(z))
    }
}
