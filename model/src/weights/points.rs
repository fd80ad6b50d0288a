//! Encoded test images: posterior means and labels, as safetensors.

use super::TensorFile;
use super::file::{HostTensor, Precision};
use crate::Result;

const MEANS: &str = "means";
const LABELS: &str = "labels";

/// Encoded images.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedPoints {
    /// Posterior means, `[labels.len(), latent]`, row by row.
    pub means: Vec<f32>,
    /// What each image shows.
    pub labels: Vec<u8>,
}

/// Writes points as f16 means `[count, latent]` and byte labels `[count]`.
///
/// # Errors
/// [`Error::Safetensors`](crate::Error::Safetensors) when they cannot be written.
pub fn points_to_bytes(latent: usize, means: Vec<f32>, labels: Vec<u8>) -> Result<Vec<u8>> {
    let means = HostTensor {
        shape: vec![labels.len(), latent],
        values: means,
    };
    TensorFile::new(Precision::F16, vec![(MEANS.to_owned(), means)])
        .with_bytes(LABELS, labels)
        .to_bytes(None)
}

/// Reads what [`points_to_bytes`] wrote. `file` names the file in messages.
///
/// # Errors
/// [`Error::Safetensors`](crate::Error::Safetensors), or a variant that speaks of a tensor, when the file does not hold points
/// of a space of `latent` dimensions.
pub fn points_from_bytes(file: &str, bytes: &[u8], latent: usize) -> Result<EncodedPoints> {
    let (mut tensors, _) = TensorFile::parse(file, bytes)?;
    let first = |name| tensors.shape(name).and_then(|shape| shape.first().copied());
    let count = first(LABELS).or(first(MEANS)).unwrap_or(0);
    Ok(EncodedPoints {
        labels: tensors.take_bytes(file, LABELS, &[count])?,
        means: tensors.take(file, MEANS, &[count, latent])?,
    })
}
