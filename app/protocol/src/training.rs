//! What page and trainer say to each other.

use run_spec::{Disentanglement, GanPlayer, RunFinding, RunSpec, StepPart};
use serde::{Deserialize, Serialize};

use super::comparing::{ComparedRun, RunMeasurement};
use super::judging::JudgedRun;
use super::run_source::{DataFiles, RunStart};
use super::toy2d::{FrameHeader, QualityUpdate};
use super::trace::TraceStage;
use super::warm_up::WarmUpProgress;
use super::{EngineError, RequestId};

/// Identifies a run for the life of a page: the number of the request that began it. Every command
/// to the trainer says which run it is about, and every report which run it is of, so that what
/// arrives late acts on no other run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RunId(pub u64);

impl RunId {
    /// No run: of what is about data sets, or precedes the first run.
    pub const NONE: Self = Self(0);
}

impl From<RequestId> for RunId {
    fn from(begin: RequestId) -> Self {
        Self(begin.0)
    }
}

/// From the page to the trainer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum TrainCommand {
    /// Make a run of this specification, in place of the one before. It is paused. Answered by
    /// [`TrainerUpdate::Begun`]; on `Failed` the run before goes on. Payload: a checkpoint where
    /// `start` says so, then the images' file where `data` says so.
    Begin {
        /// Identifies the request, and from now on the run.
        id: RequestId,
        /// What to train. A run that begins at a checkpoint has the checkpoint's live settings.
        spec: RunSpec,
        /// Where its images are.
        data: DataFiles,
        /// Where it begins.
        start: RunStart,
    },
    /// Fetch a data set that is not shipped, for runs to come; a run under way goes on meanwhile.
    /// Answered by [`TrainerUpdate::Fetched`].
    Fetch {
        /// Identifies the request.
        id: RequestId,
        /// Which.
        data: DataFiles,
    },
    /// Look at images that the visitor brought, whole, before anything changes for them; a run under
    /// way goes on meanwhile. Answered by [`TrainerUpdate::FileChecked`]; `Failed` says why it cannot be
    /// opened. Payload: the file.
    CheckFile {
        /// Identifies the request.
        id: RequestId,
        /// The file's name, for messages about it.
        name: String,
        /// Images would be trained on like this.
        spec: RunSpec,
    },
    /// Make a model of the visitor's pictures: a small VAE on the codes of a shipped model, of that one
    /// of several which knows such pictures best. A run under way goes on meanwhile, and what is being
    /// made takes the place of what was before it. Answered by [`TrainerUpdate::Personalised`]; `Failed`
    /// says why there is no such model. Payload: the pictures' file.
    Personalise {
        /// Identifies the request.
        id: RequestId,
        /// What the pictures are called.
        name: String,
        /// The models' addresses, absolute.
        bases: Vec<String>,
        /// What everything random is drawn from.
        seed: u32,
    },
    /// Make no such model. Not answered.
    StopPersonalising,
    /// Hand out real and generated pictures of a run with what its discriminator says of each, for the
    /// game. The run is made and trained for this alone, on the CPU, so that the same comes of it
    /// everywhere; a run under way goes on meanwhile. What is asked takes the place of what was asked
    /// before. Answered by a [`TrainerUpdate::PicturesJudged`] for each of `steps`; `Failed` says why
    /// there are none. Payload: as for [`Self::Begin`].
    JudgePictures {
        /// Identifies the request.
        id: RequestId,
        /// The run.
        run: JudgedRun,
    },
    /// Hand out no more of them. Not answered.
    StopJudging,
    /// Train a run to be compared with others, for this alone and on the CPU, and hand out its pictures at
    /// each checkpoint; or hand out those of a finished one. A worker has one such run; who wants it no more
    /// ends the worker. Answered by a [`TrainerUpdate::RunMeasured`] for each checkpoint; `Failed` says why
    /// there are no more. Payload: a finished run's checkpoint, else the images' file where `data` says so.
    TrainCompared {
        /// Identifies the request.
        id: RequestId,
        /// The run.
        run: ComparedRun,
    },
    /// Take steps until told otherwise.
    Play {
        /// Steps a second at most; as fast as can be if there is none.
        rate: Option<f64>,
    },
    /// Take no more steps. Answered by [`TrainerUpdate::Paused`].
    Pause,
    /// Take one step, paused or not, and report it.
    Step {
        /// Whose.
        part: StepPart,
    },
    /// Take one step, paused or not, and report it stage by stage. Answered by
    /// [`TrainerUpdate::StepTraced`]. The run is paused.
    TraceStep {
        /// Identifies the request.
        id: RequestId,
        /// Whose step.
        part: StepPart,
    },
    /// Draw new weights for one player, and reset its optimiser. Answered by
    /// [`TrainerUpdate::Reinitialized`].
    Reinitialize {
        /// Identifies the request.
        id: RequestId,
        /// Which.
        player: GanPlayer,
    },
    /// Push data points, those held out too, that lie about a place of the plane: each by
    /// (dx, dy) · exp(−d² / 2 radius²), where d is its distance from (x, y).
    Push {
        /// The place.
        x: f32,
        /// The place.
        y: f32,
        /// How far.
        dx: f32,
        /// How far.
        dy: f32,
        /// How far the push is felt.
        radius: f32,
    },
    /// The page showed a frame of a run on toy data; the trainer may send the next. The page says this
    /// of every frame, including those of a run that is being replaced. See [`TrainerUpdate::Frame`].
    FrameShown,
    /// Go on with other values of live fields, from the next step. Answered by
    /// [`TrainerUpdate::Changed`].
    Change {
        /// Identifies the request.
        id: RequestId,
        /// The specification; it differs from the run's in live fields only.
        spec: RunSpec,
    },
    /// Write down everything that the run depends on. Answered by [`TrainerUpdate::Checkpoint`]. Runs
    /// side by side are not written down: `Failed`.
    Checkpoint {
        /// Identifies the request.
        id: RequestId,
    },
    /// Go back to (or on from) a checkpoint of a run with the same networks, and to the settings that
    /// it was made with. Payload: the checkpoint. Answered by [`TrainerUpdate::Restored`]; on
    /// `Failed` the run is as it was.
    Restore {
        /// Identifies the request.
        id: RequestId,
    },
    /// Write the model as a weights file. Answered by [`TrainerUpdate::Weights`] with this id.
    Weights {
        /// Identifies the request.
        id: RequestId,
    },
}

