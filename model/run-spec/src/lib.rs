//! What a training run is: plain data that page, engine, links and files share.
//!
//! A [`RunSpec`] with its seed says everything about a run. It is small, it serialises to JSON,
//! and [`RunSpec::check`] refuses what cannot be trained, naming the field and its range. The page
//! draws its form from [`fields`], so that a field is described in one place.
//!
//! | module | holds |
//! |---|---|
//! | [`dataset`] | data sets: one row for each |
//! | [`image`] | the size of an image, and how its bytes lie in memory |
//! | [`picture_options`] | how pictures that are brought become images of one size |
//! | [`network`] | layers and how they are written as text |
//! | [`run`] | the specification, and the enums that it is made of |
//! | [`losses`] | the adversarial losses: terms, what a score means |
//! | [`augmentation`] | small changes of pictures, so that a small set goes further |
//! | [`toy_distribution`] | points of a plane: which density they are drawn from |
//! | [`fields`] | every hyper-parameter: name, unit, range, who needs it |
//! | [`check`] | what cannot be trained |
//! | [`comparison`] | families of models that are compared on the same data |
//! | [`error`] | what is wrong with a specification |
//! | [`requirement`] | what a field may be, as data |
//! | [`presets`] | well-known recipes; those on images are in `image_presets`, those on points in `point_presets` |
//! | [`shipped_weights`] | shipped models whose weights a run can begin with |
//! | [`step`] | what a training step consists of |
//! | [`frame`] | what there is to see of a run on two-dimensional toy data |
//! | [`disentanglement`] | how far known factors have latent dimensions of their own |
//! | [`quality`] | how near such a run comes to its data |
//! | [`finding`], [`finding_words`] | what detectors find wrong with a run, and what is said of it |
//! | [`link`] | a specification as text in an address, or as a file |

#[macro_use]
mod choice;

pub mod augmentation;
pub mod check;
pub mod comparison;
pub mod dataset;
pub mod disentanglement;
pub mod error;
mod error_code;
pub mod fields;
pub mod finding;
pub mod finding_words;
pub mod frame;
pub mod image;
mod image_presets;
mod limits;
pub mod link;
pub mod losses;
pub mod network;
pub mod picture_options;
mod point_presets;
pub mod presets;
pub mod quality;
pub mod requirement;
mod run;
pub mod shipped_weights;
pub mod step;
pub mod toy_distribution;

pub use augmentation::{Augmentation, AugmentationUse, Augmentations};
pub use comparison::{COMPARISON_FAMILIES, ComparisonBudget, ComparisonFamily};
pub use dataset::{
    DIGITS_IMAGES_FILE, DIGITS_LABELS_FILE, DatasetFile, DatasetId, DatasetInfo, DatasetKind,
    EMOJI_IMAGES_FILE, EMOJI_LABELS_FILE, HAIR_COLOUR_NAMES, HANZI_STROKES, LICENCE_NOT_STATED,
    ProceduralDataset, RemoteDataset, SHAPE_NAMES,
};
#[cfg(feature = "verify")]
pub use dataset::{FileCheck, FileMismatch, GZIP_MAGIC, verify_file};
pub use disentanglement::{Disentanglement, FactorGap, KnownFactor};
pub use error::{FieldError, SpecError};
pub use error_code::ErrorCode;
pub use fields::{FIELDS, FieldGroup, FieldKind, SpecField};
pub use finding::{LossName, RunFinding};
pub use frame::{FrameLayer, FrameLayerKind, NOISE_REACH, TOY2D_REACH};
pub use image::{ImageShape, is_side};
pub use link::{from_json, from_link, to_json, to_link, unknown_in_link};
pub use losses::{ComparisonLosses, GanLoss};
pub use network::{Activation, NetworkSpec};
pub use picture_options::{PictureFit, PictureOptions, PictureWishes, WantedPictures};
pub use presets::{PRESETS, Preset, preset};
pub use quality::{ModeCoverage, QualityMeasure};
pub use requirement::Requirement;
pub use run::{
    DiscriminatorKind, FrozenPlayer, ModelType, Normalisation, Optimiser, OutputActivation, Prior,
    Reconstruction, RunSpec, SPEC_VERSION,
};
pub use shipped_weights::{
    FEWEST_PERSONAL, SHIPPED_WEIGHTS, ShippedWeights, personal_bases, personal_models,
};
pub use step::{GanPlayer, StepPart, StepTurn, TraceStageKind};
pub use toy_distribution::{ToyDistribution, ToyDrawing};
