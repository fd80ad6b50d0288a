//! What a model of one's own pictures is made of.

use run_spec::{ImageShape, NetworkSpec, Normalisation};
use serde::{Deserialize, Serialize};

use crate::ModelResult;
use crate::error::ConfigRequirement;
use crate::nn::Activation;
use crate::nn::layers::{
    DecoderLayers, EncoderLayers, check_count, check_layers, layers_summary, require,
};
use crate::vae::VaeConfig;

/// A VAE of pictures and a small one of its codes. Serialised, it is the model card's architecture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonalConfig {
    /// The VAE of pictures.
    pub base: VaeConfig,
    /// Latent dimensions of the small VAE, at most as many as the other's.
    pub latent: usize,
    /// Code of a picture → q(u | code): dense layers.
    pub encoder: NetworkSpec,
    /// u → code: dense layers.
    pub decoder: NetworkSpec,
}

impl PersonalConfig {
    /// Whether this describes networks.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) naming the first field that does not.
    pub fn check(&self) -> ModelResult<()> {
        self.base.check()?;
        require(
            (1..=self.base.latent).contains(&self.latent),
            "latent",
            ConfigRequirement::Dimensions,
            self.latent,
        )?;
        for (network, name) in [(&self.encoder, "encoder"), (&self.decoder, "decoder")] {
            let (channels, hidden) = network.layers();
            require(
                channels.is_empty() && !hidden.is_empty(),
                name,
                ConfigRequirement::DenseLayers,
                channels.len(),
            )?;
            check_layers(network, name)?;
        }
        check_count(self.parameter_count())
    }

    /// How many numbers the networks consist of.
    pub fn parameter_count(&self) -> usize {
        let [encoder, decoder] = [
            self.encoder_layers().parameter_count(),
            self.decoder_layers().parameter_count(),
        ];
        self.base.parameter_count() + encoder + decoder
    }

    /// The layers of encoder and decoder in one line each.
    pub fn summary(&self) -> [String; 2] {
        let [encoder, decoder] = self.base.summary();
        let own = |layers| layers_summary(layers, true);
        [
            format!("{encoder} → {}{} latent", own(&self.encoder), self.latent),
            format!(
                "{decoder}, from {} latent → {}code",
                self.latent,
                own(&self.decoder)
            ),
        ]
    }

    /// What the small encoder is built from.
    pub(super) fn encoder_layers(&self) -> EncoderLayers<'_> {
        EncoderLayers {
            image: self.code(),
            latent: self.latent,
            layers: &self.encoder,
            activation: Activation::LeakyRelu,
        }
    }

    /// What the small decoder is built from.
    pub(super) fn decoder_layers(&self) -> DecoderLayers<'_> {
        DecoderLayers {
            image: self.code(),
            latent: self.latent,
            layers: &self.decoder,
            activation: Activation::LeakyRelu,
            normalisation: Normalisation::None,
            self_modulation: false,
            growing: false,
        }
    }

    /// A code, as networks take pictures.
    fn code(&self) -> ImageShape {
        ImageShape {
            channels: 1,
            height: 1,
            width: self.base.latent,
        }
    }
}
