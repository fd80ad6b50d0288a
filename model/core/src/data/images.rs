//! Images in memory.

use burn::tensor::{Device, Tensor, TensorData};
use run_spec::ImageShape;

use crate::{ModelError, ModelResult};

/// Images of one size, with a label each if there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    shape: ImageShape,
    pixels: Vec<u8>,
    labels: Option<Vec<u8>>,
}

impl Images {
    /// Images from their bytes, 0 black to 255 white, in the memory layout of [`ImageShape`].
    ///
    /// # Panics
    /// When `pixels` is no whole number of images.
    pub fn new(shape: ImageShape, pixels: Vec<u8>) -> Self {
        assert_eq!(pixels.len() % shape.len(), 0, "pixels are whole images");
        Self {
            shape,
            pixels,
            labels: None,
        }
    }

    /// The same images with labels.
    ///
    /// # Errors
    /// [`ModelError::LabelCount`] when there are not as many labels as images.
    pub fn with_labels(mut self, labels: Vec<u8>) -> ModelResult<Self> {
        if labels.len() != self.len() {
            return Err(ModelError::LabelCount {
                images: self.len(),
                labels: labels.len(),
            });
        }
        self.labels = Some(labels);
        Ok(self)
    }

    /// Images with a label each, where both were made together.
    pub(super) fn labelled(shape: ImageShape, pixels: Vec<u8>, labels: Vec<u8>) -> Self {
        let images = Self::new(shape, pixels);
        assert_eq!(labels.len(), images.len(), "each image has a label");
        Self {
            labels: Some(labels),
            ..images
        }
    }

    /// Other pixels for the same labels.
    pub(super) fn with_pixels(&self, shape: ImageShape, pixels: Vec<u8>) -> Self {
        let images = Self::new(shape, pixels);
        assert_eq!(images.len(), self.len(), "an image for each image");
        Self {
            labels: self.labels.clone(),
            ..images
        }
    }

    /// The first `count` images, or all if there are fewer, and the others.
    pub fn split_at(mut self, count: usize) -> (Self, Self) {
        let count = count.min(self.len());
        let others = Self {
            shape: self.shape,
            pixels: self.pixels.split_off(count * self.shape.len()),
            labels: self.labels.as_mut().map(|labels| labels.split_off(count)),
        };
        (self, others)
    }

    /// A copy of the images from `first` on, `count` of them or as many as there are.
    pub fn part(&self, first: usize, count: usize) -> Self {
        let end = first.saturating_add(count).min(self.len());
        let first = first.min(end);
        let size = self.shape.len();
        let labels = self.labels.as_ref();
        Self {
            shape: self.shape,
            pixels: self.pixels[first * size..end * size].to_vec(),
            labels: labels.map(|labels| labels[first..end].to_vec()),
        }
    }

    /// These images and then others of the same size. Labels remain if both have them.
    ///
    /// # Panics
    /// When the sizes differ.
    pub fn join(&mut self, others: Self) {
        assert_eq!(self.shape, others.shape, "images of one size");
        self.pixels.extend(others.pixels);
        self.labels = match (self.labels.take(), others.labels) {
            (Some(mut labels), Some(more)) => {
                labels.extend(more);
                Some(labels)
            }
            _ => None,
        };
    }

    /// The first `count` images, or all if there are fewer.
    pub fn truncated(mut self, count: usize) -> Self {
        let count = count.min(self.len());
        self.pixels.truncate(count * self.shape.len());
        if let Some(labels) = &mut self.labels {
            labels.truncate(count);
        }
        self
    }

    /// How many images.
    pub fn len(&self) -> usize {
        self.pixels.len() / self.shape.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pixels.is_empty()
    }

    /// The size of each.
    pub fn shape(&self) -> ImageShape {
        self.shape
    }

    /// The labels, one for each image.
    pub fn labels(&self) -> Option<&[u8]> {
        self.labels.as_deref()
    }

    /// The bytes of one image.
    pub fn bytes(&self, index: usize) -> &[u8] {
        let size = self.shape.len();
        &self.pixels[index * size..(index + 1) * size]
    }

    /// The images of these indices as grey values in [0, 1].
    ///
    /// # Shapes
    /// → `[indices, channels · height · width]`
    pub fn batch(&self, indices: &[usize], device: &Device) -> Tensor<2> {
        Tensor::from_data(
            TensorData::new(self.values(indices), [indices.len(), self.shape.len()]),
            device,
        )
    }

    /// The images of these indices as grey values in [0, 1], image by image, each as channel planes.
    pub fn values(&self, indices: &[usize]) -> Vec<f32> {
        let mut values = Vec::with_capacity(indices.len() * self.shape.len());
        for &index in indices {
            let image = self.bytes(index);
            self.shape.extend_planes(image, &mut values, grey_value);
        }
        values
    }
}

/// Pictures of bytes as grey values in [0, 1], channel by channel, as networks take them: the way
/// back of [`picture_bytes`](crate::latent::picture_bytes).
///
/// # Shapes
/// `bytes`: `[n, height, width, channels]` → `[n, channels · height · width]`
pub fn grey_values(bytes: &[u8], shape: ImageShape) -> Vec<f32> {
    let mut values = Vec::with_capacity(bytes.len());
    shape.extend_planes(bytes, &mut values, grey_value);
    values
}

/// A byte as a grey value in [0, 1].
fn grey_value(byte: u8) -> f32 {
    f32::from(byte) / 255.0
}
