//! The Train room: its form, its run, and what is kept of it.
//!
//! - `state`: what it consists of; `record`: curves, sample grids, snapshots; `pending`: what is
//!   under way with the trainer; `update`: what can happen to it.
//! - `form`: presets and hyper-parameters; `settings`: those that change while a run goes on.
//! - `toy2d`, `toy2d_run`: runs on points of a plane; `step_playback`, `trace_step`: a step in slow
//!   motion.
//! - `data`: data sets that are fetched.
//! - `run`: making a run, playing it, going back; `trainer_update`: what the trainer reports; `pauses`: what comes
//!   between, such as a worker that died.
//! - `lab`, `lab_offer`: training on the computer that serves the page.
//! - `files`: links, exports; `opened_file`: files that are brought.
//! - `picture_panel`, `picture_update`: pictures that the visitor brings to train on; `picture_store`: what is said to the script
//!   that gathers and keeps them.
//! - `judged_rounds`: pictures for the game of the Learn room.
//! - `personal`, `personal_model`: a model of such pictures, made of a shipped one.
//! - `kept_run`, `kept_runs`: runs that outlive the page, as data, and what happens to them; `run_store`: what is said to the script that keeps them;
//!   `thumbnail`: their small pictures.

mod data;
mod files;
mod form;
mod judged_rounds;
mod kept_run;
mod kept_runs;
mod lab;
mod lab_offer;
mod leaving;
mod opened_file;
mod pauses;
mod pending;
mod personal;
mod personal_model;
mod picture_panel;
mod picture_store;
mod picture_update;
mod record;
mod run;
mod run_store;
mod settings;
mod state;
mod step_playback;
mod thumbnail;
mod toy2d;
mod toy2d_run;
mod trace_step;
mod trainer_update;
mod update;

pub use data::mirror_of;
pub use files::TrainExport;
pub use kept_run::{KeptRun, KeptRuns};
pub use lab::LabEvent;
pub use lab_offer::LabOffer;
pub use pauses::SNAPSHOT_EVERY_MILLIS;
pub use personal_model::{PersonalModel, PersonalRefusal};
pub use picture_panel::PicturePanel;
pub use picture_store::{
    CameraState, KeptPictureSet, PictureBringing, PictureStoreCommand, PictureStoreReply,
};
pub use picture_update::PictureEvent;
pub use record::{ChangeKind, LogRow, RunRecord, RunSnapshot, SettingChange};
pub use run_store::{PictureSize, RunStoreCommand, RunStoreEntry, RunStoreReply};
pub use state::{DataLocation, FieldRefusal, RunState, ShownRun, TrainRoom, TrainedStart};
pub use step_playback::StepPlayback;
pub use toy2d::{RowMatrix, Toy2dRun, Toy2dView};
pub use update::TrainEvent;
pub(crate) use update::TrainerEvent;
