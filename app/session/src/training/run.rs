//! A run: making it, playing it, going back to what was kept of it.

use std::sync::Arc;

use run_spec::DatasetKind;

use super::pending::SettingsOf;
use super::pending::{
    AfterBegin, PendingBegin, PendingCheckpoint, PendingRestore, PlannedRun, RunOrigin,
};
use super::state::{FieldRefusal, RunState, ShownRun, TrainRoom, TrainedStart};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::data_files::files_of;
use crate::worker_slot::WorkerSlot;
use protocol::{RunId, RunStart, StepPart, ToEngine, TrainCommand};

impl TrainRoom {
    pub(super) fn play(&mut self, context: &mut Context) {
        match self.state {
            RunState::Idle => self.begin(context, AfterBegin::Play),
            RunState::Paused if self.pending.hidden => self.pending.hidden_while_playing = true,
            RunState::Paused => {
                self.state = RunState::Playing;
                if let Some(run) = &mut self.run {
                    run.shown = None;
                }
                self.pending.written = context.now;
                let rate = self.rate;
                self.send(context, TrainCommand::Play { rate }, None);
            }
            RunState::Starting => self.intend(AfterBegin::Play),
            RunState::Playing | RunState::Halted => {}
        }
    }

    pub(super) fn pause(&mut self, context: &mut Context) {
        match self.state {
            RunState::Playing => {
                self.state = RunState::Paused;
                self.send(context, TrainCommand::Pause, None);
                self.write_down(context);
            }
            RunState::Starting => self.intend(AfterBegin::Wait),
            RunState::Paused => self.pending.hidden_while_playing = false,
            RunState::Idle | RunState::Halted => {}
        }
    }

    pub(super) fn step(&mut self, context: &mut Context, part: StepPart) {
        match self.state {
            RunState::Idle => self.begin(context, AfterBegin::Step(part)),
            RunState::Starting => self.intend(AfterBegin::Step(part)),
            RunState::Paused | RunState::Playing => {
                self.pause(context);
                if let Some(run) = &mut self.run {
                    run.shown = None;
                }
                self.send(context, TrainCommand::Step { part }, None);
            }
            RunState::Halted => {}
        }
    }

    pub(super) fn set_rate(&mut self, context: &mut Context, rate: Option<f64>) {
        self.rate = rate.filter(|rate| rate.is_finite() && *rate > 0.0);
        if self.state == RunState::Playing {
            let rate = self.rate;
            self.send(context, TrainCommand::Play { rate }, None);
        }
    }

    /// Makes the run anew, as the form says; it goes on playing if it did.
    pub(super) fn reset_run(&mut self, context: &mut Context) {
        let playing = self.state == RunState::Playing;
        self.begin(
            context,
            if playing {
                AfterBegin::Play
            } else {
                AfterBegin::Wait
            },
        );
    }

    /// Makes a run as the form says, which waits, in place of any other, even if that says the same, is
    /// still being made or read. What it came to is kept: nobody gave it up. Without the images that the
    /// form asks for there is none to be made yet.
    pub(super) fn replace_run(&mut self, context: &mut Context) {
        if self.state == RunState::Idle && self.kept.opening.is_none() {
            return;
        }
        let run = self.run.as_ref();
        let is_unkept = run.is_some_and(|run| run.progress.step != run.kept.step);
        if self.state == RunState::Paused && is_unkept {
            self.write_down(context);
        }
        self.pause(context);
        if !self.lacks_images() {
            self.begin(context, AfterBegin::Wait);
        }
    }

    pub(super) fn show_frame(&mut self, frame: Option<usize>) {
        if let Some(run) = &mut self.run {
            run.shown = frame.filter(|frame| *frame < run.record.frames.len());
        }
    }

    /// Makes a run as the form says. What runs goes on if the form is refused.
    pub(super) fn begin(&mut self, context: &mut Context, intent: AfterBegin) {
        let spec = self.draft.clone();
        if let Err(errors) = spec.check() {
            for error in errors {
                self.refuse(FieldRefusal {
                    field: error.field,
                    text: error.found.to_string(),
                    reason: error,
                });
            }
            let first = spec
                .check()
                .err()
                .and_then(|errors| errors.into_iter().next());
            if let Some(error) = first {
                context.alert(RoomAlert::NotTrainable(error), None);
            }
            return;
        }
        // The visitor wants another run than the kept one that is being read.
        self.kept.opening = None;
        self.drop_outdated_changes();
        self.pending.begin_when_seen = None;
        if self.pending.hidden {
            self.pending.begin_when_seen = Some(intent);
            self.state = RunState::Starting;
            return;
        }
        if !self.awaits(spec.data, intent) {
            let run = PlannedRun {
                preset: self.preset.clone(),
                from: None,
                origin: RunOrigin::Form,
                kept: self.kept.another(""),
                own: self.pending.own.clone(),
                spec,
            };
            self.begin_with(context, run, intent);
        }
    }

    /// Has the trainer make a run.
    pub(super) fn begin_with(
        &mut self,
        context: &mut Context,
        mut run: PlannedRun,
        intent: AfterBegin,
    ) {
        if run.spec.data.info().kind != DatasetKind::User {
            run.own = None;
        } else if run.own.is_none() {
            // A run may have been kept without its images, or come from a file.
            run.own = self.pending.own.clone();
            if run.own.is_none() {
                context.alert(RoomAlert::OwnImagesMissing, None);
                return;
            }
        }
        let spec = run.spec.clone();
        let mirror = self.pending.mirror == Some(spec.data);
        let (data, images) = files_of(spec.data, mirror, context.base, run.own.as_ref());
        let payload = match (&run.from, images) {
            (Some(from), Some(images)) => Some([&**from, &*images].concat().into()),
            (Some(from), None) => Some(Arc::clone(from)),
            (None, images) => images,
        };
        let start = run.start();
        self.leave_other_device(context);
        self.need_trainer(context);
        let id = context.next_request();
        let replaced = self.pending.begin.take();
        let plays_on = self.state == RunState::Playing
            || replaced.as_ref().is_some_and(|begin| begin.plays_on);
        self.pending.superseded.extend(replaced);
        self.pending.begin = Some(PendingBegin {
            id,
            run,
            then: intent,
            form: self.draft.clone(),
            plays_on,
        });
        self.state = RunState::Starting;
        let begin = TrainCommand::Begin {
            id,
            spec,
            data,
            start,
        };
        self.send(context, begin, payload);
    }

