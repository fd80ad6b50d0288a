//! Points of the latent space, and pictures of them.

mod cholesky;
mod gauss_newton;
mod host_decoder;
mod inversion;
pub mod nearest;
mod painting;
mod picture_evidence;
mod principal_axes;
mod restoration;

pub use host_decoder::{HostDecoder, OnHost};
pub use inversion::{InversionProgress, LatentInversion};
pub use painting::PicturePainting;
pub use picture_evidence::PictureEvidence;
pub use principal_axes::{FirstLayer, PrincipalAxes, principal};
pub use restoration::{PictureRestoration, RestorationProgress};

use burn::tensor::{Tensor, TensorData};
use foreign_text::ForeignText;
use run_spec::ImageShape;

use crate::device::{Device, awaited, read};
use crate::error::LatentPointFault;
use crate::gan::Generator;
use crate::nn::Growth;
use crate::vae::Vae;
use crate::{ModelError, ModelResult};

/// Makes pictures of latent points.
pub trait LatentDecoder {
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, channels · height · width]`, grey values, not always
    /// clamped to [0, 1]
    fn decode(&self, z: Tensor<2>) -> Tensor<2>;
}

impl LatentDecoder for Vae {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        Self::decode(self, z)
    }
}

/// A generator with what it has grown to. Its pictures have the full size always.
#[derive(Clone, Debug)]
pub struct GrownGenerator {
    /// z → picture, without autodiff.
    pub generator: Generator,
    /// How far it has grown.
    pub growth: Growth,
}

impl LatentDecoder for GrownGenerator {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        self.generator.pictures(z, self.growth)
    }
}

/// The expected pictures at some latent points.
///
/// # Shapes
/// `points`: `[n, latent]`, row by row → `n · height · width · channels` bytes, picture by picture,
/// row by row, 0 black to 255 white
///
/// # Errors
/// [`ModelError::LatentPoint`] when `points` is no whole number of points or holds a number that is not
/// finite; [`ModelError::PicturesNotFinite`] where [`read_pictures`] says so; [`ModelError::Device`]
/// when the device fails.
pub async fn pictures(
    model: &impl LatentDecoder,
    latent: usize,
    shape: ImageShape,
    points: &[f32],
    device: &Device,
) -> ModelResult<Vec<u8>> {
    check_points(latent, points)?;
    let z = TensorData::new(points.to_vec(), [points.len() / latent, latent]);
    let grey = kernels::with_spin_pool(|| model.decode(Tensor::from_data(z, device)));
    read_pictures(grey, shape).await
}

/// Grey values as pictures of bytes: made on the device, where it can, so that a quarter of them has
/// to be read.
///
/// # Shapes
/// `grey`: `[n, channels · height · width]` → as [`pictures`] gives them
///
/// # Errors
/// [`ModelError::PicturesNotFinite`] when the numbers themselves were read and are none;
/// [`ModelError::Device`] when the device fails.
pub async fn read_pictures(grey: Tensor<2>, shape: ImageShape) -> ModelResult<Vec<u8>> {
    let Some(packed) = kernels::packed_bytes(&grey) else {
        return Ok(picture_bytes(&read_finite(grey).await?, shape));
    };
    let count = grey.shape().num_elements();
    let failed = |reason: String| ModelError::Device {
        reason: ForeignText::whole(&reason),
    };
    let data = awaited(packed.into_data_async())
        .await
        .map_err(|error| failed(error.to_string()))?;
    let words = data
        .try_into_vec::<i32>()
        .map_err(|error| failed(format!("{error:?}")))?;
    let mut bytes: Vec<u8> = words.into_iter().flat_map(i32::to_le_bytes).collect();
    bytes.truncate(count);
    Ok(arranged(bytes, shape))
}

/// A GPU hands out bytes, which are black where there is no number: what comes from a file is decoded
/// and looked at when it is opened.
async fn read_finite(grey: Tensor<2>) -> ModelResult<Vec<f32>> {
    let values = read(grey).await?;
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(ModelError::PicturesNotFinite)
    }
}

/// Grey values as pictures of bytes.
///
/// # Shapes
/// `grey`: `[n, channels · height · width]` → as [`pictures`] gives them
pub fn picture_bytes(grey: &[f32], shape: ImageShape) -> Vec<u8> {
    let bytes = grey.iter().map(|&value| to_byte(value)).collect();
    arranged(bytes, shape)
}

fn arranged(bytes: Vec<u8>, shape: ImageShape) -> Vec<u8> {
    if shape.channels == 1 {
        return bytes;
    }
    let mut pictures = Vec::new();
    shape.extend_interleaved(&bytes, &mut pictures);
    pictures
}

/// Whether `points` are points of a latent space.
///
/// # Errors
/// [`ModelError::LatentPoint`] when they are not.
pub fn check_points(latent: usize, points: &[f32]) -> ModelResult<()> {
    let found = if points.is_empty() || !points.len().is_multiple_of(latent) {
        LatentPointFault::Count(points.len())
    } else if let Some(bad) = points.iter().find(|value| !value.is_finite()) {
        LatentPointFault::Value(*bad)
    } else {
        return Ok(());
    };
    Err(ModelError::LatentPoint {
        expected: latent,
        found,
    })
}

/// Lays pictures out side by side, `columns` to a row.
///
/// # Shapes
/// `bytes`: pictures one after another → `rows · height` lines of `columns · width` pixels
pub fn montage(bytes: &[u8], shape: ImageShape, columns: usize) -> Vec<u8> {
    let line = shape.width * shape.channels;
    let mut sheet = vec![0; bytes.len()];
    for (index, picture) in bytes.chunks_exact(shape.len()).enumerate() {
        let (row, column) = (index / columns, index % columns);
        for (y, pixels) in picture.chunks_exact(line).enumerate() {
            let start = ((row * shape.height + y) * columns + column) * line;
            sheet[start..start + line].copy_from_slice(pixels);
        }
    }
    sheet
}

fn to_byte(grey: f32) -> u8 {
    // `as` saturates, and takes NaN to 0.
    (grey * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREY: ImageShape = ImageShape {
        channels: 1,
        height: 1,
        width: 2,
    };

    #[test]
    fn a_montage_puts_pictures_side_by_side() {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        let shape = ImageShape { height: 2, ..GREY };
        assert_eq!(montage(&bytes, shape, 2), [1, 2, 5, 6, 3, 4, 7, 8]);
        assert_eq!(montage(&bytes, shape, 1), bytes);
    }

    #[test]
    fn colour_planes_become_pixels() {
        let shape = ImageShape {
            channels: 3,
            ..GREY
        };
        let planes = [1, 2, 3, 4, 5, 6];
        assert_eq!(arranged(planes.to_vec(), shape), [1, 3, 5, 2, 4, 6]);
    }

    #[test]
    fn pictures_become_the_grey_values_that_they_were_made_of() {
        let shape = ImageShape {
            channels: 3,
            ..GREY
        };
        let values = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 0.8, 0.6, 0.4, 0.2, 0.0];
        assert_eq!(
            crate::data::grey_values(&picture_bytes(&values, shape), shape),
            values
        );
    }

    #[test]
    fn grey_values_outside_the_range_saturate() {
        assert_eq!(
            [-1.0, 0.0, 0.5, 1.0, 7.0, f32::NAN].map(to_byte),
            [0, 0, 128, 255, 255, 0]
        );
    }

    #[test]
    fn a_point_of_the_wrong_length_or_with_nan_is_refused() {
        assert!(check_points(2, &[0.0; 4]).is_ok());
        for bad in [&[][..], &[0.0; 3], &[0.0, f32::NAN], &[f32::INFINITY, 0.0]] {
            assert!(matches!(
                check_points(2, bad),
                Err(ModelError::LatentPoint { expected: 2, .. })
            ));
        }
    }
}
