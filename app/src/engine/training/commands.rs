//! What the page asks for.

use model::latent;
use model::train::{Part, Trainer};
use spec::RunSpec;
use web_time::{Duration, Instant};

use super::run::Run;
use super::sheets::sheet;
use super::{Training, post};
use crate::engine::held::Trouble;
use crate::engine::report::Watch;
use crate::engine::run_data;
use crate::protocol::{DataFiles, RequestId, StepPart, TrainCommand, TrainNews};

/// Real images, and reconstructions.
const SHOWN: usize = 64;
const RECONSTRUCTED: usize = 16;
/// Points on Explore's map.
const ENCODED: usize = 500;

impl Training {
    pub(super) async fn carry_out(
        &mut self,
        command: TrainCommand,
        payload: Option<Vec<u8>>,
    ) -> Result<(), Trouble> {
        match command {
            TrainCommand::Begin { id, spec, data } => self.begin(id, spec, &data, payload).await,
            // Waits for no step, and so does not come here.
            TrainCommand::Fetch { .. } => Ok(()),
            TrainCommand::Play { rate } => self.play(rate),
            TrainCommand::Pause => self.pause().await,
            TrainCommand::Step { part } => self.step_once(part).await,
            TrainCommand::Dissect { .. } | TrainCommand::Renew { .. } => {
                Err("This trainer only takes whole steps.".into())
            }
            TrainCommand::Push { .. } => Err("Expected a run on points, found none.".into()),
            TrainCommand::Drawn => Ok(()),
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
        files: &DataFiles,
        payload: Option<Vec<u8>>,
    ) -> Result<(), Trouble> {
        let source = run_data::source(&spec, files, payload).await?;
        let trainer = Trainer::new(&spec, source, &self.device)?;
        let image = trainer.image();
        let real = trainer.source().batch(u64::from(spec.seed), 0, SHOWN);
        let images = trainer.source().len().map(|count| count as u64);
        let bytes = latent::picture_bytes(&real.pixels, image);
        let (sheet, bytes) = sheet(&bytes, &trainer);
        let now = Instant::now();
        let held_out = trainer.source().held_out(RECONSTRUCTED);
        let encoded = trainer.source().held_out(ENCODED);
        self.run = Some(Run {
            name: spec.model.title().to_owned(),
            watch: Watch::new(&trainer),
            trainer,
            playing: false,
            rate: None,
            spent: Duration::ZERO,
            halted: false,
            held_out,
            encoded,
            ahead: 0,
            since: (0, Duration::ZERO),
            played_since: now,
            last_step: None,
            reported: now,
            sampled: now,
            weighed: now,
        });
        let sheet = Some(sheet);
        post(TrainNews::Begun { id, images, sheet }, Some(&bytes));
        // The pictures of a network that has learnt nothing yet.
        if let Some(run) = self.run.as_mut() {
            run.show().await?;
            run.send_weights(None).await?;
        }
        Ok(())
    }

    fn play(&mut self, rate: Option<f64>) -> Result<(), Trouble> {
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

    async fn pause(&mut self) -> Result<(), Trouble> {
        let run = self.run()?;
        if run.playing {
            run.playing = false;
            run.report().await?;
            run.show().await?;
            run.send_weights(None).await?;
        }
        let step = run.trainer.steps();
        post(TrainNews::Paused { step }, None);
        Ok(())
    }

    async fn step_once(&mut self, part: StepPart) -> Result<(), Trouble> {
        let run = self.run()?;
        run.playing = false;
        if run.halted {
            return Ok(());
        }
        run.step(match part {
            StepPart::Whole => Part::Whole,
            StepPart::Discriminator => Part::Discriminator,
            StepPart::Generator => Part::Generator,
        });
        run.report().await?;
        run.show().await?;
        run.send_weights(None).await
    }

    fn change(&mut self, id: RequestId, spec: &RunSpec) -> Result<(), Trouble> {
        let run = self.run()?;
        run.trainer.set(spec)?;
        run.watch.set(spec);
        let step = run.trainer.steps();
        post(TrainNews::Changed { id, step }, None);
        Ok(())
    }

    async fn checkpoint(&mut self, id: RequestId) -> Result<(), Trouble> {
        let run = self.run()?;
        let bytes = run.trainer.checkpoint().await?;
        let step = run.trainer.steps();
        post(TrainNews::Checkpoint { id: Some(id), step }, Some(&bytes));
        Ok(())
    }

    async fn restore(&mut self, id: RequestId, payload: Option<Vec<u8>>) -> Result<(), Trouble> {
        let run = self.run()?;
        let bytes = payload.ok_or("Expected a checkpoint with the message, found none.")?;
        run.playing = false;
        run.trainer.restore(&bytes)?;
        run.halted = false;
        run.watch = Watch::new(&run.trainer);
        let step = run.trainer.steps();
        post(TrainNews::Restored { id, step }, None);
        run.report().await?;
        run.show().await?;
        run.send_weights(None).await
    }

    async fn weights(&mut self, id: Option<RequestId>) -> Result<(), Trouble> {
        self.run()?.send_weights(id).await
    }
}

/// The request that a command makes.
pub fn request_of(command: &TrainCommand) -> Option<RequestId> {
    match command {
        TrainCommand::Begin { id, .. }
        | TrainCommand::Dissect { id, .. }
        | TrainCommand::Renew { id, .. }
        | TrainCommand::Change { id, .. }
        | TrainCommand::Fetch { id, .. }
        | TrainCommand::Checkpoint { id }
        | TrainCommand::Restore { id }
        | TrainCommand::RestoreShipped { id, .. }
        | TrainCommand::Weights { id } => Some(*id),
        TrainCommand::Push { .. }
        | TrainCommand::Drawn
        | TrainCommand::Play { .. }
        | TrainCommand::Pause
        | TrainCommand::Step { .. } => None,
    }
}
