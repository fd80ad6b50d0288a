//! Data sets that are not shipped: their files, where to get them, and how one knows that a file
//! is the one that was meant.
//!
//! Plain data with no other module of this crate behind it, because `cargo xtask data` compiles
//! this very file too: what it puts into the site's `data/` folder, the browser looks for there.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use md5::Md5;
use sha2::{Digest as _, Sha256};

/// A data set of four IDX files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataSet {
    /// What commands call it, and the folder below the site's `data/` that holds its files.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Whose work it is.
    pub authors: &'static str,
    /// Its licence, by SPDX identifier.
    pub licence: &'static str,
    /// Addresses that the files' names are appended to, the best first.
    pub mirrors: &'static [&'static str],
    /// Training images.
    pub train_images: File,
    /// Their labels.
    pub train_labels: File,
    /// Test images.
    pub test_images: File,
    /// Their labels.
    pub test_labels: File,
}

impl DataSet {
    /// The data set of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        DATA_SETS.iter().find(|set| set.name == name)
    }

    /// All four files.
    pub fn files(&self) -> [File; 4] {
        [
            self.train_images,
            self.train_labels,
            self.test_images,
            self.test_labels,
        ]
    }
}

/// One file of a data set, IDX in gzip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, the same everywhere.
    pub name: &'static str,
    /// How many bytes travel, in the original packing.
    pub packed_bytes: u64,
    /// How it is recognised.
    pub digest: Digest,
}

