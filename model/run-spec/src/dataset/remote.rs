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
    /// SHA-256 of the unpacked content, in hexadecimal: a file that was packed anew, or is not
    /// packed at all, is recognised too.
    pub unpacked_sha256: &'static str,
}

pub(super) static MNIST: RemoteDataset = RemoteDataset {
    mirrors: &[
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ],
    train_images: DatasetFile {
        name: "train-images-idx3-ubyte.gz",
        packed_bytes: 9_912_422,
        unpacked_sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    },
    train_labels: DatasetFile {
        name: "train-labels-idx1-ubyte.gz",
        packed_bytes: 28_881,
        unpacked_sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    },
    test_images: DatasetFile {
        name: "t10k-images-idx3-ubyte.gz",
        packed_bytes: 1_648_877,
        unpacked_sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    },
    test_labels: DatasetFile {
        name: "t10k-labels-idx1-ubyte.gz",
        packed_bytes: 4_542,
        unpacked_sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
};

/// The digests are those of the content of Debian's package `dataset-fashion-mnist`
/// (0.0~git20200523.55506a9-1), which is the authors' repository packed anew: 60,000 and 10,000
/// images of 28×28 pixels, which `gzip -6`, with the names, packs to exactly the published sizes.
pub(super) static FASHION_MNIST: RemoteDataset = RemoteDataset {
    // The second has no encryption, so that a page that came by https may not ask it.
    mirrors: &[
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ],
    train_images: DatasetFile {
        name: "train-images-idx3-ubyte.gz",
        packed_bytes: 26_421_880,
        unpacked_sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    },
    train_labels: DatasetFile {
        name: "train-labels-idx1-ubyte.gz",
        packed_bytes: 29_515,
        unpacked_sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    },
    test_images: DatasetFile {
        name: "t10k-images-idx3-ubyte.gz",
        packed_bytes: 4_422_102,
        unpacked_sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    },
    test_labels: DatasetFile {
        name: "t10k-labels-idx1-ubyte.gz",
        packed_bytes: 5_148,
        unpacked_sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
};
