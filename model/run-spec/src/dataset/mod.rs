//! Data sets: one row for each, with everything that distinguishes it.
//!
//! A new data set is a variant of [`DatasetId`] and a row in [`DatasetId::info`]; the compiler asks
//! for both. One that is drawn is a variant of [`ProceduralDataset`], too, which `model` matches on.

mod remote;
#[cfg(feature = "verify")]
mod verify;

pub use remote::{DatasetFile, RemoteDataset};
#[cfg(feature = "verify")]
pub use verify::{FileCheck, FileMismatch, GZIP_MAGIC, verify_file};

use serde::{Deserialize, Serialize};

use crate::image::ImageShape;

choice! {
    /// Which data set is trained on.
    DatasetId {
        /// UCI's Optical Recognition of Handwritten Digits; shipped.
        Digits = "digits", "UCI digits";
        /// Digits drawn from splines with known factors; endless.
        Strokes = "strokes", "Strokes (drawn here)";
        /// Shapes with known factors; endless.
        Shapes = "shapes", "Shapes (drawn here)";
        /// Pixel faces in colour with known factors; endless.
        Faces = "faces", "Faces (drawn here)";
        /// Characters of one to eight strokes with known factors; endless.
        Hanzi = "hanzi", "Hanzi (drawn here)";
        /// Emoji in colour; shipped.
        Emoji = "emoji", "Emoji";
        /// MNIST; fetched when asked for.
        Mnist = "mnist", "MNIST";
        /// Fashion-MNIST; fetched when asked for.
        FashionMnist = "fashion-mnist", "Fashion-MNIST";
        /// The visitor's own images.
        Own = "own", "Your own file";
        /// Points of a plane, drawn from a known density: see
        /// [`ToyDistribution`](crate::ToyDistribution).
        Points = "points", "Points of a plane";
    }
}

/// A data set's row. Its word in links and files and its title are those of [`Self::id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatasetInfo {
    /// Which data set this is.
    pub id: DatasetId,
    /// Where its images come from.
    pub kind: DatasetKind,
    /// The size of its images as they come, before they are brought to a run's size; of drawn ones
    /// the size that they are made for. A visitor's file tells its own size when it is read.
    pub shape: ImageShape,
    /// The name of each label, from 0 on; empty where labels have no known names.
    pub classes: &'static [&'static str],
    /// How many images it has to train on, if that is known before they are read. Drawn ones are
    /// endless.
    pub training_images: Option<usize>,
    /// Whose work it is.
    pub authors: &'static str,
    /// Its licence, as an SPDX expression.
    pub licence: &'static str,
}

impl DatasetInfo {
    /// Whether Explore offers its training images to compare pictures with. Points are no pictures,
    /// and a visitor's own file may not be there.
    pub const fn has_reference_images(&self) -> bool {
        match self.kind {
            DatasetKind::Procedural(_)
            | DatasetKind::Hanzi(_)
            | DatasetKind::Shipped { .. }
            | DatasetKind::Remote(_) => true,
            DatasetKind::User | DatasetKind::Toy2d => false,
        }
    }
}

/// Where a data set's images come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatasetKind {
    /// They are drawn when they are asked for, without end.
    Procedural(ProceduralDataset),
    /// Characters are drawn when they are asked for, without end, from the strokes of a file of the
    /// site's own `assets/data/` folder.
    Hanzi(&'static DatasetFile),
    /// In IDX files of the site's own `assets/data/` folder, in gzip.
    Shipped {
        /// The file of images.
        images: &'static str,
        /// The file of labels.
        labels: &'static str,
    },
    /// In files that are fetched when the visitor asks for them.
    Remote(&'static RemoteDataset),
    /// In a file that the visitor opens.
    User,
    /// Two-dimensional toy data: points, no images.
    Toy2d,
}

/// Images that are drawn from known factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProceduralDataset {
    /// Handwritten-looking digits.
    Strokes,
    /// Single geometric shapes.
    Shapes,
    /// Pixel faces in colour.
    Faces,
}

impl ProceduralDataset {
    /// The row of the data set that consists of these images.
    pub const fn info(self) -> &'static DatasetInfo {
        match self {
            Self::Strokes => DatasetId::Strokes.info(),
            Self::Shapes => DatasetId::Shapes.info(),
            Self::Faces => DatasetId::Faces.info(),
        }
    }
}

/// SPDX for a licence that nobody stated.
pub const LICENCE_NOT_STATED: &str = "NOASSERTION";

