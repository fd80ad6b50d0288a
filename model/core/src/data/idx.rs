//! IDX, the format of MNIST and Fashion-MNIST: a magic number, big-endian sizes, then bytes.
//! Plain or packed with gzip.
//!
//! Source: Yann LeCun, "The MNIST database of handwritten digits", section "file formats".

use std::io::Read;

use flate2::read::MultiGzDecoder;
use foreign_text::ForeignText;
use run_spec::ImageShape;

use super::Images;
use crate::{ModelError, ModelResult};

/// Unsigned bytes in three dimensions: images.
const IMAGES_MAGIC: u32 = 0x0000_0803;
/// Unsigned bytes in four dimensions: images in colour, their channels last.
const COLOUR_MAGIC: u32 = 0x0000_0804;
/// Unsigned bytes in one dimension: labels.
const LABELS_MAGIC: u32 = 0x0000_0801;
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const MAX_SIDE: u32 = 1024;
/// No file unpacks to more than this, whatever its header says: 1 GiB.
const MAX_UNPACKED: u64 = 1 << 30;

/// Reads an IDX file of images. `file` names it in messages.
///
/// # Errors
/// [`ModelError::IdxMagic`], [`ModelError::IdxLength`], [`ModelError::IdxShape`] or [`ModelError::Gzip`].
pub fn images(file: &str, bytes: &[u8]) -> ModelResult<Images> {
    let IdxHeader { sizes, body } = parse(file, bytes, "images", IMAGES_MAGIC)?;
    read_images(file, sizes, 1, body)
}

/// Reads an IDX file of images in colour, as [`write_images`] writes it.
///
/// # Errors
/// As [`images`].
pub fn colour_images(file: &str, bytes: &[u8]) -> ModelResult<Images> {
    let IdxHeader { sizes, body } = parse(file, bytes, "images", COLOUR_MAGIC)?;
    let [count, height, width, _] = sizes;
    // Images of fewer channels, or more, have another length.
    read_images(file, [count, height, width], 3, body)
}

fn read_images(
    file: &str,
    [count, height, width]: [u32; 3],
    channels: u32,
    body: IdxBody<'_>,
) -> ModelResult<Images> {
    let side = 1..=MAX_SIDE;
    if count == 0 || !side.contains(&height) || !side.contains(&width) {
        return Err(ModelError::IdxShape {
            file: ForeignText::whole(file),
            most: MAX_SIDE,
            count,
            height,
            width,
        });
    }
    let body = body.read(
        file,
        u64::from(count) * u64::from(height) * u64::from(width) * u64::from(channels),
    )?;
    let shape = ImageShape {
        channels: channels as usize,
        height: height as usize,
        width: width as usize,
    };
    Ok(Images::new(shape, body))
}

/// The same of bytes that are no longer needed: those of a plain file become the images' own.
///
/// # Errors
/// As [`images`].
pub fn images_of(file: &str, mut bytes: Vec<u8>) -> ModelResult<Images> {
    const HEADER: usize = 16;
    // Only the header: what is wrong with a file is said by `images`.
    let head = bytes.first_chunk::<HEADER>().map(|head| {
        let (words, _) = head.as_chunks::<4>();
        [words[0], words[1], words[2], words[3]].map(|word| u32::from_be_bytes(word) as u64)
    });
    match head {
        Some([magic, count, height, width])
            if magic == u64::from(IMAGES_MAGIC)
                && count > 0
                && [height, width]
                    .iter()
                    .all(|side| (1..=u64::from(MAX_SIDE)).contains(side))
                && count * height * width == (bytes.len() - HEADER) as u64 =>
        {
            bytes.drain(..HEADER);
            let shape = ImageShape {
                channels: 1,
                height: height as usize,
                width: width as usize,
            };
            Ok(Images::new(shape, bytes))
        }
        _ => images(file, &bytes),
    }
}

/// The beginning of what is packed with gzip: at most so many bytes, or as many as can be unpacked.
///
/// # Errors
/// [`ModelError::Gzip`] when nothing can be unpacked.
pub fn unpacked_beginning(file: &str, bytes: &[u8], most: u64) -> ModelResult<Vec<u8>> {
    let mut beginning = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes).take(most);
    match reader.read_to_end(&mut beginning) {
        Err(error) if beginning.is_empty() => Err(gzip_error(file, &error)),
        // What is wrong further on, the reader of its content says.
        _ => Ok(beginning),
    }
}

