//! What a VAE is made of. Serialised, it is the model card's architecture.

use serde::{Deserialize, Serialize};

use run_spec::{ImageShape, NetworkSpec, Normalisation};

use crate::ModelResult;
use crate::error::ConfigRequirement;
use crate::loss::PixelLikelihood;
use crate::nn::Activation;
use crate::nn::layers::{
    DecoderLayers, EncoderLayers, check_count, check_layers, image_summary, layers_summary, require,
};

/// A variational autoencoder.
///
/// ```
/// use model::vae::VaeConfig;
/// let config = VaeConfig::dense([1, 28, 28], 2, &[128]);
/// assert!(config.check().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VaeConfig {
    /// The images' size; 8 to 64 pixels a side, an even number above 32, 1 or 3 channels.
    pub image: ImageShape,
    /// Latent dimensions, 1 to 128.
    pub latent: usize,
    /// x → q(z | x).
    pub encoder: NetworkSpec,
    /// z → p(x | z).
    pub decoder: NetworkSpec,
    /// Between all layers.
    pub activation: Activation,
    /// p(x | z).
    pub likelihood: PixelLikelihood,
}

impl VaeConfig {
    /// A dense VAE, its decoder the mirror of its encoder, with a Bernoulli likelihood.
    /// `image` is `[channels, height, width]`.
    pub fn dense(image: [usize; 3], latent: usize, hidden: &[usize]) -> Self {
        let mut mirrored = hidden.to_vec();
        mirrored.reverse();
        Self::with(
            image,
            latent,
            NetworkSpec::Dense {
                hidden: hidden.to_vec(),
            },
            NetworkSpec::Dense { hidden: mirrored },
        )
    }

    /// A convolutional VAE with a Bernoulli likelihood. `encoder` and `decoder` are
    /// `(channels, hidden)` as in [`NetworkSpec::Conv`]; `image` is `[channels, height, width]`.
    pub fn conv(
        image: [usize; 3],
        latent: usize,
        encoder: (&[usize], &[usize]),
        decoder: (&[usize], &[usize]),
    ) -> Self {
        let network = |(channels, hidden): (&[usize], &[usize])| NetworkSpec::Conv {
            hidden: hidden.to_vec(),
            channels: channels.to_vec(),
        };
        Self::with(image, latent, network(encoder), network(decoder))
    }

    fn with(image: [usize; 3], latent: usize, encoder: NetworkSpec, decoder: NetworkSpec) -> Self {
        let [channels, height, width] = image;
        Self {
            image: ImageShape {
                channels,
                height,
                width,
            },
            latent,
            encoder,
            decoder,
            activation: Activation::default(),
            likelihood: PixelLikelihood::Bernoulli,
        }
    }

    /// Whether this describes a network.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) naming the first field that does not.
    pub fn check(&self) -> ModelResult<()> {
        if let PixelLikelihood::Gaussian { sigma } = self.likelihood {
            require(
                sigma.is_finite() && sigma > 0.0,
                "likelihood.sigma",
                ConfigRequirement::Positive,
                sigma,
            )?;
        }
        self.decoder_layers().check()?;
        check_layers(&self.encoder, "encoder")?;
        check_count(self.parameter_count())
    }

    /// How many numbers the network consists of.
    pub fn parameter_count(&self) -> usize {
        self.encoder_layers().parameter_count() + self.decoder_layers().parameter_count()
    }

    pub(super) fn encoder_layers(&self) -> EncoderLayers<'_> {
        EncoderLayers {
            image: self.image,
            latent: self.latent,
            layers: &self.encoder,
            activation: self.activation,
        }
    }

    pub(super) fn decoder_layers(&self) -> DecoderLayers<'_> {
        DecoderLayers {
            image: self.image,
            latent: self.latent,
            layers: &self.decoder,
            activation: self.activation,
            normalisation: Normalisation::None,
            self_modulation: false,
            growing: false,
        }
    }

    /// The layers of encoder and decoder in one line each, e.g.
    /// `encoder: 1×28×28 → conv 16 → conv 32 → dense 64 → 2 × 2`.
    pub fn summary(&self) -> [String; 2] {
        let image = image_summary(self.image);
        let code = format!("{} latent", self.latent);
        [
            format!(
                "Encoder: {image} → {}mean and variance of {code}",
                layers_summary(&self.encoder, true)
            ),
            format!(
                "Decoder: {code} → {}{image}",
                layers_summary(&self.decoder, false)
            ),
        ]
    }
}
