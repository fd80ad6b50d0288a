//! How a decoder's pictures lie in memory, and which range their values have.

use run_spec::ImageShape;

use crate::{IMAGE_SIDES, OnnxError};

/// Values beyond this are no longer rounding or overshoot of −1…1.
const BEYOND_ONE: f32 = 4.0;
/// Values below this are no longer overshoot of 0…1.
const BELOW_ZERO: f32 = -0.1;

/// The range that a decoder's values have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueRange {
    /// From −1 (black) to 1.
    Signed,
    /// From 0 (black) to 1.
    Unit,
    /// From 0 (black) to 255.
    Bytes,
}

impl ValueRange {
    /// What values of some pictures say. An activation such as tanh says it more surely.
    pub(crate) fn recognised(values: &[f32]) -> Self {
        let least = values.iter().copied().fold(f32::INFINITY, f32::min);
        let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if most > BEYOND_ONE {
            Self::Bytes
        } else if least < BELOW_ZERO {
            Self::Signed
        } else {
            Self::Unit
        }
    }

    /// A value as a grey value from 0 to 1, if it does not overshoot.
    pub(crate) fn grey(self, value: f32) -> f32 {
        match self {
            Self::Signed => value.midpoint(1.0),
            Self::Unit => value,
            Self::Bytes => value / 255.0,
        }
    }

    /// What stands for a grey value from 0 to 1.
    pub(crate) fn value(self, grey: f32) -> f32 {
        match self {
            Self::Signed => 2.0 * grey - 1.0,
            Self::Unit => grey,
            Self::Bytes => grey * 255.0,
        }
    }

    /// As messages and cards write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signed => "−1…1",
            Self::Unit => "0…1",
            Self::Bytes => "0…255",
        }
    }
}

/// How a picture's numbers follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageLayout {
    /// `[channels, height, width]`, as PyTorch has them.
    Planes,
    /// `[height, width, channels]`, as TensorFlow has them.
    Pixels,
}

/// The pictures' size and layout, by the shape of the output for `batch` points.
///
/// # Errors
/// [`OnnxError::OutputShape`] or [`OnnxError::OutputSize`].
pub(crate) fn picture_of(
    shape: &[usize],
    batch: usize,
) -> Result<(ImageShape, ImageLayout), OnnxError> {
    let no_picture = || OnnxError::OutputShape {
        found: format!("{shape:?}").into(),
        batch,
    };
    let image = |channels, height, width| ImageShape {
        channels,
        height,
        width,
    };
    let (first, rest) = shape.split_first().ok_or_else(no_picture)?;
    if *first != batch {
        return Err(no_picture());
    }
    let (image, layout) = match *rest {
        [channels @ (1 | 3), height, width] => {
            (image(channels, height, width), ImageLayout::Planes)
        }
        [height, width, channels @ (1 | 3)] => {
            (image(channels, height, width), ImageLayout::Pixels)
        }
        [height, width] => (image(1, height, width), ImageLayout::Planes),
        [numbers] => {
            let square = |channels: usize| {
                let side = (numbers / channels).isqrt();
                (side * side * channels == numbers).then(|| image(channels, side, side))
            };
            let flat = square(1).or_else(|| square(3)).ok_or_else(no_picture)?;
            (flat, ImageLayout::Planes)
        }
        _ => return Err(no_picture()),
    };
    if !IMAGE_SIDES.contains(&image.height) || !IMAGE_SIDES.contains(&image.width) {
        return Err(OnnxError::OutputSize {
            least: *IMAGE_SIDES.start(),
            most: *IMAGE_SIDES.end(),
            height: image.height,
            width: image.width,
        });
    }
    Ok((image, layout))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_recognised() {
        let cases = [
            (&[2, 3, 64, 48][..], (3, 64, 48), ImageLayout::Planes),
            (&[2, 64, 48, 3], (3, 64, 48), ImageLayout::Pixels),
            (&[2, 32, 32], (1, 32, 32), ImageLayout::Planes),
            (&[2, 784], (1, 28, 28), ImageLayout::Planes),
            (&[2, 3072], (3, 32, 32), ImageLayout::Planes),
        ];
        for (shape, (channels, height, width), layout) in cases {
            let expected = ImageShape {
                channels,
                height,
                width,
            };
            assert_eq!(picture_of(shape, 2), Ok((expected, layout)), "{shape:?}");
        }
        for shape in [
            &[2, 4, 8, 8][..],
            &[1, 3, 8, 8],
            &[2],
            &[],
            &[2, 10],
            &[2, 1, 1, 8, 8],
        ] {
            let found = picture_of(shape, 2);
            assert!(
                matches!(found, Err(OnnxError::OutputShape { .. })),
                "{shape:?} {found:?}"
            );
        }
        let found = picture_of(&[2, 1, 300, 8], 2);
        assert!(matches!(found, Err(OnnxError::OutputSize { .. })));
    }

    #[test]
    fn ranges_are_recognised_and_become_grey_values() {
        for (values, range) in [
            (&[-0.98, 0.1, 0.97][..], ValueRange::Signed),
            (&[-0.02, 0.5, 1.03], ValueRange::Unit),
            (&[-3.0, 120.0, 260.0], ValueRange::Bytes),
        ] {
            assert_eq!(ValueRange::recognised(values), range, "{values:?}");
        }
        assert_eq!(ValueRange::Signed.grey(-1.0), 0.0);
        assert_eq!(ValueRange::Signed.grey(1.0), 1.0);
        assert_eq!(ValueRange::Bytes.grey(255.0), 1.0);
        assert_eq!(ValueRange::Unit.grey(0.25), 0.25);
        for range in [ValueRange::Signed, ValueRange::Unit, ValueRange::Bytes] {
            for grey in [0.0, 0.25, 1.0] {
                assert_eq!(range.grey(range.value(grey)), grey, "{range:?}");
            }
        }
    }
}
