//! The size of an image, and how its bytes lie in memory.

use serde::{Deserialize, Serialize};

/// The size of an image.
///
/// # Memory layout
/// Bytes of images lie row by row from the top, in a row pixel by pixel from the left, and in a pixel
/// channel by channel (red, green, blue): `[height, width, channels]`, as a canvas has them. That
/// holds for data sets, for payloads and for files. Networks read and write channel planes,
/// `[channels, height, width]`, as PyTorch does; [`Self::planes`] and [`Self::interleaved`] are the
/// only ways between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageShape {
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
}

impl ImageShape {
    /// A point of two-dimensional toy data: two numbers. Only dense networks take it.
    pub const POINT: Self = Self {
        channels: 1,
        height: 1,
        width: 2,
    };

    /// A square image.
    pub const fn square(image_size: usize, channels: usize) -> Self {
        Self {
            channels,
            height: image_size,
            width: image_size,
        }
    }

    /// A square grey image.
    pub const fn grey(image_size: usize) -> Self {
        Self::square(image_size, 1)
    }

    /// Numbers per image.
    pub fn len(&self) -> usize {
        self.channels * self.height * self.width
    }

    /// Whether there are no pixels.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values of an image as channel planes.
    ///
    /// # Shapes
    /// `[height, width, channels]` → `[channels, height, width]`
    pub fn planes<T: Copy>(self, image: &[T]) -> impl Iterator<Item = T> {
        let channels = (0..self.channels).filter_map(|channel| image.get(channel..));
        channels.flat_map(move |from| from.iter().step_by(self.channels).copied())
    }

    /// The values of channel planes as an image: the way back from [`Self::planes`].
    ///
    /// # Shapes
    /// `[channels, height, width]` → `[height, width, channels]`
    pub fn interleaved<T: Copy>(self, planes: &[T]) -> impl Iterator<Item = T> {
        let area = self.height * self.width;
        let pixels = (0..area).filter_map(|pixel| planes.get(pixel..));
        pixels.flat_map(move |from| from.iter().step_by(area).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::ImageShape;

    #[test]
    fn pixels_become_planes_and_planes_pixels() {
        let shape = ImageShape {
            channels: 3,
            height: 1,
            width: 2,
        };
        let planes: Vec<u8> = shape.planes(&[1, 3, 5, 2, 4, 6]).collect();
        assert_eq!(planes, [1, 2, 3, 4, 5, 6]);
        let image: Vec<u8> = shape.interleaved(&planes).collect();
        assert_eq!(image, [1, 3, 5, 2, 4, 6]);
    }

    #[test]
    fn a_grey_image_is_its_own_plane() {
        let shape = ImageShape::grey(2);
        let image = [9, 8, 7, 6];
        assert_eq!(shape.planes(&image).collect::<Vec<_>>(), image);
        assert_eq!(shape.interleaved(&image).collect::<Vec<_>>(), image);
    }
}
