//! The Train room: its form, its run, and what is kept of it.
//!
//! - `state`: what it consists of; `record`: curves, sample grids, snapshots.
//! - `form`: presets and hyper-parameters.
//! - `plane`: runs on points of a plane; `anatomy`: a step in slow motion.
//! - `data`: data sets that are fetched.
//! - `run`: making a run, playing it, going back; `news`: what the trainer says; `pauses`: what comes
//!   between, such as a worker that died.
//! - `files`: links, exports, imports.

mod anatomy;
mod data;
mod files;
mod form;
mod news;
mod pauses;
mod plane;
mod record;
mod run;
mod state;

use std::sync::Arc;

use run_spec::DatasetId;

pub use anatomy::StepPlayback;
pub use data::mirror_of;
pub use files::TrainExport;
pub use plane::{RowMatrix, Toy2dRun, Toy2dView};
pub use record::{LogRow, RunRecord, RunSnapshot, SettingChange};
pub(super) use run::PendingRequests;
pub use state::{DataLocation, FieldRefusal, ImageGrid, RunState, TrainRoom, TrainingRun};

use super::Session;
use protocol::{GanPlayer, StepPart};

/// What the visitor does in the Train room.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainEvent {
    /// A preset was picked: the form shows it.
    ChoosePreset(String),
    /// A field of the form was set, as text. A live field of the run under way changes there too.
    SetField {
        /// [`run_spec::Field::id`].
        id: String,
        /// What was typed or picked.
        text: String,
    },
    /// Take steps.
    Play,
    /// Take no more.
    Pause,
    /// Take one step.
    Step(StepPart),
    /// Take one step and show its stages.
    Dissect(StepPart),
    /// Look at another stage of the step that was taken apart.
    ShowStage(usize),
    /// Have stages follow one another by themselves, or not.
    Walk(bool),
    /// It is time for the next stage.
    WalkOn,
    /// Enough of that step.
    CloseAnatomy,
    /// Give a player of the run new weights.
    Renew(GanPlayer),
    /// Push data points about a place of the plane.
    Push {
        /// The place.
        from: (f32, f32),
        /// How far.
        by: (f32, f32),
    },
    /// Paint cells of a world drawn by hand: row from the top, column, level.
    Paint(Vec<(usize, usize, u8)>),
    /// Wipe what was drawn.
    ClearDrawing,
    /// Make the run of the preset as it was shipped, already trained.
    BeginTrained,
    /// Make the run anew, as the form says.
    Reset,
    /// Fetch the form's data set.
    Fetch,
    /// The host found where the form's data set is.
    Located(DatasetId, DataLocation),
    /// Steps a second at most.
    SetRate(Option<f64>),
    /// Show a frame of the timeline; the newest samples if there is none.
    ShowFrame(Option<usize>),
    /// Go back to the snapshot of this step.
    Restore(u32),
    /// Go on with the run of the last visit.
    Resume,
    /// Hand something out as a file.
    Export(TrainExport),
    /// A file was brought: a specification, a checkpoint or IDX images.
    Import {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: Arc<[u8]>,
    },
    /// The address asks for a run.
    FollowLink(String),
    /// The tab was hidden, or is seen again.
    Hidden(bool),
    /// The battery runs low.
    LowBattery,
    /// How many threads a trainer on the CPU may have.
    Threads(usize),
    /// What was kept of an earlier visit's run was found.
    Found {
        /// Its note, as [`super::HostCommand::Keep`] wrote it.
        note: String,
        /// Its checkpoint.
        checkpoint: Arc<[u8]>,
    },
    /// The browser would not keep the run.
    NotKept,
}

impl Session {
    pub(super) fn train(&mut self, event: TrainEvent) {
        match event {
            TrainEvent::ChoosePreset(name) => self.choose_preset(&name),
            TrainEvent::SetField { id, text } => self.set_field(&id, &text),
            TrainEvent::Play => self.play(),
            TrainEvent::Pause => self.pause(),
            TrainEvent::Step(part) => self.step(part),
            TrainEvent::Dissect(part) => self.dissect(part),
            TrainEvent::ShowStage(at) => self.show_stage(at),
            TrainEvent::Walk(walking) => self.walk_stages(walking),
            TrainEvent::WalkOn => self.walk_on(),
            TrainEvent::CloseAnatomy => self.training.anatomy = None,
            TrainEvent::Renew(player) => self.renew(player),
            TrainEvent::Push { from, by } => self.push_points(from, by),
            TrainEvent::Paint(cells) => self.paint(&cells),
            TrainEvent::ClearDrawing => self.clear_drawing(),
            TrainEvent::BeginTrained => self.begin_trained(),
            TrainEvent::Reset => self.reset_run(),
            TrainEvent::Fetch => self.fetch(false),
            TrainEvent::Located(data, place) => self.located(data, place),
            TrainEvent::SetRate(rate) => self.set_rate(rate),
            TrainEvent::ShowFrame(frame) => self.show_frame(frame),
            TrainEvent::Restore(step) => self.restore(step),
            TrainEvent::Resume => self.resume(),
            TrainEvent::Export(what) => self.export(what),
            TrainEvent::Import { name, bytes } => self.import(name, bytes),
            TrainEvent::FollowLink(text) => self.follow_link(&text),
            TrainEvent::Hidden(hidden) => self.hidden(hidden),
            TrainEvent::LowBattery => self.low_battery(),
            TrainEvent::Threads(threads) => self.book.threads = threads,
            TrainEvent::Found { note, checkpoint } => self.found(&note, checkpoint),
            TrainEvent::NotKept => self.training.unkept = true,
        }
        self.locate();
    }
}
