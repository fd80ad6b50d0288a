//! A model of one's own few pictures, in seconds: a small VAE on the codes that a trained one has of
//! them, as *MidiMe* has it for music (Dinculescu, Engel, Roberts 2019: "MidiMe: Personalizing a
//! MusicVAE model with user data").
//!
//! The trained VAE stays as it is. Its encoder turns each picture x into q(z | x); the small VAE learns
//! p(z) of these codes alone, with a few dimensions u. A picture is encoded x → z → u and decoded
//! u → z → x, so that all of the small latent space shows what resembles those pictures.
//!
//! [`PersonalTraining`](crate::train::PersonalTraining) trains it.

mod config;

pub use config::PersonalConfig;

use burn::module::Module;
use burn::tensor::{Device, Tensor};

use crate::ModelResult;
use crate::latent::{FirstLayer, LatentDecoder};
use crate::nn::Decoder;
use crate::random::{HostRng, RandomStream};
use crate::vae::{DiagonalGaussian, Encoder, Vae};

/// A VAE of pictures, and a small one of its codes.
#[derive(Module, Debug)]
pub struct PersonalVae {
    /// x → q(z | x), z → p(x | z).
    pub base: Vae,
    /// z → q(u | z), u → p(z | u).
    pub codes: CodeVae,
}

/// A VAE of codes.
#[derive(Module, Debug)]
pub struct CodeVae {
    /// z → q(u | z).
    pub encoder: Encoder,
    /// u → the mean of p(z | u).
    pub decoder: Decoder,
}

impl CodeVae {
    /// A network with random weights, drawn from `seed` on the host.
    pub(crate) fn new(config: &PersonalConfig, seed: u64, device: &Device) -> Self {
        let mut rng = HostRng::new(seed, RandomStream::Weights);
        Self {
            encoder: Encoder::new(&config.encoder_layers(), &mut rng, device),
            decoder: Decoder::new(&config.decoder_layers(), &mut rng, device),
        }
    }

    /// The same of codes as they are, where these were (z − `centre`) / `scale` before.
    ///
    /// # Shapes
    /// `centre`, `scale`: `[codes]`
    pub(crate) fn of_unscaled(self, centre: &Tensor<1>, scale: &Tensor<1>) -> Self {
        Self {
            encoder: self.encoder.with_scaled_input(centre, scale),
            decoder: self.decoder.with_scaled_output(centre, scale),
        }
    }
}

impl PersonalVae {
    /// Networks with random weights.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) when `config` describes no networks.
    pub fn new(config: &PersonalConfig, seed: u64, device: &Device) -> ModelResult<Self> {
        config.check()?;
        Ok(Self {
            base: Vae::new(&config.base, seed, device)?,
            codes: CodeVae::new(config, seed, device),
        })
    }

    /// The posterior of each picture, by way of the mean of its code.
    ///
    /// # Shapes
    /// `images`: `[batch, channels · height · width]`, grey values in [0, 1]
    pub fn encode(&self, images: Tensor<2>) -> DiagonalGaussian {
        self.codes
            .encoder
            .forward(self.base.encoder.forward(images).mean)
    }

    /// The code at a point of the small latent space.
    ///
    /// # Shapes
    /// `u`: `[batch, latent]` → `[batch, codes]`
    pub fn code(&self, u: Tensor<2>) -> Tensor<2> {
        self.codes.decoder.forward(u)
    }
}

impl LatentDecoder for PersonalVae {
    fn decode(&self, u: Tensor<2>) -> Tensor<2> {
        self.base.decode(self.code(u))
    }
}

impl FirstLayer for PersonalVae {
    fn first_layer(&self, u: Tensor<2>) -> Tensor<2> {
        self.codes.decoder.first_layer(u)
    }
}
