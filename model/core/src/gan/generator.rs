//! z → picture.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use run_spec::{ImageShape, NetworkSpec, Normalisation, OutputActivation, RunSpec};
use serde::{Deserialize, Serialize};

use crate::ModelResult;
use crate::nn::layers::{check_count, image_summary, layers_summary};
use crate::nn::{Activation, Decoder, DecoderLayers, ForwardPass, Growth, sigmoid};
use crate::random::HostRng;

/// What a generator is made of. Serialised, it is the model card's architecture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GeneratorConfig {
    /// The pictures' size; 8 to 64 pixels a side, an even number above 32, 1 or 3 channels.
    pub image: ImageShape,
    /// Latent dimensions, 1 to 128.
    pub latent: usize,
    /// z → picture.
    pub decoder: NetworkSpec,
    /// Between all layers.
    pub activation: Activation,
    /// Between layers and their activations.
    pub normalisation: Normalisation,
    /// Whether z scales and shifts every hidden layer (arXiv:1810.01365). Files without it are older.
    #[serde(default, skip_serializing_if = "is_false")]
    pub self_modulation: bool,
    /// How the last layer's numbers become grey values.
    pub output: OutputActivation,
    /// How far it has grown, if it began with smaller pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth: Option<Growth>,
}

impl GeneratorConfig {
    /// The generator of a run, full-grown unless the run grows.
    pub fn of(spec: &RunSpec, image: ImageShape) -> Self {
        let grows = Growth::applies_to(spec);
        Self {
            image,
            latent: spec.latent,
            decoder: spec.decoder.clone(),
            activation: spec.activation,
            normalisation: spec.normalisation,
            self_modulation: spec.self_modulation,
            output: spec.output_of_data(),
            growth: grows.then_some(Growth::FULL),
        }
    }

    /// Whether this describes a network.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) naming the first field that does not.
    pub fn check(&self) -> ModelResult<()> {
        self.layers().check()?;
        check_count(self.parameter_count())
    }

    /// How many numbers the network consists of.
    pub fn parameter_count(&self) -> usize {
        self.layers().parameter_count()
    }

    /// The layers in a line.
    pub fn summary(&self) -> String {
        format!(
            "{} latent → {}{}",
            self.latent,
            layers_summary(&self.decoder, false),
            image_summary(self.image)
        )
    }

    fn layers(&self) -> DecoderLayers<'_> {
        DecoderLayers {
            image: self.image,
            latent: self.latent,
            layers: &self.decoder,
            activation: self.activation,
            normalisation: self.normalisation,
            self_modulation: self.self_modulation,
            growing: self.growth.is_some(),
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A decoder and what its output means.
#[derive(Module, Debug)]
pub struct Generator {
    /// z → numbers of any size.
    pub decoder: Decoder,
    #[module(skip)]
    output: OutputActivation,
    #[module(skip)]
    image: ImageShape,
}

impl Generator {
    /// A generator with random weights.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) when `config` describes no network.
    pub fn new(config: &GeneratorConfig, rng: &mut HostRng, device: &Device) -> ModelResult<Self> {
        config.check()?;
        Ok(Self {
            decoder: Decoder::new(&config.layers(), rng, device),
            output: config.output,
            image: config.image,
        })
    }

    /// Pictures as a discriminator sees them.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, channels · h · w]` of `growth`'s size, grey values
    pub fn generate(&self, pass: &mut ForwardPass, z: Tensor<2>, growth: Growth) -> Tensor<2> {
        self.grey(self.decoder.forward_in(pass, z, growth))
    }

    /// The same as [`Self::pictures`], of a latent point for each of
    /// [`Decoder::latent_inputs`].
    ///
    /// # Shapes
    /// `latents`: `[batch, latent]` each → `[batch, channels · height · width]`, grey values
    pub fn mixed_pictures(&self, latents: &[Tensor<2>], growth: Growth) -> Tensor<2> {
        let pass = &mut ForwardPass::Inference;
        let pictures = self.grey(self.decoder.forward_mixed(pass, latents, growth));
        growth.enlarged(pictures, self.image)
    }

    /// Pictures at full size, normalised by running statistics.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, channels · height · width]`, grey values, not clamped for
    /// a linear output
    pub fn pictures(&self, z: Tensor<2>, growth: Growth) -> Tensor<2> {
        let pictures = self.generate(&mut ForwardPass::Inference, z, growth);
        growth.enlarged(pictures, self.image)
    }

    /// The decoder's numbers as grey values.
    ///
    /// # Shapes
    /// any; it stays
    pub fn grey<const D: usize>(&self, x: Tensor<D>) -> Tensor<D> {
        match self.output {
            OutputActivation::Sigmoid => sigmoid(x),
            // (1 + tanh x) / 2, the hyperbolic tangent's place between black and white.
            OutputActivation::Tanh => sigmoid(x.mul_scalar(2.0)),
            OutputActivation::Linear => x,
        }
    }
}
