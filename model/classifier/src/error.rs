//! What is wrong with a classifier's file.

use run_spec::ImageShape;

/// Why a file is no classifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClassifierError {
    /// The bytes are no well-formed safetensors file.
    #[error("expected a safetensors file, found {length} bytes that are none. Fetch it again.")]
    NoSafetensors {
        /// How many bytes there are.
        length: usize,
    },
    /// An entry of the metadata is missing, or cannot be meant.
    #[error("expected the metadata to say {expected} under \"{entry}\". Export the weights again.")]
    Metadata {
        /// The entry.
        entry: &'static str,
        /// What it says in a classifier's file.
        expected: &'static str,
    },
    /// A tensor is missing, or has another shape than the layers around it ask for.
    #[error(
        "expected the tensor {name} as 16-bit or 32-bit numbers of {expected}. Export the weights again."
    )]
    TensorShape {
        /// Its name.
        name: String,
        /// Its shape.
        expected: String,
    },
    /// A weight is infinite or not a number.
    #[error("expected finite weights in {name}, found another. Export the weights again.")]
    NotFinite {
        /// The tensor's name.
        name: String,
    },
    /// A picture has not as many numbers as the classifier's pictures have.
    #[error(
        "expected pictures of {}×{} pixels in {} channels, {} numbers each, found {found} numbers.",
        .expected.width, .expected.height, .expected.channels, .expected.len()
    )]
    PictureSize {
        /// The classifier's pictures.
        expected: ImageShape,
        /// How many numbers there are.
        found: usize,
    },
}
