//! What the trainer says, and what follows from it.

use std::sync::Arc;

use super::plane::Toy2dView;
use super::record::{RunRecord, RunSnapshot};
use super::run::AfterBegin;
use super::state::{ImageGrid, RunState, TrainingRun};
use crate::event::HostCommand;
use crate::state::{AlertAction, ImagePixels};
use crate::{LIVE_MODEL, Session, pixels};
use protocol::{Progress, RequestId, Sheet, TrainCommand, TrainNews};

impl Session {
    /// The trainer spoke.
    pub(crate) fn trainer_news(&mut self, news: TrainNews, payload: Option<Arc<[u8]>>) {
        match news {
            TrainNews::Begun { id, images, sheet } => self.begun(id, images, sheet, payload),
            TrainNews::Fetching {
                file,
                received,
                total,
            } => {
                let percent = (received * 100 / total.max(1)).min(100);
                self.training.fetching = Some((file, percent as u32));
            }
            TrainNews::Fetched { id } => self.fetched(id),
            TrainNews::WarmingUp { warm_up } => {
                if let Some(run) = self.run_here() {
                    run.warm_up = Some(warm_up);
                }
            }
            TrainNews::Progress { progress } => self.progressed(progress),
            TrainNews::Samples { step, sheet } => {
                if let (Some(grid), Some(run)) = (grid(step, sheet, payload), self.run_here()) {
                    let shown = run.shown.and(run.grid()).cloned();
                    run.record.add_frame(&grid);
                    // A timeline that was thinned has its frames at other places.
                    run.shown = shown.map(|shown| run.record.frame_near(shown.step));
                    run.samples = Some(grid);
                }
            }
            TrainNews::Reconstructions { step, sheet } => {
                if let (Some(grid), Some(run)) = (grid(step, sheet, payload), self.run_here()) {
                    run.reconstructions = Some(grid);
                }
            }
            TrainNews::Points { count, latent, .. } => {
                self.live_points(count, latent, payload.as_deref());
            }
            TrainNews::Weights { id, step } => {
                let Some(bytes) = payload else { return };
                if id.is_some() && id == self.book.ledger.export {
                    self.book.ledger.export = None;
                    self.save_weights(&bytes);
                }
                self.live_weights(step, bytes);
            }
            TrainNews::Checkpoint { id, step } => self.written(id, step, payload),
            TrainNews::Restored { id, step } => self.restored(id, step),
            TrainNews::Plane { frame } => self.plane_frame(&frame, payload),
            TrainNews::Quality { quality } => self.quality(quality),
            TrainNews::Dissected { id, step, stages } => self.dissected(id, step, stages, payload),
            TrainNews::Renewed { id, step } => self.renewed(id, step),
            TrainNews::Changed { .. } => {}
            TrainNews::Paused { .. } => {
                // A warm-up under way has ended with it.
                if let Some(run) = self.run_here() {
                    run.warm_up = run.warm_up.filter(|warm_up| warm_up.piece.is_none());
                }
                if self.training.state == RunState::Playing {
                    self.training.state = RunState::Paused;
                }
            }
        }
    }

    /// The run, unless it is being replaced.
    pub(super) fn run_here(&mut self) -> Option<&mut TrainingRun> {
        // What is on its way from a run that is being replaced is of no interest.
        if self.book.ledger.begin.is_some() {
            return None;
        }
        self.training.run.as_mut()
    }

    fn begun(
        &mut self,
        id: RequestId,
        images: Option<u64>,
        sheet: Option<Sheet>,
        payload: Option<Arc<[u8]>>,
    ) {
        let Some((_, intent)) = self.book.ledger.begin.take_if(|(begin, _)| *begin == id) else {
            return;
        };
        let Some((spec, preset)) = self.book.ledger.wanted.take() else {
            return;
        };
        self.training.fetching = None;
        self.locate_again(spec.data);
        let resume = self.book.ledger.resume.take();
        // A run that is brought back keeps its curves.
        let record = match (&resume, self.training.run.take()) {
            (Some(_), Some(run)) if run.spec == spec => run.record,
            _ => RunRecord::default(),
        };
        self.training.kept = None;
        self.training.run = Some(TrainingRun {
            preset,
            spec,
            warm_up: None,
            progress: Progress::default(),
            record,
            real: sheet.and_then(|sheet| grid(0, sheet, payload)),
            samples: None,
            reconstructions: None,
            shown: None,
            images,
            plane: Toy2dView::default(),
        });
        self.training.anatomy = None;
        self.training.state = RunState::Paused;
        let ledger = &mut self.book.ledger;
        ledger.checkpoint = None;
        ledger.dissect = None;
        ledger.renew = None;
        if self.training.is_about_points() {
            // No pictures come of this run for Explore; what came of the one before stays.
            self.rename_live("The model trained before");
        }
        match resume {
            Some(bytes) => self.restore_from(bytes, intent),
            None => self.follow(intent),
        }
    }

    fn follow(&mut self, intent: AfterBegin) {
        match intent {
            AfterBegin::Wait => {}
            AfterBegin::Play => self.play(),
            AfterBegin::Step(part) => self.step(part),
            AfterBegin::Dissect(part) => self.dissect(part),
            AfterBegin::RestoreShipped => self.restore_shipped(),
        }
    }