/// The shipped file of UCI's digits.
pub const DIGITS_IMAGES_FILE: &str = "uci-digits-images.idx.gz";
/// The shipped file of their labels.
pub const DIGITS_LABELS_FILE: &str = "uci-digits-labels.idx.gz";

const DIGIT_NAMES: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
/// The classes of drawn shapes.
pub const SHAPE_NAMES: [&str; 3] = ["square", "ellipse", "heart"];
/// The classes of drawn faces: colours of hair, from dark to light, then dyed.
pub const HAIR_COLOUR_NAMES: [&str; 8] = [
    "black hair",
    "brown hair",
    "ginger hair",
    "blond hair",
    "white hair",
    "red hair",
    "blue hair",
    "green hair",
];
const OWN_WORK: (&str, &str) = ("Latentscape", "MIT OR Apache-2.0");

const FACES: DatasetInfo = DatasetInfo {
    id: DatasetId::Faces,
    kind: DatasetKind::Procedural(ProceduralDataset::Faces),
    shape: ImageShape::square(32, 3),
    classes: &HAIR_COLOUR_NAMES,
    training_images: None,
    authors: "Latentscape, after DiceBear's \"Pixel Art\"",
    licence: OWN_WORK.1,
};

/// The strokes that characters are drawn from.
pub const HANZI_STROKES: DatasetFile = DatasetFile {
    name: "hanzi-strokes.txt.gz",
    packed_bytes: 34_732,
    unpacked_sha256: "f20ec9adb2782f844379133601ec71547cb741b58b480e70872345ccbfdb7dbe",
};

const HANZI: DatasetInfo = DatasetInfo {
    id: DatasetId::Hanzi,
    kind: DatasetKind::Hanzi(&HANZI_STROKES),
    shape: ImageShape::grey(32),
    classes: &[
        "1 stroke",
        "2 strokes",
        "3 strokes",
        "4 strokes",
        "5 strokes",
        "6 strokes",
        "7 strokes",
        "8 strokes",
    ],
    training_images: None,
    authors: "Latentscape, after Make Me A Hanzi and Arphic Technology",
    licence: "Arphic-1999",
};

/// The shipped file of emoji.
pub const EMOJI_IMAGES_FILE: &str = "emoji-images.idx.gz";
/// The shipped file of their groups.
pub const EMOJI_LABELS_FILE: &str = "emoji-labels.idx.gz";

const EMOJI: DatasetInfo = DatasetInfo {
    id: DatasetId::Emoji,
    kind: DatasetKind::Shipped {
        images: EMOJI_IMAGES_FILE,
        labels: EMOJI_LABELS_FILE,
    },
    shape: ImageShape::square(32, 3),
    classes: &[
        "smileys and emotion",
        "people and body",
        "animals and nature",
        "food and drink",
        "travel and places",
        "activities",
        "objects",
        "symbols",
        "flags",
    ],
    training_images: Some(1_328),
    authors: "Microsoft Corporation",
    licence: "MIT",
};

