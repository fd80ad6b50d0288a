//! Everything that the page and its workers say to each other, on one page.
//!
//! A message is an enum variant as JSON, `{"variant": {fields}}` (which takes a third of the code to
//! read that a tag among the fields takes), with at most one binary payload beside it: an
//! `ArrayBuffer` that is transferred, not copied. On the wire it is the JavaScript array
//! `[json]` or `[json, buffer]`. Messages carry plain data, never tensors. Every request has a
//! [`RequestId`], which its reply repeats; a reply whose id is no longer awaited is dropped.

pub mod json;
pub mod payload;
#[cfg(feature = "wire")]
pub mod wire;

mod card;
mod comparing;
mod error;
mod exploring;
mod judging;
mod lab;
mod pictures;
mod projecting;
mod run_source;
mod toy2d;
mod trace;
mod training;
mod unread;
mod warm_up;

use latent::LatentSlice;
use serde::{Deserialize, Serialize};

pub use card::{
    CardDataset, CardDetails, CardFacts, LayerWidths, MeasuredFigure, OnnxEncoderFacts, OnnxFacts,
};
pub use comparing::{ComparedRun, RunBudget, RunMeasurement};
pub use error::{EngineError, FetchCause, RefusedField, RoomError};
pub use exploring::{ExploreTool, ModelAnswer, ModelQuery};
pub use judging::JudgedRun;
pub use lab::{LabFacts, LabFault};
pub use latent::CardDirection;
pub use pictures::{GatheredPictures, LeftOutPictures};
pub use projecting::{ProjectionMethod, ProjectionSpec};
pub use run_source::{DataFiles, RunStart};
pub use run_spec::{
    Disentanglement, FactorGap, FrameLayer, FrameLayerKind, GanPlayer, KnownFactor, ModeCoverage,
    NOISE_REACH, QualityMeasure, RunFinding, StepPart, StepTurn, TOY2D_REACH, TraceStageKind,
};
pub use toy2d::{FrameHeader, QualityUpdate};
pub use trace::{TensorSummary, TraceStage};
pub use training::{
    CheckedFile, ImageSheet, RestoredRun, RunId, RunUpdate, TrainCommand, TrainProgress,
    TrainerUpdate,
};
pub use unread::Unread;
pub use warm_up::{WarmUpPiece, WarmUpProgress};

/// Identifies the build: page and engines of one `dist/` share it, and their handshake compares it.
///
/// Set by `cargo xtask`; `dev` when cargo or trunk was called by hand.
pub const BUILD_ID: &str = match option_env!("LATENTSCAPE_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

/// Raised whenever a message changes its form. Page and worker must agree on it.
pub const PROTOCOL_VERSION: u32 = 15;

/// Identifies one request of the page; unique and increasing for the life of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestId(pub u64);

/// What a worker is for. Both roles run the same engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkerRole {
    /// Answers decode, encode and latent questions, and stays responsive whatever happens.
    Explorer,
    /// Trains, and hands weight snapshots to the explorer.
    Trainer,
    /// Answers what takes long: searches, comparisons with a data set.
    Background,
}

/// What a worker computes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineKind {
    /// The CPU, with SIMD128: burn's flex backend and the layers of `kernels`.
    Cpu,
    /// burn's wgpu backend on the browser's WebGPU.
    WebGpu,
}

/// From the page to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[allow(
    clippy::large_enum_variant,
    reason = "a message lives for one call; a specification is sent once a run"
)]
pub enum ToEngine {
    /// The first message: who is speaking. Answered by [`FromEngine::Hello`] or
    /// [`FromEngine::Refused`].
    Hello {
        /// The page's [`PROTOCOL_VERSION`].
        protocol: u32,
        /// The page's build id; an engine of another build refuses.
        build: String,
        /// The role that the worker is to take.
        role: WorkerRole,
    },
    /// Fetch a weights file, check it and hold the model under the name `model`. Answered by
    /// [`FromEngine::ModelLoaded`]; on [`FromEngine::Failed`] whatever was held before stays.
    LoadModel {
        /// Identifies the request.
        id: RequestId,
        /// The name under which later requests speak of it.
        model: String,
        /// Where the file comes from.
        source: ModelSource,
    },
    /// Draw a class of a conditional decoder from now on. Not answered.
    SetClass {
        /// The model.
        model: String,
        /// The class, from 0.
        class: usize,
    },
    /// Fetch the encoded test images of `model`. Answered by [`FromEngine::EncodedPoints`].
    LoadEncodedPoints {
        /// Identifies the request.
        id: RequestId,
        /// Whose latent space the points live in.
        model: String,
        /// Address of the points file, absolute.
        url: String,
    },
    /// Decode one latent point. Answered by [`FromEngine::Picture`].
    Decode {
        /// Identifies the request.
        id: RequestId,
        /// The model to decode with.
        model: String,
        /// The latent point, one coordinate per latent dimension, in prior standard deviations.
        z: Vec<f32>,
    },
    /// Decode some rows of tiles of a slice of the latent space. Answered by
    /// [`FromEngine::MapRows`].
    DecodeMap {
        /// Identifies the request.
        id: RequestId,
        /// The model to decode with.
        model: String,
        /// Which slice.
        slice: LatentSlice,
        /// How many tiles the whole map has across, and down.
        tiles: usize,
        /// The first row of tiles wanted, from the top.
        first_row: usize,
        /// How many rows of tiles are wanted.
        rows: usize,
    },
    /// Decode `pictures` latent points and report how long it took. Answered by
    /// [`FromEngine::Timed`].
    Time {
        /// Identifies the request.
        id: RequestId,
        /// The model to decode with.
        model: String,
        /// How many pictures to decode at once.
        pictures: usize,
    },
    /// Any other query about a model. Answered by [`FromEngine::Answer`], perhaps more than once.
    Query {
        /// Identifies the request.
        id: RequestId,
        /// The model that it is about.
        model: String,
        /// What the page wants to know.
        query: ModelQuery,
    },
    /// Are you there? Answered by [`FromEngine::Pong`].
    Ping {
        /// Identifies the request.
        id: RequestId,
    },
    /// To the trainer. Answered by [`FromEngine::Training`].
    Train {
        /// The run that it is about. A command about another one than the trainer has is refused.
        run: RunId,
        /// What it is to do.
        command: TrainCommand,
    },
}