    fn progressed(&mut self, progress: Progress) {
        let halted = progress.halted;
        let Some(run) = self.run_here() else { return };
        run.record.add_row(&progress);
        run.progress = progress;
        if halted && self.training.state != RunState::Halted {
            self.training.state = RunState::Halted;
            self.go_back_to_the_last_good_snapshot();
        }
    }

    /// A run that diverged is of no use beyond its last good snapshot.
    fn go_back_to_the_last_good_snapshot(&mut self) {
        let good = self
            .training
            .run
            .as_ref()
            .and_then(|run| run.record.snapshots.last());
        let (said, good) = match good {
            Some(snapshot) => (
                format!(
                    "The run diverged, so it stopped and went back to step {}. Lower the learning \
                     rate, then press Play.",
                    snapshot.step
                ),
                Some(snapshot.step),
            ),
            None => (
                "The run diverged before its first snapshot, so it stopped. Lower the learning \
                 rate, then press Reset run."
                    .to_owned(),
                None,
            ),
        };
        self.alert(said, None);
        if let Some(step) = good {
            self.restore(step);
        }
    }

    fn written(&mut self, id: Option<RequestId>, step: u32, payload: Option<Arc<[u8]>>) {
        self.book
            .ledger
            .checkpoint
            .take_if(|asked| Some(*asked) == id);
        let (Some(bytes), Some(run)) = (payload, self.training.run.as_mut()) else {
            return;
        };
        // Whatever ended the trainer before did not keep it from coming further.
        if run
            .record
            .snapshots
            .last()
            .is_some_and(|last| last.step < step)
        {
            self.book.ledger.deaths = 0;
        }
        run.record.add_snapshot(RunSnapshot {
            step,
            bytes: Arc::clone(&bytes),
        });
        if std::mem::take(&mut self.book.ledger.export_checkpoint) {
            self.save_checkpoint(&bytes);
        }
        let note = self.note(step);
        self.book.effects.push(HostCommand::Keep {
            note,
            checkpoint: bytes,
        });
    }

    fn restored(&mut self, id: RequestId, step: u32) {
        let Some((_, intent)) = self.book.ledger.restore.take_if(|(asked, _)| *asked == id) else {
            return;
        };
        if let Some(run) = &mut self.training.run {
            run.record.truncate(step);
            run.progress.step = step;
            run.progress.halted = false;
            run.shown = None;
            run.plane.truncate(step);
        }
        self.training.anatomy = None;
        self.training.state = RunState::Paused;
        self.follow(intent);
    }

    /// The trainer could not do something: what ran goes on.
    pub(crate) fn training_failed(&mut self, id: RequestId, error: &str) {
        if self.fetch_failed(id, error) {
            return;
        }
        let ledger = &mut self.book.ledger;
        let begun = ledger.begin.take_if(|(begin, _)| *begin == id);
        let restored = ledger.restore.take_if(|(asked, _)| *asked == id);
        if let Some((_, intent)) = begun {
            ledger.resume = None;
            self.go_on(intent == AfterBegin::Play);
            self.training.fetching = None;
            let fetched = self
                .book
                .ledger
                .wanted
                .take()
                .is_some_and(|(spec, _)| spec.data.remote().is_some());
            let again = self.book.ledger.mirror.take().is_none();
            let action = (fetched && again).then_some(AlertAction::FetchFromMirror);
            self.alert(format!("The run could not be made. {error}"), action);
        } else if let Some((_, intent)) = restored {
            self.go_on(intent == AfterBegin::Play);
            self.alert(format!("The run could not be brought back. {error}"), None);
        } else if self
            .book
            .ledger
            .checkpoint
            .take_if(|asked| *asked == id)
            .is_some()
        {
            self.alert(format!("The run could not be written down. {error}"), None);
        } else {
            let ledger = &mut self.book.ledger;
            ledger.export.take_if(|asked| *asked == id);
            ledger.dissect.take_if(|asked| *asked == id);
            ledger.renew.take_if(|(asked, _)| *asked == id);
            self.alert(error.to_owned(), None);
        }
    }

    /// The trainer still has the run from before, and may or may not be taking steps.
    pub(super) fn go_on(&mut self, play: bool) {
        if self.training.run.is_none() {
            self.training.state = RunState::Idle;
            return;
        }
        self.training.state = RunState::Paused;
        if play {
            self.play();
        } else {
            self.command(TrainCommand::Pause, None);
        }
    }

    /// New weights of the model that is being trained: Explore shows them.
    fn live_weights(&mut self, step: u32, bytes: Arc<[u8]>) {
        // Not with its step: the picker would be a step behind. The card has it.
        let title = "The model in training".to_owned();
        let Some(run) = self
            .training
            .run
            .as_ref()
            .filter(|run| !run.spec.is_points())
        else {
            return;
        };
        let latent = run.spec.latent;
        self.book.live_preset.clone_from(&run.preset);
        self.book.live_step = step;
        self.book
            .opened
            .insert(LIVE_MODEL.to_owned(), (title.clone(), bytes));
        self.list_live(title, latent);
        self.refresh_live();
    }
}

/// A sheet as the views read it; nothing if its payload does not fit.
fn grid(step: u32, sheet: Sheet, payload: Option<Arc<[u8]>>) -> Option<Arc<ImageGrid>> {
    let pixels: ImagePixels = pixels(sheet.width, sheet.height, sheet.channels, payload).ok()?;
    Some(Arc::new(ImageGrid {
        step,
        columns: sheet.columns,
        pixels,
    }))
}
