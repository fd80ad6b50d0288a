//! Data sets that are not shipped: their files, where to get them, and how each file is recognised.
//!
//! What `cargo xtask data` puts into the site's `data/` folder, the browser looks for there.

/// The files of a data set that is fetched: four IDX files in gzip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemoteDataset {
    /// Addresses that the files' names are appended to, the best first.
    pub mirrors: &'static [&'static str],
    /// Training images.
    pub train_images: DatasetFile,
    /// Their labels.
    pub train_labels: DatasetFile,
    /// Test images.
    pub test_images: DatasetFile,
    /// Their labels.
    pub test_labels: DatasetFile,
}

impl RemoteDataset {
    /// All four files.
    pub fn files(&self) -> [DatasetFile; 4] {
        [
            self.train_images,
            self.train_labels,
            self.test_images,
            self.test_labels,
        ]
    }

    /// The host of the best mirror.
    pub fn mirror_host(&self) -> &'static str {
        let address = self.mirrors.first().copied().unwrap_or_default();
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default()
    }

    /// How many MB (10⁶ bytes) training images and their labels take on the way, rounded.
    pub fn training_megabytes(&self) -> u32 {
        let bytes = self.train_images.packed_bytes + self.train_labels.packed_bytes;
        // Files of so many petabytes do not exist.
        u32::try_from((bytes + 500_000) / 1_000_000).unwrap_or(u32::MAX)
    }
}

/// One file of a data set, IDX in gzip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatasetFile {
    /// Its name, the same everywhere.
    pub name: &'static str,
    /// How many bytes travel, in the original packing.
    pub packed_bytes: u64,
    /// How it is recognised.
    pub digest: FileDigest,
}

/// What a file is recognised by, in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileDigest {
    /// SHA-256 of the unpacked content, so that a file that was packed anew, or is not packed at
    /// all, is recognised too.
    UnpackedSha256(&'static str),
    /// MD5 of the packed file as it was published. Tells a damaged file from a whole one, not a
    /// forged one.
    PackedMd5(&'static str),
}

pub(super) static MNIST: RemoteDataset = RemoteDataset {
    mirrors: &[
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ],
    train_images: DatasetFile {
        name: "train-images-idx3-ubyte.gz",
        packed_bytes: 9_912_422,
        digest: FileDigest::UnpackedSha256(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
    },
    train_labels: DatasetFile {
        name: "train-labels-idx1-ubyte.gz",
        packed_bytes: 28_881,
        digest: FileDigest::UnpackedSha256(
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
    },
    test_images: DatasetFile {
        name: "t10k-images-idx3-ubyte.gz",
        packed_bytes: 1_648_877,
        digest: FileDigest::UnpackedSha256(
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
    },
    test_labels: DatasetFile {
        name: "t10k-labels-idx1-ubyte.gz",
        packed_bytes: 4_542,
        digest: FileDigest::UnpackedSha256(
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    },
};

pub(super) static FASHION_MNIST: RemoteDataset = RemoteDataset {
    // The second has no encryption, so that a page that came by https may not ask it.
    mirrors: &[
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ],
    train_images: DatasetFile {
        name: "train-images-idx3-ubyte.gz",
        packed_bytes: 26_421_880,
        digest: FileDigest::PackedMd5("8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    },
    train_labels: DatasetFile {
        name: "train-labels-idx1-ubyte.gz",
        packed_bytes: 29_515,
        digest: FileDigest::PackedMd5("25c81989df183df01b3e8a0aad5dffbe"),
    },
    test_images: DatasetFile {
        name: "t10k-images-idx3-ubyte.gz",
        packed_bytes: 4_422_102,
        digest: FileDigest::PackedMd5("bef4ecab320f06d8554ea6380940ec79"),
    },
    test_labels: DatasetFile {
        name: "t10k-labels-idx1-ubyte.gz",
        packed_bytes: 5_148,
        digest: FileDigest::PackedMd5("bb300cfdad3c16e7a12a480ee83cd310"),
    },
};
