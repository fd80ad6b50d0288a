//! What a VAE is made of. Serialised, it is the model card's architecture.

use serde::{Deserialize, Serialize};

use crate::loss::Likelihood;
use crate::nn::{Activation, Down};
use crate::{Error, Result};

const MAX_PARAMETERS: usize = 20_000_000;

/// The size of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageShape {
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
}

impl ImageShape {
    /// Numbers per image.
    pub fn len(&self) -> usize {
        self.channels * self.height * self.width
    }

    /// Whether there are no pixels.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The layers between an image and a code, listed in the order in which data flow through them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Network {
    /// Dense layers only.
    Dense {
        /// Width of each hidden layer.
        hidden: Vec<usize>,
    },
    /// In an encoder: convolutions that halve the image, then dense layers. In a decoder: dense
    /// layers, then transposed convolutions that double the image.
    Conv {
        /// Width of each hidden dense layer.
        hidden: Vec<usize>,
        /// Encoder: channels after each halving. Decoder: channels before each doubling; the
        /// last doubling leads to the image.
        channels: Vec<usize>,
    },
}

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
    /// The images' size; 8 to 32 pixels a side, 1 or 3 channels.
    pub image: ImageShape,
    /// Latent dimensions, 1 to 128.
    pub latent: usize,
    /// x → q(z | x).
    pub encoder: Network,
    /// z → p(x | z).
    pub decoder: Network,
    /// Between all layers.
    pub activation: Activation,
    /// p(x | z).
    pub likelihood: Likelihood,
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
            Network::Dense {
                hidden: hidden.to_vec(),
            },
            Network::Dense { hidden: mirrored },
        )
    }

    /// A convolutional VAE with a Bernoulli likelihood. `encoder` and `decoder` are
    /// `(channels, hidden)` as in [`Network::Conv`]; `image` is `[channels, height, width]`.
    pub fn conv(
        image: [usize; 3],
        latent: usize,
        encoder: (&[usize], &[usize]),
        decoder: (&[usize], &[usize]),
    ) -> Self {
        let network = |(channels, hidden): (&[usize], &[usize])| Network::Conv {
            hidden: hidden.to_vec(),
            channels: channels.to_vec(),
        };
        Self::with(image, latent, network(encoder), network(decoder))
    }

    fn with(image: [usize; 3], latent: usize, encoder: Network, decoder: Network) -> Self {
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
            likelihood: Likelihood::Bernoulli,
        }
    }

    /// Whether this describes a network.
    ///
    /// # Errors
    /// [`Error::Config`] naming the first field that does not.
    pub fn check(&self) -> Result<()> {
        let ImageShape {
            channels,
            height,
            width,
        } = self.image;
        require(
            channels == 1 || channels == 3,
            "image.channels",
            "1 or 3",
            channels,
        )?;
        for side in [height, width] {
            require(
                (8..=32).contains(&side),
                "image",
                "8 to 32 pixels a side",
                side,
            )?;
        }
        require(
            (1..=128).contains(&self.latent),
            "latent",
            "1 to 128 dimensions",
            self.latent,
        )?;
        if let Likelihood::Gaussian { sigma } = self.likelihood {
            require(
                sigma.is_finite() && sigma > 0.0,
                "likelihood.sigma",
                "a positive number",
                sigma,
            )?;
        }
        self.encoder.check("encoder")?;
        self.decoder.check("decoder")?;
        if let Network::Conv { channels, .. } = &self.decoder {
            let factor: usize = 1 << channels.len();
            require(
                height % factor == 0 && width % factor == 0,
                "decoder.channels",
                &format!("as many doublings as {height}×{width} can be halved without a remainder"),
                channels.len(),
            )?;
        }
        // A weights file names its architecture: what it asks for must not exhaust the memory.
        let parameters = self.parameter_count();
        require(
            parameters <= MAX_PARAMETERS,
            "encoder and decoder",
            "at most 20,000,000 parameters",
            parameters,
        )
    }

    /// How many numbers the network consists of.
    pub fn parameter_count(&self) -> usize {
        let dense = |from: usize, to: usize| (from + 1) * to;
        let chain = |from: usize, widths: &[usize]| {
            let inputs = std::iter::once(&from).chain(widths);
            inputs
                .zip(widths)
                .map(|(&i, &o)| dense(i, o))
                .sum::<usize>()
        };
        let (channels, hidden) = self.encoder.layers();
        let planes = std::iter::once(&self.image.channels).chain(channels);
        let convs = planes.clone().zip(channels).map(|(&i, &o)| dense(9 * i, o));
        let [h, w] = self.encoder_grid(channels.len());
        let features = planes.last().unwrap_or(&1) * h * w;
        let last = hidden.last().copied().unwrap_or(features);
        let encoder = convs.sum::<usize>() + chain(features, hidden) + 2 * dense(last, self.latent);

        let (channels, hidden) = self.decoder.layers();
        let last = hidden.last().copied().unwrap_or(self.latent);
        let planes = channels.iter().chain([&self.image.channels]);
        let ups = channels
            .iter()
            .zip(planes.clone().skip(1))
            .map(|(&i, &o)| (16 * i + 1) * o);
        let area = (self.image.height * self.image.width) >> (2 * channels.len());
        let first = planes.clone().next().unwrap_or(&1);
        let decoder = chain(self.latent, hidden) + dense(last, first * area) + ups.sum::<usize>();
        encoder + decoder
    }

    /// Height and width after the encoder's halvings.
    pub(crate) fn encoder_grid(&self, halvings: usize) -> [usize; 2] {
        (0..halvings).fold([self.image.height, self.image.width], |[h, w], _| {
            [Down::halved(h), Down::halved(w)]
        })
    }

    /// The layers of encoder and decoder in one line each, e.g.
    /// `encoder: 1×28×28 → conv 16 → conv 32 → dense 64 → 2 × 2`.
    pub fn summary(&self) -> [String; 2] {
        let image = format!(
            "{}×{}×{}",
            self.image.channels, self.image.height, self.image.width
        );
        let code = format!("{} latent", self.latent);
        [
            format!(
                "Encoder: {image} → {}mean and variance of {code}",
                self.encoder.summary(true)
            ),
            format!("Decoder: {code} → {}{image}", self.decoder.summary(false)),
        ]
    }
}