/// From the trainer to the page, with the run that it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunUpdate {
    /// The run; [`RunId::NONE`] for what is about data sets.
    pub run: RunId,
    /// What the trainer reports of it.
    pub update: TrainerUpdate,
}

/// Where a run stands that was brought to a checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestoredRun {
    /// Steps taken before.
    pub step: u32,
    /// Time spent on it before, in seconds.
    pub seconds: f64,
    /// Whether its data points were pushed.
    pub pushed: bool,
    /// What it trains with: live settings are the checkpoint's.
    pub spec: RunSpec,
}

/// What the trainer reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum TrainerUpdate {
    /// A run is there and paused. Payload: some real images, a [`ImageSheet`]; none of a run on points,
    /// which has a frame ([`Self::Frame`]) instead.
    Begun {
        /// The request answered.
        id: RequestId,
        /// How many training images; endless if there is none.
        images: Option<u64>,
        /// How the payload is laid out.
        sheet: Option<ImageSheet>,
        /// Where it stands; none of one that has not taken a step.
        restored: Option<RestoredRun>,
    },
    /// A data set's file is on its way.
    Fetching {
        /// The file's name.
        file: String,
        /// Bytes that arrived.
        received: u64,
        /// Bytes in all, where that is known.
        total: u64,
    },
    /// A data set arrived and is what it should be. It is kept for the next visit, if the browser has
    /// room for it.
    Fetched {
        /// The request answered.
        id: RequestId,
    },
    /// A file that the visitor brought can be opened. Payload: its text, if it is a specification that
    /// was packed.
    FileChecked {
        /// The request answered.
        id: RequestId,
        /// What it is.
        content: CheckedFile,
    },
    /// A model of the visitor's pictures is being made.
    Personalising {
        /// The request.
        id: RequestId,
        /// Steps taken.
        done: u32,
        /// Steps in all.
        of: u32,
    },
    /// A model of the visitor's pictures is there. Payload: its weights file.
    Personalised {
        /// The request answered.
        id: RequestId,
    },
    /// A run for the game is being trained.
    Judging {
        /// The request.
        id: RequestId,
        /// Steps taken.
        step: u32,
    },
    /// Pictures for the game. Payload: a [`ImageSheet`] of one column, the real pictures first and then as
    /// many generated ones.
    PicturesJudged {
        /// The request answered.
        id: RequestId,
        /// Steps taken before.
        step: u32,
        /// How the payload is laid out.
        sheet: ImageSheet,
        /// The probability of being real that the discriminator gives each picture, in [0, 1].
        scores: Vec<f32>,
    },
    /// A run that is to be compared is being trained: a few times a second.
    ComparedProgress {
        /// The request.
        id: RequestId,
        /// Steps taken.
        step: u32,
        /// Seconds spent in them.
        seconds: f64,
    },
    /// A run that is to be compared is at a checkpoint. Payload: as [`RunMeasurement`] says.
    RunMeasured {
        /// The request answered.
        id: RequestId,
        /// What was measured.
        measurement: RunMeasurement,
    },
    /// Shaders are being compiled for the run's steps, or have been. On WebGPU only, at each piece
    /// of it. No step is taken before the last one; [`TrainCommand::Pause`] is answered at once, and
    /// whatever asks for a step goes on where it was left.
    WarmingUp {
        /// How far it is.
        warm_up: WarmUpProgress,
    },
    /// How the run is going: about ten times a second.
    Progress {
        /// Everything measured.
        progress: TrainProgress,
    },
    /// Pictures of fixed latent points: about twice a second. Payload: a [`ImageSheet`].
    Samples {
        /// Steps taken before.
        step: u32,
        /// How the payload is laid out.
        sheet: ImageSheet,
    },
    /// Real images, each with its reconstruction below. Payload: a [`ImageSheet`].
    Reconstructions {
        /// Steps taken before.
        step: u32,
        /// How the payload is laid out.
        sheet: ImageSheet,
    },
    /// A frame of a run on toy data: at most about 40 times a second, of runs beside it
    /// at most 10, and of all of them no more than two frames before the page said
    /// [`TrainCommand::FrameShown`]. Payload: as the frame says.
    Frame {
        /// What it shows.
        frame: FrameHeader,
    },
    /// How near a run on points comes to its data: about once a second, of each of the runs side by
    /// side.
    Quality {
        /// What was measured.
        quality: QualityUpdate,
    },
    /// How far known factors of held-out pictures have latent dimensions of their own: every few
    /// seconds of a run with an encoder on drawn pictures.
    Disentanglement {
        /// Steps taken before.
        step: u32,
        /// What was measured.
        score: Disentanglement,
    },
    /// The stages of a step. Payload: rows of tensors, as they say.
    StepTraced {
        /// The request answered.
        id: RequestId,
        /// Steps taken, this one included.
        step: u32,
        /// What happened, in its order.
        stages: Vec<TraceStage>,
    },
    /// A player has new weights.
    Reinitialized {
        /// The request answered.
        id: RequestId,
        /// Steps taken before.
        step: u32,
    },
    /// Held-out images, encoded. Payload as for [`FromEngine::EncodedPoints`](super::FromEngine::Points),
    /// without factors: means, then standard deviations, then labels.
    EncodedPoints {
        /// Steps taken before.
        step: u32,
        /// How many points.
        count: usize,
        /// How many coordinates each.
        latent: usize,
    },
    /// The model as a weights file. Payload: safetensors. Sent on request, and about once a second
    /// while the run goes on, for Explore.
    Weights {
        /// The request answered; none if nobody asked.
        id: Option<RequestId>,
        /// Steps taken before.
        step: u32,
    },
    /// Everything that the run depends on. Payload: safetensors.
    Checkpoint {
        /// The request answered.
        id: RequestId,
        /// Steps taken before.
        step: u32,
        /// What it trains with: the checkpoint has these live settings.
        spec: RunSpec,
    },
    /// The run is at a checkpoint's step, paused.
    Restored {
        /// The request answered.
        id: RequestId,
        /// Where it stands.
        restored: RestoredRun,
    },
    /// Other values of live fields hold from now on.
    Changed {
        /// The request answered.
        id: RequestId,
        /// Steps taken before.
        step: u32,
    },
    /// No more steps are taken.
    Paused {
        /// Steps taken before.
        step: u32,
    },
    /// A step or a report failed that nobody asked for. The run is paused.
    StepFailed {
        /// Why.
        error: EngineError,
    },
}

