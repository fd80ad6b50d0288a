//! Many runs: seeds and settings of a file become numbered runs, each of which a process of its own can
//! compute, on whatever machine a scheduler starts it: `train sweep`.
//!
//! ```text
//! target/release/train sweep sweep.toml --list
//! target/release/train sweep sweep.toml --index 3
//! target/release/train sweep sweep.toml
//! target/release/train sweep gather sweep.toml
//! ```
//!
//! A run leaves nothing but files in one folder, each written whole, and its figures depend on nothing but
//! the sweep's file. So a run may be started twice, killed, or computed elsewhere. `docs/outgrow.md` says
//! how that is used.

mod all_runs;
mod figures;
mod gather;
mod index;
mod one_run;
mod plan;
#[cfg(test)]
mod refusals;
mod run_files;
mod sweep_file;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;
use local_files::check_output_folder;

use crate::{TrainError, checks};
use gather::GatherArguments;
use plan::SweepPlan;
use run_files::RunFiles;

/// Train many runs: every seed with every setting of a file. `train sweep gather --help` is about the
/// table of finished runs
#[derive(Parser)]
#[command(name = "train sweep")]
pub struct SweepArguments {
    /// The sweep, a TOML file; docs/outgrow.md describes it
    sweep: PathBuf,
    /// Compute this run only, counted from 0; without it, the number in SLURM_ARRAY_TASK_ID,
    /// JOB_COMPLETION_INDEX or PBS_ARRAY_INDEX, and without these all runs
    #[arg(long)]
    index: Option<usize>,
    /// Print the runs and how far each is, and compute nothing
    #[arg(long, conflicts_with = "index")]
    list: bool,
    /// Where runs are kept: NAME-runs beside NAME.toml, if it is not said
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Of all runs, compute so many at a time: as many as there are cores, if it is not said
    #[arg(long)]
    jobs: Option<usize>,
    /// Write an unfinished run down after so many seconds, so that it can go on from there
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    save_every: u64,
    /// Folder with MNIST's (or Fashion-MNIST's) four IDX files
    #[arg(long, value_name = "FOLDER")]
    mnist: Option<PathBuf>,
    /// IDX file with images of one's own, for `data = "own"`
    #[arg(long, value_name = "FILE")]
    own: Option<PathBuf>,
    /// Weights of the classifier whose features are compared; the data set's own, if it is not said
    #[arg(long, value_name = "FILE")]
    classifier: Option<PathBuf>,
    /// Threads of each run. With another number, the last digits of figures may be others
    #[arg(long, default_value_t = 1)]
    threads: usize,
}

/// What is to be done.
pub enum SweepCommand {
    /// Computes one run.
    One(SweepArguments, usize),
    /// Computes all runs, each in a process of its own.
    All(SweepArguments),
    /// Prints the runs.
    List(SweepArguments),
    /// Makes a table of finished runs.
    Gather(GatherArguments),
}

impl SweepCommand {
    /// Reads the command line, the first word of which is `sweep`, and the scheduler's variables.
    ///
    /// # Errors
    /// A sentence on a number that cannot be meant.
    pub fn parse(words: impl Iterator<Item = OsString>) -> Result<Self, TrainError> {
        let words: Vec<OsString> = words.collect();
        if words.get(1).is_some_and(|word| word == "gather") {
            let arguments = GatherArguments::parse_from(&words[1..]);
            return Ok(Self::Gather(arguments));
        }
        let arguments = SweepArguments::parse_from(words);
        checks::in_range("--threads", Some(arguments.threads), checks::MAX_THREADS)?;
        checks::in_range("--jobs", arguments.jobs, checks::MAX_THREADS)?;
        if arguments.list {
            return Ok(Self::List(arguments));
        }
        let index = match arguments.index {
            Some(index) => Some(index),
            None => index::of_scheduler(|name| std::env::var(name).ok())?,
        };
        Ok(match index {
            Some(index) => Self::One(arguments, index),
            None => Self::All(arguments),
        })
    }

    /// The threads that this process computes with; `None` if it computes nothing itself.
    pub fn threads(&self) -> Option<usize> {
        match self {
            Self::One(arguments, _) => Some(arguments.threads),
            Self::All(_) | Self::List(_) | Self::Gather(_) => None,
        }
    }

    /// Does it.
    ///
    /// # Errors
    /// A sentence on the first that stands in the way.
    pub fn run(&self) -> Result<(), TrainError> {
        match self {
            Self::One(arguments, index) => {
                let plan = SweepPlan::read(&arguments.sweep)?;
                let run = plan.run(*index)?;
                let out = folder(&arguments.sweep, arguments.out.as_deref());
                check_output_folder("--out", &out)?;
                one_run::compute(arguments, &plan, run, &RunFiles::new(&out, run.index))
            }
            Self::All(arguments) => {
                let plan = SweepPlan::read(&arguments.sweep)?;
                let out = folder(&arguments.sweep, arguments.out.as_deref());
                check_output_folder("--out", &out)?;
                all_runs::compute(arguments, &plan, &out)
            }
            Self::List(arguments) => list(arguments),
            Self::Gather(arguments) => gather::run(arguments),
        }
    }
}

/// The folder of a sweep's runs.
fn folder(sweep: &Path, out: Option<&Path>) -> PathBuf {
    out.map_or_else(
        || {
            let name = sweep.file_stem().unwrap_or_default().to_string_lossy();
            sweep.with_file_name(format!("{name}-runs"))
        },
        Path::to_owned,
    )
}

/// One line for each run.
fn list(arguments: &SweepArguments) -> Result<(), TrainError> {
    let plan = SweepPlan::read(&arguments.sweep)?;
    let out = folder(&arguments.sweep, arguments.out.as_deref());
    for run in &plan.runs {
        let files = RunFiles::new(&out, run.index);
        let state = if files.finished(&plan, run)?.is_some() {
            "finished"
        } else if files.has_begun() {
            "begun"
        } else {
            "to do"
        };
        println!(
            "{:4}  {state:8}  {}, seed {}",
            run.index, run.family, run.spec.seed
        );
    }
    Ok(())
}

/// A number of runs in words.
fn runs(count: usize) -> String {
    match count {
        1 => "1 run".to_owned(),
        count => format!("{count} runs"),
    }
}
