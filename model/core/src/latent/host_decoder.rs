//! Decoders that compute by other means than burn, on the host, as the searches here take them.

use burn::tensor::{Tensor, TensorData};
use run_spec::ImageShape;

use super::{FirstLayer, LatentDecoder};

/// Points that are decoded between two beats of the heartbeat.
const AT_ONCE: usize = 4;
/// Principal directions are those of pictures of at most so many pixels a side.
const LOOKED_AT: usize = 16;

/// A decoder that computes on the host.
pub trait HostDecoder {
    /// The pictures' size.
    fn image(&self) -> ImageShape;

    /// The pictures of latent points, as grey values; NaN where there are none.
    ///
    /// # Shapes
    /// `points`: `[n, latent]`, row by row → `[n, channels · height · width]`, channel by channel
    fn grey_planes(&self, points: &[f32]) -> Vec<f32>;
}

/// A [`HostDecoder`] among the others. Its tensors live on the CPU.
pub struct OnHost<'a, D: ?Sized>(pub &'a D);

impl<D: HostDecoder + ?Sized> OnHost<'_, D> {
    /// The pictures of points, one after another, each as `change` has it: `[n, numbers]`.
    fn pictures(
        &self,
        z: Tensor<2>,
        numbers: usize,
        change: impl Fn(&[f32], &mut Vec<f32>),
    ) -> Tensor<2> {
        let ([count, latent], device) = (z.dims(), z.device());
        let size = self.0.image().len();
        let mut values = Vec::with_capacity(count * numbers);
        for points in on_host(z).chunks(AT_ONCE * latent) {
            kernels::beat();
            let planes = self.0.grey_planes(points);
            for picture in planes.chunks_exact(size) {
                change(picture, &mut values);
            }
        }
        Tensor::from_data(TensorData::new(values, [count, numbers]), &device)
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "nothing waits for the CPU, where these tensors live"
)]
fn on_host(z: Tensor<2>) -> Vec<f32> {
    // An f32 tensor's numbers are f32.
    z.into_data().try_into_vec().unwrap_or_default()
}

impl<D: HostDecoder + ?Sized> LatentDecoder for OnHost<'_, D> {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        self.pictures(z, self.0.image().len(), |picture, values| {
            values.extend_from_slice(picture);
        })
    }
}

/// Nothing is known of its layers, so that the pictures themselves stand for the first one, made
/// smaller: what moves in them is larger than a pixel.
impl<D: HostDecoder + ?Sized> FirstLayer for OnHost<'_, D> {
    fn first_layer(&self, z: Tensor<2>) -> Tensor<2> {
        let image = self.0.image();
        let block = image.height.max(image.width).div_ceil(LOOKED_AT);
        let rows = image.height.div_ceil(block);
        let columns = image.width.div_ceil(block);
        self.pictures(z, image.channels * rows * columns, |picture, values| {
            for plane in picture.chunks_exact(image.height * image.width) {
                means(plane, image.width, block, values);
            }
        })
    }
}

/// Appends the mean of each square of `block` pixels a side, row by row; squares at the right and
/// lower edge may be cut.
fn means(plane: &[f32], width: usize, block: usize, means: &mut Vec<f32>) {
    for rows in plane.chunks(block * width) {
        for left in (0..width).step_by(block) {
            let right = (left + block).min(width);
            let lines = rows.chunks_exact(width).map(|line| &line[left..right]);
            let sum: f32 = lines.flatten().sum();
            let pixels = rows.len() / width * (right - left);
            means.push(sum / pixels as f32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_those_of_squares_also_where_they_are_cut() {
        let plane = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        let mut found = Vec::new();
        means(&plane, 3, 2, &mut found);
        assert_eq!(found, [3.0, 4.5, 7.5, 9.0]);
    }
}
