//! What the page asks for.

use model::latent;
use model::train::Trainer;
use run_spec::RunSpec;
use web_time::{Duration, Instant};

use super::run::TrainerRun;
use super::sheets::sheet;
use super::step_trace;
use super::worker::TrainingWorker;
use crate::channel::post_update;
use crate::error::RequestError;
use crate::run_data;
use protocol::{DataFiles, GanPlayer, RequestId, RoomError, StepPart, TrainCommand, TrainerUpdate};

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
                checkpoint,
            } => {
                let (checkpoint, images) = split_payload(checkpoint, payload)?;
                self.begin(id, spec, (&data, images), checkpoint).await
            }
            // Waits for no step, and so does not come here.
            TrainCommand::Fetch { .. } => Ok(()),
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
            TrainCommand::Restore { id } | TrainCommand::RestoreShipped { id, .. } => {
                self.restore(id, payload).await
            }
            TrainCommand::Weights { id } => self.weights(Some(id)).await,
        }
    }

    async fn begin(
        &mut self,
        id: RequestId,
        spec: RunSpec,
        (files, images): (&DataFiles, Option<Vec<u8>>),
        checkpoint: Option<Vec<u8>>,
    ) -> Result<(), RequestError> {
        if checkpoint.is_some() && !spec.comparison_losses().is_empty() {
            return Err(RoomError::SideBySide.into());
        }
        let source = run_data::source(&spec, files, images).await?;
        let mut trainer = Trainer::new(&spec, source, &self.device)?;
        // Before it takes the place of the run before: if the checkpoint is refused, that one goes on.
        if let Some(bytes) = checkpoint {
            trainer.restore(&bytes)?;
        }
        let step = trainer.steps();
        let images = trainer.source().len().map(|count| count as u64);
        let real = (!spec.is_points()).then(|| {
            let real = trainer.source().batch(u64::from(spec.seed), 0, SHOWN);
            let bytes = latent::picture_bytes(&real.pixels, trainer.image());
            sheet(&bytes, &trainer)
        });
        let undrawn = self.run.as_ref().map_or(0, |run| run.schedule.undrawn());
        let run = TrainerRun::new(trainer, &self.device, undrawn)?;
        let warming = self.warm_up_of(&run)?;
        let run = self.run.insert(run);
        let (sheet, bytes) = real.unzip();
        let begun = TrainerUpdate::Begun {
            id,
            images,
            sheet,
            step,
        };
        post_update(begun, bytes.as_deref());
        // What an untrained network shows.
        self.warming = None;
        let Some(mut warming) = warming else {
            return run.show().await;
        };
        warming.show(run).await?;
        self.warming = Some(warming);
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
        post_update(TrainerUpdate::Paused { step }, None);
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
            post_update(TrainerUpdate::StepTraced { id, step, stages }, Some(bytes));
        }
        run.report().await?;
        run.show().await?;
        // The step was taken, whether or not it can be reported.
        Ok(message.map(drop)?)
    }

    fn change(&mut self, id: RequestId, spec: &RunSpec) -> Result<(), RequestError> {
        let run = self.run()?;
        run.trainer.set(spec)?;
        run.monitor.set(spec);
        for comparison in &mut run.comparisons {
            comparison.set(spec)?;
        }
        run.has_changed();
        let step = run.trainer.steps();
        post_update(TrainerUpdate::Changed { id, step }, None);
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
        post_update(TrainerUpdate::Reinitialized { id, step }, None);
        run.show().await
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
        let bytes = run.trainer.checkpoint().await?;
        let step = run.trainer.steps();
        post_update(
            TrainerUpdate::Checkpoint { id: Some(id), step },
            Some(&bytes),
        );
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
        run.halted = false;
        run.reset_monitor();
        let step = run.trainer.steps();
        post_update(TrainerUpdate::Restored { id, step }, None);
        run.report().await?;
        run.show().await
    }

    async fn weights(&mut self, id: Option<RequestId>) -> Result<(), RequestError> {
        self.run()?.send_weights(id).await
    }
}

/// The checkpoint at the beginning of a payload, and what follows it.
fn split_payload(
    checkpoint: Option<usize>,
    payload: Option<Vec<u8>>,
) -> Result<(Option<Vec<u8>>, Option<Vec<u8>>), RequestError> {
    let Some(length) = checkpoint else {
        return Ok((None, payload));
    };
    let mut whole = payload.unwrap_or_default();
    if length == 0 || whole.len() < length {
        return Err(RoomError::NoCheckpoint.into());
    }
    let images = whole.split_off(length);
    Ok((Some(whole), (!images.is_empty()).then_some(images)))
}
