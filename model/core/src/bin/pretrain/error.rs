//! Why the program stops, as sentences that say what was expected, what was found and what to do.

use std::path::PathBuf;

use classifier::ClassifierError;
use local_files::LocalFileError;
use model::ModelError;
use model::data::idx_folder::IdxFolderError;
use run_spec::ImageShape;

/// Every failure of this program.
#[derive(Debug, thiserror::Error)]
pub enum PretrainError {
    /// The library refused.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The device is not to be had, or too small.
    #[error("{0}")]
    Device(String),
    /// The shipped classifier cannot be read.
    #[error("assets/classifiers: {0}")]
    Classifier(#[from] ClassifierError),
    /// The images cannot be used.
    #[error(transparent)]
    Data(#[from] IdxFolderError),
    /// An output cannot be written.
    #[error(transparent)]
    Output(#[from] LocalFileError),
    /// A file could not be read or written.
    #[error("{}: {reason}.", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A model that is none of the presets.
    #[error("expected one of {known}, found the model `{found}`.")]
    UnknownModel {
        /// The presets.
        known: String,
        /// What was asked for.
        found: String,
    },
    /// A number of nothing.
    #[error("{option}: expected 1 or more, found 0. Leave it out for {without}.")]
    Zero {
        /// The option.
        option: &'static str,
        /// What happens without it.
        without: &'static str,
    },
    /// No folder for a model that needs one.
    #[error(
        "{id}: expected --data with the folder of its images, found none. Give it, or name models of drawn images with --model."
    )]
    NoFolder {
        /// The model.
        id: &'static str,
    },
    /// Images of another data set.
    #[error(
        "{id}: expected {expected}, found {found} in {}. Give --data its folder, or name other models with --model.",
        folder.display()
    )]
    OtherData {
        /// The model.
        id: &'static str,
        /// The data set that the model is of.
        expected: &'static str,
        /// The one that is there.
        found: &'static str,
        /// Where.
        folder: PathBuf,
    },
    /// Images of another size than a model's.
    #[error(
        "{id}: expected {split} images of {}×{} pixels, found {}×{} in {}. Give --data the folder of a data set of that size.",
        .expected.height, .expected.width, .found.height, .found.width, folder.display()
    )]
    ImageSize {
        /// The model.
        id: &'static str,
        /// `training` or `test`.
        split: &'static str,
        /// The model's size.
        expected: ImageShape,
        /// The images' size.
        found: ImageShape,
        /// Where they are.
        folder: PathBuf,
    },
    /// Fewer images than one step takes.
    #[error(
        "{id}: expected at least {batch} training images, which is one batch, found {found}. {}",
        if *.limited { "Raise --limit, or leave it out." } else { "Give --data a folder with more." }
    )]
    TooFewImages {
        /// The model.
        id: &'static str,
        /// Images of a step.
        batch: usize,
        /// Images there.
        found: usize,
        /// Whether `--limit` left out others.
        limited: bool,
    },
    /// More steps than can be counted.
    #[error(
        "{id}: expected at most {most} epochs of these images, found {found}. Give fewer --epochs."
    )]
    TooManySteps {
        /// The model.
        id: &'static str,
        /// The most that can be counted.
        most: u32,
        /// What was asked for.
        found: u32,
    },
    /// Weights of another network than the preset's, where they are to be written anew.
    #[error(
        "{}: expected {expected}, found {found}. Train the model, without --again.", path.display()
    )]
    OtherModel {
        /// The weights.
        path: PathBuf,
        /// The preset's network.
        expected: String,
        /// The file's.
        found: String,
    },
    /// A checkpoint of another run, or a broken one.
    #[error("the checkpoint in {} cannot be used: {reason}. Give --fresh to start anew.", folder.display())]
    Checkpoint {
        /// Where it lies.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A run that could not be written down.
    #[error(
        "the run was not written down in {} ({}). Make room there, or let it be written, and give the same command: it goes on from the epoch before.",
        folder.display(), reason.trim_end_matches('.')
    )]
    NotKept {
        /// Where checkpoints lie.
        folder: PathBuf,
        /// What stood in the way.
        reason: String,
    },
    /// Something else where checkpoints go.
    #[error(
        "{}: expected a checkpoint or nothing, found something else, which --fresh would delete. Name another folder with --work.",
        folder.display()
    )]
    NoCheckpoint {
        /// Where.
        folder: PathBuf,
    },
    /// The loss is no longer a number.
    #[error(
        "the loss of epoch {epoch} is {loss}: the run diverged. Lower the learning rate and give --fresh."
    )]
    Diverged {
        /// From 0.
        epoch: u32,
        /// NaN or an infinity.
        loss: f64,
    },
    /// The list of shipped models cannot be read.
    #[error(
        "{} is not a list of models: {reason}. Restore the file, or name another folder with --out.",
        path.display()
    )]
    Catalogue {
        /// Which file.
        path: PathBuf,
        /// What the parser said.
        reason: String,
    },
}
