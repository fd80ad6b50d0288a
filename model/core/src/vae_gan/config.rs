//! What an encoder with a generator is made of.

use run_spec::{ImageShape, ModelType, NetworkSpec, RunSpec};
use serde::{Deserialize, Serialize};

use crate::ModelResult;
use crate::gan::GeneratorConfig;
use crate::nn::EncoderLayers;
use crate::nn::layers::{check_count, check_layers, image_summary, layers_summary};

/// An encoder and a generator. Serialised, it is the model card's architecture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AutoencoderConfig {
    /// How it was trained.
    pub model: ModelType,
    /// x → code.
    pub encoder: NetworkSpec,
    /// z → picture.
    pub generator: GeneratorConfig,
}

impl AutoencoderConfig {
    /// Encoder and generator of a run.
    pub fn of(spec: &RunSpec, image: ImageShape) -> Self {
        Self {
            model: spec.model,
            encoder: spec.encoder.clone(),
            generator: GeneratorConfig::of(spec, image),
        }
    }

    /// Whether this describes networks.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) naming the first field that does not.
    pub fn check(&self) -> ModelResult<()> {
        self.generator.check()?;
        check_layers(&self.encoder, "encoder")?;
        check_count(self.parameter_count())
    }

    /// How many numbers the networks consist of.
    pub fn parameter_count(&self) -> usize {
        self.encoder_layers().parameter_count() + self.generator.parameter_count()
    }

    /// The layers of encoder and generator in one line each.
    pub fn summary(&self) -> [String; 2] {
        [
            format!(
                "Encoder: {} → {}mean and variance of {} latent",
                image_summary(self.generator.image),
                layers_summary(&self.encoder, true),
                self.generator.latent
            ),
            format!("Decoder: {}", self.generator.summary()),
        ]
    }

    /// What the encoder is built from.
    pub fn encoder_layers(&self) -> EncoderLayers<'_> {
        EncoderLayers {
            image: self.generator.image,
            latent: self.generator.latent,
            layers: &self.encoder,
            activation: self.generator.activation,
        }
    }
}
