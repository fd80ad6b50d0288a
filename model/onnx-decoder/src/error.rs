//! What can be wrong with a decoder, as data and as sentences.

use foreign_text::ForeignText;
use run_spec::ErrorCode;

/// Why an ONNX file is no decoder that can be explored, or could not be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OnnxError {
    /// The bytes are no model, or only a part of one.
    #[error(
        "Expected an ONNX model, found a file that cannot be read as one ({reason}). Export or download it again."
    )]
    Unreadable {
        /// What the reader said.
        reason: ForeignText,
    },
    /// Weights lie in another file.
    #[error(
        "Expected the weights inside the ONNX file, found those of {tensor} in another file, {location}. Export with external_data=False, or load and save it once with the Python package onnx."
    )]
    ExternalData {
        /// A tensor's name.
        tensor: ForeignText,
        /// The other file's name.
        location: ForeignText,
    },
    /// Operators that cannot be run.
    #[error(
        "Expected operators that this page can run, found {names}. Export the decoder alone, in evaluation mode, without these."
    )]
    Operators {
        /// Their names, as many as a sentence bears.
        names: ForeignText,
    },
    /// Weights in a number format that cannot be read.
    #[error(
        "Expected weights of 16, 32 or 64-bit floats, found {found} in {tensor}. Call .float() on the model before the export."
    )]
    Numbers {
        /// The format.
        found: ForeignText,
        /// A tensor's name.
        tensor: ForeignText,
    },
    /// A weight that is no number.
    #[error(
        "Expected weights that are numbers, found NaN in {tensor}. The training diverged; export an earlier checkpoint."
    )]
    WeightNotANumber {
        /// The tensor's name.
        tensor: ForeignText,
    },
    /// A model without inputs or without outputs.
    #[error(
        "Expected a latent vector as the input and a picture as the output, found {inputs} inputs and {outputs} outputs. Export the decoder as a function of z."
    )]
    NoInput {
        /// How many inputs there are.
        inputs: usize,
        /// How many outputs there are.
        outputs: usize,
    },
    /// More inputs than a point and a class.
    #[error(
        "Expected one input, the latent vector, and perhaps a class, found {count}: {names}. Export a function of z that makes or fixes the others itself."
    )]
    Inputs {
        /// How many.
        count: usize,
        /// Their names.
        names: ForeignText,
    },
    /// An input that is no latent vector.
    #[error(
        "Expected a latent vector [batch, z] or [batch, z, 1, 1], found {name} of {found}. Export the decoder or generator alone."
    )]
    PointShape {
        /// The input's name.
        name: ForeignText,
        /// Its shape and type.
        found: ForeignText,
    },
    /// A latent vector of no stated length.
    #[error(
        "Expected a latent vector of a fixed length, found {name} of {found}. Export with the batch as the only dynamic axis."
    )]
    OpenLatent {
        /// The input's name.
        name: ForeignText,
        /// Its shape and type.
        found: ForeignText,
    },
    /// A latent vector of too many numbers.
    #[error(
        "Expected 1 to {most} latent dimensions, found {found}. Export a decoder of a smaller latent space."
    )]
    Latent {
        /// The most.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// A second input that is no class.
    #[error(
        "Expected the second input to be a class, whole numbers [batch] or one-hot [batch, classes], found {name} of {found}. Export a function of z and the class."
    )]
    Class {
        /// The input's name.
        name: ForeignText,
        /// Its shape and type.
        found: ForeignText,
    },
    /// A class of which nobody knows how many there are.
    #[error(
        "Expected 1 to {most} classes, but the file does not say how many {name} has. Export the class as a one-hot input [batch, classes]."
    )]
    ClassCount {
        /// The most.
        most: usize,
        /// The input's name.
        name: ForeignText,
    },
    /// An output that is no picture.
    #[error(
        "Expected pictures of 1 or 3 channels, [batch, channels, height, width] or [batch, height, width, channels], found an output of {found} for a batch of {batch}. Export the decoder alone."
    )]
    OutputShape {
        /// Its shape.
        found: ForeignText,
        /// How many points were decoded.
        batch: usize,
    },
    /// Pictures of a size that is not shown.
    #[error(
        "Expected pictures of {least} to {most} pixels a side, found {height} × {width}. Export a decoder of smaller pictures."
    )]
    OutputSize {
        /// The least.
        least: usize,
        /// The most.
        most: usize,
        /// Pixels down.
        height: usize,
        /// Pixels across.
        width: usize,
    },
    /// Pictures that overflow.
    #[error(
        "Expected pictures of finite numbers, found some that overflow or are no numbers. The weights are broken; export an earlier checkpoint."
    )]
    OutputNotFinite,
    /// An encoder, and no decoder for it.
    #[error(
        "Expected a latent vector as the input, found {name} of {found}. If this is an encoder, open its decoder first and keep it on screen, or open both files at once."
    )]
    EncoderAlone {
        /// The input's name.
        name: ForeignText,
        /// Its shape and type.
        found: ForeignText,
    },
    /// An encoder of pictures that the decoder does not make.
    #[error(
        "Expected an encoder of the decoder’s pictures, {channels} × {height} × {width}, found {name} of {found}. Export the encoder that was trained with this decoder, or open its own decoder first.",
        channels = size[0], height = size[1], width = size[2]
    )]
    EncoderImage {
        /// Channels, height and width of the decoder's pictures.
        size: [usize; 3],
        /// The input's name.
        name: ForeignText,
        /// Its shape and type.
        found: ForeignText,
    },
    /// An encoder that wants more than a picture and its class.
    #[error(
        "Expected an encoder of one input, a picture, and perhaps the class (the decoder has {classes}), found {found}. Export a function of the picture that makes or fixes the others itself."
    )]
    EncoderInputs {
        /// How many classes the decoder has.
        classes: usize,
        /// Names and shapes.
        found: ForeignText,
    },
    /// An encoder that does not give latent vectors of the decoder's length.
    #[error(
        "Expected {latent} numbers for each picture, as the decoder takes them, or as many means and log-variances, found outputs of {found} numbers. Export the encoder that was trained with this decoder."
    )]
    EncoderOutput {
        /// Latent dimensions of the decoder.
        latent: usize,
        /// How many numbers the outputs have for each picture.
        found: ForeignText,
    },
    /// An encoder through which the decoder's pictures do not come back.
    #[error(
        "Expected an encoder from which the decoder’s pictures come back, found one whose pictures are nearer to their own than to another in {share} % of pairs (50 % is chance). Export the encoder that was trained with this decoder."
    )]
    EncoderUnfit {
        /// In so many of a hundred pairs of pictures, what came back of one was nearer to it.
        share: usize,
    },
    /// Two files of which none is the other's encoder.
    #[error(
        "Expected a decoder and its encoder, found two {role}s, {one} and {other}. Open one decoder, and with it or after it the encoder that was trained with it.",
        role = role_word(*encoders)
    )]
    SameRole {
        /// Whether both are encoders.
        encoders: bool,
        /// A file's name.
        one: ForeignText,
        /// The other's.
        other: ForeignText,
    },
    /// The engine refuses the model.
    #[error(
        "Expected a model that can be run, but: {reason}. Export it again, with opset 17 and fixed sizes but for the batch."
    )]
    Refused {
        /// What it said.
        reason: ForeignText,
    },
}

