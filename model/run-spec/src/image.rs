//! The size of an image, and how its bytes lie in memory.

use serde::{Deserialize, Serialize};

/// The size of an image.
///
/// # Memory layout
/// Bytes of images lie row by row from the top, in a row pixel by pixel from the left, and in a pixel
/// channel by channel (red, green, blue): `[height, width, channels]`, as a canvas has them. That
/// holds for data sets, for payloads and for files. Networks read and write channel planes,
/// `[channels, height, width]`, as PyTorch does; [`Self::extend_planes`] and
/// [`Self::extend_interleaved`] are the only ways between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageShape {
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
}

/// The fewest and the most pixels a side that networks are made for.
pub const SIDES: (usize, usize) = (8, 64);

/// Up to this side, any number of pixels will do; a larger side is even, so that a convolution can
/// halve it: dense layers alone grow too large for it.
pub const ANY_SIDE: usize = 32;

/// Whether networks are made for pictures of so many pixels along a side.
pub const fn is_side(pixels: usize) -> bool {
    SIDES.0 <= pixels && pixels <= SIDES.1 && (pixels <= ANY_SIDE || pixels.is_multiple_of(2))
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

    /// Appends the values of images as channel planes, each as `convert` gives it.
    ///
    /// It appends, because a chain of iterators does not tell a vector how many values come: that
    /// took 5 % of the time of an encoding.
    ///
    /// # Shapes
    /// `images`: `[n, height, width, channels]` → `[n, channels, height, width]`
    pub fn extend_planes<T: Copy, U>(
        self,
        images: &[T],
        out: &mut Vec<U>,
        convert: impl Fn(T) -> U,
    ) {
        if self.channels == 1 {
            out.extend(images.iter().map(|&value| convert(value)));
            return;
        }
        for image in images.chunks_exact(self.len()) {
            for from in (0..self.channels).filter_map(|channel| image.get(channel..)) {
                let values = from.iter().step_by(self.channels);
                out.extend(values.map(|&value| convert(value)));
            }
        }
    }

    /// Appends the values of channel planes as images: the way back from [`Self::extend_planes`].
    ///
    /// # Shapes
    /// `planes`: `[n, channels, height, width]` → `[n, height, width, channels]`
    pub fn extend_interleaved<T: Copy>(self, planes: &[T], out: &mut Vec<T>) {
        if self.channels == 1 {
            out.extend_from_slice(planes);
            return;
        }
        let area = self.height * self.width;
        out.reserve(planes.len());
        for image in planes.chunks_exact(self.len()) {
            for from in (0..area).filter_map(|pixel| image.get(pixel..)) {
                out.extend(from.iter().step_by(area));
            }
        }
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
        let images: [u8; 12] = [1, 3, 5, 2, 4, 6, 10, 30, 50, 20, 40, 60];
        let mut planes = vec![0.0];
        shape.extend_planes(&images, &mut planes, f32::from);
        let expected: [f32; 12] =
            [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60].map(|value: u8| f32::from(value));
        assert_eq!(planes, [&[0.0], &expected[..]].concat());
        let mut back = Vec::new();
        shape.extend_interleaved(&planes[1..], &mut back);
        assert_eq!(back, images.map(f32::from));
    }

    #[test]
    fn a_grey_image_is_its_own_plane() {
        let shape = ImageShape::grey(2);
        let image: [u8; 4] = [9, 8, 7, 6];
        let (mut planes, mut back) = (Vec::new(), Vec::new());
        shape.extend_planes(&image, &mut planes, |value| value);
        shape.extend_interleaved(&image, &mut back);
        assert_eq!((&planes[..], &back[..]), (&image[..], &image[..]));
    }
}
