//! Data sets in IDX files that the site ships.

use run_spec::{DatasetId, EMOJI_IMAGES_FILE, EMOJI_LABELS_FILE};

use super::{Images, TrainingData, digits, idx, resize};
use crate::ModelResult;

/// A shipped data set as training data, `side` pixels a side, from the bytes of its two files.
///
/// # Errors
/// Those of [`digits::source`], or of [`idx`].
pub fn source(
    data: DatasetId,
    images: &[u8],
    labels: &[u8],
    side: usize,
) -> ModelResult<TrainingData> {
    match data {
        DatasetId::Digits => digits::source(images, labels, side),
        _ => TrainingData::held(emoji(images, labels, side)?, None),
    }
}

/// The images to train on, as [`source`] has them.
///
/// # Errors
/// As [`source`].
pub fn training_images(
    data: DatasetId,
    images: &[u8],
    labels: &[u8],
    side: usize,
) -> ModelResult<Images> {
    match data {
        DatasetId::Digits => Ok(digits::sets(images, labels, side)?.0),
        _ => {
            let count = data.info().training_images.unwrap_or(usize::MAX);
            Ok(emoji(images, labels, side)?.truncated(count))
        }
    }
}

/// All emoji, `side` pixels a side.
fn emoji(images: &[u8], labels: &[u8], side: usize) -> ModelResult<Images> {
    let images = idx::colour_images(EMOJI_IMAGES_FILE, images)?;
    let images = images.with_labels(idx::labels(EMOJI_LABELS_FILE, labels)?)?;
    let shape = images.shape();
    if (shape.height, shape.width) == (side, side) {
        return Ok(images);
    }
    Ok(resize(&images, side, side))
}
