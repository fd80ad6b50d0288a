//! NumPy's arrays: `.npy` of versions 1 to 3, every order and number type; and pairs of images and labels
//! among the arrays of an `.npz`. Pickled objects are refused: opening them can run code.
//!
//! The crate `npyz` reads headers. Numbers stay as they lie in the file, like those of IDX files, and are
//! read by [`numbers`]. Source: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.

use std::iter;

use foreign_text::beginning;
use npyz::{DType, Endianness, NpyHeader, Order, TypeChar};

use crate::array::{ImageArray, images, number_count};
use crate::numbers::{self, ElementFormat, NumberKind};
use crate::{MOST_SHOWN, PictureError, array};

/// What an `.npy` file begins with.
pub const MAGIC: &[u8] = b"\x93NUMPY";

/// NumPy itself reads no longer header, unless it is told to.
const MOST_HEADER: usize = 10_000;
/// Brackets within brackets: a header's own, those of its fields, of fields within, and of their sizes.
const MOST_DEPTH: usize = 6;

/// An array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumpyArray {
    sizes: Vec<usize>,
    format: ElementFormat,
    /// Its numbers, the last dimension running fastest.
    bytes: Vec<u8>,
}

impl NumpyArray {
    /// Reads an array.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let (header, end) = header(bytes)?;
        let format = number_format(&header.dtype())?;
        let sizes = lengths(header.shape())?;
        if sizes.is_empty() {
            return Err(PictureError::Dimensions(array::shape_text(&sizes)));
        }
        let expected = number_count(&sizes, format.bytes)? * format.bytes;
        let body = &bytes[end..];
        if body.len() < expected {
            return Err(PictureError::Truncated {
                expected: (end + expected) as u64,
                found: bytes.len() as u64,
            });
        }
        let body = &body[..expected];
        let bytes = match header.order() {
            Order::C => body.to_vec(),
            Order::Fortran => rows_first(&sizes, &lengths(header.strides())?, format.bytes, body),
        };
        Ok(Self {
            sizes,
            format,
            bytes,
        })
    }

    /// As images.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn images(&self) -> Result<ImageArray, PictureError> {
        images(&self.sizes, self.format, &self.bytes)
    }

    /// As labels: one dimension (or a second one of size 1) of whole numbers.
    pub fn labels(&self) -> Option<Vec<u32>> {
        match *self.sizes {
            [_] | [_, 1] => numbers::labels(self.format, &self.bytes),
            _ => None,
        }
    }
}

/// Numbers of a header that count what is in memory.
fn lengths(numbers: &[u64]) -> Result<Vec<usize>, PictureError> {
    let lengths = numbers.iter().map(|number| usize::try_from(*number));
    let lengths: Result<_, _> = lengths.collect();
    lengths.map_err(|_| PictureError::TooLarge)
}

/// The header, and where it ends.
fn header(bytes: &[u8]) -> Result<(NpyHeader, usize), PictureError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(PictureError::Header)?;
    let (length, begin) = match *rest {
        [1, _, low, high, ..] => (usize::from(u16::from_le_bytes([low, high])), 10),
        [2 | 3, _, a, b, c, d, ..] => (u32::from_le_bytes([a, b, c, d]) as usize, 12),
        _ => return Err(PictureError::Header),
    };
    let end = length.saturating_add(begin);
    let text = bytes.get(begin..end).ok_or(PictureError::Truncated {
        expected: end as u64,
        found: bytes.len() as u64,
    })?;
    if length > MOST_HEADER || is_deep(text) {
        return Err(PictureError::Header);
    }
    // Only version 3 says that text is UTF-8, as `npyz` reads it in all of them.
    let text = without_longs(&String::from_utf8_lossy(text));
    let mut plain = [MAGIC, &[3, 0]].concat();
    plain.extend((text.len() as u32).to_le_bytes());
    plain.extend_from_slice(text.as_bytes());
    let header = NpyHeader::from_reader(&plain[..]).map_err(|_| PictureError::Header)?;
    Ok((header, end))
}

