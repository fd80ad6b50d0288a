//! One run of a sweep: begun or gone on with, measured at its stops, written down as it goes.

use std::time::{Duration, Instant};

use evaluation::RunOutcome;
use futures::executor::block_on;
use model::device;
use model::train::Trainer;
use run_spec::ComparisonBudget;

use super::SweepArguments;
use super::figures::FigureMeasure;
use super::plan::{SweepPlan, SweepRun};
use super::run_files::{RecordRow, RunFiles, SweepRecord};
use crate::clock::{CpuClock, cpu_time};
use crate::judge::train_until;
use crate::{TrainError, setup};

/// Computes a run; one that is finished is left as it is.
///
/// # Errors
/// A sentence on what is missing, in the way, or could not be written in the end.
pub fn compute(
    arguments: &SweepArguments,
    plan: &SweepPlan,
    run: &SweepRun,
    files: &RunFiles,
) -> Result<(), TrainError> {
    let told = format!("run {} ({}, seed {})", run.index, run.family, run.spec.seed);
    let lock = files.lock()?;
    if files.finished(plan, run)?.is_some() {
        let result = files.result();
        println!(
            "{told} is finished: {} has its figures. Nothing to do.",
            result.display()
        );
        files.tidy();
        return Ok(());
    }
    let own = setup::own_images(arguments.own.as_deref())?;
    let source = setup::source(&run.spec, arguments.mnist.as_deref(), own.as_ref())?;
    let mut trainer = Trainer::new(&run.spec, source, &device::cpu())?;
    let measure = FigureMeasure::new(arguments, plan, run, trainer.source())?;
    let record = match files.unfinished(plan, run)? {
        Some((record, state)) => {
            trainer.restore(&state)?;
            println!("{told} goes on from step {}", trainer.steps());
            record
        }
        None => {
            println!("{told} begins");
            SweepRecord::begin(plan, run)
        }
    };
    let mut clock = CpuClock::from_secs(trainer.elapsed_seconds());
    let mut saver = RunSaver {
        files,
        cpu_before: record.cpu_seconds,
        record,
        every: Duration::from_secs(arguments.save_every),
        newest: Instant::now(),
        step: trainer.steps(),
    };
    let budget = ComparisonBudget::Steps(plan.steps);
    let mut outcome = RunOutcome::Measured;
    for &stop in &plan.stops {
        if outcome == RunOutcome::Measured {
            outcome = train_until(budget, stop, &mut trainer, &mut clock, |trainer, clock| {
                saver.save_when_due(trainer, clock);
                Ok(())
            })?;
        }
        if saver.record.has(stop) {
            continue;
        }
        let steps = trainer.steps();
        let (figures, word) = match outcome {
            RunOutcome::Measured => (measure.measure(&trainer)?, "measured"),
            RunOutcome::Diverged => (measure.diverged(steps), "diverged"),
        };
        saver
            .record
            .rows
            .push(RecordRow::new(stop, outcome, &figures));
        println!(
            "{told}: {word} at {stop} %, step {steps}, {:.1} s",
            clock.secs()
        );
        if stop < 100 && outcome == RunOutcome::Measured {
            saver.save(&mut trainer, &clock);
        }
    }
    let record = saver.conclude(&clock);
    files.finish(&record)?;
    println!("{told} is finished");
    drop(lock);
    Ok(())
}

/// Writes an unfinished run down from time to time.
struct RunSaver<'a> {
    files: &'a RunFiles,
    record: SweepRecord,
    /// CPU time of earlier processes.
    cpu_before: f64,
    every: Duration,
    newest: Instant,
    /// The step that was written down last.
    step: u32,
}

impl RunSaver<'_> {
    fn save_when_due(&mut self, trainer: &mut Trainer, clock: &CpuClock) {
        if self.newest.elapsed() >= self.every && trainer.steps() != self.step {
            self.save(trainer, clock);
        }
    }

    /// A run goes on whether it could be written down or not: what is lost is time, and only if it is
    /// interrupted. One whose weights are no longer finite cannot be, and is seen to have diverged soon.
    fn save(&mut self, trainer: &mut Trainer, clock: &CpuClock) {
        self.newest = Instant::now();
        self.step = trainer.steps();
        self.note_time(clock);
        trainer.set_elapsed_seconds(clock.secs());
        let state = block_on(trainer.checkpoint()).map_err(TrainError::from);
        if let Err(failure) = state.and_then(|state| self.files.save(&self.record, &state)) {
            eprintln!("train: the run was not written down: {failure} It goes on.");
        }
    }

    fn conclude(mut self, clock: &CpuClock) -> SweepRecord {
        self.note_time(clock);
        self.record
    }

    fn note_time(&mut self, clock: &CpuClock) {
        let millis = |seconds: f64| (1e3 * seconds).round() / 1e3;
        let own = cpu_time().map_or_else(|| clock.secs(), |time| time.as_secs_f64());
        self.record.training_seconds = millis(clock.secs());
        self.record.cpu_seconds = millis(self.cpu_before + own);
    }
}
