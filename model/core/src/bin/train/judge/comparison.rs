//! One run of a comparison: trained to its stops, and measured at each.

use evaluation::{EvaluationColumn, EvaluationRow, RunOutcome};
use futures::executor::block_on;
use model::train::{StepPart, Trainer};
use run_spec::ComparisonBudget;

use super::reference::PictureMeasure;
use crate::TrainError;
use crate::clock::CpuClock;

/// Steps after which losses are looked at, so that a run that diverged ends soon.
const LOOK_EVERY: u32 = 50;

/// How a run is trained.
pub struct BudgetedRun {
    /// Its family's id.
    pub family: &'static str,
    /// How long.
    pub budget: ComparisonBudget,
    /// At which shares of that it is measured, percent, first to last.
    pub stops: Vec<u32>,
}

impl BudgetedRun {
    /// Trains the run and measures it at its stops. One that diverges has a row for each stop that it did
    /// not come to.
    ///
    /// # Errors
    /// When the device fails.
    pub fn train(
        &self,
        mut trainer: Trainer,
        measure: &PictureMeasure,
    ) -> Result<Vec<EvaluationRow>, TrainError> {
        let mut clock = CpuClock::default();
        let mut rows = Vec::new();
        let mut outcome = RunOutcome::Measured;
        for &stop in &self.stops {
            if outcome == RunOutcome::Measured {
                outcome = train_until(self.budget, stop, &mut trainer, &mut clock, |_, _| Ok(()))?;
            }
            let mut row = EvaluationRow {
                family: self.family.to_owned(),
                seed: trainer.spec().seed,
                stop,
                outcome,
                ..EvaluationRow::default()
            };
            match outcome {
                RunOutcome::Measured => row.values = block_on(measure.evaluate(&trainer))?,
                RunOutcome::Diverged => {
                    let steps = f64::from(trainer.steps());
                    row.values.set(EvaluationColumn::Steps, steps);
                }
            }
            row.values.set(EvaluationColumn::Seconds, clock.secs());
            println!("{}", told(&row));
            rows.push(row);
        }
        Ok(rows)
    }
}

/// Steps until a share of the budget, percent, or until the losses are no longer finite. They are looked
/// at from time to time; `looked` is called where they are finite and the run goes on.
///
/// # Errors
/// When the device fails, and those of `looked`.
pub fn train_until(
    budget: ComparisonBudget,
    stop: u32,
    trainer: &mut Trainer,
    clock: &mut CpuClock,
    mut looked: impl FnMut(&mut Trainer, &CpuClock) -> Result<(), TrainError>,
) -> Result<RunOutcome, TrainError> {
    loop {
        let is_there = match budget {
            ComparisonBudget::Steps(steps) => {
                let share = (u64::from(steps) * u64::from(stop)).div_ceil(100);
                u64::from(trainer.steps()) >= share
            }
            ComparisonBudget::Seconds(seconds) => {
                let share = f64::from(seconds) * f64::from(stop) / 100.0;
                clock.secs() >= share && trainer.steps() > 0
            }
        };
        let is_due = trainer.steps() > 0 && trainer.steps().is_multiple_of(LOOK_EVERY);
        if is_due || is_there {
            let report = block_on(trainer.report())?;
            if report.losses.iter().any(|(_, value)| !value.is_finite()) {
                return Ok(RunOutcome::Diverged);
            }
        }
        if is_there {
            return Ok(RunOutcome::Measured);
        }
        if is_due {
            looked(trainer, clock)?;
        }
        clock.measure(|| trainer.step(StepPart::Whole));
    }
}

/// The row of a run that was trained elsewhere.
///
/// # Errors
/// When the device fails.
pub fn measured(
    name: String,
    trainer: &Trainer,
    measure: &PictureMeasure,
) -> Result<EvaluationRow, TrainError> {
    let mut row = EvaluationRow {
        family: name,
        seed: trainer.spec().seed,
        stop: 100,
        ..EvaluationRow::default()
    };
    row.values = block_on(measure.evaluate(trainer))?;
    let seconds = trainer.elapsed_seconds();
    if seconds > 0.0 {
        row.values.set(EvaluationColumn::Seconds, seconds);
    }
    println!("{}", told(&row));
    Ok(row)
}

/// A row in one line, while the others are on their way.
fn told(row: &EvaluationRow) -> String {
    let value = |column| row.values.get(column).unwrap_or_default();
    let mut line = format!(
        "{} seed {} at {} %: step {}, {:.1} s",
        row.family,
        row.seed,
        row.stop,
        value(EvaluationColumn::Steps),
        value(EvaluationColumn::Seconds)
    );
    match row.outcome {
        RunOutcome::Diverged => line += ", diverged",
        RunOutcome::Measured => {
            if let Some(distance) = row.values.get(EvaluationColumn::FrechetDistance) {
                line += &format!(", Fréchet distance {distance:.1}");
            }
        }
    }
    line
}
