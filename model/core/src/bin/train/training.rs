//! One run: trained, watched and written down.

use std::time::{Duration, Instant};

use futures::executor::block_on;
use model::train::detect::FailureDetectors;
use model::train::{StepPart, Trainer};

use crate::clock::CpuClock;
use crate::log::{self, CsvLog};
use crate::plane::{self, ToySampleMeter};
use crate::resume::{ResumeFrom, SnapshotWriter};
use crate::shared::device_option;
use crate::shared::progress::ProgressTeller;
use crate::{TrainArguments, TrainError, checks, recipe_file, results, setup};

/// How often there is a line of losses.
const SUMMARY_EVERY: Duration = Duration::from_secs(5);

/// Trains a run and writes what was asked for.
///
/// # Errors
/// A sentence on what stands in the way, before anything is trained; in the end, on what could not be written.
pub fn run(arguments: &TrainArguments) -> Result<(), TrainError> {
    let spec = setup::specification(arguments)?;
    let resume = ResumeFrom::of(arguments)?;
    checks::outputs(arguments, &spec, resume)?;
    let opened = device_option::open(&arguments.device)?;
    let own = setup::own_images(arguments.own.as_deref())?.map(|images| {
        let count = arguments.first.unwrap_or(images.len());
        images.truncated(count)
    });
    let source = setup::source(&spec, arguments.mnist.as_deref(), own.as_ref())?;
    Trainer::check_on(&spec, source.shape())?;
    device_option::check_room(&opened, &spec, source.shape())?;
    let device = opened.device();
    let mut trainer = Trainer::new(&spec, source, device)?;
    begin_with(arguments, &mut trainer)?;
    let goes_on = resume.go_on(arguments, &spec, &mut trainer, device)?;
    checks::steps(arguments, &trainer, resume)?;
    let log = match &arguments.log {
        Some(path) if goes_on => CsvLog::go_on(path, trainer.steps())?,
        path => CsvLog::create(path.as_deref())?,
    };
    println!(
        "{}: {} parameters, {}",
        recipe_file::title(&arguments.preset),
        spec.parameter_count(),
        spec.model.title()
    );
    let gpu = opened.gpu();
    if let Some(gpu) = &gpu {
        println!("on {gpu}");
    }
    if goes_on {
        println!("goes on from step {}", trainer.steps());
    }
    let mut run = WatchedRun::new(arguments, trainer, log, resume);
    run.waits = gpu.is_some();
    run.train()?;
    let WatchedRun {
        trainer,
        log,
        mut failures,
        ..
    } = run;
    // What took the training first. A file that cannot be written keeps no other from it.
    failures.note(results::checkpoint(arguments, &trainer));
    failures.note(results::weights(arguments, &trainer));
    failures.note(log.finish());
    failures.note(results::draw(arguments, &trainer, None));
    failures.note(results::reconstructions(arguments, &trainer));
    if arguments.test {
        failures.note(results::test(&trainer));
    }
    if let Some(images) = &own {
        failures.note(results::own(&trainer, images));
    }
    failures.outcome()
}

fn begin_with(arguments: &TrainArguments, trainer: &mut Trainer) -> Result<(), TrainError> {
    let Some(path) = &arguments.begin_with else {
        return Ok(());
    };
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        format!("--begin-with: expected weights, found that {name} cannot be read ({error}).")
    })?;
    Ok(trainer.begin_with(&name, &bytes)?)
}

/// A run with all that looks at it.
struct WatchedRun<'a> {
    arguments: &'a TrainArguments,
    trainer: Trainer,
    log: CsvLog,
    snapshots: SnapshotWriter<'a>,
    detectors: FailureDetectors,
    meter: Option<ToySampleMeter>,
    progress: ProgressTeller,
    failures: WriteFailures,
    cpu: CpuClock,
    /// Spent on the run before this command, in seconds.
    before: f64,
    /// Spent on steps by this command.
    training: Duration,
    /// Of it, when there was a line of losses last.
    reported: Duration,
    /// Steps are without a limit, and this is the one of time.
    limit: Option<Duration>,
    /// Whether steps are only asked for, and done when a report is waited for: on a GPU.
    waits: bool,
}

impl<'a> WatchedRun<'a> {
    fn new(
        arguments: &'a TrainArguments,
        trainer: Trainer,
        log: CsvLog,
        resume: ResumeFrom,
    ) -> Self {
        let pixels = trainer.image().len();
        let data = trainer.source().held_out(64);
        let data: Vec<u8> = (0..data.len())
            .flat_map(|i| data.bytes(i).to_vec())
            .collect();
        let before = trainer.elapsed_seconds();
        // An interrupted run is one run, with one limit.
        let spent = match resume {
            ResumeFrom::Interrupted(_) => Duration::try_from_secs_f64(before).unwrap_or_default(),
            ResumeFrom::Beginning | ResumeFrom::Named(_) => Duration::ZERO,
        };
        let limit = arguments.seconds.map(Duration::from_secs);
        let limit = limit.map(|limit| limit.saturating_sub(spent));
        let (unit, ends) = match limit {
            Some(limit) => ("seconds", [0, limit.as_secs()]),
            None => (
                "steps",
                [u64::from(trainer.steps()), u64::from(arguments.steps)],
            ),
        };
        Self {
            detectors: FailureDetectors::new(trainer.spec(), &data, pixels),
            meter: ToySampleMeter::new(&trainer),
            progress: ProgressTeller::new(&recipe_file::title(&arguments.preset), unit, ends),
            snapshots: SnapshotWriter::new(arguments),
            failures: WriteFailures::default(),
            cpu: CpuClock::default(),
            training: Duration::ZERO,
            reported: Duration::ZERO,
            arguments,
            trainer,
            log,
            before,
            limit,
            waits: false,
        }
    }

