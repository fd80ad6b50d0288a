//! A model that was read from a file, of whatever kind.

use burn::tensor::{Tensor, TensorData};
use run_spec::{ImageShape, ModelType};

use super::{Architecture, TensorFile, assign, assign_named, refuse_others};
use crate::Result;
use crate::device::Device;
use crate::gan::{Generator, GeneratorConfig};
use crate::latent::{self, FirstLayer, GrownGenerator, LatentDecoder};
use crate::nn::Growth;
use crate::random::{HostRng, Stream};
use crate::vae::{EncodedImages, Encoder, Vae};

/// A model that makes pictures of latent points, and perhaps finds points for pictures.
#[derive(Clone, Debug)]
pub struct Model {
    networks: Networks,
    latent: usize,
    image: ImageShape,
}

#[derive(Clone, Debug)]
enum Networks {
    Vae(Box<Vae>),
    Generator {
        encoder: Option<Box<Coding>>,
        sampler: Box<GrownGenerator>,
    },
}

#[derive(Clone, Debug)]
struct Coding {
    encoder: Encoder,
    /// Whether its codes are exact: those of a plain autoencoder, whose variances mean nothing.
    exact: bool,
}

impl Model {
    /// The model of an architecture with a file's weights.
    pub(super) fn from_tensors(
        file: &str,
        architecture: &Architecture,
        tensors: &mut TensorFile,
        device: &Device,
    ) -> Result<Self> {
        let networks = match architecture {
            Architecture::Vae(config) => {
                let vae = Vae::new(config, 0, device)?;
                Networks::Vae(Box::new(assign(file, vae, tensors, device)?))
            }
            Architecture::Gan(config) => Networks::Generator {
                encoder: None,
                sampler: Box::new(sampler(file, config, tensors, device)?),
            },
            Architecture::Coder(config) => {
                config.check()?;
                let mut rng = HostRng::new(0, Stream::Weights);
                let encoder = Encoder::new(&config.encoder_layers(), &mut rng, device);
                let encoder = assign_named(file, "encoder", encoder, tensors, device)?;
                Networks::Generator {
                    encoder: Some(Box::new(Coding {
                        encoder,
                        exact: config.model == ModelType::Autoencoder,
                    })),
                    sampler: Box::new(sampler(file, &config.generator, tensors, device)?),
                }
            }
        };
        Ok(Self {
            networks,
            latent: architecture.latent(),
            image: architecture.image(),
        })
    }

    /// Latent dimensions.
    pub fn latent(&self) -> usize {
        self.latent
    }

    /// The pictures' size.
    pub fn image(&self) -> ImageShape {
        self.image
    }

    /// Whether pictures can be encoded.
    pub fn has_encoder(&self) -> bool {
        match &self.networks {
            Networks::Vae(_) => true,
            Networks::Generator { encoder, .. } => encoder.is_some(),
        }
    }

    /// The VAE, if it is one.
    pub fn into_vae(self) -> Option<Vae> {
        match self.networks {
            Networks::Vae(vae) => Some(*vae),
            Networks::Generator { .. } => None,
        }
    }

    /// The generator, if it is one by itself.
    pub fn into_sampler(self) -> Option<GrownGenerator> {
        match self.networks {
            Networks::Generator {
                encoder: None,
                sampler,
            } => Some(*sampler),
            Networks::Vae(_) | Networks::Generator { .. } => None,
        }
    }

    /// The pictures at some latent points: see [`latent::pictures`].
    ///
    /// # Errors
    /// [`Error::LatentPoint`](crate::Error::LatentPoint) or
    /// [`Error::Device`](crate::Error::Device).
    pub async fn pictures(&self, points: &[f32], device: &Device) -> Result<Vec<u8>> {
        latent::pictures(self, self.latent, self.image, points, device).await
    }

    /// The posteriors of images; none without an encoder.
    ///
    /// # Shapes
    /// `images`: `[batch, channels · height · width]`, grey values, channel by channel
    ///
    /// # Errors
    /// [`Error::Device`](crate::Error::Device) when the device fails.
    pub async fn encode(&self, images: Tensor<2>) -> Result<Option<EncodedImages>> {
        let (encoder, exact) = match &self.networks {
            Networks::Vae(vae) => (&vae.encoder, false),
            Networks::Generator {
                encoder: Some(coding),
                ..
            } => (&coding.encoder, coding.exact),
            Networks::Generator { encoder: None, .. } => return Ok(None),
        };
        let encoded = encoder.forward(images).read().await?;
        Ok(Some(if exact { encoded.exact() } else { encoded }))
    }

    /// The posteriors of pictures as [`Self::pictures`] gives them; none without an encoder.
    ///
    /// # Shapes
    /// `pictures`: `n · height · width · channels` bytes
    ///
    /// # Errors
    /// [`Error::Device`](crate::Error::Device) when the device fails.
    ///
    /// # Panics
    /// When `pictures` is no whole number of pictures.
    pub async fn posteriors(
        &self,
        pictures: &[u8],
        device: &Device,
    ) -> Result<Option<EncodedImages>> {
        let grey = latent::grey_values(pictures, self.image);
        assert_eq!(grey.len(), pictures.len(), "whole pictures");
        let shape = [grey.len() / self.image.len(), self.image.len()];
        self.encode(Tensor::from_data(TensorData::new(grey, shape), device))
            .await
    }
}

impl LatentDecoder for Model {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        match &self.networks {
            Networks::Vae(vae) => vae.decode(z),
            Networks::Generator { sampler, .. } => sampler.decode(z),
        }
    }
}

impl FirstLayer for Model {
    fn first_layer(&self, z: Tensor<2>) -> Tensor<2> {
        match &self.networks {
            Networks::Vae(vae) => vae.decoder.first_layer(z),
            Networks::Generator { sampler, .. } => sampler.generator.decoder.first_layer(z),
        }
    }
}

fn sampler(
    file: &str,
    config: &GeneratorConfig,
    tensors: &mut TensorFile,
    device: &Device,
) -> Result<GrownGenerator> {
    let mut rng = HostRng::new(0, Stream::Weights);
    let before = tensors.names().count();
    let generator = Generator::new(config, &mut rng, device)?;
    let generator = assign_named(file, "", generator, tensors, device)?;
    refuse_others(file, tensors, before - tensors.names().count())?;
    Ok(GrownGenerator {
        generator,
        growth: config.growth.unwrap_or(Growth::FULL),
    })
}
