//! Decoders from ONNX files: a latent point, and perhaps a class, become a picture; and their
//! encoders, which take pictures back to points.
//!
//! [`OnnxDecoder::open`] looks at a file's graph before anything of it runs (`wire`, `graph`), has rten load it,
//! decodes some points, and recognises from what comes out how the pictures lie in memory and which
//! range their values have (`output`). Everything that is wrong with a file is an [`OnnxError`] that
//! says what was expected and what was found.
//!
//! [`OnnxEncoder::open`] does the same with the encoder of such a decoder, from a file of its own: what
//! its numbers mean is what brings the decoder's pictures back best.
//!
//! No burn and no browser: native tests hold the pictures against PyTorch's.

mod decoder;
mod encoder;
mod encoder_facts;
mod encoder_form;
mod error;
mod graph;
mod operators;
mod output;
mod signature;
mod wire;

pub use decoder::OnnxDecoder;
pub use encoder::{OnnxEncoder, Posteriors};
pub use encoder_facts::SpreadForm;
pub use encoder_form::EncoderForm;
pub use error::OnnxError;
pub use graph::{ClassForm, ClassInput, PointInput};
pub use operators::OPERATORS;
pub use output::{ImageLayout, ValueRange};
pub use signature::OnnxRole;

/// Looks at a file without running anything of it.
///
/// # Errors
/// An [`OnnxError`], all but those that only running the model shows.
pub fn check(bytes: &[u8]) -> Result<(), OnnxError> {
    graph::GraphFacts::read(bytes).map(drop)
}

/// What a file holds, told without running anything of it.
///
/// # Errors
/// An [`OnnxError`] when no model can be read, or none that could be run.
pub fn role(bytes: &[u8]) -> Result<OnnxRole, OnnxError> {
    let model = graph::checked_model(bytes)?;
    Ok(signature::role_of(graph::graph_of(&model)?))
}

/// More latent dimensions than this are taken for something else.
pub const MOST_LATENT: usize = 1024;
/// More classes than this are taken for something else; links say none beyond.
pub use latent::explore_link::MAX_CLASSES as MOST_CLASSES;
/// Pixels a side of a picture.
pub const IMAGE_SIDES: std::ops::RangeInclusive<usize> = 4..=256;