/// Whether brackets are nested deeper than in a header of NumPy's. Who reads them calls itself for each, and
/// reads what is in them again for each that is not closed.
fn is_deep(text: &[u8]) -> bool {
    let mut depth = 0_usize;
    text.iter().any(|byte| {
        match byte {
            // Only a header itself is a dictionary.
            b'{' if depth > 0 => depth = MOST_DEPTH + 1,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MOST_DEPTH
    })
}

/// Python 2 wrote some whole numbers as `28L`.
fn without_longs(text: &str) -> String {
    let before = iter::once(' ').chain(text.chars());
    let letters = before.zip(text.chars());
    letters
        .filter(|(before, letter)| !(*letter == 'L' && before.is_ascii_digit()))
        .map(|(_, letter)| letter)
        .collect()
}

/// How an array's numbers lie in its file.
fn number_format(dtype: &DType) -> Result<ElementFormat, PictureError> {
    if dtype.uses_pickled_array() {
        return Err(PictureError::Pickled);
    }
    let unknown = || PictureError::NumberType(beginning(&dtype.descr(), MOST_SHOWN));
    // Of several fields each, or not.
    let DType::Plain(number) = dtype else {
        return Err(unknown());
    };
    let kind = match number.type_char() {
        TypeChar::Bool => NumberKind::Bool,
        TypeChar::Uint => NumberKind::Unsigned,
        TypeChar::Int => NumberKind::Signed,
        TypeChar::Float => NumberKind::Float,
        _ => return Err(unknown()),
    };
    let bytes = number.num_bytes().filter(|bytes| *bytes <= 8);
    Ok(ElementFormat {
        kind,
        bytes: bytes.ok_or_else(unknown)?,
        big_endian: number.endianness() == Endianness::Big,
    })
}

/// Numbers of an array that lie `strides` apart, with the last dimension running fastest.
fn rows_first(sizes: &[usize], strides: &[usize], size: usize, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = vec![0; sizes.len()];
    let mut from = 0;
    while out.len() < bytes.len() {
        out.extend_from_slice(&bytes[from * size..(from + 1) * size]);
        for at in (0..sizes.len()).rev() {
            index[at] += 1;
            from += strides[at];
            if index[at] < sizes[at] {
                break;
            }
            from -= strides[at] * sizes[at];
            index[at] = 0;
        }
    }
    out
}

/// The images among an archive's arrays, joined if they are of one size, with the labels that fit:
/// `x_train` with `y_train`, or whichever array has as many. An array that is neither is left.
///
/// # Errors
/// The first array's, if none is of images.
pub fn joined(arrays: &[(String, NumpyArray)]) -> Result<ImageArray, PictureError> {
    let mut found: Option<ImageArray> = None;
    let mut fault = None;
    for (name, array) in arrays {
        if array.labels().is_some() {
            continue;
        }
        let images = match array.images() {
            Ok(images) => images,
            Err(error) => {
                fault.get_or_insert(error);
                continue;
            }
        };
        let labels = labels_of(name, images.len(), arrays);
        match &mut found {
            None => found = Some(ImageArray { labels, ..images }),
            Some(before) if before.shape == images.shape => {
                before.labels = match (before.labels.take(), labels) {
                    (Some(before), Some(labels)) => Some([before, labels].concat()),
                    _ => None,
                };
                before.pixels.extend(images.pixels);
            }
            Some(_) => {}
        }
    }
    found.ok_or_else(|| fault.unwrap_or(PictureError::Labels))
}

fn labels_of(name: &str, count: usize, arrays: &[(String, NumpyArray)]) -> Option<Vec<u32>> {
    let ending = |name: &str| {
        let stem = name.trim_end_matches(".npy");
        let part = stem.rsplit(['_', '/']).next();
        part.map(str::to_owned)
    };
    let fitting = arrays.iter().filter_map(|(other, array)| {
        let labels = array.labels().filter(|labels| labels.len() == count)?;
        Some((ending(other) == ending(name), labels))
    });
    let best = fitting.max_by_key(|(fits, _)| *fits);
    best.map(|(_, labels)| labels)
}