impl DatasetId {
    /// The data set's row.
    pub const fn info(self) -> &'static DatasetInfo {
        match self {
            Self::Digits => {
                const {
                    &DatasetInfo {
                        id: Self::Digits,
                        kind: DatasetKind::Shipped {
                            images: DIGITS_IMAGES_FILE,
                            labels: DIGITS_LABELS_FILE,
                        },
                        shape: ImageShape::grey(8),
                        classes: DIGIT_NAMES,
                        training_images: Some(1_500),
                        authors: "E. Alpaydin, C. Kaynak",
                        licence: "CC-BY-4.0",
                    }
                }
            }
            Self::Strokes => {
                const {
                    &DatasetInfo {
                        id: Self::Strokes,
                        kind: DatasetKind::Procedural(ProceduralDataset::Strokes),
                        shape: ImageShape::grey(28),
                        classes: DIGIT_NAMES,
                        training_images: None,
                        authors: OWN_WORK.0,
                        licence: OWN_WORK.1,
                    }
                }
            }
            Self::Shapes => {
                const {
                    &DatasetInfo {
                        id: Self::Shapes,
                        kind: DatasetKind::Procedural(ProceduralDataset::Shapes),
                        shape: ImageShape::grey(28),
                        classes: &SHAPE_NAMES,
                        training_images: None,
                        authors: OWN_WORK.0,
                        licence: OWN_WORK.1,
                    }
                }
            }
            Self::Faces => const { &FACES },
            Self::Hanzi => const { &HANZI },
            Self::Emoji => const { &EMOJI },
            Self::Mnist => {
                const {
                    &DatasetInfo {
                        id: Self::Mnist,
                        kind: DatasetKind::Remote(&remote::MNIST),
                        shape: ImageShape::grey(28),
                        classes: DIGIT_NAMES,
                        training_images: Some(60_000),
                        authors: "Yann LeCun, Corinna Cortes, Christopher J. C. Burges",
                        licence: "CC-BY-SA-3.0",
                    }
                }
            }
            Self::FashionMnist => {
                const {
                    &DatasetInfo {
                        id: Self::FashionMnist,
                        kind: DatasetKind::Remote(&remote::FASHION_MNIST),
                        shape: ImageShape::grey(28),
                        classes: &[
                            "T-shirt/top",
                            "Trouser",
                            "Pullover",
                            "Dress",
                            "Coat",
                            "Sandal",
                            "Shirt",
                            "Sneaker",
                            "Bag",
                            "Ankle boot",
                        ],
                        training_images: Some(60_000),
                        authors: "Han Xiao, Kashif Rasul, Roland Vollgraf (Zalando SE)",
                        licence: "MIT",
                    }
                }
            }
            Self::Own => {
                const {
                    &DatasetInfo {
                        id: Self::Own,
                        kind: DatasetKind::User,
                        shape: ImageShape::grey(28),
                        classes: &[],
                        training_images: None,
                        authors: "whoever trained the model",
                        licence: LICENCE_NOT_STATED,
                    }
                }
            }
            Self::Points => {
                const {
                    &DatasetInfo {
                        id: Self::Points,
                        kind: DatasetKind::Toy2d,
                        shape: ImageShape::POINT,
                        classes: &[],
                        training_images: None,
                        authors: OWN_WORK.0,
                        licence: OWN_WORK.1,
                    }
                }
            }
        }
    }

    /// Whether the site ships a classifier of its classes, `assets/classifiers/<name>.safetensors`, which
    /// looks at pictures of the data set's own size.
    pub const fn has_classifier(self) -> bool {
        matches!(self, Self::Mnist | Self::Faces | Self::Hanzi)
    }

    /// Its files, if it is fetched.
    pub fn remote(self) -> Option<&'static RemoteDataset> {
        match self.info().kind {
            DatasetKind::Remote(remote) => Some(remote),
            DatasetKind::Procedural(_)
            | DatasetKind::Hanzi(_)
            | DatasetKind::Shipped { .. }
            | DatasetKind::User
            | DatasetKind::Toy2d => None,
        }
    }

    /// Every data set that is fetched, with its files.
    pub fn all_remote() -> impl Iterator<Item = (Self, &'static RemoteDataset)> {
        let all = Self::ALL.iter();
        all.filter_map(|id| id.remote().map(|remote| (*id, remote)))
    }
}

#[cfg(test)]
mod tests {
    use super::{DatasetId, DatasetKind};

    #[test]
    fn each_data_set_finds_its_own_row_and_says_whose_work_it_is() {
        for id in DatasetId::ALL {
            let info = id.info();
            assert_eq!(info.id, *id);
            assert!(!info.authors.is_empty() && !info.licence.is_empty());
            assert!(matches!(info.shape.channels, 1 | 3));
            assert!(info.shape.len() >= 2);
        }
    }

    #[test]
    fn files_that_are_fetched_can_be_recognised_and_found() {
        for (id, set) in DatasetId::all_remote() {
            assert_eq!(id.info().kind, DatasetKind::Remote(set));
            assert!(set.mirrors.iter().all(|mirror| mirror.ends_with('/')));
            let address = format!("https://{}/", set.mirror_host());
            assert!(set.mirrors[0].starts_with(&address), "{}", set.mirrors[0]);
            for file in set.files() {
                let digest = file.unpacked_sha256;
                assert_eq!(digest.len(), 64);
                assert!(digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
            }
        }
    }

    #[test]
    fn the_download_of_a_data_set_is_told_in_megabytes() {
        let sizes: Vec<_> = DatasetId::all_remote()
            .map(|(id, set)| (id, set.training_megabytes()))
            .collect();
        assert_eq!(
            sizes,
            [(DatasetId::Mnist, 10), (DatasetId::FashionMnist, 26)]
        );
    }
}
