//! What the page asks for.

use model::latent;
use model::train::Trainer;
use run_spec::{ImageShape, RunSpec};
use web_time::{Duration, Instant};

use super::run::{TrainerRun, time_spent};
use super::sheets::sheet;
use super::step_trace;
use super::worker::TrainingWorker;
use crate::error::RequestError;
use crate::{fetch, run_data};
use protocol::{
    DataFiles, GanPlayer, RequestId, RestoredRun, RoomError, RunStart, StepPart, TrainCommand,
    TrainerUpdate,
};

/// Real images that are shown.
const SHOWN: usize = 64;

impl TrainingWorker {
    pub(super) async fn execute(
        &mut self,
        command: TrainCommand,
        payload: Option<Vec<u8>>,
    ) -> Result<(), RequestError> {
        match command {
            TrainCommand::Begin {
                id,
                spec,
                data,
                start,
            } => {
                let (beginning, images) = beginning_of(start, payload).await?;
                self.begin(id, spec, (&data, images), beginning).await
            }
            // Wait for no step, and so do not come here.
            TrainCommand::Fetch { .. }
            | TrainCommand::Personalise { .. }
            | TrainCommand::StopPersonalising
            | TrainCommand::JudgePictures { .. }
            | TrainCommand::StopJudging
            | TrainCommand::TrainCompared { .. } => Ok(()),
            TrainCommand::CheckFile { id, name, spec } => {
                self.check_file(id, (&name, &spec), payload)
            }
            TrainCommand::Play { rate } => self.play(rate),
            TrainCommand::Pause => self.pause().await,
            TrainCommand::Step { part } => self.step_once(part).await,
            TrainCommand::TraceStep { id, part } => self.trace_step(id, part).await,
            TrainCommand::Reinitialize { id, player } => self.reinitialize(id, player).await,
            TrainCommand::Push {
                x,
                y,
                dx,
                dy,
                radius,
            } => self.run()?.push([x, y], [dx, dy], radius),
            TrainCommand::FrameShown => {
                self.drawn();
                Ok(())
            }
            TrainCommand::Change { id, spec } => self.change(id, &spec),
            TrainCommand::Checkpoint { id } => self.checkpoint(id).await,
            TrainCommand::Restore { id } => self.restore(id, payload).await,
            TrainCommand::Weights { id } => self.weights(Some(id)).await,
        }
    }

    async fn begin(
        &mut self,
        id: RequestId,
        spec: RunSpec,
        (files, payload): (&DataFiles, Option<Vec<u8>>),
        beginning: RunBeginning,
    ) -> Result<(), RequestError> {
        let source = run_data::source(&spec, files, payload).await?;
        // A browser does not say how much memory a GPU has.
        #[cfg(not(target_arch = "wasm32"))]
        self.device.check_room(&spec, &source).await?;
        let device = self.device.device();
        let mut trainer = Trainer::new(&spec, source, device)?;
        let restored = match beginning {
            RunBeginning::Checkpoint(_) if !spec.comparison_losses().is_empty() => {
                return Err(RoomError::SideBySide.into());
            }
            RunBeginning::Checkpoint(bytes) => {
                trainer.restore(&bytes)?;
                Some(restored_run(&trainer))
            }
            RunBeginning::Weights(name, bytes) => {
                check_images(&spec, trainer.image())?;
                trainer.begin_with(&name, &bytes)?;
                None
            }
            RunBeginning::Untrained => None,
        };
        let images = trainer.source().len().map(|count| count as u64);
        let real = (!spec.is_points()).then(|| {
            let real = trainer.source().batch(u64::from(spec.seed), 0, SHOWN);
            let bytes = latent::picture_bytes(&real.pixels, trainer.image());
            sheet(&bytes, &trainer)
        });
        let undrawn = self.run.as_ref().map_or(0, |run| run.schedule.undrawn());
        let run = TrainerRun::new(id.into(), trainer, device, undrawn)?;
        let warming = self.warm_up_of(&run)?;
        // From here on nothing of the request fails: the run before is gone.
        self.refuse_waiting();
        let run = self.run.insert(run);
        let (sheet, bytes) = real.unzip();
        let is_restored = restored.is_some();
        let begun = TrainerUpdate::Begun {
            id,
            images,
            sheet,
            restored,
        };
        run.post(begun, bytes.as_deref());
        // What an untrained network shows.
        let Some(mut warming) = warming else {
            self.show_after_answer(is_restored).await?;
            return self.forget_display_time(is_restored);
        };
        let reported = if is_restored {
            run.report().await
        } else {
            Ok(())
        };
        let shown = match reported {
            Ok(()) => warming.show(run).await,
            failed => failed,
        };
        self.warming = Some(warming);
        if let Err(error) = shown {
            self.failed(error);
        }
        self.forget_display_time(is_restored)
    }

