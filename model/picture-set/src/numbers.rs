//! Types of numbers, and numbers as grey values.

use crate::PictureError;

/// How a number lies in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementFormat {
    /// What it is.
    pub kind: NumberKind,
    /// Bytes of each: 1, 2, 4 or 8.
    pub bytes: usize,
    /// Whether its most significant byte comes first.
    pub big_endian: bool,
}

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// 0 or 1, a byte each.
    Bool,
    /// A whole number from 0 on.
    Unsigned,
    /// A whole number.
    Signed,
    /// IEEE 754, of 2, 4 or 8 bytes.
    Float,
}

impl ElementFormat {
    /// Unsigned bytes.
    pub const BYTE: Self = Self {
        kind: NumberKind::Unsigned,
        bytes: 1,
        big_endian: true,
    };

    /// The numbers of a file's bytes.
    pub fn values(self, bytes: &[u8]) -> impl Iterator<Item = f64> {
        bytes
            .chunks_exact(self.bytes)
            .map(move |number| self.value(number))
    }

    fn value(self, number: &[u8]) -> f64 {
        let mut wide = [0_u8; 8];
        for (at, place) in wide.iter_mut().enumerate().take(self.bytes) {
            *place = if self.big_endian {
                number[self.bytes - 1 - at]
            } else {
                number[at]
            };
        }
        let bits = u64::from_le_bytes(wide);
        match (self.kind, self.bytes) {
            (NumberKind::Bool, _) => f64::from(u8::from(bits != 0)),
            (NumberKind::Unsigned, _) => bits as f64,
            (NumberKind::Signed, bytes) => {
                let unused = 64 - 8 * bytes as u32;
                ((bits << unused) as i64 >> unused) as f64
            }
            (NumberKind::Float, 2) => half(bits as u16),
            (NumberKind::Float, 4) => f64::from(f32::from_bits(bits as u32)),
            (NumberKind::Float, _) => f64::from_bits(bits),
        }
    }
}

/// A number of 16 bits, IEEE 754.
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(bits >> 10 & 31);
    let fraction = f64::from(bits & 1023) / 1024.0;
    sign * match exponent {
        0 => fraction * 2_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2_f64.powi(exponent - 15),
    }
}

/// How numbers become grey values, 0 to 255. Images are kept as 0…1, −1…1, 0…16, 0…255 or whatever
/// their type reaches; which it is, only their least and their largest number says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GreyScale {
    low: f64,
    per_unit: f64,
}

impl GreyScale {
    /// The scale of numbers between these two, both of which occur.
    ///
    /// # Errors
    /// [`PictureError::NotFinite`].
    pub fn of(least: f64, largest: f64) -> Result<Self, PictureError> {
        if !least.is_finite() || !largest.is_finite() {
            return Err(PictureError::NotFinite);
        }
        let (low, high) = match (least, largest) {
            (0.0.., ..=1.0) => (0.0, 1.0),
            (-1.0.., ..=1.0) => (-1.0, 1.0),
            // The digits of scikit-learn.
            (0.0.., ..=16.0) => (0.0, 16.0),
            (0.0.., ..=255.0) => (0.0, 255.0),
            _ => (least, largest),
        };
        Ok(Self {
            low,
            per_unit: 255.0 / (high - low),
        })
    }

    /// The scale of the numbers of a file.
    ///
    /// # Errors
    /// [`PictureError::NotFinite`].
    pub fn of_all(values: impl Iterator<Item = f64>) -> Result<Self, PictureError> {
        let mut range = [f64::INFINITY, f64::NEG_INFINITY];
        for value in values {
            if !value.is_finite() {
                return Err(PictureError::NotFinite);
            }
            range = [range[0].min(value), range[1].max(value)];
        }
        if range[0] > range[1] {
            range = [0.0, 0.0];
        }
        Self::of(range[0], range[1])
    }

    /// A grey value.
    pub fn byte(self, value: f64) -> u8 {
        // Truncation of what is never negative is rounding to the nearest.
        ((value - self.low) * self.per_unit + 0.5).clamp(0.0, 255.0) as u8
    }
}

/// A file's numbers as grey values.
///
/// # Errors
/// [`PictureError::NotFinite`].
pub fn grey_bytes(format: ElementFormat, bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let scale = GreyScale::of_all(format.values(bytes))?;
    Ok(format
        .values(bytes)
        .map(|value| scale.byte(value))
        .collect())
}

/// A file's numbers as labels; `None` if they are none: not whole, negative, or beyond 65,535.
pub fn labels(format: ElementFormat, bytes: &[u8]) -> Option<Vec<u32>> {
    let label = |value: f64| {
        let is_label = value.fract() == 0.0 && (0.0..65_536.0).contains(&value);
        is_label.then_some(value as u32)
    };
    format.values(bytes).map(label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_type_and_order_are_read() {
        let format = |kind, bytes, big_endian| ElementFormat {
            kind,
            bytes,
            big_endian,
        };
        for (format, bytes, value) in [
            (format(NumberKind::Signed, 1, true), &[0x80][..], -128.0),
            (format(NumberKind::Signed, 2, true), &[0xff, 0xfe], -2.0),
            (format(NumberKind::Signed, 2, false), &[0xfe, 0xff], -2.0),
            (format(NumberKind::Unsigned, 2, false), &[1, 2], 513.0),
            (format(NumberKind::Float, 2, false), &[0x00, 0x38], 0.5),
            (
                format(NumberKind::Float, 2, false),
                &[0x01, 0x00],
                2_f64.powi(-24),
            ),
            (format(NumberKind::Float, 4, true), &[0x3f, 0xc0, 0, 0], 1.5),
            (format(NumberKind::Bool, 1, true), &[7], 1.0),
        ] {
            assert_eq!(
                format.values(bytes).collect::<Vec<_>>(),
                [value],
                "{format:?}"
            );
        }
    }

    #[test]
    fn the_scale_is_the_one_that_such_numbers_are_kept_in() {
        let bytes = |values: &[f64]| {
            let scale = GreyScale::of_all(values.iter().copied()).expect("finite");
            values
                .iter()
                .map(|value| scale.byte(*value))
                .collect::<Vec<_>>()
        };
        assert_eq!(bytes(&[0.0, 0.5, 1.0]), [0, 128, 255]);
        assert_eq!(bytes(&[-1.0, 0.0, 1.0]), [0, 128, 255]);
        assert_eq!(bytes(&[0.0, 8.0, 16.0]), [0, 128, 255]);
        assert_eq!(bytes(&[0.0, 17.0, 200.0]), [0, 17, 200]);
        assert_eq!(bytes(&[-128.0, 127.0]), [0, 255]);
        assert_eq!(bytes(&[0.0, 65_535.0]), [0, 255]);
        assert_eq!(bytes(&[300.0, 300.0]).len(), 2, "all alike");
        assert_eq!(
            GreyScale::of_all([0.0, f64::NAN].into_iter()),
            Err(PictureError::NotFinite)
        );
    }
}
