//! Trains a generator, by the Train room's own trainer.

use std::fs;
use std::path::Path;

use futures::executor::block_on;
use model::Device;
use model::data::{Images, TrainingData};
use model::train::{StepPart, Trainer};
use model::weights::WeightPrecision;

use crate::checkpoint::CheckpointFolder;
use crate::presets::GanRecipe;
use crate::shared::progress::ProgressTeller;
use crate::{PretrainError, io};

/// Steps between two looks at the losses.
const REPORT_EVERY: u32 = 50;
/// A checkpoint's file.
const STATE: &str = "run.safetensors";

/// A run, at its newest checkpoint or its beginning.
pub struct GanTraining {
    trainer: Trainer,
    checkpoints: CheckpointFolder,
    per_epoch: u32,
    steps: u32,
}

impl GanTraining {
    /// A run that goes on from its newest checkpoint if there is one. Nothing is written.
    ///
    /// # Errors
    /// [`PretrainError::Checkpoint`] when there is one that this run cannot go on from.
    pub fn begin(
        id: &str,
        recipe: &GanRecipe,
        work: &Path,
        fresh: bool,
        (train, test): (&Images, &Images),
        device: &Device,
    ) -> Result<Self, PretrainError> {
        let checkpoints = CheckpointFolder::new(work, id, &recipe.spec, train)?;
        let source = TrainingData::held(train.clone(), Some(test.clone()))?;
        let per_epoch = source.batches_per_epoch(recipe.spec.batch).unwrap_or(1);
        let steps = recipe.epochs * per_epoch;
        let mut trainer = Trainer::new(&recipe.spec, source, device)?;
        if fresh {
            checkpoints.check_replaceable()?;
        } else if let Some(saved) = checkpoints.newest()? {
            let path = saved.folder.join(STATE);
            let state = fs::read(&path).map_err(|error| checkpoints.unusable(error))?;
            trainer
                .restore(&state)
                .map_err(|error| checkpoints.unusable(error))?;
            if trainer.steps() > steps {
                return Err(checkpoints.unusable(format!(
                    "it is at step {}, and {} epochs end at step {steps}",
                    trainer.steps(),
                    recipe.epochs
                )));
            }
        }
        Ok(Self {
            trainer,
            checkpoints,
            per_epoch,
            steps,
        })
    }

    /// Trains to the last epoch; the weights, as trained.
    ///
    /// # Errors
    /// [`PretrainError::Diverged`], and those of writing a checkpoint.
    pub fn fit(self, id: &str) -> Result<Vec<u8>, PretrainError> {
        let Self {
            mut trainer,
            checkpoints,
            per_epoch,
            steps,
        } = self;
        if trainer.steps() == 0 {
            checkpoints.clear()?;
        } else {
            println!("{id}: goes on after step {}", trainer.steps());
        }
        println!("{id}: {} parameters", trainer.spec().parameter_count());
        let ends = [trainer.steps(), steps].map(u64::from);
        let mut progress = ProgressTeller::new(id, "steps", ends);
        while trainer.steps() < steps {
            trainer.step(StepPart::Whole);
            progress.reach(u64::from(trainer.steps()));
            if trainer.steps().is_multiple_of(REPORT_EVERY) {
                let report = block_on(trainer.report())?;
                let losses = report
                    .losses
                    .iter()
                    .map(|(name, loss)| format!("{name:?} {loss:.2}"));
                progress.note(losses.collect::<Vec<_>>().join(", "));
                if let Some((_, loss)) = report.losses.iter().find(|(_, loss)| !loss.is_finite()) {
                    let (epoch, loss) = (trainer.steps() / per_epoch, f64::from(*loss));
                    return Err(PretrainError::Diverged { epoch, loss });
                }
            }
            if trainer.steps().is_multiple_of(per_epoch) {
                let state = block_on(trainer.checkpoint())?;
                checkpoints.save(trainer.steps(), |folder| {
                    let path = folder.join(STATE);
                    fs::write(&path, state).map_err(io(&path))
                })?;
                progress.aside(|| println!("{id}: epoch {:3}", trainer.steps() / per_epoch));
            }
        }
        progress.finish();
        Ok(block_on(trainer.weights(id, WeightPrecision::F32))?)
    }
}
