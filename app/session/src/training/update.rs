//! What can happen to the Train room.

use std::sync::Arc;

use run_spec::DatasetId;

use super::files::TrainExport;
use super::lab::LabEvent;
use super::picture_update::PictureEvent;
use super::state::{DataLocation, TrainRoom};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::judged_rounds::RoundOrder;
use protocol::{GanPlayer, RequestId, RunUpdate, StepPart, Unread};

/// What the visitor does in the Train room.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainEvent {
    /// A preset was picked: the form shows it.
    ChoosePreset(String),
    /// A field of the form was set, as text. A live field of the run under way changes there too.
    SetField {
        /// [`run_spec::SpecField::id`].
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
    TraceStep(StepPart),
    /// Look at another stage of the step that was taken apart.
    ShowStage(usize),
    /// Have stages follow one another by themselves, or not.
    Walk(bool),
    /// It is time for the next stage.
    WalkOn,
    /// Enough of that step.
    CloseAnatomy,
    /// Give a player of the run new weights.
    Reinitialize(GanPlayer),
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
    /// Go on with a kept run, by its id.
    Resume(String),
    /// Call a kept run something else.
    RenameKept {
        /// Which.
        id: String,
        /// What; nothing for what its preset is called.
        name: String,
    },
    /// Keep a run no longer, by its id.
    DeleteKept(String),
    /// Hand something out as a file.
    Export(TrainExport),
    /// A file was brought: a specification, a run, or images, packed or not.
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
    /// A newer version of the page is there.
    NewVersion,
    /// How many threads a trainer on the CPU may have.
    Threads(usize),
    /// Several files were brought that are pictures, or hold many.
    Gather(Vec<(String, Arc<[u8]>)>),
    /// The visitor did something with their pictures.
    Pictures(PictureEvent),
    /// Something happens with the lab that serves the page.
    Lab(LabEvent),
    /// The script that keeps runs answered.
    RunStore {
        /// A [`RunStoreReply`](crate::RunStoreReply) as JSON.
        reply: String,
        /// What comes along.
        payload: Vec<Arc<[u8]>>,
    },
}

/// Everything that can happen to the Train room.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "an event lives for one call")]
pub(crate) enum TrainerEvent {
    /// The room's code has arrived.
    RoomArrived,
    /// The visitor did something.
    Visitor(TrainEvent),
    /// The trainer spoke.
    Update(Unread<RunUpdate>, Option<Arc<[u8]>>),
    /// The trainer could not do something.
    Failed { id: RequestId, error: FailureReason },
    /// The trainer is of no further use.
    Died {
        reason: FailureReason,
        lost_gpu: bool,
    },
    /// Time passed; `now` in milliseconds.
    Tick { now: f64 },
    /// A lesson's step is to begin with a run of its own, as a link says.
    SetUp(String),
    /// The visitor lets the form's data set come from another origin.
    FetchFromMirror,
    /// The visitor loads the page again.
    Reload,
    /// The game wants pictures, or none any more.
    Judge(Option<RoundOrder>),
}

impl TrainRoom {
    /// Applies an event.
    pub(crate) fn update(&mut self, context: &mut Context, event: TrainerEvent) {
        match event {
            TrainerEvent::RoomArrived => self.list_kept(context),
            TrainerEvent::Visitor(event) => self.visit(context, event),
            TrainerEvent::Update(update, payload) => match update.read() {
                Ok(RunUpdate { run, update }) => self.trainer_update(context, run, update, payload),
                Err(error) => context.alert(RoomAlert::ReportUnread(error), None),
            },
            TrainerEvent::Failed { id, error } => self.training_failed(context, id, &error),
            TrainerEvent::Died { reason, lost_gpu } => {
                let file = self.pending.file.take();
                self.trainer_died(context, &reason, lost_gpu);
                self.check_again(context, file, &reason);
                self.personal_broken(context, &reason);
                self.judging_broken(context, &reason);
            }
            TrainerEvent::Tick { now } => self.train_tick(context, now),
            TrainerEvent::SetUp(text) => self.set_up(context, &text),
            TrainerEvent::FetchFromMirror => self.fetch(context, true),
            TrainerEvent::Reload => self.leave(context),
            TrainerEvent::Judge(Some(order)) => self.judge(context, order),
            TrainerEvent::Judge(None) => self.judge_no_more(context),
        }
    }

    fn visit(&mut self, context: &mut Context, event: TrainEvent) {
        match event {
            TrainEvent::ChoosePreset(name) => {
                let before = self.wanted_pictures();
                self.choose_preset(&name);
                if self.wanted_pictures() != before {
                    self.prepare_as_wanted(context);
                }
            }
            TrainEvent::SetField { id, text } => {
                let before = self.wanted_pictures();
                self.set_field(context, &id, &text);
                if self.wanted_pictures() != before {
                    self.prepare_as_wanted(context);
                }
            }
            TrainEvent::Play => self.play(context),
            TrainEvent::Pause => self.pause(context),
            TrainEvent::Step(part) => self.step(context, part),
            TrainEvent::TraceStep(part) => self.trace_step(context, part),
            TrainEvent::ShowStage(at) => self.show_stage(at),
            TrainEvent::Walk(walking) => self.walk_stages(walking),
            TrainEvent::WalkOn => self.walk_on(),
            TrainEvent::CloseAnatomy => self.anatomy = None,
            TrainEvent::Reinitialize(player) => self.reinitialize(context, player),
            TrainEvent::Push { from, by } => self.push_points(context, from, by),
            TrainEvent::Paint(cells) => self.paint(&cells),
            TrainEvent::ClearDrawing => self.clear_drawing(),
            TrainEvent::BeginTrained => self.begin_trained(context),
            TrainEvent::Reset => self.reset_run(context),
            TrainEvent::Fetch => self.fetch(context, false),
            TrainEvent::Located(data, place) => self.located(data, place),
            TrainEvent::SetRate(rate) => self.set_rate(context, rate),
            TrainEvent::ShowFrame(frame) => self.show_frame(frame),
            TrainEvent::Restore(step) => self.restore(context, step),
            TrainEvent::Resume(id) => self.resume(context, id),
            TrainEvent::RenameKept { id, name } => self.rename_kept(context, id, &name),
            TrainEvent::DeleteKept(id) => self.delete_kept(context, id),
            TrainEvent::Export(what) => self.export(context, what),
            TrainEvent::Import { name, bytes } => self.import(context, name, bytes),
            TrainEvent::FollowLink(text) => self.follow_link(context, &text),
            TrainEvent::Hidden(hidden) => self.hidden(context, hidden),
            TrainEvent::LowBattery => self.low_battery(context),
            TrainEvent::NewVersion => self.offer_reload(context),
            TrainEvent::Threads(threads) => context.slots.threads = threads,
            TrainEvent::Gather(files) => self.gather(context, files),
            TrainEvent::Pictures(event) => self.use_pictures(context, event),
            TrainEvent::Lab(event) => self.lab_event(context, event),
            TrainEvent::RunStore { reply, payload } => self.store_replied(context, &reply, payload),
        }
        self.locate(context);
    }
}
