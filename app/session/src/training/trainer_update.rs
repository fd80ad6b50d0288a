//! What the trainer says, and what follows from it.

use std::sync::Arc;

use run_spec::RunSpec;

use super::pending::{AfterBegin, RunOrigin};
use super::record::RunSnapshot;
use super::state::{RunState, ShownRun, TrainRoom};
use super::toy2d::Toy2dView;
use crate::alert_text::{FileFault, RoomAlert, TakenFile};
use crate::alerts::AlertAction;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::outbox::FollowUp;
use crate::pictures::{ImageGrid, pixels};
use crate::room::Room;
use protocol::{
    EngineError, ImageSheet, RequestId, RoomError, TrainCommand, TrainProgress, TrainerUpdate,
};

impl TrainRoom {
    /// The trainer spoke.
    pub(crate) fn trainer_update(
        &mut self,
        context: &mut Context,
        update: TrainerUpdate,
        payload: Option<Arc<[u8]>>,
    ) {
        match update {
            TrainerUpdate::Begun {
                id,
                images,
                sheet,
                step,
            } => {
                let real = sheet.and_then(|sheet| grid(0, sheet, payload));
                self.begun(context, id, (images, real), step);
            }
            TrainerUpdate::Fetching {
                file,
                received,
                total,
            } => {
                let percent = (received * 100 / total.max(1)).min(100);
                self.fetching = Some((file, percent as u32));
            }
            TrainerUpdate::Fetched { id } => self.fetched(context, id),
            TrainerUpdate::FileChecked { id, content } => {
                self.file_checked(context, id, content, payload.as_deref());
            }
            TrainerUpdate::WarmingUp { warm_up } => {
                if let Some(run) = self.run_here() {
                    run.warm_up = Some(warm_up);
                }
            }
            TrainerUpdate::Progress { progress } => self.progressed(context, progress),
            TrainerUpdate::Samples { step, sheet } => {
                if let (Some(grid), Some(run)) = (grid(step, sheet, payload), self.run_here()) {
                    let shown = run.shown.and(run.grid()).cloned();
                    run.record.add_frame(&grid);
                    // A timeline that was thinned has its frames at other places.
                    run.shown = shown.map(|shown| run.record.frame_near(shown.step));
                    run.samples = Some(grid);
                }
            }
            TrainerUpdate::Reconstructions { step, sheet } => {
                if let (Some(grid), Some(run)) = (grid(step, sheet, payload), self.run_here()) {
                    run.reconstructions = Some(grid);
                }
            }
            TrainerUpdate::EncodedPoints { count, latent, .. } => {
                if self.run_here().is_some() {
                    context.follow_up(FollowUp::LivePoints {
                        count,
                        latent,
                        payload,
                    });
                }
            }
            TrainerUpdate::Weights { id, step } => self.weights_arrived(context, id, step, payload),
            TrainerUpdate::Checkpoint { id, step } => self.written(context, id, step, payload),
            TrainerUpdate::Restored { id, step } => self.restored(context, id, step),
            TrainerUpdate::Frame { frame } => self.plane_frame(context, &frame, payload),
            TrainerUpdate::Quality { quality } => self.quality(quality),
            TrainerUpdate::StepTraced { id, step, stages } => {
                self.step_traced(id, step, stages, payload)
            }
            TrainerUpdate::Reinitialized { id, step } => self.reinitialized(id, step),
            TrainerUpdate::Changed { id, .. } => self.pending.changes.retain(|asked| *asked != id),
            TrainerUpdate::Paused { .. } => {
                // A warm-up under way has ended with it.
                if let Some(run) = self.run_here() {
                    run.warm_up = run.warm_up.filter(|warm_up| warm_up.piece.is_none());
                }
                if self.state == RunState::Playing {
                    self.state = RunState::Paused;
                }
            }
        }
    }

    /// The run, unless it is being replaced.
    pub(super) fn run_here(&mut self) -> Option<&mut ShownRun> {
        // What is on its way from a run that is being replaced is of no interest.
        if self.pending.begin.is_some() {
            return None;
        }
        self.run.as_mut()
    }

