//! Whether bytes are the file that was meant. Behind the feature `verify`, because the page never
//! looks at them.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};

use super::remote::DatasetFile;

/// A file is not the one that was meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileMismatch {
    /// It has other content.
    #[error(
        "{file}: expected unpacked content with the SHA-256 {expected}, found {found}. The file was changed or damaged, or is another one; download it again."
    )]
    Digest {
        /// The file's name.
        file: &'static str,
        /// The digest of the file that was meant.
        expected: &'static str,
        /// The digest of this one.
        found: String,
    },
    /// It cannot be unpacked.
    #[error(
        "{file}: expected a gzip file of {expected} bytes or an equal one packed anew, found {found} bytes that cannot be unpacked ({reason}). Download it again."
    )]
    Gzip {
        /// The file's name.
        file: &'static str,
        /// The size of the original.
        expected: u64,
        /// The size of this one.
        found: usize,
        /// What the decoder said.
        reason: String,
    },
}

/// No file unpacks to more than this: 128 MiB.
const MAX_UNPACKED: u64 = 1 << 27;
/// How a gzip file begins.
pub const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Bytes that are looked at between two pauses.
const PIECE: usize = 1 << 18;

/// Whether these bytes are that file.
///
/// # Errors
/// [`FileMismatch`] if they are not.
pub fn verify_file(file: &DatasetFile, bytes: &[u8]) -> Result<(), FileMismatch> {
    let mut check = FileCheck::new(file, bytes);
    while check.advance()?.is_none() {}
    Ok(())
}

/// Looks whether bytes are a file and unpacks it, a piece at a time, for whoever has other things to
/// do in between.
pub struct FileCheck<'a> {
    file: &'a DatasetFile,
    bytes: &'a [u8],
    content: Box<dyn Read + 'a>,
    unpacked: Vec<u8>,
    sha256: Sha256,
}

impl<'a> FileCheck<'a> {
    /// A check that has not begun.
    pub fn new(file: &'a DatasetFile, bytes: &'a [u8]) -> Self {
        let content: Box<dyn Read + 'a> = if bytes.starts_with(&GZIP_MAGIC) {
            Box::new(MultiGzDecoder::new(bytes).take(MAX_UNPACKED))
        } else {
            // A server may have unpacked it on the way.
            Box::new(bytes)
        };
        Self {
            file,
            bytes,
            content,
            unpacked: Vec::new(),
            sha256: Sha256::new(),
        }
    }

    /// Goes on for a quarter of a MiB; in the end, the file's unpacked content.
    ///
    /// # Errors
    /// [`FileMismatch`] if it is another file.
    pub fn advance(&mut self) -> Result<Option<Vec<u8>>, FileMismatch> {
        let before = self.unpacked.len();
        let read = self
            .content
            .by_ref()
            .take(PIECE as u64)
            .read_to_end(&mut self.unpacked);
        let count = read.map_err(|error| FileMismatch::Gzip {
            file: self.file.name,
            expected: self.file.packed_bytes,
            found: self.bytes.len(),
            reason: error.to_string(),
        })?;
        self.sha256.update(&self.unpacked[before..]);
        if count > 0 {
            return Ok(None);
        }
        let found = format!("{:x}", self.sha256.finalize_reset());
        let expected = self.file.unpacked_sha256;
        if found == expected {
            return Ok(Some(std::mem::take(&mut self.unpacked)));
        }
        Err(FileMismatch::Digest {
            file: self.file.name,
            expected,
            found,
        })
    }
}
