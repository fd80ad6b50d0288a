//! *Digits*: the test set of "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak,
//! 1998, UCI Machine Learning Repository, doi:10.24432/C50P49; CC BY 4.0). 1,797 handwritten
//! digits by 13 writers, 8×8 pixels of 17 greys. Shipped in `assets/data/`, whose README says how
//! the files were made.

use run_spec::{DatasetId, ImageShape, is_side};

use super::resize::{BorderMode, ImageResampler, byte};
use super::{Images, TrainingData, idx};
use crate::error::{ConfigFound, ConfigRequirement};
use crate::{ModelError, ModelResult};

pub use run_spec::{DIGITS_IMAGES_FILE as IMAGES_FILE, DIGITS_LABELS_FILE as LABELS_FILE};

/// The side of the box that holds a digit, as a share of the picture's: MNIST's 20 of 28.
const BOX: f32 = 20.0 / 28.0;

/// The digits as training data, `side` pixels a side, from the bytes of the two shipped files.
///
/// # Errors
/// Those of [`idx`], of [`like_mnist`], and [`ModelError::LabelCount`].
pub fn source(images: &[u8], labels: &[u8], side: usize) -> ModelResult<TrainingData> {
    let (training, test) = sets(images, labels, side)?;
    TrainingData::held(training, Some(test))
}

/// The images to train on, and those that are held out, as [`source`] has them.
///
/// # Errors
/// Those of [`idx`], of [`like_mnist`], and [`ModelError::LabelCount`].
pub fn sets(images: &[u8], labels: &[u8], side: usize) -> ModelResult<(Images, Images)> {
    let images =
        idx::images(IMAGES_FILE, images)?.with_labels(idx::labels(LABELS_FILE, labels)?)?;
    let images = like_mnist(&images, side)?;
    // The last ones are never trained on.
    let training = DatasetId::Digits.info().training_images;
    let training = training.unwrap_or_default().min(images.len());
    Ok(images.split_at(training))
}

/// Small grey digits that fill their images, brought to `side` pixels a side (8 to 64) and placed
/// as MNIST's are: in a box of 20/28 of the side, the centre of the ink at the picture's centre.
/// Images that are `side` pixels a side already stay as they are.
///
/// What a classifier that was trained on MNIST makes of these digits at 28 pixels depends most on
/// that centring, then on crisp edges; the figures are in `assets/data/README.md`.
///
/// # Errors
/// [`ModelError::Config`] when `side` is out of range or the images are not grey.
pub fn like_mnist(images: &Images, side: usize) -> ModelResult<Images> {
    let from = images.shape();
    if !is_side(side) || from.channels != 1 {
        return Err(ModelError::Config {
            field: "image",
            expected: ConfigRequirement::GreyDigits,
            found: ConfigFound::ChannelsAndSide(from.channels, side),
        });
    }
    let square = |side| ImageShape {
        channels: 1,
        height: side,
        width: side,
    };
    if from == square(side) {
        return Ok(images.clone());
    }
    let inner = (side as f32 * BOX + 0.5) as usize;
    let resampler = ImageResampler::new(from, square(inner), BorderMode::Black);
    // An edge of one small pixel would be as soft as many large ones: it is made as steep as the
    // image was enlarged.
    let steepness = (inner as f32 / from.height as f32).max(1.0);
    let mut pixels = Vec::with_capacity(images.len() * side * side);
    for index in 0..images.len() {
        let digit: Vec<u8> = resampler
            .resample(images.bytes(index))
            .into_iter()
            .map(|value| byte((value - 127.5) * steepness + 127.5))
            .collect();
        pixels.extend(centred(&digit, inner, side));
    }
    Ok(images.with_pixels(square(side), pixels))
}

/// A square picture on a larger black one, moved by whole pixels so that the centre of its ink is
/// as near to the middle as the larger picture allows.
fn centred(picture: &[u8], from: usize, to: usize) -> Vec<u8> {
    let mut ink: u64 = 0;
    let mut moments = [0u64; 2];
    for (i, &value) in picture.iter().enumerate() {
        ink += u64::from(value);
        // Twice the position of the pixel's centre, so that it is whole.
        moments[0] += u64::from(value) * (2 * (i / from) + 1) as u64;
        moments[1] += u64::from(value) * (2 * (i % from) + 1) as u64;
    }
    let [top, left] = moments.map(|moment| {
        let centre = if ink == 0 {
            from as f32 / 2.0
        } else {
            moment as f32 / ink as f32 / 2.0
        };
        let start = to as f32 / 2.0 - centre;
        ((start + 0.5).max(0.0) as usize).min(to - from)
    });
    let mut larger = vec![0; to * to];
    for (row, line) in picture.chunks_exact(from).enumerate() {
        let start = (top + row) * to + left;
        larger[start..start + from].copy_from_slice(line);
    }
    larger
}
