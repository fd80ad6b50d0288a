//! IDX of every type of number and two to four dimensions, plain or packed with gzip.
//!
//! Source: Yann LeCun, "The MNIST database of handwritten digits", section "file formats".

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::array::{ImageArray, images, number_count};
use crate::numbers::{self, ElementFormat, NumberKind};
use crate::{MOST_BYTES, PictureError};

/// An IDX file's header, and what follows it.
struct IdxContent<'a> {
    sizes: Vec<usize>,
    format: ElementFormat,
    body: &'a [u8],
}

/// Reads images.
///
/// # Errors
/// [`PictureError`].
pub fn read(bytes: &[u8]) -> Result<ImageArray, PictureError> {
    let plain = unpacked(bytes)?;
    let IdxContent {
        sizes,
        format,
        body,
    } = content(&plain)?;
    images(&sizes, format, body)
}

/// Reads labels: IDX of one dimension.
///
/// # Errors
/// [`PictureError`].
pub fn read_labels(bytes: &[u8]) -> Result<Vec<u32>, PictureError> {
    let plain = unpacked(bytes)?;
    let found = content(&plain)?;
    if found.sizes.len() != 1 {
        return Err(PictureError::Header);
    }
    numbers::labels(found.format, found.body).ok_or(PictureError::Header)
}

/// Bytes as they are, or unpacked if they are packed with gzip.
///
/// # Errors
/// [`PictureError::Gzip`], [`PictureError::TooLarge`].
pub fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, PictureError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes.into());
    }
    let mut plain = Vec::new();
    // The single-member decoder would not see what follows the first member.
    MultiGzDecoder::new(bytes)
        .take(MOST_BYTES + 1)
        .read_to_end(&mut plain)
        .map_err(|error| PictureError::Gzip(error.to_string()))?;
    if plain.len() as u64 > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    Ok(plain.into())
}

fn content(bytes: &[u8]) -> Result<IdxContent<'_>, PictureError> {
    let format = |kind, bytes| ElementFormat {
        kind,
        bytes,
        big_endian: true,
    };
    let (format, dimensions) = match *bytes {
        [0, 0, kind, dimensions @ 1..=8, ..] => {
            let format = match kind {
                0x08 => ElementFormat::BYTE,
                0x09 => format(NumberKind::Signed, 1),
                0x0b => format(NumberKind::Signed, 2),
                0x0c => format(NumberKind::Signed, 4),
                0x0d => format(NumberKind::Float, 4),
                0x0e => format(NumberKind::Float, 8),
                other => return Err(PictureError::NumberType(format!("0x{other:02x}"))),
            };
            (format, usize::from(dimensions))
        }
        [1..=8, _, 0, 0, ..] => return Err(PictureError::ByteOrder),
        _ => return Err(PictureError::Header),
    };
    let header = 4 + 4 * dimensions;
    let found = bytes.len() as u64;
    let sizes = bytes.get(4..header).ok_or(PictureError::Truncated {
        expected: header as u64,
        found,
    })?;
    let (words, _) = sizes.as_chunks::<4>();
    let sizes: Vec<_> = words
        .iter()
        .map(|word| u32::from_be_bytes(*word) as usize)
        .collect();
    let expected = number_count(&sizes, format.bytes)? * format.bytes;
    let body = &bytes[header..];
    if body.len() < expected {
        return Err(PictureError::Truncated {
            expected: (header + expected) as u64,
            found,
        });
    }
    if body.len() > expected {
        return Err(PictureError::Trailing((body.len() - expected) as u64));
    }
    Ok(IdxContent {
        sizes,
        format,
        body,
    })
}