    /// Steps to the end, which an interrupted run may have come to before.
    fn train(&mut self) -> Result<(), TrainError> {
        let first = self.trainer.steps();
        let noise = self.trainer.fixed_noise();
        while !self.is_done() {
            let step = self.trainer.steps();
            if self.arguments.stops.contains(&step) {
                self.stop(step)?;
            }
            let begun = Instant::now();
            self.cpu.measure(|| self.trainer.step(StepPart::Whole));
            self.training += begun.elapsed();
            self.progress.reach(match self.limit {
                Some(_) => self.training.as_secs(),
                None => u64::from(self.trainer.steps()),
            });
            let done = self.is_done();
            if done || self.trainer.steps().is_multiple_of(10) {
                self.look(done, &noise)?;
            }
            if !done {
                let seconds = self.seconds();
                self.snapshots
                    .look(&mut self.trainer, &mut self.log, seconds);
            }
        }
        self.progress.finish();
        let seconds = self.seconds();
        self.trainer.set_elapsed_seconds(seconds);
        let steps = self.trainer.steps() - first;
        if steps > 0 {
            let millis = self.training.as_secs_f64() * 1e3 / f64::from(steps);
            let secs = self.cpu.secs();
            println!("{millis:.2} ms per step over {steps} steps, {secs:.1} s of CPU time");
            if let Some(meter) = &self.meter {
                meter.conclude(self.training, [first, steps]);
            }
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        match self.limit {
            Some(limit) => self.training >= limit,
            None => self.trainer.steps() >= self.arguments.steps,
        }
    }

    /// Time spent on the run, by all commands.
    fn seconds(&self) -> f64 {
        self.before + self.training.as_secs_f64()
    }

    /// Measures and draws what was asked for in mid-run.
    fn stop(&mut self, step: u32) -> Result<(), TrainError> {
        let Self {
            arguments,
            trainer,
            failures,
            cpu,
            ..
        } = self;
        let mut outcome = Ok(());
        self.progress.aside(|| {
            println!("step {step}, {:.1} s of CPU time", cpu.secs());
            failures.note(results::draw(arguments, trainer, Some(step)));
            if arguments.test {
                outcome = results::test(trainer);
            }
        });
        outcome
    }

    /// Looks at losses and samples, and says from time to time what it sees.
    fn look(&mut self, done: bool, noise: &[f32]) -> Result<(), TrainError> {
        let spent = Duration::try_from_secs_f64(self.seconds()).unwrap_or_default();
        let trainer = &mut self.trainer;
        let begun = Instant::now();
        let report = block_on(trainer.report())?;
        if self.waits {
            self.training += begun.elapsed();
        }
        self.failures.note(self.log.line(&report, spent));
        self.progress.note(log::losses(&report));
        self.detectors.observe(&report);
        if let Some(meter) = &mut self.meter {
            if done || trainer.steps().is_multiple_of(plane::STEPS) {
                meter.measure(trainer, &mut self.detectors)?;
            }
        } else if done || trainer.steps().is_multiple_of(100) {
            let samples = block_on(trainer.pictures(noise))?;
            let pixels = trainer.image().len();
            self.detectors
                .observe_samples(trainer.steps(), &samples, pixels);
        }
        if done || self.training - self.reported > SUMMARY_EVERY {
            self.reported = self.training;
            self.progress.aside(|| {
                println!("{}", log::summary(&report, spent));
                if let Some(meter) = &self.meter {
                    meter.tell();
                }
                for finding in self.detectors.findings() {
                    println!("          {}", finding.sentence());
                }
            });
        }
        Ok(())
    }
}

/// What could not be written while the run went on, each once. The run goes on without it.
#[derive(Default)]
struct WriteFailures(Vec<String>);

impl WriteFailures {
    fn note<E: ToString>(&mut self, outcome: Result<(), E>) {
        let Err(failure) = outcome else { return };
        let failure = failure.to_string();
        if !self.0.contains(&failure) {
            eprintln!("train: {failure} The run goes on.");
            self.0.push(failure);
        }
    }

    fn outcome(self) -> Result<(), TrainError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(format!("not everything could be written: {}", self.0.join(" ")).into())
        }
    }
}
