//! Formats that hold others: zip, ISO media files, RIFF.

use crate::FileKind::{self, Foreign, Picture};
use crate::ForeignFile as F;

/// So many entries of a zip are looked at.
const MOST_ENTRIES: usize = 64;

/// What a file is by what it holds.
pub(crate) fn by_container(bytes: &[u8]) -> Option<FileKind> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(Foreign(zip(bytes)));
    }
    if bytes.starts_with(b"PK\x05\x06") {
        return Some(Foreign(F::Zip));
    }
    if let [b'R', b'I', b'F', b'F', _, _, _, _, form @ ..] = bytes {
        return match form.get(..4)? {
            b"WEBP" => Some(Picture),
            b"WAVE" | b"RMID" => Some(Foreign(F::Sound)),
            b"AVI " => Some(Foreign(F::Film)),
            _ => None,
        };
    }
    (bytes.get(4..8)? == b"ftyp").then(|| iso_media(bytes))
}

/// AVIF and HEIC are pictures; whether the browser knows them, it says.
fn iso_media(bytes: &[u8]) -> FileKind {
    match bytes.get(8..12) {
        Some(b"avif" | b"avis" | b"mif1" | b"msf1") => Picture,
        Some([b'h', b'e', b'i' | b'v', _]) => Picture,
        Some(b"M4A " | b"M4B ") => Foreign(F::Sound),
        _ => Foreign(F::Film),
    }
}

/// What a zip is, by the names of its entries.
fn zip(bytes: &[u8]) -> F {
    let mut found = F::Zip;
    for name in entries(bytes).take(MOST_ENTRIES) {
        let is = |ending: &str| name.ends_with(ending.as_bytes());
        if is("data.pkl") {
            return F::PyTorch;
        }
        if is(".npy") {
            return F::NumpyArchive;
        }
        if is("model.weights.h5") {
            return F::Keras;
        }
        if name == b"[Content_Types].xml" || name == b"mimetype" {
            return F::Document;
        }
        if is("ubyte") || is("ubyte.gz") || is(".idx") || is(".idx.gz") {
            found = F::IdxArchive;
        }
    }
    found
}

/// The names of a zip's entries, as far as their sizes are known where they begin.
fn entries(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let header = rest.first_chunk::<30>()?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let short = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let packed = short(18) | (short(20) << 16);
        let name = rest.get(30..30 + short(26))?;
        // With bit 3 the size follows the content: nobody knows where the next entry begins.
        let next = (30 + short(26) + short(28)).checked_add(packed);
        let known = short(6) & 8 == 0;
        rest = next
            .filter(|_| known)
            .and_then(|next| rest.get(next..))
            .unwrap_or_default();
        Some(name)
    })
}
