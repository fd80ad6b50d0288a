//! What a field of a specification may be, as data.

use std::fmt;

use crate::error_code::ErrorCode;
use crate::limits::{MAX_PARAMETERS, grouped, parameter_limit};
use crate::toy_distribution::ToyDrawing;

/// What may be entered in a field, where something else was. Its [`Display`](fmt::Display) is for
/// native programs; the page words it by its [`code`](Self::code).
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// A whole number of a range.
    Integer {
        /// The smallest.
        min: u32,
        /// The largest.
        max: u32,
    },
    /// A number of a range.
    Number {
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// One of these words.
    OneOf(&'static [(&'static str, &'static str)]),
    /// None or some of these words.
    SomeOf(&'static [(&'static str, &'static str)]),
    /// A drawing's cells.
    Cells,
    /// Yes or no.
    Switch,
    /// Layers.
    Layers,
    /// The version of specifications that this build reads.
    Version(u32),
    /// Few enough convolutions, and at least one.
    ConvolutionCount,
    /// Few enough dense layers.
    DenseCount,
    /// Layers' widths.
    Widths,
    /// A side that networks are made for.
    PictureSide,
    /// As many convolutions as a picture of so many pixels a side can be halved.
    Halvings(usize),
    /// Dense layers, for points.
    DenseForPoints,
    /// A drawing with something on it.
    SomethingPainted,
    /// A few losses other than the run's own.
    OtherLosses {
        /// How many at most.
        most: usize,
        /// The run's own, by its word.
        than: &'static str,
    },
    /// No growing, or convolutions in both players.
    ConvolutionsToGrow,
    /// No growing, or equally many convolutions in both players.
    EqualConvolutionsToGrow,
    /// No more steps of fade-in than steps per resolution.
    FadeWithin(u32),
    /// The output that goes with the reconstruction.
    SigmoidForBernoulli,
    /// No cutout where pictures are learnt as they are changed.
    NoHoles,
    /// Dimensions of a GAN that is fed by codes.
    DimensionsForCodes,
    /// No larger a batch than the data.
    BatchWithinData(usize),
    /// Few enough parameters in all networks together.
    ParameterCount,
    /// A loss that no run beside this one has.
    LossOfNoComparison,
}

impl Requirement {
    /// Which one it is, and what fills its message in.
    pub fn code(&self) -> ErrorCode {
        use Requirement as R;
        let (id, arguments) = match self {
            R::Integer { min, max } => ("integer", vec![min.to_string(), max.to_string()]),
            R::Number { min, max } => ("number", vec![min.to_string(), max.to_string()]),
            R::OneOf(words) => ("one-of", vec![listed(words)]),
            R::SomeOf(words) => ("some-of", vec![listed(words)]),
            R::Cells => ("cells", vec![ToyDrawing::CELLS.to_string()]),
            R::Switch => ("switch", vec![]),
            R::Layers => ("layers", vec![]),
            R::Version(version) => ("version", vec![version.to_string()]),
            R::ConvolutionCount => ("convolution-count", vec![]),
            R::DenseCount => ("dense-count", vec![]),
            R::Widths => ("widths", vec![]),
            R::PictureSide => ("picture-side", vec![]),
            R::Halvings(side) => ("halvings", vec![side.to_string()]),
            R::DenseForPoints => ("dense-for-points", vec![]),
            R::SomethingPainted => ("something-painted", vec![]),
            R::OtherLosses { most, than } => {
                ("other-losses", vec![most.to_string(), (*than).to_owned()])
            }
            R::ConvolutionsToGrow => ("convolutions-to-grow", vec![]),
            R::EqualConvolutionsToGrow => ("equal-convolutions-to-grow", vec![]),
            R::FadeWithin(steps) => ("fade-within", vec![steps.to_string()]),
            R::SigmoidForBernoulli => ("sigmoid-for-bernoulli", vec![]),
            R::NoHoles => ("no-holes", vec![]),
            R::DimensionsForCodes => ("dimensions-for-codes", vec![]),
            R::BatchWithinData(images) => ("batch-within-data", vec![images.to_string()]),
            R::ParameterCount => ("parameter-count", vec![MAX_PARAMETERS.to_string()]),
            R::LossOfNoComparison => ("loss-of-no-comparison", vec![]),
        };
        ErrorCode { id, arguments }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer { min, max } => write!(f, "a whole number from {min} to {max}"),
            Self::Number { min, max } => write!(f, "a number from {min} to {max}"),
            Self::OneOf(words) => write!(f, "one of {}", listed(words)),
            Self::SomeOf(words) => write!(f, "none or some of {}", listed(words)),
            Self::Cells => f.write_str(&ToyDrawing::expected()),
            Self::Switch => f.write_str("true or false"),
            Self::Layers => f.write_str("layers such as `dense 256 128` or `conv 32 64 dense 128`"),
            Self::Version(version) => write!(f, "{version}, the one that this page reads"),
            Self::ConvolutionCount => f.write_str("1 to 4 convolutions"),
            Self::DenseCount => f.write_str("at most 8 dense layers"),
            Self::Widths => f.write_str("widths from 1 to 4096"),
            Self::PictureSide => f.write_str("8 to 64 pixels, an even number above 32"),
            Self::Halvings(side) => write!(
                f,
                "as many convolutions as {side}×{side} can be halved without a remainder"
            ),
            Self::DenseForPoints => f.write_str("dense layers, because points have no neighbours"),
            Self::SomethingPainted => f.write_str("some of the plane painted"),
            Self::OtherLosses { most, than } => {
                write!(f, "at most {most} losses other than {than}")
            }
            Self::ConvolutionsToGrow => {
                f.write_str("0, or convolutions in generator and discriminator")
            }
            Self::EqualConvolutionsToGrow => f.write_str(
                "0, or equally many convolutions (at least 2) in generator and discriminator",
            ),
            Self::FadeWithin(steps) => write!(f, "at most the {steps} steps per resolution"),
            Self::SigmoidForBernoulli => {
                f.write_str("sigmoid, because the reconstruction is Bernoulli")
            }
            Self::NoHoles => f.write_str(
                "translation, colour or both, because without a discriminator holes would be learnt",
            ),
            Self::DimensionsForCodes => f.write_str("2 or more for a GAN fed by codes"),
            Self::BatchWithinData(images) => {
                write!(f, "at most the {} images of the data", grouped(*images))
            }
            Self::ParameterCount => f.write_str(&parameter_limit()),
            Self::LossOfNoComparison => f.write_str("a loss that no run beside this one has"),
        }
    }
}

fn listed(words: &[(&str, &str)]) -> String {
    let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    words.join(", ")
}
