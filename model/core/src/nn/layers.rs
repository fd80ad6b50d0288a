//! What an encoder and a decoder are built from, and how many numbers that is.

use run_spec::check::MAX_PARAMETERS;
use run_spec::{ImageShape, NetworkSpec, Normalisation, is_side};

use super::{Activation, DownBlock};
use crate::error::{ConfigFound, ConfigRequirement};
use crate::{ModelError, ModelResult};

/// x → code.
#[derive(Clone, Copy, Debug)]
pub struct EncoderLayers<'a> {
    /// The images' size.
    pub image: ImageShape,
    /// Latent dimensions.
    pub latent: usize,
    /// Convolutions, then dense layers.
    pub layers: &'a NetworkSpec,
    /// Between all layers.
    pub activation: Activation,
}

/// z → picture.
#[derive(Clone, Copy, Debug)]
pub struct DecoderLayers<'a> {
    /// The pictures' size.
    pub image: ImageShape,
    /// Latent dimensions.
    pub latent: usize,
    /// Dense layers, then transposed convolutions.
    pub layers: &'a NetworkSpec,
    /// Between all layers.
    pub activation: Activation,
    /// Between layers and their activations.
    pub normalisation: Normalisation,
    /// Whether z scales and shifts every hidden layer (arXiv:1810.01365).
    pub self_modulation: bool,
    /// Whether pictures of a half and a quarter of the size can be taken out, to grow
    /// (arXiv:1710.10196).
    pub growing: bool,
}

impl EncoderLayers<'_> {
    /// Height and width after the halvings.
    pub(crate) fn grid(&self) -> [usize; 2] {
        let (channels, _) = self.layers.layers();
        channels
            .iter()
            .fold([self.image.height, self.image.width], |[h, w], _| {
                [DownBlock::halved(h), DownBlock::halved(w)]
            })
    }

    /// How many numbers the encoder consists of.
    pub fn parameter_count(&self) -> usize {
        let (channels, hidden) = self.layers.layers();
        let planes = std::iter::once(&self.image.channels).chain(channels);
        let convs = planes.clone().zip(channels).map(|(&i, &o)| dense(9 * i, o));
        let [h, w] = self.grid();
        let features = planes.last().unwrap_or(&1) * h * w;
        let last = hidden.last().copied().unwrap_or(features);
        convs.sum::<usize>() + chain(features, hidden) + 2 * dense(last, self.latent)
    }
}

impl DecoderLayers<'_> {
    /// Whether this describes a network.
    ///
    /// # Errors
    /// [`ModelError::Config`] naming the first field that does not.
    pub fn check(&self) -> ModelResult<()> {
        let ImageShape {
            channels,
            height,
            width,
        } = self.image;
        require(
            channels == 1 || channels == 3,
            "image.channels",
            ConfigRequirement::Channels,
            channels,
        )?;
        if self.image != ImageShape::POINT {
            for side in [height, width] {
                require(is_side(side), "image", ConfigRequirement::PixelsASide, side)?;
            }
        }
        require(
            (1..=128).contains(&self.latent),
            "latent",
            ConfigRequirement::Dimensions,
            self.latent,
        )?;
        check_layers(self.layers, "decoder")?;
        let (channels, _) = self.layers.layers();
        let factor: usize = 1 << channels.len();
        require(
            height % factor == 0 && width % factor == 0,
            "decoder.channels",
            ConfigRequirement::Doublings(height, width),
            channels.len(),
        )?;
        require(
            !self.growing || channels.len() >= 2,
            "decoder",
            ConfigRequirement::ConvolutionsToGrow,
            channels.len(),
        )
    }

    /// How many numbers the decoder consists of, running statistics and the heads of smaller
    /// pictures left out.
    pub fn parameter_count(&self) -> usize {
        let (channels, hidden) = self.layers.layers();
        let last = hidden.last().copied().unwrap_or(self.latent);
        let planes = channels.iter().chain([&self.image.channels]);
        let ups = channels
            .iter()
            .zip(planes.clone().skip(1))
            .map(|(&i, &o)| (16 * i + 1) * o);
        let area = (self.image.height * self.image.width) >> (2 * channels.len());
        let first = planes.clone().next().unwrap_or(&1);
        let norms = match self.normalisation {
            Normalisation::None => 0,
            Normalisation::Batch | Normalisation::Group => {
                2 * hidden.iter().chain(channels).sum::<usize>()
            }
        };
        let modulations: usize = hidden
            .iter()
            .chain(channels)
            .filter(|_| self.self_modulation)
            .map(|&width| dense(self.latent, 2 * width))
            .sum();
        chain(self.latent, hidden)
            + dense(last, first * area)
            + ups.sum::<usize>()
            + norms
            + modulations
    }
}

fn dense(from: usize, to: usize) -> usize {
    (from + 1) * to
}

fn chain(from: usize, widths: &[usize]) -> usize {
    let inputs = std::iter::once(&from).chain(widths);
    inputs.zip(widths).map(|(&i, &o)| dense(i, o)).sum()
}

/// Whether these are layers that can be built.
///
/// # Errors
/// [`ModelError::Config`] naming `field`.
pub(crate) fn check_layers(network: &NetworkSpec, field: &'static str) -> ModelResult<()> {
    let (channels, hidden) = network.layers();
    if network.is_conv() {
        let count = channels.len();
        require(
            (1..=4).contains(&count),
            field,
            ConfigRequirement::Convolutions,
            count,
        )?;
    }
    require(
        hidden.len() <= 8,
        field,
        ConfigRequirement::DenseLayers,
        hidden.len(),
    )?;
    for &width in hidden.iter().chain(channels) {
        require(
            (1..=4096).contains(&width),
            field,
            ConfigRequirement::Widths,
            width,
        )?;
    }
    Ok(())
}

/// Whether the memory can hold so many numbers: a weights file names its architecture.
///
/// # Errors
/// [`ModelError::Config`] when it cannot.
pub(crate) fn check_count(parameters: usize) -> ModelResult<()> {
    require(
        parameters <= MAX_PARAMETERS,
        "encoder and decoder",
        ConfigRequirement::Parameters,
        parameters,
    )
}

/// An image's size as text, e.g. `1×28×28`.
pub(crate) fn image_summary(image: ImageShape) -> String {
    format!("{}×{}×{}", image.channels, image.height, image.width)
}

/// The layers as the middle of a line, each followed by an arrow.
pub(crate) fn layers_summary(network: &NetworkSpec, conv_first: bool) -> String {
    let layers = |name: &str, widths: &[usize]| {
        widths
            .iter()
            .map(|width| format!("{name} {width} → "))
            .collect::<String>()
    };
    let (channels, hidden) = network.layers();
    if conv_first {
        layers("conv", channels) + &layers("dense", hidden)
    } else {
        layers("dense", hidden) + &layers("up", channels)
    }
}

pub(crate) fn require(
    holds: bool,
    field: &'static str,
    expected: ConfigRequirement,
    found: impl std::fmt::Display,
) -> ModelResult<()> {
    if holds {
        return Ok(());
    }
    Err(ModelError::Config {
        field,
        expected,
        found: ConfigFound::Value(found.to_string().into()),
    })
}
