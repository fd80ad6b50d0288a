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

/// Whether these bytes are that file.
///
/// # Errors
/// [`Mismatch`] if they are not.
pub fn verify(file: &File, bytes: &[u8]) -> Result<(), Mismatch> {
    let (kind, expected, found) = match file.digest {
        Digest::UnpackedSha256(expected) => (
            "unpacked content with the SHA-256",
            expected,
            unpacked_sha256(file, bytes)?,
        ),
        Digest::PackedMd5(expected) => (
            "the file as it was published, packed, with the MD5",
            expected,
            format!("{:x}", Md5::digest(bytes)),
        ),
    };
    if found == expected {
        Ok(())
    } else {
        Err(Mismatch::Digest {
            file: file.name,
            kind,
            expected,
            found,
        })
    }
}

fn unpacked_sha256(file: &File, bytes: &[u8]) -> Result<String, Mismatch> {
    let mut hasher = Sha256::new();
    if bytes.starts_with(&GZIP_MAGIC) {
        let mut reader = MultiGzDecoder::new(bytes).take(MAX_UNPACKED);
        let mut piece = vec![0; 1 << 16];
        loop {
            let count = reader.read(&mut piece).map_err(|error| Mismatch::Gzip {
                file: file.name,
                expected: file.packed_bytes,
                found: bytes.len(),
                reason: error.to_string(),
            })?;
            if count == 0 {
                break;
            }
            hasher.update(&piece[..count]);
        }
    } else {
        // A server may have unpacked it on the way.
        hasher.update(bytes);
    }
    Ok(format!("{:x}", hasher.finalize()))
}
