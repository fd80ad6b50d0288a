//! Encoded test images: posteriors, labels and what was measured of each image, as safetensors.

use foreign_text::ForeignText;

use super::TensorFile;
use super::file::{HostTensor, WeightPrecision};
use crate::vae::PosteriorValues;
use crate::{ModelError, ModelResult};

const MEANS: &str = "means";
const SPREADS: &str = "spreads";
const LABELS: &str = "labels";
/// What is measured of each image, in this order.
pub const FACTORS: [&str; 2] = ["slant", "thickness"];

/// Encoded images.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedPoints {
    /// Posterior means and standard deviations, `[labels.len(), latent]` each.
    pub codes: PosteriorValues,
    /// What each image shows.
    pub labels: Vec<u8>,
    /// What was measured of each image, by name: `[labels.len()]` each.
    pub factors: Vec<(String, Vec<f32>)>,
}

/// Writes points as f16 means and spreads (standard deviations) `[count, latent]`, f16 factors
/// `[count]`, which are [`FACTORS`], and byte labels `[count]`.
///
/// # Errors
/// [`ModelError::Safetensors`] when they cannot be written.
pub fn points_to_bytes(latent: usize, points: EncodedPoints) -> ModelResult<Vec<u8>> {
    let count = points.labels.len();
    let codes = |values| HostTensor {
        shape: vec![count, latent],
        values,
    };
    let factor = |(name, values)| {
        let shape = vec![count];
        (name, HostTensor { shape, values })
    };
    let mut tensors: Vec<_> = points.factors.into_iter().map(factor).collect();
    tensors.push((MEANS.to_owned(), codes(points.codes.means)));
    tensors.push((SPREADS.to_owned(), codes(points.codes.stds)));
    TensorFile::new(WeightPrecision::F16, tensors)
        .with_bytes(LABELS, points.labels)
        .to_bytes(None)
}

/// Reads what [`points_to_bytes`] wrote. `file` names the file in messages.
///
/// # Errors
/// [`ModelError::PointsOld`] for a file without spreads or factors, as they were written before;
/// [`ModelError::Safetensors`], or a variant that speaks of a tensor, when the file does not hold points
/// of a space of `latent` dimensions.
pub fn points_from_bytes(file: &str, bytes: &[u8], latent: usize) -> ModelResult<EncodedPoints> {
    let (mut tensors, _) = TensorFile::parse(file, bytes)?;
    let first = |name| tensors.shape(name).and_then(|shape| shape.first().copied());
    let count = first(LABELS).or(first(MEANS)).unwrap_or(0);
    let labels = tensors.take_bytes(file, LABELS, &[count])?;
    let means = tensors.take(file, MEANS, &[count, latent])?;
    let lacking = |name: &&&str| tensors.shape(name).is_none();
    let newer = [SPREADS, FACTORS[0], FACTORS[1]];
    let lacking: Vec<_> = newer
        .iter()
        .filter(lacking)
        .map(|n| format!("`{n}`"))
        .collect();
    if !lacking.is_empty() {
        return Err(ModelError::PointsOld {
            file: ForeignText::whole(file),
            lacking: lacking.join(", "),
        });
    }
    let stds = tensors.take(file, SPREADS, &[count, latent])?;
    let mut factors = Vec::with_capacity(FACTORS.len());
    for name in FACTORS {
        factors.push((name.to_owned(), tensors.take(file, name, &[count])?));
    }
    Ok(EncodedPoints {
        codes: PosteriorValues { means, stds },
        labels,
        factors,
    })
}