    /// A run that was brought to a checkpoint has spent what the checkpoint says, and nothing on being
    /// shown: written down once more, it is the same file.
    fn forget_display_time(&mut self, is_restored: bool) -> Result<(), RequestError> {
        let run = self.run()?;
        if is_restored {
            run.spent = time_spent(&run.trainer);
        }
        Ok(())
    }

    /// Shows the run, with a report before it if `report`, after a request was answered: what fails
    /// now is not the request.
    async fn show_after_answer(&mut self, report: bool) -> Result<(), RequestError> {
        let run = self.run()?;
        let reported = if report { run.report().await } else { Ok(()) };
        let shown = match reported {
            Ok(()) => run.show().await,
            failed => failed,
        };
        if let Err(error) = shown {
            self.failed(error);
        }
        Ok(())
    }

    fn play(&mut self, rate: Option<f64>) -> Result<(), RequestError> {
        let run = self.run()?;
        run.rate = rate;
        if !run.playing && !run.halted {
            run.playing = true;
            run.played_since = Instant::now();
            run.last_step = None;
            run.since = (0, Duration::ZERO);
        }
        Ok(())
    }

    async fn pause(&mut self) -> Result<(), RequestError> {
        let run = self.run()?;
        if run.playing {
            run.playing = false;
            run.report().await?;
            run.show().await?;
        }
        let step = run.trainer.steps();
        run.post(TrainerUpdate::Paused { step }, None);
        Ok(())
    }

    async fn step_once(&mut self, part: StepPart) -> Result<(), RequestError> {
        let run = self.run()?;
        run.playing = false;
        if run.halted {
            return Ok(());
        }
        run.step(part);
        run.report().await?;
        run.show().await
    }

    async fn trace_step(&mut self, id: RequestId, part: StepPart) -> Result<(), RequestError> {
        let run = self.run()?;
        run.playing = false;
        if run.halted {
            return Err(RoomError::RunDiverged.into());
        }
        let begun = Instant::now();
        let stages = run.trainer.trace_step(part).await?;
        run.stepped(part, begun);
        let message = step_trace::to_message(stages);
        if let Ok((stages, bytes)) = &message {
            let (stages, step) = (stages.clone(), run.trainer.steps());
            run.post(TrainerUpdate::StepTraced { id, step, stages }, Some(bytes));
        }
        self.show_after_answer(true).await?;
        // The step was taken, whether or not it can be reported.
        Ok(message.map(drop)?)
    }

    fn change(&mut self, id: RequestId, spec: &RunSpec) -> Result<(), RequestError> {
        let run = self.run()?;
        run.trainer.set(spec)?;
        let steps = run.trainer.steps();
        run.monitor.set(spec, steps);
        for comparison in &mut run.comparisons {
            comparison.set(spec)?;
        }
        run.has_changed();
        let step = run.trainer.steps();
        run.post(TrainerUpdate::Changed { id, step }, None);
        Ok(())
    }

    async fn reinitialize(&mut self, id: RequestId, player: GanPlayer) -> Result<(), RequestError> {
        let run = self.run()?;
        run.trainer.reinitialize(player)?;
        for comparison in &mut run.comparisons {
            comparison.trainer.reinitialize(player)?;
        }
        // What diverged may go on with a player that begins anew.
        run.halted = false;
        run.reset_monitor();
        let step = run.trainer.steps();
        run.post(TrainerUpdate::Reinitialized { id, step }, None);
        self.show_after_answer(false).await
    }

