//! A model that was read from a file, of whatever kind.

use burn::tensor::{Tensor, TensorData};
use run_spec::{ImageShape, ModelType};

use super::{ModelArchitecture, TensorFile, assign, assign_named, refuse_others};
use crate::data::grey_values;
use crate::device::{Device, read};
use crate::gan::{Generator, GeneratorConfig};
use crate::latent::{self, FirstLayer, GrownGenerator, LatentDecoder};
use crate::nn::{ForwardPass, Growth};
use crate::personal::PersonalVae;
use crate::random::{HostRng, RandomStream};
use crate::vae::{Encoder, PosteriorValues, Vae};
use crate::{ModelError, ModelResult};

/// Numbers beyond this, before they become grey values, count as an overflow: those of a decoder that
/// draws anything are below a hundred, and all beyond some dozens are black or white.
const LARGEST_OUTPUT: f32 = 1e6;

/// A model that makes pictures of latent points, and perhaps finds points for pictures.
#[derive(Clone, Debug)]
pub struct LatentModel {
    networks: ModelNetworks,
    latent: usize,
    image: ImageShape,
}

#[derive(Clone, Debug)]
enum ModelNetworks {
    Vae(Box<Vae>),
    Personal(Box<PersonalVae>),
    Generator {
        encoder: Option<Box<CodeEncoder>>,
        sampler: Box<GrownGenerator>,
    },
}

#[derive(Clone, Debug)]
struct CodeEncoder {
    encoder: Encoder,
    /// Whether its codes are exact: those of a plain autoencoder, whose variances mean nothing.
    exact: bool,
}