impl Network {
    /// Channels of the convolutions (none in a dense network), and widths of the dense layers.
    pub(super) fn layers(&self) -> (&[usize], &[usize]) {
        match self {
            Self::Dense { hidden } => (&[], hidden),
            Self::Conv { hidden, channels } => (channels, hidden),
        }
    }

    fn check(&self, field: &'static str) -> Result<()> {
        let (channels, hidden) = self.layers();
        if let Self::Conv { .. } = self {
            let count = channels.len();
            require(
                (1..=4).contains(&count),
                field,
                "1 to 4 convolutions",
                count,
            )?;
        }
        require(
            hidden.len() <= 8,
            field,
            "at most 8 dense layers",
            hidden.len(),
        )?;
        for &width in hidden.iter().chain(channels) {
            require(
                (1..=4096).contains(&width),
                field,
                "widths of 1 to 4,096",
                width,
            )?;
        }
        Ok(())
    }

    fn summary(&self, conv_first: bool) -> String {
        let layers = |name: &str, widths: &[usize]| {
            widths
                .iter()
                .map(|width| format!("{name} {width} → "))
                .collect::<String>()
        };
        match self {
            Self::Dense { hidden } => layers("dense", hidden),
            Self::Conv { hidden, channels } if conv_first => {
                layers("conv", channels) + &layers("dense", hidden)
            }
            Self::Conv { hidden, channels } => layers("dense", hidden) + &layers("up", channels),
        }
    }
}

fn require(
    holds: bool,
    field: &'static str,
    expected: &str,
    found: impl std::fmt::Display,
) -> Result<()> {
    if holds {
        return Ok(());
    }
    Err(Error::Config {
        field,
        expected: expected.to_owned(),
        found: found.to_string(),
    })
}
