//! Magic numbers.

use crate::FileKind::{self, Foreign, Gzip, Picture};
use crate::ForeignFile as F;

/// What a file has from a byte on, and what it is then; the first that fits.
const SIGNATURES: &[(usize, &[u8], FileKind)] = &[
    (0, b"\x89PNG\r\n\x1a\n", Picture),
    (0, b"\xff\xd8\xff", Picture),
    (0, b"GIF87a", Picture),
    (0, b"GIF89a", Picture),
    (0, b"\0\0\x01\0", Picture),
    (0, b"\0\0\x02\0", Picture),
    (0, b"\0\0\0\x0cjP  \r\n", Picture),
    (0, b"\xff\x4f\xff\x51", Picture),
    (0, b"\0\0\0\x0cJXL ", Picture),
    (0, b"\xff\x0a", Picture),
    (0, b"II*\0", Picture),
    (0, b"MM\0*", Picture),
    (0, b"\x1f\x8b", Gzip),
    (0, b"8BPS", Foreign(F::RarePicture)),
    (0, b"icns", Foreign(F::RarePicture)),
    (0, b"\x76\x2f\x31\x01", Foreign(F::RarePicture)),
    (0, b"#?RADIANCE", Foreign(F::RarePicture)),
    (0, b"DDS ", Foreign(F::RarePicture)),
    (0, b"gimp xcf", Foreign(F::RarePicture)),
    (0, b"\xc5\xd0\xd3\xc6", Foreign(F::RarePicture)),
    (0, b"\x93NUMPY", Foreign(F::NumpyArray)),
    (0, b"\x89HDF\r\n\x1a\n", Foreign(F::Hdf5)),
    (0, b"MATLAB 5.0 MAT-file", Foreign(F::Matlab)),
    (0, b"MATLAB 7.3 MAT-file", Foreign(F::Matlab)),
    (0, b"GGUF", Foreign(F::Gguf)),
    (0, b"lmgg", Foreign(F::Gguf)),
    (0, b"tjgg", Foreign(F::Gguf)),
    (0, b"algg", Foreign(F::Gguf)),
    (4, b"TFL3", Foreign(F::TensorFlow)),
    (
        0,
        b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19",
        Foreign(F::PyTorch),
    ),
    (0, b"PAR1", Foreign(F::Parquet)),
    (0, b"ARROW1", Foreign(F::Parquet)),
    (0, b"FEA1", Foreign(F::Parquet)),
    (0, b"Obj\x01", Foreign(F::Parquet)),
    (0, b"SQLite format 3\0", Foreign(F::Sqlite)),
    (0, b"7z\xbc\xaf\x27\x1c", Foreign(F::Archive)),
    (0, b"Rar!\x1a\x07", Foreign(F::Archive)),
    (257, b"ustar", Foreign(F::Archive)),
    (0, b"!<arch>\n", Foreign(F::Archive)),
    (0, b"MSCF\0\0\0\0", Foreign(F::Archive)),
    (0, b"\xfd7zXZ\0", Foreign(F::Packed)),
    (0, b"\x28\xb5\x2f\xfd", Foreign(F::Packed)),
    (0, b"\x04\x22\x4d\x18", Foreign(F::Packed)),
    (0, b"\x1f\x9d", Foreign(F::Packed)),
    (0, b"\x1f\xa0", Foreign(F::Packed)),
    (0, b"%PDF", Foreign(F::Pdf)),
    (0, b"%!PS", Foreign(F::Document)),
    (0, b"{\\rtf", Foreign(F::Document)),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign(F::Document)),
    (0, b"\x1a\x45\xdf\xa3", Foreign(F::Film)),
    (0, b"\0\0\x01\xba", Foreign(F::Film)),
    (0, b"FLV\x01", Foreign(F::Film)),
    (0, b"ID3", Foreign(F::Sound)),
    (0, b"\xff\xfb", Foreign(F::Sound)),
    (0, b"\xff\xf3", Foreign(F::Sound)),
    (0, b"OggS", Foreign(F::Sound)),
    (0, b"fLaC", Foreign(F::Sound)),
    (0, b"MThd", Foreign(F::Sound)),
    (128, b"DICM", Foreign(F::Volume)),
    (344, b"n+1\0", Foreign(F::Volume)),
    (0, b"SIMPLE  =", Foreign(F::Volume)),
    (0, b"\x7fELF", Foreign(F::Program)),
    (0, b"\0asm\x01\0\0\0", Foreign(F::Program)),
    (0, b"\xca\xfe\xba\xbe", Foreign(F::Program)),
    (0, b"\xcf\xfa\xed\xfe", Foreign(F::Program)),
];

/// What a file is by its magic number.
pub(crate) fn by_signature(bytes: &[u8]) -> Option<FileKind> {
    let has = |&(from, magic, _): &(usize, &[u8], FileKind)| {
        let found = bytes.get(from..);
        found.is_some_and(|found| found.starts_with(magic))
    };
    let found = SIGNATURES.iter().find(|signature| has(signature));
    if let Some((_, _, kind)) = found {
        return Some(*kind);
    }
    // Two letters are no proof: what follows has to fit, too.
    match bytes {
        [b'B', b'M', rest @ ..] => is_bitmap(rest).then_some(Picture),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Some(Foreign(F::Packed)),
        [b'M', b'Z', ..] => is_windows_program(bytes).then_some(Foreign(F::Program)),
        _ => None,
    }
}

/// A bitmap's reserved words are zero, and its second header has one of a few lengths.
fn is_bitmap(after_letters: &[u8]) -> bool {
    let header = after_letters.get(12..16);
    let length = header.map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    matches!(length, Some(12..=124)) && after_letters.get(4..8) == Some(&[0; 4][..])
}

/// The old header of a Windows program says where the new one begins.
fn is_windows_program(bytes: &[u8]) -> bool {
    bytes.get(60..64).is_some_and(|at| at[2] == 0 && at[3] == 0)
}