    fn begun(
        &mut self,
        context: &mut Context,
        id: RequestId,
        (images, real): (Option<u64>, Option<Arc<ImageGrid>>),
        step: u32,
    ) {
        let Some(begin) = self.pending.begin.take_if(|begin| begin.id == id) else {
            return;
        };
        let (run, intent) = (begin.run, begin.then);
        self.fetching = None;
        self.locate_again(context, run.spec.data);
        let is_again = run.origin == RunOrigin::Again;
        // A run that is brought back keeps its curves.
        let before = self.run.take().filter(|_| is_again);
        let mut record = before.map(|before| before.record).unwrap_or_default();
        record.truncate(step);
        if let Some(bytes) = run.from {
            record.add_snapshot(RunSnapshot { step, bytes });
        }
        if let RunOrigin::File { name } = &run.origin {
            let (name, taken) = (name.clone(), TakenFile::Run { step });
            context.alert(RoomAlert::FileTaken { name, taken }, None);
            context.follow_up(FollowUp::ShowRoom(Room::Train));
        }
        self.take_over(context, run.origin, (&run.preset, &run.spec), &begin.form);
        if !is_again && run.own.is_some() {
            // The form, too, can train on images that a kept run brought along.
            self.pending.own = run.own.clone();
        }
        let mut shown = ShownRun {
            preset: run.preset,
            spec: run.spec,
            warm_up: None,
            progress: TrainProgress {
                step,
                ..TrainProgress::default()
            },
            record,
            real,
            samples: None,
            reconstructions: None,
            shown: None,
            images,
            plane: Toy2dView::default(),
            kept: run.kept,
            own: run.own,
        };
        if is_again {
            shown.leave_kept_behind(&mut self.kept, step);
        }
        shown.kept.step = step;
        self.run = Some(shown);
        self.anatomy = None;
        self.state = RunState::Paused;
        self.pending.another_run();
        if self.is_about_points() {
            // No pictures come of this run for Explore; what came of the one before stays.
            context.follow_up(FollowUp::LiveEnded);
        }
        self.follow(context, intent);
    }

    /// The form says what the run does that was opened, unless the visitor changed the form meanwhile,
    /// `before`.
    fn take_over(
        &mut self,
        context: &mut Context,
        origin: RunOrigin,
        (preset, spec): (&str, &RunSpec),
        before: &RunSpec,
    ) {
        match origin {
            RunOrigin::Form | RunOrigin::Again => return,
            RunOrigin::File { .. } | RunOrigin::Kept { copy: false, .. } => {}
            RunOrigin::Kept { copy: true, .. } => context.alert(RoomAlert::KeptRunCopied, None),
        }
        if self.draft == *before {
            self.preset = preset.to_owned();
            self.draft = spec.clone();
            self.refusals.clear();
        }
    }

    fn follow(&mut self, context: &mut Context, intent: AfterBegin) {
        match intent {
            AfterBegin::Wait => {}
            AfterBegin::Play => self.play(context),
            AfterBegin::Step(part) => self.step(context, part),
            AfterBegin::TraceStep(part) => self.trace_step(context, part),
            AfterBegin::RestoreShipped => self.restore_shipped(context),
        }
    }

    fn progressed(&mut self, context: &mut Context, progress: TrainProgress) {
        let halted = progress.halted;
        let Some(run) = self.run_here() else { return };
        run.record.add_row(&progress);
        run.progress = progress;
        if halted && self.state != RunState::Halted {
            self.state = RunState::Halted;
            self.go_back_to_the_last_good_snapshot(context);
        }
    }

    /// A run that diverged is of no use beyond its last good snapshot.
    fn go_back_to_the_last_good_snapshot(&mut self, context: &mut Context) {
        let good = self
            .run
            .as_ref()
            .and_then(|run| run.record.snapshots.last());
        let good = good.map(|snapshot| snapshot.step);
        context.alert(RoomAlert::Diverged(good), None);
        if let Some(step) = good {
            self.restore(context, step);
        }
    }

    fn written(
        &mut self,
        context: &mut Context,
        id: Option<RequestId>,
        step: u32,
        payload: Option<Arc<[u8]>>,
    ) {
        let asked = self
            .pending
            .checkpoint
            .take_if(|asked| Some(asked.id) == id);
        if id.is_some() && asked.is_none() {
            // It is of a run before this one.
            return;
        }
        let (Some(bytes), Some(run)) = (payload, self.run.as_mut()) else {
            return;
        };
        if run.progress.halted {
            // What diverged is of no use, and must not take the place of what was good.
            if asked.is_some_and(|asked| asked.export.is_some()) {
                let diverged = EngineError::from(RoomError::RunDiverged);
                context.alert(RoomAlert::RunNotWritten(diverged.into()), None);
            }
            return;
        }
        // Whatever ended the trainer before did not keep it from coming further.
        if run
            .record
            .snapshots
            .last()
            .is_some_and(|last| last.step < step)
        {
            self.pending.deaths = 0;
        }
        run.record.add_snapshot(RunSnapshot {
            step,
            bytes: Arc::clone(&bytes),
        });
        if let Some(name) = asked.and_then(|asked| asked.export) {
            self.save_tensors(context, name, &bytes);
        }
        self.keep(context, step, bytes);
    }

