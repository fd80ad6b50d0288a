//! All runs of a sweep on this machine, each in a process of its own, some at a time.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::plan::{SweepPlan, SweepRun};
use super::run_files::RunFiles;
use super::{SweepArguments, index, runs};
use crate::{THREADS, TrainError, setup};

/// How often it is looked whether a process has ended.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Computes what is not finished.
///
/// # Errors
/// A sentence on missing data before anything is computed; in the end, which runs failed and why.
pub fn compute(arguments: &SweepArguments, plan: &SweepPlan, out: &Path) -> Result<(), TrainError> {
    let mut waiting = VecDeque::new();
    for run in &plan.runs {
        if RunFiles::new(out, run.index).finished(plan, run)?.is_none() {
            waiting.push_back(run);
        }
    }
    let before = plan.runs.len() - waiting.len();
    if before > 0 {
        println!("{} of {} finished before", before, runs(plan.runs.len()));
    }
    // Missing data is a sentence here, and not one for each run.
    if let Some(run) = waiting.front() {
        let own = setup::own_images(arguments.own.as_deref())?;
        setup::source(&run.spec, arguments.mnist.as_deref(), own.as_ref())?;
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.unwrap_or(cores / arguments.threads).max(1);
    if !waiting.is_empty() {
        println!(
            "{} to compute, {} at a time, in {}",
            runs(waiting.len()),
            jobs.min(waiting.len()),
            out.display()
        );
    }
    let failed = compute_all(arguments, waiting, out, jobs)?;
    if failed.is_empty() {
        println!("all {} finished", runs(plan.runs.len()));
        return Ok(());
    }
    let of = runs(plan.runs.len());
    Err(format!("{} of {of} failed: {}", failed.len(), failed.join(" ")).into())
}

/// Starts processes and waits for them; says of each what became of it. The sentences are those of runs
/// that failed.
fn compute_all(
    arguments: &SweepArguments,
    mut waiting: VecDeque<&SweepRun>,
    out: &Path,
    jobs: usize,
) -> Result<Vec<String>, TrainError> {
    let mut running: Vec<(&SweepRun, Child)> = Vec::new();
    let mut failed = Vec::new();
    while !(waiting.is_empty() && running.is_empty()) {
        while running.len() < jobs
            && let Some(run) = waiting.pop_front()
        {
            running.push((run, start(arguments, run, out)?));
        }
        let mut still = Vec::with_capacity(running.len());
        for (run, mut child) in running {
            let Some(status) = child.try_wait()? else {
                still.push((run, child));
                continue;
            };
            let told = format!("run {} ({}, seed {})", run.index, run.family, run.spec.seed);
            if status.success() {
                println!("{told} is finished");
            } else {
                let log = RunFiles::new(out, run.index).log();
                let text = fs::read_to_string(&log).unwrap_or_default();
                let said = text.lines().rfind(|line| !line.trim().is_empty());
                let said = said
                    .unwrap_or("it said nothing.")
                    .trim_start_matches("train: ");
                println!("{told} failed ({status}); {} says more", log.display());
                failed.push(format!("run {}: {said}", run.index));
            }
        }
        running = still;
        thread::sleep(LOOK_EVERY);
    }
    Ok(failed)
}

/// This program again, for one run.
fn start(arguments: &SweepArguments, run: &SweepRun, out: &Path) -> Result<Child, TrainError> {
    let log = RunFiles::new(out, run.index).log();
    let not_written = |error| format!("{} could not be written: {error}.", log.display());
    let output = File::create(&log).map_err(not_written)?;
    let errors = output.try_clone().map_err(not_written)?;
    let mut command = Command::new(std::env::current_exe()?);
    command
        .arg("sweep")
        .arg(&arguments.sweep)
        .args(["--index", &run.index.to_string()])
        .args(["--save-every", &arguments.save_every.to_string()])
        .args(["--threads", &arguments.threads.to_string()])
        .arg("--out")
        .arg(out)
        .env(THREADS, arguments.threads.to_string())
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors);
    for (option, path) in [
        ("--mnist", &arguments.mnist),
        ("--own", &arguments.own),
        ("--classifier", &arguments.classifier),
    ] {
        if let Some(path) = path {
            command.arg(option).arg(path);
        }
    }
    for name in index::VARIABLES {
        command.env_remove(name);
    }
    command
        .spawn()
        .map_err(|error| format!("run {} could not be started: {error}.", run.index).into())
}