/// What a file is recognised by, in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// SHA-256 of the unpacked content, so that a file that was packed anew, or is not packed at
    /// all, is recognised too.
    UnpackedSha256(&'static str),
    /// MD5 of the packed file as it was published. Tells a damaged file from a whole one, not a
    /// forged one.
    PackedMd5(&'static str),
}

/// A file is not the one that was meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// It has other content.
    #[error(
        "{file}: expected {kind} {expected}, found {found}. The file was changed or damaged, or is another one; download it again."
    )]
    Digest {
        /// The file's name.
        file: &'static str,
        /// What was computed, of what.
        kind: &'static str,
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

/// Every data set that can be fetched.
pub static DATA_SETS: [DataSet; 2] = [
    DataSet {
        name: "mnist",
        title: "MNIST",
        authors: "Yann LeCun, Corinna Cortes, Christopher J. C. Burges",
        licence: "CC-BY-SA-3.0",
        mirrors: &[
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
        ],
        train_images: File {
            name: "train-images-idx3-ubyte.gz",
            packed_bytes: 9_912_422,
            digest: Digest::UnpackedSha256(
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            ),
        },
        train_labels: File {
            name: "train-labels-idx1-ubyte.gz",
            packed_bytes: 28_881,
            digest: Digest::UnpackedSha256(
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            ),
        },
        test_images: File {
            name: "t10k-images-idx3-ubyte.gz",
            packed_bytes: 1_648_877,
            digest: Digest::UnpackedSha256(
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            ),
        },
        test_labels: File {
            name: "t10k-labels-idx1-ubyte.gz",
            packed_bytes: 4_542,
            digest: Digest::UnpackedSha256(
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            ),
        },
    },
    DataSet {
        name: "fashion-mnist",
        title: "Fashion-MNIST",
        authors: "Han Xiao, Kashif Rasul, Roland Vollgraf (Zalando SE)",
        licence: "MIT",
        // The second has no encryption, so that a page that came by https may not ask it.
        mirrors: &[
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        ],
        train_images: File {
            name: "train-images-idx3-ubyte.gz",
            packed_bytes: 26_421_880,
            digest: Digest::PackedMd5("8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        },
        train_labels: File {
            name: "train-labels-idx1-ubyte.gz",
            packed_bytes: 29_515,
            digest: Digest::PackedMd5("25c81989df183df01b3e8a0aad5dffbe"),
        },
        test_images: File {
            name: "t10k-images-idx3-ubyte.gz",
            packed_bytes: 4_422_102,
            digest: Digest::PackedMd5("bef4ecab320f06d8554ea6380940ec79"),
        },
        test_labels: File {
            name: "t10k-labels-idx1-ubyte.gz",
            packed_bytes: 5_148,
            digest: Digest::PackedMd5("bb300cfdad3c16e7a12a480ee83cd310"),
        },
    },
];

/// No file unpacks to more than this: 128 MiB.
const MAX_UNPACKED: u64 = 1 << 27;
/// How a gzip file begins.
pub const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Bytes that are looked at between two pauses.
const PIECE: usize = 1 << 18;

/// Whether these bytes are that file.
///
/// # Errors
/// [`Mismatch`] if they are not.
pub fn verify(file: &File, bytes: &[u8]) -> Result<(), Mismatch> {
    let mut check = Check::new(file, bytes);
    while check.advance()?.is_none() {}
    Ok(())
}

/// Looks whether bytes are a file and unpacks it, a piece at a time, for whoever has other things to
/// do in between.
pub struct Check<'a> {
    file: &'a File,
    bytes: &'a [u8],
    /// What is left of the packed file to be hashed.
    packed: &'a [u8],
    /// Whether nothing is.
    hashed: bool,
    content: Box<dyn Read + 'a>,
    unpacked: Vec<u8>,
    md5: Md5,
    sha256: Sha256,
}

impl<'a> Check<'a> {
    /// A check that has not begun.
    pub fn new(file: &'a File, bytes: &'a [u8]) -> Self {
        let content: Box<dyn Read + 'a> = if bytes.starts_with(&GZIP_MAGIC) {
            Box::new(MultiGzDecoder::new(bytes).take(MAX_UNPACKED))
        } else {
            // A server may have unpacked it on the way.
            Box::new(bytes)
        };
        Self {
            file,
            bytes,
            packed: bytes,
            hashed: false,
            content,
            unpacked: Vec::new(),
            md5: Md5::new(),
            sha256: Sha256::new(),
        }
    }

    /// Goes on for a quarter of a MiB; in the end, the file's unpacked content.
    ///
    /// # Errors
    /// [`Mismatch`] if it is another file.
    pub fn advance(&mut self) -> Result<Option<Vec<u8>>, Mismatch> {
        if let (Digest::PackedMd5(expected), false) = (self.file.digest, self.hashed) {
            let (piece, rest) = self.packed.split_at(PIECE.min(self.packed.len()));
            self.md5.update(piece);
            self.packed = rest;
            self.hashed = rest.is_empty();
            if self.hashed {
                let found = format!("{:x}", self.md5.finalize_reset());
                self.compare(
                    "the file as it was published, packed, with the MD5",
                    expected,
                    found,
                )?;
            }
            return Ok(None);
        }
        let before = self.unpacked.len();
        let read = self
            .content
            .by_ref()
            .take(PIECE as u64)
            .read_to_end(&mut self.unpacked);
        let count = read.map_err(|error| Mismatch::Gzip {
            file: self.file.name,
            expected: self.file.packed_bytes,
            found: self.bytes.len(),
            reason: error.to_string(),
        })?;
        if let Digest::UnpackedSha256(expected) = self.file.digest {
            self.sha256.update(&self.unpacked[before..]);
            if count == 0 {
                let found = format!("{:x}", self.sha256.finalize_reset());
                self.compare("unpacked content with the SHA-256", expected, found)?;
            }
        }
        Ok((count == 0).then(|| std::mem::take(&mut self.unpacked)))
    }

    fn compare(
        &self,
        kind: &'static str,
        expected: &'static str,
        found: String,
    ) -> Result<(), Mismatch> {
        if found == expected {
            return Ok(());
        }
        Err(Mismatch::Digest {
            file: self.file.name,
            kind,
            expected,
            found,
        })
    }
}
