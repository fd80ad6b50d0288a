//! Encoded test images: posteriors, labels and what was measured of each image, as safetensors.

use foreign_text::ForeignText;

use super::TensorFile;
use super::file::{HostTensor, WeightPrecision};
use crate::vae::PosteriorValues;
use crate::{ModelError, ModelResult};

const MEANS: &str = "means";
const SPREADS: &str = "spreads";
const LABELS: &str = "labels";
/// Encoded images.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedPoints {
    /// Posterior means and standard deviations, `[labels.len(), latent]` each.
    pub codes: PosteriorValues,
    /// What each image shows.
    pub labels: Vec<u8>,
    /// What was measured or is known of each image, by name, in the order of the names:
    /// `[labels.len()]` each.
    pub factors: Vec<(String, Vec<f32>)>,
}

/// Writes points as f16 means and spreads (standard deviations) `[count, latent]`, byte labels
/// `[count]`, and f16 factors `[count]` under names of their own.
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
    let names: Vec<String> = tensors
        .names()
        .filter(|name| *name != SPREADS)
        .map(str::to_owned)
        .collect();
    let lacks_spreads = tensors.shape(SPREADS).is_none();
    let lacking = lacks_spreads.then(|| format!("`{SPREADS}`"));
    let lacking: Vec<String> = lacking
        .into_iter()
        .chain(names.is_empty().then(|| "factors".to_owned()))
        .collect();
    if !lacking.is_empty() {
        return Err(ModelError::PointsOld {
            file: ForeignText::whole(file),
            lacking: lacking.join(", "),
        });
    }
    let stds = tensors.take(file, SPREADS, &[count, latent])?;
    let mut factors = Vec::with_capacity(names.len());
    for name in names {
        let values = tensors.take(file, &name, &[count])?;
        factors.push((name, values));
    }
    Ok(EncodedPoints {
        codes: PosteriorValues { means, stds },
        labels,
        factors,
    })
}