    fn drawn(&mut self) {
        if let Some(run) = &mut self.run {
            run.schedule.drawn();
        }
    }

    async fn checkpoint(&mut self, id: RequestId) -> Result<(), RequestError> {
        let run = self.run()?;
        if !run.comparisons.is_empty() {
            return Err(RoomError::SideBySide.into());
        }
        run.trainer.set_elapsed_seconds(run.spent.as_secs_f64());
        let bytes = run.trainer.checkpoint().await?;
        let step = run.trainer.steps();
        let spec = run.trainer.spec().clone();
        run.post(TrainerUpdate::Checkpoint { id, step, spec }, Some(&bytes));
        Ok(())
    }

    async fn restore(
        &mut self,
        id: RequestId,
        payload: Option<Vec<u8>>,
    ) -> Result<(), RequestError> {
        let run = self.run()?;
        if !run.comparisons.is_empty() {
            return Err(RoomError::SideBySide.into());
        }
        let bytes = payload.ok_or(RoomError::NoCheckpoint)?;
        run.playing = false;
        run.trainer.restore(&bytes)?;
        run.has_gone_back();
        let restored = restored_run(&run.trainer);
        run.post(TrainerUpdate::Restored { id, restored }, None);
        self.show_after_answer(true).await?;
        self.forget_display_time(true)
    }

    async fn weights(&mut self, id: Option<RequestId>) -> Result<(), RequestError> {
        self.run()?.send_weights(id).await
    }
}

/// What a run begins with.
pub enum RunBeginning {
    Untrained,
    /// The state of a run.
    Checkpoint(Vec<u8>),
    /// A model's file: its name and its bytes.
    Weights(String, Vec<u8>),
}

/// Whether the images are of the size of the shipped model whose networks the run has.
fn check_images(spec: &RunSpec, found: ImageShape) -> Result<(), RoomError> {
    let Some(weights) = spec.shipped_weights() else {
        return Ok(());
    };
    let expected = weights.image;
    let size = |shape: ImageShape| [shape.height, shape.width];
    if size(expected) != size(found) {
        return Err(RoomError::ImageSize {
            expected: size(expected),
            found: size(found),
        });
    }
    if expected.channels != found.channels {
        return Err(RoomError::ImageChannels {
            expected: expected.channels,
            found: found.channels,
        });
    }
    Ok(())
}

/// What a run begins with, and what else the payload holds.
pub async fn beginning_of(
    start: RunStart,
    payload: Option<Vec<u8>>,
) -> Result<(RunBeginning, Option<Vec<u8>>), RequestError> {
    Ok(match start {
        RunStart::Untrained => (RunBeginning::Untrained, payload),
        RunStart::Shipped { url } => {
            let checkpoint = fetch::bytes(&url).await?;
            (RunBeginning::Checkpoint(checkpoint), payload)
        }
        RunStart::Weights { url } => {
            let bytes = fetch::bytes(&url).await?;
            let name = url.rsplit('/').next().unwrap_or_default();
            (RunBeginning::Weights(name.to_owned(), bytes), payload)
        }
        RunStart::Checkpoint { bytes } => {
            let whole = payload.filter(|payload| payload.len() >= bytes);
            let mut checkpoint = whole.ok_or(RoomError::NoCheckpoint)?;
            let images = checkpoint.split_off(bytes);
            let images = Some(images).filter(|it| !it.is_empty());
            (RunBeginning::Checkpoint(checkpoint), images)
        }
    })
}

/// Where a run stands that was brought to a checkpoint.
fn restored_run(trainer: &Trainer) -> RestoredRun {
    RestoredRun {
        step: trainer.steps(),
        seconds: trainer.elapsed_seconds(),
        pushed: trainer.is_pushed(),
        spec: trainer.spec().clone(),
    }
}
