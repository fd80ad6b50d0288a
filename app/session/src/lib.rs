//! The page's state, and [`Session::apply`], the only thing that changes it.
//!
//! Views read a [`Session`] and emit [`SessionEvent`]s; workers' messages arrive as events too. `apply`
//! is pure: it changes the session and returns [`HostCommand`]s for the host to carry out. Nothing here
//! knows a browser, so all of it is tested natively.
//!
//! - `session`: the parts, and how events are routed to them; `event`: what can happen;
//!   `host_command`: what follows for the host.
//! - Parts, each with its own state and `update`: `workers` (engines, and whether they answer),
//!   `models` (on offer, opened, live), `view` (point, picture, map), `tools` (of Explore and
//!   Compare), `training` (the Train room), `repair` (the Repair room), `learning` (the Learn room),
//!   `discrimination` (its game).
//! - `context`: what a part may use besides its own state; `outbox`: what leaves it, follow-ups for
//!   other parts among that.
//! - `file_choice`: files that the visitor brings, and where they belong.
//! - `run_file`: what the file of a run says of itself.
//! - `judged_rounds`: what the game asks of the trainer, and what comes of it.
//! - `questions`: what a worker was asked, kept until it answers.
//! - `alert_text`, `failure_reason`, `store_fault`: what alerts say and why, as data; the page words
//!   it.
//! - `lazy_rooms`: code that arrives after the first picture.
//!
//! A part imports no internals of another. What it needs of another comes through its context or
//! its facts; what it leads to there is a follow-up, which `session` routes.

mod adapter_fault;
mod address_part;
mod alert_text;
mod alerts;
mod brought_file;
mod chosen_controls;
mod context;
mod data_files;
mod discrimination;
pub mod drawing;
mod event;
mod failure_reason;
mod file_choice;
mod host_command;
mod judged_rounds;
mod lazy_rooms;
mod learning;
mod limits;
mod model_origin;
mod models;
mod moves;
mod outbox;
mod picture_refusal;
mod pictures;
mod prepared_picture;
mod prior;
mod questions;
mod repair;
mod room;
mod run_file;
mod session;
mod shared_identity;
mod store_fault;
mod tools;
mod training;
mod view;
mod worker_slot;
mod workers;

pub use adapter_fault::AdapterFault;
pub use alert_text::{
    AlertText, FileFault, LearnAlert, RoomAlert, TakenFile, TakenPart, TrainerEnding,
};
pub use alerts::{Alert, AlertAction, AlertMessage};
pub use brought_file::BroughtFile;
pub use discrimination::{
    AnswerTally, ClassTotals, DiscriminationGame, DrawnQuestion, GameEvent, GamePhase, GameSetup,
    HitCount, JudgedRound, QUESTION_COUNTS, QuestionMode, RATINGS, RocCurve,
};
pub use event::SessionEvent;
pub use failure_reason::{FailureReason, UnfitAnswer};
pub use host_command::HostCommand;
pub use judged_rounds::RoundNews;
pub use lazy_rooms::LoadedRooms;
pub use learning::{
    ClassEvent, ClassNote, ClassRecords, LearnEvent, LearnRoom, LessonPlace, LessonRecord,
    LessonSums, LoadedLearning, MOST_STUDENT_BYTES, MOST_STUDENT_FILES, OpenLesson, ProgressFile,
    StudentFile, StudentFileFault, StudentRecord, TourMove, TourStop, class_csv, class_sums,
    read_progress,
};
pub use lesson::{ControlGroup, ControlPlace, ControlSet, LessonRow};
pub use limits::{EXTENT, FIRST_PRESET, LIVE_MODEL, MAP_LEVELS};
pub use model_origin::ModelOrigin;
pub use models::{CatalogEntry, Models, NamedDirection, PosteriorPoints, ShownModel, catalog};
pub use moves::MapPlane;
pub use picture_refusal::PictureRefusal;
pub use pictures::{ImageGrid, ImagePixels};
pub use prepared_picture::{PictureFault, PictureNote};
pub use prior::standard_normal;
pub use questions::StripKind;
pub use repair::{
    DamageKind, DamageSettings, DamagedPicture, ErasedArea, LoadedRepair, PictureSimilarity,
    RepairBaseline, RepairComparison, RepairEvent, RepairFault, RepairOutcome, RepairPicture,
    RepairRoom, RepairVerdict,
};
pub use room::{Room, RoomAddress};
pub use session::Session;
pub use shared_identity::SharedIdentity;
pub use store_fault::StoreFault;
pub use tools::own_tools::*;
pub use tools::{
    BORDER_FRAMES, BordersRefusal, BroughtImage, BroughtPosterior, BrushKind, CORNERS,
    ClassRegions, ClassSearch, ClassifiedPoints, ClassifierAccuracy, ComparedRunPhase,
    ComparedRunState, ComparedSource, ComparisonPlan, EvaluationJob, ExampleGroups, ExploreEvent,
    ExploreExport, ExploreTool, ExploreTools, FRAMES, FinishedRun, ImageStrip, LONGEST_WALK,
    LabelledImages, LatentPath, LatentSearch, LayerDirection, LayerMixing, LoadedProjection,
    LoadedRunComparison, MOST_STRENGTH, MapOverlay, MeasuredPictures, MixedPictures, NEAREST_SHOWN,
    NearImage, NearestImages, PIN_NAMES, PINS, PaintBrush, PaintedWish, PathKind, PointFormula,
    PrincipalDirections, ProjectedImages, ProjectionJob, ProjectionState, REFERENCE_PAGE, ROWS,
    ReferenceImages, RunComparisonState, RunFileFault, RunMisfit, SAMPLES, STYLE_PICTURES,
    StyleLayer, StyleManner, TRAVERSAL_EXTENT, TRAVERSED, TableAnswer, TableFile, TableJob,
    TableRefusal, ToolInput, ToolStates, UndoHistory, WALK_STEP, WishFigures, strip_of,
};
pub use training::{
    CameraState, ChangeKind, DataLocation, FieldRefusal, KeptPictureSet, KeptRun, KeptRuns,
    LabEvent, LabOffer, LogRow, PersonalModel, PersonalRefusal, PictureBringing, PictureEvent,
    PicturePanel, PictureSize, PictureStoreCommand, PictureStoreReply, RowMatrix, RunRecord,
    RunSnapshot, RunState, RunStoreCommand, RunStoreEntry, RunStoreReply, SNAPSHOT_EVERY_MILLIS,
    SettingChange, ShownRun, StepPlayback, Toy2dRun, Toy2dView, TrainEvent, TrainExport, TrainRoom,
    TrainedStart, mirror_of,
};
pub use view::{DecodedPicture, LatentMap, LatentView, MapStrip, PointLegend};
pub use workers::{
    EngineChoice, EngineReason, EngineState, EngineStatus, GpuAdapter, LAB_THREADS, Workers,
};