/// Reads an IDX file of labels. `file` names it in messages.
///
/// # Errors
/// [`ModelError::IdxMagic`], [`ModelError::IdxLength`] or [`ModelError::Gzip`].
pub fn labels(file: &str, bytes: &[u8]) -> ModelResult<Vec<u8>> {
    let IdxHeader { sizes, body } = parse(file, bytes, "labels", LABELS_MAGIC)?;
    let [count] = sizes;
    body.read(file, u64::from(count))
}

/// Writes images as IDX. [`images`] reads grey ones back; those in colour have a fourth dimension,
/// their channels.
pub fn write_images(images: &Images) -> Vec<u8> {
    let ImageShape {
        channels,
        height,
        width,
    } = images.shape();
    let sizes = [images.len(), height, width, channels];
    let (magic, sizes) = match channels {
        1 => (IMAGES_MAGIC, &sizes[..3]),
        _ => (COLOUR_MAGIC, &sizes[..]),
    };
    let mut bytes = magic.to_be_bytes().to_vec();
    for size in sizes {
        bytes.extend((*size as u32).to_be_bytes());
    }
    for index in 0..images.len() {
        bytes.extend(images.bytes(index));
    }
    bytes
}

/// Writes labels as IDX; [`labels`] reads them back.
pub fn write_labels(labels: &[u8]) -> Vec<u8> {
    let mut bytes = LABELS_MAGIC.to_be_bytes().to_vec();
    bytes.extend((labels.len() as u32).to_be_bytes());
    bytes.extend(labels);
    bytes
}

struct IdxHeader<'a, const N: usize> {
    sizes: [u32; N],
    body: IdxBody<'a>,
}

/// What follows the header. `total` says how long the plain file is if that is known.
struct IdxBody<'a> {
    reader: Box<dyn Read + 'a>,
    header: u64,
    packed: bool,
}

fn parse<'a, const N: usize>(
    file: &str,
    bytes: &'a [u8],
    kind: &'static str,
    magic: u32,
) -> ModelResult<IdxHeader<'a, N>> {
    let packed = bytes.starts_with(&GZIP_MAGIC);
    let mut reader: Box<dyn Read + 'a> = if packed {
        // The single-member decoder would not see what follows the first member.
        Box::new(MultiGzDecoder::new(bytes))
    } else {
        Box::new(bytes)
    };
    let header = 4 + 4 * N as u64;
    let mut head = Vec::new();
    reader
        .by_ref()
        .take(header)
        .read_to_end(&mut head)
        .map_err(|error| gzip_error(file, &error))?;
    let word = |i: usize| {
        let bytes = head.get(4 * i..4 * i + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    match word(0) {
        Some(found) if found != magic => {
            return Err(ModelError::IdxMagic {
                file: ForeignText::whole(file),
                expected: kind,
                expected_magic: magic,
                found,
            });
        }
        _ => {}
    }
    let mut sizes = [0; N];
    for (i, size) in sizes.iter_mut().enumerate() {
        *size = word(i + 1).ok_or(ModelError::IdxLength {
            file: ForeignText::whole(file),
            expected: header,
            found: head.len() as u64,
        })?;
    }
    Ok(IdxHeader {
        sizes,
        body: IdxBody {
            reader,
            header,
            packed,
        },
    })
}

impl IdxBody<'_> {
    /// Reads exactly `expected` bytes, and makes sure that no more follow. What the header promises
    /// is never allocated before it has arrived.
    fn read(mut self, file: &str, expected: u64) -> ModelResult<Vec<u8>> {
        let length_error = |found| ModelError::IdxLength {
            file: ForeignText::whole(file),
            expected: self.header.saturating_add(expected),
            found,
        };
        let mut body = Vec::new();
        let limit = expected.saturating_add(1).min(MAX_UNPACKED);
        let read = self.reader.by_ref().take(limit).read_to_end(&mut body);
        if let Err(error) = read {
            // What is missing may be the body, or only the checksum behind it.
            let cut = self.packed && error.kind() == std::io::ErrorKind::UnexpectedEof;
            return Err(if cut && (body.len() as u64) < expected {
                length_error(self.header + body.len() as u64)
            } else {
                gzip_error(file, &error)
            });
        }
        if body.len() as u64 == expected {
            return Ok(body);
        }
        let rest =
            std::io::copy(&mut self.reader.take(MAX_UNPACKED), &mut std::io::sink()).unwrap_or(0);
        Err(length_error(self.header + body.len() as u64 + rest))
    }
}

fn gzip_error(file: &str, error: &std::io::Error) -> ModelError {
    ModelError::Gzip {
        file: ForeignText::whole(file),
        reason: error.to_string().into(),
    }
}
