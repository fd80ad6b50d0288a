//! Trains a generator, by the Train room's own trainer.

use std::fs;

use futures::executor::block_on;
use model::data::{Images, TrainingData};
use model::device;
use model::train::{StepPart, Trainer};
use model::weights::WeightPrecision;

use crate::presets::GanRecipe;
use crate::{PretrainArguments, PretrainError, io, progress};

/// Steps between two looks at the losses.
const REPORT_EVERY: u32 = 50;

/// Trains to the last epoch, from the newest checkpoint if there is one; the weights, as trained.
pub fn fit(
    id: &str,
    recipe: &GanRecipe,
    arguments: &PretrainArguments,
    train: &Images,
    test: &Images,
) -> Result<Vec<u8>, PretrainError> {
    let source = TrainingData::held(train.clone(), Some(test.clone()))?;
    let per_epoch = source.batches_per_epoch(recipe.spec.batch).unwrap_or(1);
    let mut trainer = Trainer::new(&recipe.spec, source, &device::cpu())?;
    fs::create_dir_all(&arguments.work).map_err(io(&arguments.work))?;
    let kept = arguments.work.join(format!("{id}.checkpoint"));
    if kept.exists() && !arguments.fresh {
        let state = fs::read(&kept).map_err(io(&kept))?;
        trainer.restore(&state)?;
        println!("{id}: goes on after step {}", trainer.steps());
    }
    let steps = recipe.epochs * per_epoch;
    println!("{id}: {} parameters", recipe.spec.parameter_count());
    let bar = progress(id, steps);
    while trainer.steps() < steps {
        trainer.step(StepPart::Whole);
        bar.set_position(u64::from(trainer.steps()));
        if trainer.steps().is_multiple_of(REPORT_EVERY) {
            let report = block_on(trainer.report())?;
            let losses = report
                .losses
                .iter()
                .map(|(name, loss)| format!("{name:?} {loss:.2}"));
            bar.set_message(losses.collect::<Vec<_>>().join(", "));
            if let Some((_, loss)) = report.losses.iter().find(|(_, loss)| !loss.is_finite()) {
                let (epoch, loss) = (trainer.steps() / per_epoch, f64::from(*loss));
                return Err(PretrainError::Diverged { epoch, loss });
            }
        }
        if trainer.steps().is_multiple_of(per_epoch) {
            let state = block_on(trainer.checkpoint())?;
            fs::write(&kept, state).map_err(io(&kept))?;
            bar.suspend(|| println!("{id}: epoch {:3}", trainer.steps() / per_epoch));
        }
    }
    bar.finish_and_clear();
    Ok(block_on(trainer.weights(id, WeightPrecision::F32))?)
}
