//! What of an error is worth a type of its own: what was expected, or found, where that is one of a
//! few things.

use std::fmt;

use foreign_text::ForeignText;
use run_spec::ImageShape;
use run_spec::check::{MAX_PARAMETERS, parameter_limit};

/// What a configuration may be.
#[derive(Clone, Debug, PartialEq)]
pub enum ConfigRequirement {
    /// Channels of pictures.
    Channels,
    /// Pixels a side.
    PixelsASide,
    /// Grey digits that can be scaled.
    GreyDigits,
    /// Latent dimensions.
    Dimensions,
    /// As many doublings as a picture of this height and width can be halved.
    Doublings(usize, usize),
    /// Convolutions of a network that grows.
    ConvolutionsToGrow,
    /// Convolutions of any network.
    Convolutions,
    /// Dense layers.
    DenseLayers,
    /// Widths of layers.
    Widths,
    /// Parameters in all.
    Parameters,
    /// A number above 0.
    Positive,
    /// A drawing with something on it.
    SomethingPainted,
    /// Named unit vectors of so many coordinates, each with a range.
    Directions(usize),
    /// A file that holds a VAE.
    Vae,
    /// A file that holds a generator alone.
    Generator,
    /// Images of this size, or points.
    Images(ImageShape),
}

impl ConfigRequirement {
    /// Its key, as messages choose by it, and what fills it in.
    pub(crate) fn code(&self) -> (&'static str, Vec<String>) {
        match self {
            Self::Channels => ("channels", vec![]),
            Self::PixelsASide => ("pixels-a-side", vec![]),
            Self::GreyDigits => ("grey-digits", vec![]),
            Self::Dimensions => ("dimensions", vec![]),
            Self::Doublings(height, width) => {
                ("doublings", vec![height.to_string(), width.to_string()])
            }
            Self::ConvolutionsToGrow => ("convolutions-to-grow", vec![]),
            Self::Convolutions => ("convolutions", vec![]),
            Self::DenseLayers => ("dense-layers", vec![]),
            Self::Widths => ("widths", vec![]),
            Self::Parameters => ("parameters", vec![MAX_PARAMETERS.to_string()]),
            Self::Positive => ("positive", vec![]),
            Self::SomethingPainted => ("something-painted", vec![]),
            Self::Directions(latent) => ("directions", vec![latent.to_string()]),
            Self::Vae => ("vae", vec![]),
            Self::Generator => ("generator", vec![]),
            Self::Images(shape) if *shape == ImageShape::POINT => ("points", vec![]),
            Self::Images(shape) => (
                "images",
                vec![shape.height.to_string(), shape.width.to_string()],
            ),
        }
    }
}

impl fmt::Display for ConfigRequirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Channels => f.write_str("1 or 3"),
            Self::PixelsASide => f.write_str("8 to 64 pixels a side, an even number above 32"),
            Self::GreyDigits => f.write_str("grey digits, to be 8 to 64 pixels a side"),
            Self::Dimensions => f.write_str("1 to 128 dimensions"),
            Self::Doublings(height, width) => write!(
                f,
                "as many doublings as {height}×{width} can be halved without a remainder"
            ),
            Self::ConvolutionsToGrow => {
                f.write_str("at least 2 convolutions in a network that grows")
            }
            Self::Convolutions => f.write_str("1 to 4 convolutions"),
            Self::DenseLayers => f.write_str("at most 8 dense layers"),
            Self::Widths => f.write_str("widths of 1 to 4,096"),
            Self::Parameters => f.write_str(&parameter_limit()),
            Self::Positive => f.write_str("a positive number"),
            Self::SomethingPainted => f.write_str("some of the plane painted"),
            Self::Directions(latent) => write!(
                f,
                "at most 64 unit vectors of {latent} numbers, each with a name of its own and `low` below `high`"
            ),
            Self::Vae => f.write_str("a VAE"),
            Self::Generator => f.write_str("a generator"),
            Self::Images(shape) => write_images(f, *shape),
        }
    }
}

fn write_images(f: &mut fmt::Formatter<'_>, shape: ImageShape) -> fmt::Result {
    if shape == ImageShape::POINT {
        f.write_str("points of a plane")
    } else {
        write!(f, "images of {}×{} pixels", shape.height, shape.width)
    }
}

/// What a configuration is, where it may not be so.
#[derive(Clone, Debug, PartialEq)]
pub enum ConfigFound {
    /// A number, or names.
    Value(ForeignText),
    /// Nothing.
    Nothing,
    /// Images of another form.
    ChannelsAndSide(usize, usize),
    /// Images of this size, or points.
    Images(ImageShape),
}

impl ConfigFound {
    /// Its key, as messages choose by it, and what fills it in.
    pub(crate) fn code(&self) -> (&'static str, Vec<String>) {
        match self {
            Self::Value(value) => ("value", vec![value.to_string()]),
            Self::Nothing => ("nothing", vec![]),
            Self::ChannelsAndSide(channels, side) => (
                "channels-and-side",
                vec![channels.to_string(), side.to_string()],
            ),
            Self::Images(shape) => ConfigRequirement::Images(*shape).code(),
        }
    }
}

impl fmt::Display for ConfigFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(f, "{value}"),
            Self::Nothing => f.write_str("nothing"),
            Self::ChannelsAndSide(channels, side) => {
                write!(f, "{channels} channels, {side} pixels a side")
            }
            Self::Images(shape) => write_images(f, *shape),
        }
    }
}