    fn restored(&mut self, context: &mut Context, id: RequestId, step: u32) {
        let Some(restore) = self.pending.restore.take_if(|asked| asked.id == id) else {
            return;
        };
        if self.pending.begin.is_some() {
            // The run that was brought back is being replaced.
            return;
        }
        let intent = restore.then;
        if let Some(run) = &mut self.run {
            run.record.truncate(step);
            run.progress.step = step;
            run.progress.halted = false;
            run.shown = None;
            run.plane.truncate(step);
            run.leave_kept_behind(&mut self.kept, step);
        }
        self.anatomy = None;
        self.state = RunState::Paused;
        self.follow(context, intent);
    }

    /// The trainer could not do something: what ran goes on.
    pub(crate) fn training_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) {
        if self.fetch_failed(context, id, error) || self.file_refused(context, id, error) {
            return;
        }
        if let Some(at) = self.pending.dropped.iter().position(|asked| *asked == id) {
            self.pending.dropped.remove(at);
            return;
        }
        let ledger = &mut self.pending;
        let begun = ledger.begin.take_if(|begin| begin.id == id);
        let restored = ledger.restore.take_if(|asked| asked.id == id);
        if let Some(begin) = begun {
            self.go_on(context, begin.then == AfterBegin::Play || begin.plays_on);
            self.fetching = None;
            let data = begin.run.spec.data;
            let again = self.pending.mirror.take().is_none();
            let action = (data.remote().is_some() && again).then_some(AlertAction::FetchFromMirror);
            self.pending.lacking = action.map(|_| data);
            let error = error.clone();
            let alert = match begin.run.origin {
                RunOrigin::Form | RunOrigin::Again => RoomAlert::RunNotMade(error),
                RunOrigin::File { name } => RoomAlert::FileNotOpened {
                    name,
                    fault: FileFault::NotRestored(error),
                },
                RunOrigin::Kept { name, .. } => RoomAlert::KeptRunNotResumed {
                    name,
                    preset: begin.run.preset,
                    error,
                },
            };
            context.alert(alert, action);
        } else if let Some(restore) = restored {
            if self.pending.begin.is_some() {
                return;
            }
            self.go_on(context, restore.then == AfterBegin::Play);
            context.alert(RoomAlert::RunNotRestored(error.clone()), None);
        } else if self
            .pending
            .checkpoint
            .take_if(|asked| asked.id == id)
            .is_some()
        {
            context.alert(RoomAlert::RunNotWritten(error.clone()), None);
        } else {
            let ledger = &mut self.pending;
            ledger.export.take_if(|asked| asked.id == id);
            ledger.trace_step.take_if(|asked| *asked == id);
            ledger.reinitialize.take_if(|(asked, _)| *asked == id);
            ledger.changes.retain(|asked| *asked != id);
            context.alert(RoomAlert::Failed(error.clone()), None);
        }
    }

    /// The trainer still has the run from before, and may or may not be taking steps.
    pub(super) fn go_on(&mut self, context: &mut Context, play: bool) {
        if self.run.is_none() {
            self.state = RunState::Idle;
            return;
        }
        self.state = RunState::Paused;
        if play {
            self.play(context);
        } else {
            self.send(context, TrainCommand::Pause, None);
        }
    }

    /// New weights of the model that is being trained: Explore shows them. Those that were asked for
    /// as a file are saved as what they are, also when another run was made meanwhile.
    fn weights_arrived(
        &mut self,
        context: &mut Context,
        id: Option<RequestId>,
        step: u32,
        payload: Option<Arc<[u8]>>,
    ) {
        let Some(bytes) = payload else { return };
        let export = self.pending.export.take_if(|asked| Some(asked.id) == id);
        if let Some(export) = export {
            self.save_tensors(context, export.name, &bytes);
            if export.run != self.pending.run {
                return;
            }
        }
        if let Some(run) = self.run.as_ref().filter(|run| !run.spec.is_points()) {
            context.follow_up(FollowUp::LiveWeights {
                preset: run.preset.clone(),
                step,
                latent: run.spec.latent,
                bytes,
            });
        }
    }
}

/// A sheet as the views read it; nothing if its payload does not fit.
fn grid(step: u32, sheet: ImageSheet, payload: Option<Arc<[u8]>>) -> Option<Arc<ImageGrid>> {
    let pixels = pixels(sheet.width, sheet.height, sheet.channels, payload).ok()?;
    Some(Arc::new(ImageGrid {
        step,
        columns: sheet.columns,
        pixels,
    }))
}
