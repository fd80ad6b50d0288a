//! Trains a preset without a browser: to measure its speed and to choose its settings.
//!
//! ```text
//! cargo run --release -p model --features pretrain --bin train -- classroom --seconds 60 \
//!     --samples samples.idx --weights classroom.safetensors --log classroom.csv
//! ```
//!
//! `docs/presets.md` has what it measured.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks"
)]

mod checks;
mod clock;
mod judge;
mod log;
mod plane;
mod results;
mod setup;
mod sweep;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use clap::Parser;
use clock::CpuClock;
use futures::executor::block_on;
use judge::JudgeArguments;
use log::CsvLog;
use model::device;
use model::train::detect::FailureDetectors;
use model::train::{StepPart, Trainer};
use plane::ToySampleMeter;
use sweep::SweepCommand;

/// Train a preset and measure it. `train judge --help` is about comparing families of models,
/// `train sweep --help` about many runs.
#[derive(Parser)]
struct TrainArguments {
    /// Which preset
    preset: String,
    /// In place of the preset's data set
    #[arg(long)]
    data: Option<String>,
    /// Folder with MNIST's four IDX files, each plain or as .gz, also as archives name them
    #[arg(long, value_name = "FOLDER")]
    mnist: Option<PathBuf>,
    /// IDX file with images of one's own, plain or as .gz, for presets that train on such
    #[arg(long, value_name = "FILE")]
    own: Option<PathBuf>,
    /// Train on the first so many of these
    #[arg(long, requires = "own")]
    first: Option<usize>,
    /// Stop after so many steps
    #[arg(long, default_value_t = 1000)]
    steps: u32,
    /// Stop after so many seconds, if that is sooner; the steps are then without a limit
    #[arg(long)]
    seconds: Option<u64>,
    /// In place of the preset's seed
    #[arg(long)]
    seed: Option<u32>,
    /// A field in place of the preset's, e.g. `learningRate=0.001`
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    fields: Vec<String>,
    /// Threads to compute with; a browser has one
    #[arg(long)]
    threads: Option<usize>,
    /// Write the 64 sample pictures here, as an IDX file; of a run on points, generated points as
    /// lines of coordinates
    #[arg(long)]
    samples: Option<PathBuf>,
    /// Draw so many pictures of new noise for `samples` in place of the sample grid's; the noise
    /// is the same for every seed
    #[arg(long)]
    count: Option<usize>,
    /// Write pictures that the generator draws of held-out images' codes here, as an IDX file, as
    /// many as samples
    #[arg(long)]
    codes: Option<PathBuf>,
    /// Write `samples` and `codes` at these steps, too, with the step in their names, and say how
    /// sharp the samples are
    #[arg(long, value_delimiter = ',', value_name = "STEP,STEP,…")]
    stops: Vec<u32>,
    /// Measure ELBO, reconstruction error and sharpness on the held-out images, in the end and at
    /// the stops
    #[arg(long)]
    test: bool,
    /// Write held-out images' reconstructions here, as an IDX file
    #[arg(long)]
    reconstructions: Option<PathBuf>,
    /// Write the weights here
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Begin with the weights of a model's file that has the run's networks
    #[arg(long, value_name = "WEIGHTS", conflicts_with = "resume")]
    begin_with: Option<PathBuf>,
    /// Go on from the state that `checkpoint` wrote
    #[arg(long, value_name = "CHECKPOINT")]
    resume: Option<PathBuf>,
    /// Write the run's whole state here
    #[arg(long)]
    checkpoint: Option<PathBuf>,
    /// Write a line of losses here for every tenth step
    #[arg(long)]
    log: Option<PathBuf>,
}

type TrainError = Box<dyn std::error::Error>;

/// The environment variable that the thread pool reads when it starts.
const THREADS: &str = "RAYON_NUM_THREADS";

fn main() -> ExitCode {
    let word = std::env::args_os().nth(1).unwrap_or_default();
    let rest = || std::env::args_os().skip(1);
    let outcome = match word.to_str() {
        Some("judge") => {
            let arguments = JudgeArguments::parse_from(rest());
            on_threads(arguments.threads, || judge::run(&arguments))
        }
        Some("sweep") => SweepCommand::parse(rest())
            .and_then(|command| on_threads(command.threads(), || command.run())),
        _ => {
            let arguments = TrainArguments::parse();
            checks::numbers(&arguments)
                .and_then(|()| on_threads(arguments.threads, || run(&arguments)))
        }
    };
    outcome.unwrap_or_else(|failure| {
        eprintln!("train: {failure}");
        ExitCode::FAILURE
    })
}