/// What is wrong with a safetensors file.
#[derive(Clone, Debug, PartialEq)]
pub enum SafetensorsFault {
    /// Too few bytes for the header's length.
    HeaderTooSmall {
        /// The file's bytes.
        length: usize,
    },
    /// A header larger than one may be.
    HeaderTooLarge,
    /// A header longer than the file.
    HeaderLength {
        /// The file's bytes.
        length: usize,
    },
    /// A header that is not JSON.
    HeaderNotJson,
    /// A tensor at an impossible place.
    TensorPlace(ForeignText),
    /// A name that stands in the header twice.
    TwoEntries(ForeignText),
    /// An entry of the metadata that is no text.
    MetadataEntry(ForeignText),
    /// More or fewer bytes than the header describes.
    Length {
        /// The file's bytes.
        length: usize,
    },
    /// A tensor whose size does not fit.
    TensorSize,
    /// What the reader says.
    Unreadable(ForeignText),
}

impl SafetensorsFault {
    /// Its key, as messages choose by it, and what fills it in.
    pub(crate) fn code(&self) -> (&'static str, String) {
        match self {
            Self::HeaderTooSmall { length } => ("header-too-small", length.to_string()),
            Self::HeaderTooLarge => ("header-too-large", String::new()),
            Self::HeaderLength { length } => ("header-length", length.to_string()),
            Self::HeaderNotJson => ("header-not-json", String::new()),
            Self::TensorPlace(name) => ("tensor-place", name.to_string()),
            Self::TwoEntries(name) => ("two-entries", name.to_string()),
            Self::MetadataEntry(name) => ("metadata-entry", name.to_string()),
            Self::Length { length } => ("length", length.to_string()),
            Self::TensorSize => ("tensor-size", String::new()),
            Self::Unreadable(reason) => ("unreadable", reason.to_string()),
        }
    }
}

impl fmt::Display for SafetensorsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeaderTooSmall { length } => write!(
                f,
                "it has {length} bytes, fewer than the 8 that give the header's length"
            ),
            Self::HeaderTooLarge => {
                f.write_str("its header claims more than the 100 MB that a header may have")
            }
            Self::HeaderLength { length } => write!(
                f,
                "its header claims more bytes than the {length} that the file has"
            ),
            Self::HeaderNotJson => f.write_str("its header is not the JSON text that it should be"),
            Self::TensorPlace(name) => write!(
                f,
                "tensor `{name}` overlaps another, leaves a gap or has an impossible place"
            ),
            Self::TwoEntries(name) => write!(f, "its header has two entries `{name}`"),
            Self::MetadataEntry(name) => {
                write!(f, "the entry `{name}` of its metadata is not text")
            }
            Self::Length { length } => write!(
                f,
                "its header describes other than the {length} bytes found: it is cut short or too long"
            ),
            Self::TensorSize => f.write_str("the size of a tensor does not fit its shape and type"),
            Self::Unreadable(reason) => write!(f, "it cannot be read ({reason})"),
        }
    }
}

/// Why a file holds no run's state.
#[derive(Clone, Debug, PartialEq)]
pub enum CheckpointFault {
    /// There is none.
    Missing,
    /// It cannot be read: what the reader says.
    Unreadable(ForeignText),
    /// It is of another version.
    Version {
        /// The version read here.
        expected: u32,
        /// The file's, as JSON.
        found: ForeignText,
    },
    /// A count that no run reaches, or that is none.
    Count {
        /// Of what: `steps`, `batches`, `averageSince`, `updates`.
        name: String,
        /// The most.
        most: u32,
        /// What is there, as JSON.
        found: ForeignText,
    },
    /// Its content has another digest than was written down.
    Damaged {
        /// The beginning of the digest that was written down.
        expected: ForeignText,
        /// The beginning of that of the content.
        found: String,
    },
}

impl fmt::Display for CheckpointFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("expected the state of a run, found none"),
            Self::Unreadable(reason) => {
                write!(f, "expected the state of a run, found {reason}")
            }
            Self::Version { expected, found } => write!(
                f,
                "expected a run's state of version {expected}, found version {found}"
            ),
            Self::Count { name, most, found } => write!(
                f,
                "expected `{name}` to be a whole number from 0 to {most}, found {found}"
            ),
            Self::Damaged { expected, found } => write!(
                f,
                "expected content with the SHA-256 {expected}…, found {found}…: it was changed or damaged"
            ),
        }
    }
}

/// What is no latent point.
#[derive(Clone, Debug, PartialEq)]
pub enum LatentPointFault {
    /// Another number of coordinates.
    Count(usize),
    /// A coordinate that is not finite.
    Value(f32),
}

impl fmt::Display for LatentPointFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count} coordinates"),
            Self::Value(value) => write!(f, "{value}"),
        }
    }
}

/// Which numbers a tensor may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WeightRange {
    /// All that are finite.
    Finite,
    /// None below 0.
    NotNegative,
    /// None beyond ± this.
    Within(f32),
}

impl WeightRange {
    /// Whether a number may be there.
    pub(crate) fn contains(self, value: f32) -> bool {
        value.is_finite()
            && match self {
                Self::Finite => true,
                Self::NotNegative => value >= 0.0,
                Self::Within(bound) => value.abs() <= bound,
            }
    }

    /// Its key, as messages choose by it, and what fills it in.
    pub(crate) fn code(self) -> (&'static str, String) {
        match self {
            Self::Finite => ("finite", String::new()),
            Self::NotNegative => ("not-negative", String::new()),
            Self::Within(bound) => ("within", format!("{bound:e}")),
        }
    }
}

impl fmt::Display for WeightRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finite => f.write_str("finite numbers"),
            Self::NotNegative => f.write_str("no number below 0"),
            Self::Within(bound) => write!(f, "no number beyond ±{bound:e}"),
        }
    }
}