    /// Starts a trainer if there is none, in the lab or on what the explorer runs on.
    pub(super) fn need_trainer(&mut self, context: &mut Context) {
        if context.slots.trainer.is_none() {
            self.start_trainer(context, context.engine);
            self.pending.deaths = 0;
        }
    }

    /// Changes what follows the making of a run.
    pub(super) fn intend(&mut self, intent: AfterBegin) {
        if let Some(begin) = &mut self.pending.begin {
            begin.then = intent;
            begin.plays_on = false;
        } else if let Some(begin) = &mut self.pending.begin_when_seen {
            *begin = intent;
        } else if let Some(restore) = &mut self.pending.restore {
            restore.then = intent;
        } else {
            self.intend_after_fetch(intent);
        }
    }

    pub(super) fn send(
        &mut self,
        context: &mut Context,
        command: TrainCommand,
        payload: Option<Arc<[u8]>>,
    ) {
        if let (TrainCommand::Pause, Some(run)) = (&command, &mut self.run) {
            run.unanswered_pauses += 1;
        }
        let run = self.run.as_ref().map_or(RunId::NONE, |run| run.id);
        let message = ToEngine::Train { run, command };
        context.send(WorkerSlot::Trainer, message, payload);
    }

    /// Whether the run has others beside it.
    pub(super) fn has_comparisons(&self) -> bool {
        let run = self.run.as_ref();
        run.is_some_and(|run| !run.spec.comparison_losses().is_empty())
    }

    /// Has the trainer write the run down, unless it is at that already. Runs side by side are not
    /// written down: what came back would be one of them.
    pub(super) fn write_down(&mut self, context: &mut Context) {
        let busy = self.pending.checkpoint.is_some();
        let Some(run) = self.run.as_ref().filter(|run| run.is_held() && !busy) else {
            return;
        };
        let marks = run.record.marks.len();
        self.pending.unwritten_change = None;
        if self.has_comparisons() {
            return;
        }
        let id = context.next_request();
        self.pending.checkpoint = Some(PendingCheckpoint { id, marks });
        self.pending.written = context.now;
        self.send(context, TrainCommand::Checkpoint { id }, None);
    }

    /// Goes back to a snapshot.
    pub(super) fn restore(&mut self, context: &mut Context, step: u32) {
        let Some(run) = &self.run else {
            return;
        };
        let mut snapshots = run.record.snapshots.iter();
        let Some(snapshot) = snapshots.find(|snapshot| snapshot.step == step) else {
            return;
        };
        let bytes = Arc::clone(&snapshot.bytes);
        if !run.is_held() {
            // Its trainer is gone for good.
            let run = run.again(Some(bytes), SettingsOf::Snapshot);
            self.begin_with(context, run, AfterBegin::Wait);
            return;
        }
        let id = context.next_request();
        self.pending.restore = Some(PendingRestore {
            id,
            bytes: Arc::clone(&bytes),
            then: AfterBegin::Wait,
            pushed: false,
        });
        self.state = RunState::Starting;
        self.send(context, TrainCommand::Restore { id }, Some(bytes));
    }

    /// Makes the run of the form's preset as it was shipped, already trained, or a run with the weights of
    /// the shipped model that has the form's networks.
    pub(super) fn begin_trained(&mut self, context: &mut Context) {
        let base = context.base;
        let origin = match self.trained_start() {
            None => return,
            Some(TrainedStart::Run(preset)) => RunOrigin::Shipped {
                url: format!("{base}assets/runs/{}.run.safetensors", preset.name),
            },
            Some(TrainedStart::Model(weights)) => RunOrigin::ShippedWeights {
                url: format!("{base}assets/models/{}.safetensors", weights.model),
            },
        };
        self.kept.opening = None;
        self.drop_outdated_changes();
        let run = PlannedRun {
            spec: self.draft.clone(),
            preset: self.preset.clone(),
            from: None,
            origin,
            kept: self.kept.another(""),
            own: self.pending.own.clone(),
        };
        self.begin_with(context, run, AfterBegin::Wait);
    }
}

impl PlannedRun {
    /// Where the trainer is to begin it.
    fn start(&self) -> RunStart {
        match (&self.origin, &self.from) {
            (RunOrigin::Shipped { url }, _) => RunStart::Shipped { url: url.clone() },
            (RunOrigin::ShippedWeights { url }, _) => RunStart::Weights { url: url.clone() },
            (_, Some(from)) => RunStart::Checkpoint { bytes: from.len() },
            (_, None) => RunStart::Untrained,
        }
    }
}

impl ShownRun {
    /// The same run once more, for a trainer that does not have it.
    pub(super) fn again(&self, from: Option<Arc<[u8]>>, settings: SettingsOf) -> PlannedRun {
        PlannedRun {
            spec: self.spec.clone(),
            preset: self.preset.clone(),
            from,
            origin: RunOrigin::Again(settings),
            kept: self.kept.clone(),
            own: self.own.clone(),
        }
    }
}