/// Where a weights file comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ModelSource {
    /// An address of the page's own origin, absolute.
    Url {
        /// The address.
        url: String,
    },
    /// The message's payload: a file that the visitor opened.
    Payload {
        /// The file's name, for messages about it.
        name: String,
        /// The ONNX decoder on screen, if there is one: the file may be its encoder, and joins it then.
        decoder: Option<String>,
    },
    /// The message's payload: two ONNX files that the visitor opened, one behind the other. One is a
    /// decoder, the other one its encoder.
    Pair {
        /// The files' names, for messages about them.
        names: [String; 2],
        /// How many bytes the first one has.
        first: usize,
        /// [`OnnxEncoderFacts::form`], if an engine has opened both before.
        form: Option<String>,
    },
}

/// From a worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FromEngine {
    /// The engine is up and agrees with the page's version and build.
    Hello {
        /// The engine's [`PROTOCOL_VERSION`].
        protocol: u32,
        /// The engine's build id.
        build: String,
        /// The role that it took.
        role: WorkerRole,
        /// What it computes with.
        engine: EngineKind,
    },
    /// The engine is of another version or build than the page.
    Refused {
        /// What the page said.
        page: ProgramBuild,
        /// What the engine is.
        engine: ProgramBuild,
    },
    /// The engine could not start, e.g. because no WebGPU device was to be had.
    Unavailable {
        /// Why.
        reason: EngineError,
    },
    /// A model is held and can be decoded.
    ModelLoaded {
        /// The request answered.
        id: RequestId,
        /// The name under which it is held; another one than was asked for, if the file is the encoder
        /// of that model.
        model: String,
        /// What the file says of it.
        card: CardFacts,
        /// Whether of two files the first one is the encoder.
        encoder_first: bool,
    },
    /// Encoded test images. Payload: a [`EncodedPointsPayload`](payload::EncodedPointsPayload).
    EncodedPoints {
        /// The request answered.
        id: RequestId,
        /// Whose latent space they live in.
        model: String,
        /// How many points.
        count: usize,
        /// How many coordinates each.
        latent: usize,
        /// What was measured of each image, by name: `slant`, `thickness`.
        factors: Vec<String>,
    },
    /// A decoded picture. Payload: `height × width × channels` bytes, row by row.
    Picture {
        /// The request answered.
        id: RequestId,
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
        /// 1 (grey) or 3 (RGB).
        channels: usize,
        /// How long decoding took in the worker, in milliseconds.
        millis: f64,
    },
    /// Some rows of tiles, drawn side by side. Payload as for [`FromEngine::Picture`].
    MapRows {
        /// The request answered.
        id: RequestId,
        /// The first row of tiles, from the top.
        first_row: usize,
        /// How many rows of tiles.
        rows: usize,
        /// Pixels across: `tiles` × the model's picture width.
        width: usize,
        /// Pixels down: `rows` × the model's picture height.
        height: usize,
        /// 1 (grey) or 3 (RGB).
        channels: usize,
        /// How long decoding took in the worker, in milliseconds.
        millis: f64,
    },
    /// How long one picture of a batch took, warm.
    Timed {
        /// The request answered.
        id: RequestId,
        /// Milliseconds per picture: the median of several batches.
        millis_per_picture: f64,
    },
    /// The answer to [`ToEngine::Query`].
    Answer {
        /// The request answered.
        id: RequestId,
        /// The answer.
        answer: Unread<ModelAnswer>,
    },
    /// Still here. Also said unasked, by a worker that computes for long.
    Pong {
        /// The request answered; 0 for none.
        id: RequestId,
    },
    /// From the trainer.
    Training {
        /// What the trainer reports.
        update: Unread<RunUpdate>,
    },
    /// A request could not be done; the engine goes on with what it had.
    Failed {
        /// The request answered.
        id: RequestId,
        /// What was expected and what was found.
        error: EngineError,
    },
    /// The GPU device was lost; this engine cannot compute any more.
    DeviceLost {
        /// Why.
        reason: EngineError,
    },
    /// The engine panicked; its worker is of no further use.
    Crashed {
        /// The panic's message, or that memory ran out.
        reason: EngineError,
    },
}

/// Which build of a program speaks which version of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramBuild {
    /// The version.
    pub protocol: u32,
    /// The build's id.
    pub build: String,
}
