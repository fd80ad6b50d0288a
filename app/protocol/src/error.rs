//! What an engine cannot do, as codes with arguments. No worker composes a sentence: the page words
//! all of it, in the visitor's language.

use serde::{Deserialize, Serialize};

use crate::lab::LabFault;
use crate::unread::Unread;

/// Why a request failed, or an engine: what was expected and what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum EngineError {
    /// What the browser, a driver or a panic says.
    Said {
        /// In its words.
        message: String,
    },
    /// An error of `model`'s.
    Model {
        /// Which one, see `model::ModelError::code`.
        code: String,
        /// What fills its message in, in the order in which the English message names it.
        arguments: Vec<String>,
    },
    /// What only rooms cause whose code is lazy-loaded.
    Rooms(Unread<RoomError>),
    /// Memory ran out. `worker.js` says so.
    OutOfMemory,
    /// A GPU was lost, and the browser does not say why.
    NoReasonGiven,
    /// There is no program of an engine's name. `worker.js` says so.
    UnknownEngine {
        /// The name.
        name: String,
    },
    /// A trainer was wanted of an engine that was built to explore only.
    ExploresOnly,
    /// The engine's program could not be loaded. `worker.js` says so, because there is no engine yet.
    NotLoaded {
        /// Why, in the browser's words.
        message: String,
    },
    /// WebGPU was wanted of an engine that was built without it.
    NoWebGpu,
    /// A message came without its file.
    NoFile,
    /// A payload of numbers is no multiple of 4 bytes.
    NumberBytes {
        /// Its bytes.
        found: usize,
    },
    /// A payload of pictures does not consist of whole pictures.
    PictureBytes {
        /// Pixels down each.
        height: usize,
        /// Pixels across each.
        width: usize,
        /// Channels of each.
        channels: usize,
        /// The payload's bytes.
        found: usize,
    },
    /// More pictures at a time than an engine computes, or none.
    PictureCount {
        /// The most.
        most: usize,
        /// How many were asked for.
        found: usize,
    },
    /// Rows of a map that has fewer.
    MapRows {
        /// Rows of the map.
        rows: usize,
        /// The first one asked for.
        first: usize,
        /// The one after the last.
        end: usize,
    },
    /// No model has this name.
    UnknownModel {
        /// The name.
        name: String,
    },
    /// A model of points where one of pictures is needed.
    ModelOfPoints,
    /// A file could not be fetched.
    Fetch {
        /// Its address.
        url: String,
        /// Why.
        cause: FetchCause,
    },
}