/// What a file is that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum CheckedFile {
    /// Images that the specification can be trained on.
    Images {
        /// How many, those that will be held out included.
        count: usize,
        /// Pixels down each.
        height: usize,
        /// Pixels across each.
        width: usize,
    },
    /// JSON text that was packed with gzip.
    Specification,
}

/// Pictures side by side, row by row: `height × width × channels` bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageSheet {
    /// Pixels across the whole sheet.
    pub width: usize,
    /// Pixels down the whole sheet.
    pub height: usize,
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// Pictures across.
    pub columns: usize,
}

/// How a run is going.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TrainProgress {
    /// Steps taken.
    pub step: u32,
    /// Time spent in steps and reports since the run began, in seconds, in this visit or earlier ones.
    pub elapsed_seconds: f64,
    /// Milliseconds a step took, the mean since the last report.
    pub millis_per_step: f64,
    /// Steps a second since the last report.
    pub steps_per_second: f64,
    /// The newest losses: name and value.
    pub losses: Vec<(String, f32)>,
    /// The discriminator's scores of real pictures, as shares of [0, 1] in equal bins.
    pub real_scores: Vec<u32>,
    /// The same of generated pictures.
    pub fake_scores: Vec<u32>,
    /// The mean of its scores of real pictures, as shares of [0, 1] where they have no target.
    pub real_mean: Option<f64>,
    /// The same of generated pictures.
    pub fake_mean: Option<f64>,
    /// The norm of each network's gradient: name and value.
    pub gradient_norms: Vec<(String, f32)>,
    /// KL(q(z | x) ‖ prior) of each latent dimension, nats.
    pub kl_per_dimension: Vec<f32>,
    /// What the detectors see.
    pub findings: Vec<RunFinding>,
    /// Whether the run has stopped by itself, because it diverged.
    pub halted: bool,
}