/// Does the work with so many threads, if that is asked for.
fn on_threads(
    threads: Option<usize>,
    work: impl FnOnce() -> Result<(), TrainError>,
) -> Result<ExitCode, TrainError> {
    match threads {
        Some(threads) if std::env::var(THREADS) != Ok(threads.to_string()) => again_with(threads),
        _ => work().map(|()| ExitCode::SUCCESS),
    }
}

/// Runs this program again with so many threads, because the pool's size is read but once. Where a
/// process can become another program it does, so that whatever ends it ends the computing.
fn again_with(threads: usize) -> Result<ExitCode, TrainError> {
    let mut again = Command::new(std::env::current_exe()?);
    again
        .args(std::env::args_os().skip(1))
        .env(THREADS, threads.to_string());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        Err(again.exec().into())
    }
    #[cfg(not(unix))]
    {
        let status = again.status()?;
        Ok(ExitCode::from(u8::from(!status.success())))
    }
}

fn run(arguments: &TrainArguments) -> Result<(), TrainError> {
    let spec = setup::specification(arguments)?;
    checks::outputs(arguments, &spec)?;
    let own = setup::own_images(arguments.own.as_deref())?.map(|images| {
        let count = arguments.first.unwrap_or(images.len());
        images.truncated(count)
    });
    let source = setup::source(&spec, arguments.mnist.as_deref(), own.as_ref())?;
    let mut trainer = Trainer::new(&spec, source, &device::cpu())?;
    if let Some(path) = &arguments.begin_with {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| {
            format!("--begin-with: expected weights, found that {name} cannot be read ({error}).")
        })?;
        trainer.begin_with(&name, &bytes)?;
    }
    if let Some(path) = &arguments.resume {
        let name = path.display();
        let bytes = std::fs::read(path).map_err(|error| {
            format!("--resume: expected a checkpoint, found that {name} cannot be read ({error}).")
        })?;
        trainer.restore(&bytes)?;
        trainer.set(&spec)?;
    }
    checks::steps(arguments, &trainer)?;
    let first = trainer.steps();
    let mut log = CsvLog::create(arguments.log.as_deref())?;
    let mut failures = Failures::default();
    println!(
        "{}: {} parameters, {}",
        arguments.preset,
        spec.parameter_count(),
        spec.model.title()
    );

    let pixels = trainer.image().len();
    let data = trainer.source().held_out(64);
    let data: Vec<u8> = (0..data.len())
        .flat_map(|i| data.bytes(i).to_vec())
        .collect();
    let mut detectors = FailureDetectors::new(&spec, &data, pixels);
    let mut gauge = ToySampleMeter::new(&trainer);
    let noise = trainer.fixed_noise();
    let limit = arguments.seconds.map(Duration::from_secs);
    let mut training = Duration::ZERO;
    let mut reported = Duration::ZERO;
    let mut cpu = CpuClock::default();
    loop {
        if arguments.stops.contains(&trainer.steps()) {
            println!("step {}, {:.1} s of CPU time", trainer.steps(), cpu.secs());
            failures.note(results::draw(arguments, &trainer, Some(trainer.steps())));
            if arguments.test {
                results::test(&trainer)?;
            }
        }
        let begun = Instant::now();
        cpu.measure(|| trainer.step(StepPart::Whole));
        training += begun.elapsed();
        let done = match limit {
            Some(limit) => training >= limit,
            None => trainer.steps() >= arguments.steps,
        };
        if done || trainer.steps().is_multiple_of(10) {
            let report = block_on(trainer.report())?;
            failures.note(log.line(&report, training));
            detectors.observe(&report);
            if let Some(gauge) = &mut gauge {
                if done || trainer.steps().is_multiple_of(plane::STEPS) {
                    gauge.measure(&trainer, &mut detectors)?;
                }
            } else if done || trainer.steps().is_multiple_of(100) {
                let samples = block_on(trainer.pictures(&noise))?;
                detectors.observe_samples(trainer.steps(), &samples, pixels);
            }
            if done || training - reported > Duration::from_secs(5) {
                reported = training;
                println!("{}", log::summary(&report, training));
                if let Some(gauge) = &gauge {
                    gauge.tell();
                }
                for finding in detectors.findings() {
                    println!("          {}", finding.sentence());
                }
            }
        }
        if done {
            break;
        }
    }
    let steps = trainer.steps() - first;
    let millis = training.as_secs_f64() * 1e3 / f64::from(steps);
    let secs = cpu.secs();
    println!("{millis:.2} ms per step over {steps} steps, {secs:.1} s of CPU time");
    if let Some(gauge) = &gauge {
        gauge.conclude(training, steps);
    }
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

/// What could not be written while the run went on, each once. The run goes on without it.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
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
