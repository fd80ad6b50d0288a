//! Which dimension of an array is what, and arrays as images.

use foreign_text::beginning;
use run_spec::ImageShape;

use crate::numbers::{ElementFormat, grey_bytes};
use crate::{MOST_BYTES, MOST_SHOWN, PictureError};

/// Pixels a side of an image at most.
const MOST_SIDE: usize = 4096;

/// Images of one size, with a label each if there are any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageArray {
    /// The size of each; 1 or 3 channels.
    pub shape: ImageShape,
    /// The memory layout of [`ImageShape`].
    pub pixels: Vec<u8>,
    /// A label for each image.
    pub labels: Option<Vec<u32>>,
}

impl ImageArray {
    /// How many images.
    pub fn len(&self) -> usize {
        self.pixels.len() / self.shape.len().max(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of one image.
    pub fn image(&self, index: usize) -> &[u8] {
        let size = self.shape.len();
        &self.pixels[index * size..(index + 1) * size]
    }
}

/// How an array's numbers are images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ArrayLayout {
    count: usize,
    /// 1, 3 or 4 channels.
    shape: ImageShape,
    /// Whether each channel is a plane of its own.
    planes: bool,
}

/// The dimensions as messages name them; not all of them if a file has far more than images have.
pub(crate) fn shape_text(sizes: &[usize]) -> String {
    let sizes: Vec<_> = sizes.iter().map(usize::to_string).collect();
    beginning(&sizes.join(" × "), 2 * MOST_SHOWN)
}

/// How many numbers an array has; checked, whatever a header says.
///
/// # Errors
/// [`PictureError::TooLarge`].
pub(crate) fn number_count(sizes: &[usize], bytes: usize) -> Result<usize, PictureError> {
    let count = sizes
        .iter()
        .try_fold(1_usize, |product, size| product.checked_mul(*size))
        .ok_or(PictureError::TooLarge)?;
    let is_too_large = count
        .checked_mul(bytes)
        .is_none_or(|bytes| bytes as u64 > MOST_BYTES);
    if is_too_large {
        return Err(PictureError::TooLarge);
    }
    Ok(count)
}

fn layout(sizes: &[usize]) -> Result<ArrayLayout, PictureError> {
    let of = |count, height, width, channels, planes| {
        let shape = ImageShape {
            channels,
            height,
            width,
        };
        Ok(ArrayLayout {
            count,
            shape,
            planes,
        })
    };
    let is_channels = |size: usize| matches!(size, 1 | 3 | 4);
    match *sizes {
        [_] => Err(PictureError::Labels),
        // A picture that is as high as it is wide, and no table of as many pictures.
        [height, width] if height == width => of(1, height, width, 1, false),
        [count, pixels] => {
            if let Some(side) = square_side(pixels) {
                of(count, side, side, 1, false)
            } else if let Some(side) = pixels
                .is_multiple_of(3)
                .then(|| square_side(pixels / 3))
                .flatten()
            {
                // As CIFAR has them.
                of(count, side, side, 3, true)
            } else {
                of(1, count, pixels, 1, false)
            }
        }
        [height, width, channels @ (3 | 4)] if height > 4 && width > 4 => {
            of(1, height, width, channels, false)
        }
        [count, height, width] => of(count, height, width, 1, false),
        [count, height, width, channels] if is_channels(channels) => {
            of(count, height, width, channels, false)
        }
        [count, channels, height, width] if is_channels(channels) => {
            of(count, height, width, channels, true)
        }
        _ => Err(PictureError::Dimensions(shape_text(sizes))),
    }
}

/// The side of a square of so many pixels, from 2 × 2 on.
pub(crate) fn square_side(pixels: usize) -> Option<usize> {
    let side = pixels.isqrt();
    (side > 1 && side * side == pixels).then_some(side)
}

/// An array as images. `bytes` are its numbers, the last dimension running fastest.
///
/// # Errors
/// Those of [`PictureError`] that speak of dimensions and numbers.
pub fn images(
    sizes: &[usize],
    format: ElementFormat,
    bytes: &[u8],
) -> Result<ImageArray, PictureError> {
    let layout = layout(sizes)?;
    let side = 1..=MOST_SIDE;
    let ArrayLayout { count, shape, .. } = layout;
    if count == 0 || shape.height == 0 || shape.width == 0 {
        return Err(PictureError::Empty(shape_text(sizes)));
    }
    if !side.contains(&shape.height) || !side.contains(&shape.width) {
        return Err(PictureError::Dimensions(shape_text(sizes)));
    }
    Ok(arranged(layout, grey_bytes(format, bytes)?))
}

/// Numbers as images: channels last, no transparency.
fn arranged(layout: ArrayLayout, numbers: Vec<u8>) -> ImageArray {
    let ArrayLayout { shape, planes, .. } = layout;
    let pixels = if planes && shape.channels > 1 {
        let mut pixels = Vec::new();
        shape.extend_interleaved(&numbers, &mut pixels);
        pixels
    } else {
        numbers
    };
    let (shape, pixels) = if shape.channels == 4 {
        let opaque = ImageShape {
            channels: 3,
            ..shape
        };
        (opaque, without_transparency(&pixels))
    } else {
        (shape, pixels)
    };
    ImageArray {
        shape,
        pixels,
        labels: None,
    }
}

/// RGBA as RGB: on white, or on black where what is drawn is lighter than that.
pub fn without_transparency(rgba: &[u8]) -> Vec<u8> {
    let (pixels, _) = rgba.as_chunks::<4>();
    let (mut light, mut opaque) = (0_u64, 0_u64);
    for [red, green, blue, alpha] in pixels {
        let alpha = u64::from(*alpha);
        light += alpha * (u64::from(*red) + u64::from(*green) + u64::from(*blue)) / 3;
        opaque += alpha;
    }
    let ground: u32 = if light > opaque * 128 { 0 } else { 255 };
    let over = |value: u8, alpha: u32| {
        ((u32::from(value) * alpha + ground * (255 - alpha) + 127) / 255) as u8
    };
    let mut rgb = Vec::with_capacity(pixels.len() * 3);
    for [red, green, blue, alpha] in pixels {
        let alpha = u32::from(*alpha);
        rgb.extend([*red, *green, *blue].map(|value| over(value, alpha)));
    }
    rgb
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_layout(sizes: &[usize], count: usize, [height, width, channels]: [usize; 3]) {
        let found = layout(sizes).expect("images");
        let shape = ImageShape {
            channels,
            height,
            width,
        };
        assert_eq!((found.count, found.shape), (count, shape), "{sizes:?}");
    }

    #[test]
    fn dimensions_say_what_is_image_row_column_and_channel() {
        assert_layout(&[120, 784], 120, [28, 28, 1]);
        assert_layout(&[5, 3072], 5, [32, 32, 3]);
        assert_layout(&[28, 28], 1, [28, 28, 1]);
        assert_layout(&[20, 30], 1, [20, 30, 1]);
        assert_layout(&[60, 16, 24], 60, [16, 24, 1]);
        assert_layout(&[30, 40, 3], 1, [30, 40, 3]);
        assert_layout(&[80, 28, 28, 1], 80, [28, 28, 1]);
        assert_layout(&[80, 1, 28, 28], 80, [28, 28, 1]);
        assert_layout(&[80, 3, 28, 30], 80, [28, 30, 3]);
        assert_layout(&[80, 28, 28, 4], 80, [28, 28, 4]);
        assert_eq!(layout(&[80]), Err(PictureError::Labels));
        assert!(layout(&[2, 5, 5, 5]).is_err());
        assert!(layout(&[1, 2, 3, 4, 5]).is_err());
        assert!(layout(&[]).is_err());
    }

    #[test]
    fn planes_become_pixels() {
        let planes = [10, 20, 30, 40, 50, 255];
        let array = images(&[1, 3, 1, 2], ElementFormat::BYTE, &planes).expect("images");
        assert_eq!(array.pixels, [10, 30, 50, 20, 40, 255]);
    }

    #[test]
    fn ink_without_a_ground_gets_one_that_shows_it() {
        assert_eq!(
            without_transparency(&[0, 0, 0, 255, 9, 9, 9, 0]),
            [0, 0, 0, 255, 255, 255]
        );
        assert_eq!(
            without_transparency(&[255, 255, 255, 255, 9, 9, 9, 0])[3..],
            [0, 0, 0]
        );
        assert_eq!(
            number_count(&[usize::MAX, 2], 1),
            Err(PictureError::TooLarge)
        );
        assert_eq!(
            number_count(&[1 << 31, 28, 28], 1),
            Err(PictureError::TooLarge)
        );
    }
}