impl LatentModel {
    /// The model of an architecture with a file's weights.
    pub(super) fn from_tensors(
        file: &str,
        architecture: &ModelArchitecture,
        tensors: &mut TensorFile,
        device: &Device,
    ) -> ModelResult<Self> {
        let networks = match architecture {
            ModelArchitecture::Vae(config) => {
                let vae = Vae::new(config, 0, device)?;
                ModelNetworks::Vae(Box::new(assign(file, vae, tensors, device)?))
            }
            ModelArchitecture::Personal(config) => {
                let model = PersonalVae::new(config, 0, device)?;
                ModelNetworks::Personal(Box::new(assign(file, model, tensors, device)?))
            }
            ModelArchitecture::Gan(config) => ModelNetworks::Generator {
                encoder: None,
                sampler: Box::new(sampler(file, config, tensors, device)?),
            },
            ModelArchitecture::Coder(config) => {
                config.check()?;
                let mut rng = HostRng::new(0, RandomStream::Weights);
                let encoder = Encoder::new(&config.encoder_layers(), &mut rng, device);
                let encoder = assign_named(file, "encoder", encoder, tensors, device)?;
                ModelNetworks::Generator {
                    encoder: Some(Box::new(CodeEncoder {
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
            ModelNetworks::Vae(_) | ModelNetworks::Personal(_) => true,
            ModelNetworks::Generator { encoder, .. } => encoder.is_some(),
        }
    }

    /// The VAE, if it is one.
    pub fn into_vae(self) -> Option<Vae> {
        match self.networks {
            ModelNetworks::Vae(vae) => Some(*vae),
            ModelNetworks::Generator { .. } | ModelNetworks::Personal(_) => None,
        }
    }

    /// Both VAEs, if it is a model of one's own pictures.
    pub fn into_personal(self) -> Option<PersonalVae> {
        match self.networks {
            ModelNetworks::Personal(model) => Some(*model),
            ModelNetworks::Vae(_) | ModelNetworks::Generator { .. } => None,
        }
    }

    /// The generator, if it is one by itself.
    pub fn into_sampler(self) -> Option<GrownGenerator> {
        match self.networks {
            ModelNetworks::Generator {
                encoder: None,
                sampler,
            } => Some(*sampler),
            ModelNetworks::Vae(_)
            | ModelNetworks::Personal(_)
            | ModelNetworks::Generator { .. } => None,
        }
    }

    /// The pictures at some latent points: see [`latent::pictures`].
    ///
    /// # Errors
    /// [`ModelError::LatentPoint`](crate::ModelError::LatentPoint) or
    /// [`ModelError::Device`](crate::ModelError::Device).
    pub async fn pictures(&self, points: &[f32], device: &Device) -> ModelResult<Vec<u8>> {
        latent::pictures(self, self.latent, self.image, points, device).await
    }

    /// How many latent points a picture can be made of: see [`Decoder::latent_inputs`](crate::nn::Decoder::latent_inputs).
    pub fn latent_inputs(&self) -> usize {
        match &self.networks {
            ModelNetworks::Generator { sampler, .. } => sampler.generator.decoder.latent_inputs(),
            ModelNetworks::Vae(_) | ModelNetworks::Personal(_) => 1,
        }
    }

    /// Pictures that are made of a latent point for each of [`Self::latent_inputs`].
    ///
    /// # Shapes
    /// `points`: `[n, inputs, latent]` → as [`latent::pictures`] gives them
    ///
    /// # Errors
    /// [`ModelError::LatentPoint`](crate::ModelError::LatentPoint) when `points` is no whole number of such
    /// pictures; [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn mixed_pictures(&self, points: &[f32], device: &Device) -> ModelResult<Vec<u8>> {
        let inputs = self.latent_inputs();
        latent::check_points(inputs * self.latent, points)?;
        let shape = [points.len() / (inputs * self.latent), inputs, self.latent];
        let all = Tensor::<3>::from_data(TensorData::new(points.to_vec(), shape), device);
        let count = shape[0];
        let latents: Vec<Tensor<2>> = (0..inputs)
            .map(|input| {
                all.clone()
                    .narrow(1, input, 1)
                    .reshape([count, self.latent])
            })
            .collect();
        let grey = kernels::with_spin_pool(|| match &self.networks {
            ModelNetworks::Generator { sampler, .. } => {
                sampler.generator.mixed_pictures(&latents, sampler.growth)
            }
            ModelNetworks::Vae(_) | ModelNetworks::Personal(_) => self.decode(latents[0].clone()),
        });
        latent::read_pictures(grey, self.image).await
    }

    /// Decodes the origin and some draws from the prior, `count` points in all, and looks at the
    /// numbers before they become grey values, which hide what went wrong: no number is black, and
    /// an overflow black or white.
    ///
    /// # Errors
    /// [`ModelError::PicturesNotFinite`] when the decoder gives numbers that overflow, or none;
    /// [`ModelError::Device`] when the device fails.
    pub async fn check_pictures(&self, count: usize, device: &Device) -> ModelResult<()> {
        let mut rng = HostRng::new(0, RandomStream::Prior);
        let mut points = rng.normals(count * self.latent);
        points.iter_mut().take(self.latent).for_each(|z| *z = 0.0);
        let z = TensorData::new(points, [count, self.latent]);
        let outputs = kernels::with_spin_pool(|| self.outputs(Tensor::from_data(z, device)));
        let outputs = read(outputs).await?;
        let fits = |value: &f32| value.is_finite() && value.abs() <= LARGEST_OUTPUT;
        if outputs.iter().all(fits) {
            Ok(())
        } else {
            Err(ModelError::PicturesNotFinite)
        }
    }

    /// The decoder's numbers, which become grey values.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, numbers]`
    fn outputs(&self, z: Tensor<2>) -> Tensor<2> {
        match &self.networks {
            ModelNetworks::Vae(vae) => vae.decoder.forward(z),
            ModelNetworks::Personal(model) => model.base.decoder.forward(model.code(z)),
            ModelNetworks::Generator { sampler, .. } => {
                let GrownGenerator { generator, growth } = &**sampler;
                let pass = &mut ForwardPass::Inference;
                generator.decoder.forward_in(pass, z, *growth)
            }
        }
    }

    /// The posteriors of images; none without an encoder.
    ///
    /// # Shapes
    /// `images`: `[batch, channels · height · width]`, grey values, channel by channel
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn encode(&self, images: Tensor<2>) -> ModelResult<Option<PosteriorValues>> {
        let (encoder, exact) = match &self.networks {
            ModelNetworks::Personal(model) => return model.encode(images).read().await.map(Some),
            ModelNetworks::Vae(vae) => (&vae.encoder, false),
            ModelNetworks::Generator {
                encoder: Some(coding),
                ..
            } => (&coding.encoder, coding.exact),
            ModelNetworks::Generator { encoder: None, .. } => return Ok(None),
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
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    ///
    /// # Panics
    /// When `pictures` is no whole number of pictures.
    pub async fn posteriors(
        &self,
        pictures: &[u8],
        device: &Device,
    ) -> ModelResult<Option<PosteriorValues>> {
        let grey = grey_values(pictures, self.image);
        assert_eq!(grey.len(), pictures.len(), "whole pictures");
        let shape = [grey.len() / self.image.len(), self.image.len()];
        self.encode(Tensor::from_data(TensorData::new(grey, shape), device))
            .await
    }

    /// What encoder and decoder make of a picture in one pass, from the mean of its posterior, as
    /// [`pictures`](latent::pictures) gives it; none without an encoder.
    ///
    /// # Shapes
    /// `grey`: `[channels, height, width]`, whose values may lie outside [0, 1]
    ///
    /// # Errors
    /// [`ModelError::Device`] when the device fails.
    pub async fn one_pass(&self, grey: Vec<f32>, device: &Device) -> ModelResult<Option<Vec<u8>>> {
        let image = Tensor::from_data(TensorData::new(grey, [1, self.image.len()]), device);
        let Some(found) = self.encode(image).await? else {
            return Ok(None);
        };
        let made = latent::pictures(self, self.latent, self.image, &found.means, device);
        made.await.map(Some)
    }
}

impl LatentDecoder for LatentModel {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        match &self.networks {
            ModelNetworks::Vae(vae) => vae.decode(z),
            ModelNetworks::Personal(model) => model.decode(z),
            ModelNetworks::Generator { sampler, .. } => sampler.decode(z),
        }
    }
}

impl FirstLayer for LatentModel {
    fn first_layer(&self, z: Tensor<2>) -> Tensor<2> {
        match &self.networks {
            ModelNetworks::Vae(vae) => vae.decoder.first_layer(z),
            ModelNetworks::Personal(model) => model.first_layer(z),
            ModelNetworks::Generator { sampler, .. } => sampler.generator.decoder.first_layer(z),
        }
    }
}

fn sampler(
    file: &str,
    config: &GeneratorConfig,
    tensors: &mut TensorFile,
    device: &Device,
) -> ModelResult<GrownGenerator> {
    let mut rng = HostRng::new(0, RandomStream::Weights);
    let before = tensors.names().count();
    let generator = Generator::new(config, &mut rng, device)?;
    let generator = assign_named(file, "", generator, tensors, device)?;
    refuse_others(file, tensors, before - tensors.names().count())?;
    Ok(GrownGenerator {
        generator,
        growth: config.growth.unwrap_or(Growth::FULL),
    })
}