/// What cannot be done for the Train room or a tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RoomError {
    /// A specification that cannot be trained.
    Untrainable {
        /// What stands in the way.
        fields: Vec<RefusedField>,
    },
    /// A change that a run cannot take while it goes on.
    NotLive {
        /// The field's id.
        field: String,
        /// What the run has.
        from: String,
        /// What was asked for.
        to: String,
    },
    /// A long query was asked of an engine that was built to explore only.
    ShortQueriesOnly,
    /// A message came without the images' files.
    NoImageFiles,
    /// A file packed with gzip that holds what is not opened from there.
    PackedFile {
        /// The file's name.
        name: String,
        /// What it holds: a name of `file_kind::FileKind`.
        inside: String,
    },
    /// An IDX file in the wrong byte order.
    IdxByteOrder {
        /// The file's name.
        name: String,
    },
    /// An IDX file of numbers of an unknown type.
    IdxNumbers {
        /// The file's name.
        name: String,
    },
    /// A file of pictures that cannot be read.
    PictureFile {
        /// The file's name.
        name: String,
        /// Why: a code of `picture_set::PictureError`.
        code: String,
        /// What was found.
        found: String,
    },
    /// An IDX file of other dimensions than images have.
    IdxDimensions {
        /// The file's name.
        name: String,
        /// How many it has.
        found: usize,
    },
    /// Images of a size that nothing is trained on.
    ImagesOfOtherSize {
        /// The file's name.
        name: String,
        /// How many images.
        count: usize,
        /// Pixels down each.
        height: usize,
        /// Pixels across each.
        width: usize,
    },
    /// Too few different pictures for a model of their own.
    FewPictures {
        /// What they are called.
        name: String,
        /// How many it takes.
        least: usize,
        /// How many different ones there are.
        found: usize,
    },
    /// Images that cannot be halved as often as the decoder doubles.
    ImagesNotHalved {
        /// The file's name.
        name: String,
        /// Pixels down each.
        height: usize,
        /// Pixels across each.
        width: usize,
        /// How often the decoder doubles.
        halvings: usize,
    },
    /// An ONNX file that is no decoder, or cannot be run.
    Onnx {
        /// Which message says it, see `onnx_decoder::OnnxError::code`.
        code: String,
        /// What fills its message in.
        arguments: Vec<String>,
    },
    /// A message came without a latent point.
    NoLatentPoint,
    /// A message came without a checkpoint.
    NoCheckpoint,
    /// A model without an encoder where one is needed.
    NoEncoder,
    /// Several latent points where one is needed, or none.
    OneLatentPoint {
        /// How many there are.
        found: usize,
    },
    /// No reference set is loaded.
    NoReferenceSet,
    /// A damaged picture of which nothing is known, or that is of another size than the model's.
    NothingKnown,
    /// A classifier's file that cannot be read.
    ClassifierFile,
    /// A classifier of pictures of another size than the model's.
    ClassifierSize {
        /// Pixels down each of its pictures.
        height: usize,
        /// Pixels across.
        width: usize,
    },
    /// Another reference set was asked for meanwhile.
    ReferenceSetReplaced,
    /// An image beyond the last one.
    ImageIndex {
        /// How many images there are.
        count: usize,
        /// The one asked for.
        found: usize,
    },
    /// Images of another size than the model's pictures: `[height, width]`.
    ImageSize {
        /// The model's.
        expected: [usize; 2],
        /// The images'.
        found: [usize; 2],
    },
    /// Images of other channels than the model's pictures.
    ImageChannels {
        /// The model's.
        expected: usize,
        /// The images'.
        found: usize,
    },
    /// No data set has this name.
    UnknownDataSet {
        /// The name.
        name: String,
    },
    /// The site's own folder lacks a data set.
    DataSetNotOnSite {
        /// The data set's title.
        title: String,
    },
    /// There is no run.
    NoRun,
    /// The run that was asked about was replaced by another one.
    RunReplaced,
    /// The run diverged.
    RunDiverged,
    /// A file was wanted of runs side by side.
    SideBySide,
    /// A traced step has numbers that no message can hold.
    StepNotFinite,
    /// Data were pushed of a run on images.
    PushedImages,
    /// A lab does not train, or no longer.
    Lab {
        /// Why.
        fault: LabFault,
    },
}

/// A field of a specification that cannot be meant: `run_spec::FieldError`, as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedField {
    /// The field's id.
    pub field: String,
    /// What may be entered, see `run_spec::Requirement::code`.
    pub expected: String,
    /// What fills its message in.
    pub arguments: Vec<String>,
    /// What was entered.
    pub found: String,
}

/// Why a file could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FetchCause {
    /// The server did not answer.
    NoAnswer,
    /// The answer broke off.
    BrokeOff,
    /// The server answered with an error.
    Status {
        /// HTTP's number.
        code: u16,
    },
    /// What the browser says.
    Browser {
        /// In its words.
        message: String,
    },
}

impl From<RoomError> for EngineError {
    fn from(error: RoomError) -> Self {
        Self::Rooms(error.into())
    }
}

impl From<String> for EngineError {
    fn from(message: String) -> Self {
        Self::Said { message }
    }
}

impl From<&str> for EngineError {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}
