//! What the trainer says, and what follows from it.

use std::sync::Arc;

use run_spec::RunSpec;

use super::pending::SettingsOf;
use super::pending::{AfterBegin, RunOrigin};
use super::record::{RunRecord, RunSnapshot};
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
    ImageSheet, RequestId, RestoredRun, RunId, TrainCommand, TrainProgress, TrainerUpdate,
};

impl TrainRoom {
    /// The trainer spoke of a run. What is about another run than the one on screen changes nothing; a
    /// file that was asked for is saved all the same.
    pub(crate) fn trainer_update(
        &mut self,
        context: &mut Context,
        run: RunId,
        update: TrainerUpdate,
        payload: Option<Arc<[u8]>>,
    ) {
        match update {
            TrainerUpdate::Begun {
                id,
                images,
                sheet,
                restored,
            } => {
                let real = sheet.and_then(|sheet| grid(0, sheet, payload));
                self.begun(context, id, (images, real), restored);
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
            TrainerUpdate::Personalising { id, done, of } => self.personalising(id, (done, of)),
            TrainerUpdate::Personalised { id } => self.personalised(context, id, payload),
            TrainerUpdate::Judging { id, step } => self.judging(context, id, step),
            TrainerUpdate::PicturesJudged {
                id,
                step,
                sheet,
                scores,
            } => self.judged(context, id, (step, sheet, scores), payload.as_deref()),
            TrainerUpdate::Frame { frame } => self.plane_frame(context, run, &frame, payload),
            TrainerUpdate::Weights { id, step } => {
                self.weights_arrived(context, (run, id), step, payload)
            }
            TrainerUpdate::Checkpoint { id, step, spec } => {
                self.written(context, (run, id), (step, &spec), payload)
            }
            update if self.run_of(run).is_some() => self.run_update(context, update, payload),
            _ => {}
        }
    }

    /// The trainer spoke of the run on screen.
    fn run_update(
        &mut self,
        context: &mut Context,
        update: TrainerUpdate,
        payload: Option<Arc<[u8]>>,
    ) {
        let Some(run) = &mut self.run else { return };
        match update {
            TrainerUpdate::WarmingUp { warm_up } => run.warm_up = Some(warm_up),
            TrainerUpdate::Progress { progress } => {
                run.record.add_row(&progress);
                run.progress = progress;
                self.heed_halt(context);
            }
            TrainerUpdate::Samples { step, sheet } => {
                if let Some(grid) = grid(step, sheet, payload) {
                    let shown = run.shown.and(run.grid()).cloned();
                    run.record.add_frame(&grid);
                    // A timeline that was thinned has its frames at other places.
                    run.shown = shown.map(|shown| run.record.frame_near(shown.step));
                    run.samples = Some(grid);
                }
            }
            TrainerUpdate::Reconstructions { step, sheet } => {
                if let Some(grid) = grid(step, sheet, payload) {
                    run.reconstructions = Some(grid);
                }
            }
            TrainerUpdate::EncodedPoints { count, latent, .. } => {
                context.follow_up(FollowUp::LivePoints {
                    count,
                    latent,
                    payload,
                });
            }
            TrainerUpdate::Restored { id, restored } => self.restored(context, id, restored),
            TrainerUpdate::Quality { quality } => self.quality(quality),
            TrainerUpdate::Disentanglement { step, score } => {
                run.disentanglement = Some((step, score));
            }
            TrainerUpdate::StepTraced { id, step, stages } => {
                self.step_traced(id, step, stages, payload)
            }
            TrainerUpdate::Reinitialized { id, step } => self.reinitialized(id, step),
            TrainerUpdate::Changed { id, .. } => self.change_taken(context, id),
            // A warm-up under way has ended with it. What the visitor asked for since holds.
            TrainerUpdate::Paused { .. } => {
                run.unanswered_pauses = run.unanswered_pauses.saturating_sub(1);
                run.warm_up = run.warm_up.filter(|warm_up| warm_up.piece.is_none());
            }
            TrainerUpdate::StepFailed { error } => {
                if self.state == RunState::Playing {
                    self.state = RunState::Paused;
                }
                context.alert(RoomAlert::Failed(error.into()), None);
            }
            // Whatever the run.
            TrainerUpdate::Begun { .. }
            | TrainerUpdate::Fetching { .. }
            | TrainerUpdate::Fetched { .. }
            | TrainerUpdate::FileChecked { .. }
            | TrainerUpdate::Personalising { .. }
            | TrainerUpdate::Personalised { .. }
            | TrainerUpdate::Judging { .. }
            | TrainerUpdate::PicturesJudged { .. }
            | TrainerUpdate::ComparedProgress { .. }
            | TrainerUpdate::RunMeasured { .. }
            | TrainerUpdate::Frame { .. }
            | TrainerUpdate::Weights { .. }
            | TrainerUpdate::Checkpoint { .. } => {}
        }
    }

    /// The run on screen, if it is this one.
    pub(super) fn run_of(&mut self, run: RunId) -> Option<&mut ShownRun> {
        self.run.as_mut().filter(|shown| shown.id == run)
    }

    /// A run is there: the newest that was asked for, or one before it, which the trainer has until
    /// the newest is there.
    fn begun(
        &mut self,
        context: &mut Context,
        id: RequestId,
        (images, real): (Option<u64>, Option<Arc<ImageGrid>>),
        restored: Option<RestoredRun>,
    ) {
        let superseded = &mut self.pending.superseded;
        let older = superseded.iter().position(|begin| begin.id == id);
        let older = older.map(|at| superseded.remove(at));
        let newest = self.pending.begin.take_if(|begin| begin.id == id);
        let is_newest = newest.is_some();
        let Some(begin) = older.or(newest) else {
            return;
        };
        let (run, form) = (begin.run, begin.form);
        self.fetching = None;
        self.locate_again(context, run.spec.data);
        let again = match run.origin {
            RunOrigin::Again(settings) => Some(settings),
            _ => None,
        };
        // A run that is brought back keeps its curves, as far as it comes.
        let before = self.run.take().filter(|_| again.is_some());
        let from = before.as_ref().map(|before| before.progress.step);
        let record = match (before, &restored) {
            (Some(before), Some(_)) => before.record,
            _ => RunRecord::default(),
        };
        if again.is_none() && run.own.is_some() {
            // The form, too, can train on images that a kept run brought along.
            self.pending.own = run.own.clone();
        }
        self.run = Some(ShownRun {
            id: id.into(),
            unanswered_pauses: 0,
            preset: run.preset.clone(),
            spec: run.spec,
            warm_up: None,
            progress: TrainProgress::default(),
            record,
            real,
            samples: None,
            reconstructions: None,
            disentanglement: None,
            shown: None,
            images,
            plane: Toy2dView::default(),
            kept: run.kept,
            own: run.own,
        });
        self.anatomy = None;
        self.pending.another_run();
        let step = restored.as_ref().map_or(0, |restored| restored.step);
        if let Some(restored) = restored {
            let settings = again.unwrap_or(SettingsOf::Snapshot);
            self.settle(context, restored, from, settings);
        }
        if let Some(shown) = &mut self.run {
            let is_known = shown.record.snapshots.last();
            let is_known = is_known.is_some_and(|last| last.step == step);
            if let Some(bytes) = run.from.filter(|_| !is_known) {
                let marks = shown.record.marks.len();
                let snapshot = RunSnapshot { step, bytes, marks };
                shown.record.add_snapshot(snapshot);
            }
            if again.is_some() {
                shown.leave_kept_behind(&mut self.kept, step);
            }
            shown.kept.step = step;
        }
        if self.is_about_points() {
            // No pictures come of this run for Explore; what came of the one before stays.
            context.follow_up(FollowUp::LiveEnded);
        }
        if let (true, RunOrigin::File { name }) = (is_newest, &run.origin) {
            let (name, taken) = (name.clone(), TakenFile::Run { step });
            context.alert(RoomAlert::FileTaken { name, taken }, None);
            context.follow_up(FollowUp::ShowRoom(Room::Train));
        }
        if is_newest {
            let with_weights = matches!(run.origin, RunOrigin::ShippedWeights { .. });
            self.take_over(context, run.origin, run.preset, &form);
            self.state = RunState::Paused;
            if with_weights || step > 0 && self.trains_in_lab() {
                // It would come back untrained, were there nothing to bring it back to. And a lab may have
                // it further on than what it was asked to begin with.
                self.write_down(context);
            }
            self.apply_waiting_changes(context);
            self.follow(context, begin.then);
        }
    }

    /// The form says what the run does that was opened, unless the visitor changed the form meanwhile,
    /// `before`. Live fields that were changed are about to hold for the run, too.
    fn take_over(
        &mut self,
        context: &mut Context,
        origin: RunOrigin,
        preset: String,
        before: &RunSpec,
    ) {
        match origin {
            RunOrigin::Form
            | RunOrigin::Again(_)
            | RunOrigin::Shipped { .. }
            | RunOrigin::ShippedWeights { .. } => return,
            RunOrigin::File { .. } | RunOrigin::Kept { copy: false, .. } => {}
            RunOrigin::Kept { copy: true, .. } => context.alert(RoomAlert::KeptRunCopied, None),
        }
        let untouched = self.draft == self.with_waiting_changes(before);
        if let Some(run) = self.run.as_ref().filter(|_| untouched) {
            self.preset = preset;
            self.draft = self.with_waiting_changes(&run.spec);
            self.refusals.clear();
        }
    }

    fn follow(&mut self, context: &mut Context, intent: AfterBegin) {
        match intent {
            AfterBegin::Wait => {}
            AfterBegin::Play => self.play(context),
            AfterBegin::Step(part) => self.step(context, part),
            AfterBegin::TraceStep(part) => self.trace_step(context, part),
        }
    }

    /// A run that stopped by itself goes back, unless it is being replaced or brought back.
    fn heed_halt(&mut self, context: &mut Context) {
        let halted = self.run.as_ref().is_some_and(|run| run.progress.halted);
        if halted && self.state != RunState::Halted && !self.pending.is_being_placed() {
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

    /// A run was written down: for a file, or to be gone back to.
    fn written(
        &mut self,
        context: &mut Context,
        (run, id): (RunId, RequestId),
        (step, spec): (u32, &RunSpec),
        payload: Option<Arc<[u8]>>,
    ) {
        let Some(bytes) = payload else { return };
        let marks = match self.pending.take_export(id) {
            Some(export) => {
                self.save_tensors(context, export.name, &bytes);
                None
            }
            None => {
                let asked = self.pending.checkpoint.take_if(|asked| asked.id == id);
                let Some(asked) = asked else { return };
                Some(asked.marks)
            }
        };
        let Some(shown) = self.run_of(run) else {
            return;
        };
        if shown.progress.halted {
            // What diverged is of no use, and must not take the place of what was good.
            return;
        }
        let marks = marks.unwrap_or(shown.record.marks.len());
        // Whatever ended the trainer before did not keep it from coming further.
        let came_further = shown.record.snapshots.last();
        let came_further = came_further.is_some_and(|last| last.step < step);
        shown.record.add_snapshot(RunSnapshot {
            step,
            bytes: Arc::clone(&bytes),
            marks,
        });
        if came_further {
            self.pending.deaths = 0;
        }
        self.keep(context, (step, spec), bytes);
        self.move_when_written(context, step);
    }

    fn restored(&mut self, context: &mut Context, id: RequestId, restored: RestoredRun) {
        let Some(restore) = self.pending.restore.take_if(|asked| asked.id == id) else {
            return;
        };
        let step = restored.step;
        let from = self.run.as_ref().map(|run| run.progress.step);
        self.settle(context, restored, from, SettingsOf::Snapshot);
        if let Some(run) = &mut self.run {
            run.leave_kept_behind(&mut self.kept, step);
            // It was a later state's.
            run.disentanglement = None;
            if restore.pushed {
                run.plane.pushed = true;
                run.mark_push();
            }
        }
        self.anatomy = None;
        if self.pending.begin.is_some() {
            // The run that was brought back is being replaced.
            return;
        }
        self.state = RunState::Paused;
        self.apply_waiting_changes(context);
        self.follow(context, restore.then);
    }

    /// The trainer could not do something: what ran goes on.
    pub(crate) fn training_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) {
        if self.fetch_failed(context, id, error)
            || self.file_refused(context, id, error)
            || self.personal_failed(context, id, error)
            || self.judging_failed(context, id, error)
        {
            return;
        }
        // It was to be replaced anyway.
        self.pending.superseded.retain(|begin| begin.id != id);
        let ledger = &mut self.pending;
        let begun = ledger.begin.take_if(|begin| begin.id == id);
        let restored = ledger.restore.take_if(|asked| asked.id == id);
        if let Some(begin) = begun {
            let Some(begin) = self.begin_here_instead(context, begin, error) else {
                return;
            };
            self.go_on(context, begin.then == AfterBegin::Play || begin.plays_on);
            self.fetching = None;
            let data = begin.run.spec.data;
            let again = self.pending.mirror.take().is_none();
            let action = (data.remote().is_some() && again).then_some(AlertAction::FetchFromMirror);
            self.pending.lacking = action.map(|_| data);
            let error = error.clone();
            let alert = match begin.run.origin {
                RunOrigin::Form
                | RunOrigin::Again(_)
                | RunOrigin::Shipped { .. }
                | RunOrigin::ShippedWeights { .. } => RoomAlert::RunNotMade(error),
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
            context.alert(RoomAlert::RunNotRestored(error.clone()), None);
            if self.run.as_ref().is_some_and(|run| run.progress.halted) {
                // It diverged, and cannot go back: going back once more would fail once more.
                self.state = RunState::Halted;
            } else {
                self.go_on(context, restore.then == AfterBegin::Play);
            }
        } else if self.pending.take_written(id) {
            // Then it stays where it is.
            self.pending.moving = None;
            context.alert(RoomAlert::RunNotWritten(error.clone()), None);
        } else if self.pending.take_other(id) {
            context.alert(RoomAlert::Failed(error.clone()), None);
        } else if let Some(change) = self.pending.take_change(id) {
            self.change_refused(&change);
            context.alert(RoomAlert::Failed(error.clone()), None);
        }
        // All else was asked about a run that is no longer there.
    }

    /// The trainer still has the run from before, and may or may not be taking steps.
    pub(super) fn go_on(&mut self, context: &mut Context, play: bool) {
        if !self.run.as_ref().is_some_and(ShownRun::is_held) {
            self.state = RunState::Idle;
            return;
        }
        self.state = RunState::Paused;
        self.apply_waiting_changes(context);
        let halted = self.run.as_ref().is_some_and(|run| run.progress.halted);
        if halted {
            self.heed_halt(context);
        } else if play {
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
        (run, id): (RunId, Option<RequestId>),
        step: u32,
        payload: Option<Arc<[u8]>>,
    ) {
        let Some(bytes) = payload else { return };
        if let Some(export) = id.and_then(|id| self.pending.take_export(id)) {
            self.save_tensors(context, export.name, &bytes);
        }
        let shown = self.run_of(run);
        if let Some(run) = shown.filter(|run| !run.spec.is_points()) {
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
