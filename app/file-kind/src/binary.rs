//! Formats without a magic number: safetensors, IDX, protocol buffers, TensorFlow's records, pickles.

use crate::FileKind::{self, Foreign, Idx, Onnx, PictureSet, Run, Weights};
use crate::ForeignFile as F;
use crate::text::contains;

/// The metadata key under which a run's state lies. Within a value its quotes would be escaped.
const RUN_KEY: &[u8] = b"\"latentscape.run\"";
/// The same of a set of pictures.
const PICTURES_KEY: &[u8] = b"\"latentscape.pictures\"";

/// safetensors, records and IDX: their first bytes are no text.
pub(crate) fn by_header(bytes: &[u8]) -> Option<FileKind> {
    let record = || is_tf_record(bytes).then_some(Foreign(F::TfRecord));
    // A record's length could be read as IDX; its checksum is no chance.
    safetensors(bytes).or_else(record).or_else(|| idx(bytes))
}

/// What its structure says of a file that nothing else is known of.
pub(crate) fn by_structure(bytes: &[u8]) -> Option<FileKind> {
    if let [0x80, 2..=5, ..] = bytes {
        return Some(Foreign(F::Pickle));
    }
    protobuf(bytes)
}

/// The header's length, eight bytes, and its JSON. A length that the file does not have is the
/// reader's to refuse.
fn safetensors(bytes: &[u8]) -> Option<FileKind> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = u64::from_le_bytes(*length);
    let json = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
    if length >> 40 != 0 || json.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let header = &rest[..rest.len().min(length)];
    Some(if contains(header, RUN_KEY) {
        Run
    } else if contains(header, PICTURES_KEY) {
        PictureSet
    } else {
        Weights
    })
}

/// Two zeros, the type of number, how many dimensions; or the same in the wrong byte order.
fn idx(bytes: &[u8]) -> Option<FileKind> {
    let is = |number: u8, dimensions: u8| {
        matches!(number, 8 | 9 | 11..=14) && matches!(dimensions, 1..=8)
    };
    match *bytes.first_chunk::<4>()? {
        [0, 0, number, dimensions] | [dimensions, number, 0, 0] => {
            is(number, dimensions).then_some(Idx)
        }
        _ => None,
    }
}

/// A model of ONNX or TensorFlow: the version comes first, then the producer's name or the graph.
fn protobuf(bytes: &[u8]) -> Option<FileKind> {
    let [8, version, tag, rest @ ..] = bytes else {
        return None;
    };
    match (version, tag) {
        (1, 0x12) => Some(Foreign(F::TensorFlow)),
        (2..=30, 0x12 | 0x1a) => {
            let length = usize::from(*rest.first()?);
            let name = rest.get(1..=length)?;
            name.iter()
                .all(|byte| (32..127).contains(byte))
                .then_some(Onnx)
        }
        (2..=30, 0x28 | 0x32 | 0x3a | 0x42 | 0x72) => Some(Onnx),
        _ => None,
    }
}

/// A record's length, and that length's checksum.
fn is_tf_record(bytes: &[u8]) -> bool {
    let Some(head) = bytes.first_chunk::<12>() else {
        return false;
    };
    let mut crc = !0_u32;
    for byte in &head[..8] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            // CRC-32C, a bit at a time.
            crc = (crc >> 1) ^ (0x82f6_3b78 * (crc & 1));
        }
    }
    let masked = (!crc).rotate_right(15).wrapping_add(0xa282_ead8);
    head[8..] == masked.to_le_bytes()
}
