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
mod recipe_file;
mod results;
mod resume;
mod setup;
#[path = "../shared/mod.rs"]
mod shared;
mod sweep;
mod toml_file;
mod training;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use judge::JudgeArguments;
use shared::restart::again_with;
use sweep::SweepCommand;

/// Train a preset and measure it. `train judge --help` is about comparing families of models,
/// `train sweep --help` about many runs.
#[derive(Parser)]
struct TrainArguments {
    /// Which preset, or a recipe in a file, such as deploy/dcgan-64.toml
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
    /// Compute on cpu, or on a GPU: vulkan or metal, vulkan:1 for the second and so on, of a build with
    /// the feature `webgpu`
    #[arg(long, default_value = "cpu")]
    device: String,
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
    #[arg(long, value_name = "WEIGHTS")]
    begin_with: Option<PathBuf>,
    /// Go on from a state that `checkpoint` wrote. Without a file: go on with this very run, where it was
    /// interrupted, if `checkpoint` has a state of it, and else begin it
    #[arg(long, value_name = "CHECKPOINT")]
    resume: Option<Option<PathBuf>>,
    /// Write the run's whole state here, in the end and while the run goes on
    #[arg(long)]
    checkpoint: Option<PathBuf>,
    /// Write it after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    save_every: u64,
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
                .and_then(|()| on_threads(arguments.threads, || training::run(&arguments)))
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
        Some(threads) if std::env::var(THREADS) != Ok(threads.to_string()) => {
            // The pool's size is read but once.
            Ok(again_with(THREADS, &threads.to_string())?)
        }
        _ => work().map(|()| ExitCode::SUCCESS),
    }
}