fn role_word(encoders: bool) -> &'static str {
    if encoders { "encoder" } else { "decoder" }
}

impl OnnxError {
    /// Which message says it, and what fills that in.
    pub fn code(&self) -> ErrorCode {
        let (id, arguments): (_, Vec<String>) = match self {
            Self::Unreadable { reason } => ("unreadable", vec![reason.to_string()]),
            Self::ExternalData { tensor, location } => (
                "external-data",
                vec![tensor.to_string(), location.to_string()],
            ),
            Self::Operators { names } => ("operators", vec![names.to_string()]),
            Self::Numbers { found, tensor } => {
                ("numbers", vec![found.to_string(), tensor.to_string()])
            }
            Self::WeightNotANumber { tensor } => ("weight-not-a-number", vec![tensor.to_string()]),
            Self::NoInput { inputs, outputs } => {
                ("no-input", vec![inputs.to_string(), outputs.to_string()])
            }
            Self::Inputs { count, names } => ("inputs", vec![count.to_string(), names.to_string()]),
            Self::PointShape { name, found } => {
                ("point-shape", vec![name.to_string(), found.to_string()])
            }
            Self::OpenLatent { name, found } => {
                ("open-latent", vec![name.to_string(), found.to_string()])
            }
            Self::Latent { most, found } => ("latent", vec![most.to_string(), found.to_string()]),
            Self::Class { name, found } => ("class", vec![name.to_string(), found.to_string()]),
            Self::ClassCount { most, name } => {
                ("class-count", vec![most.to_string(), name.to_string()])
            }
            Self::OutputShape { found, batch } => {
                ("output-shape", vec![found.to_string(), batch.to_string()])
            }
            Self::OutputSize {
                least,
                most,
                height,
                width,
            } => (
                "output-size",
                [least, most, height, width]
                    .map(ToString::to_string)
                    .to_vec(),
            ),
            Self::OutputNotFinite => ("output-not-finite", Vec::new()),
            Self::EncoderAlone { name, found } => {
                ("encoder-alone", vec![name.to_string(), found.to_string()])
            }
            Self::EncoderImage { size, name, found } => {
                let size = size.iter().map(ToString::to_string);
                let names = [name.to_string(), found.to_string()];
                ("encoder-image", size.chain(names).collect())
            }
            Self::EncoderInputs { classes, found } => (
                "encoder-inputs",
                vec![classes.to_string(), found.to_string()],
            ),
            Self::EncoderOutput { latent, found } => (
                "encoder-output",
                vec![latent.to_string(), found.to_string()],
            ),
            Self::EncoderUnfit { share } => ("encoder-unfit", vec![share.to_string()]),
            Self::SameRole {
                encoders,
                one,
                other,
            } => (
                "same-role",
                vec![
                    role_word(*encoders).to_owned(),
                    one.to_string(),
                    other.to_string(),
                ],
            ),
            Self::Refused { reason } => ("refused", vec![reason.to_string()]),
        };
        ErrorCode { id, arguments }
    }
}
