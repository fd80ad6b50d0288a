//! What a run of a sweep leaves in the folder of its runs.
//!
//! | file | holds |
//! |---|---|
//! | `run-0003.json` | the figures of a finished run |
//! | `run-0003.run.safetensors`, `run-0003.progress.json` | an unfinished run's state, and its figures so far |
//! | `run-0003.lock` | nothing: who computes the run has it locked |
//! | `run-0003.log` | what the run's process said, if all runs were computed by one command |

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use evaluation::RunOutcome;
use local_files::write_whole;
use serde::{Deserialize, Serialize};

use super::figures::columns;
use super::plan::{SweepPlan, SweepRun};
use crate::TrainError;

/// The form of [`SweepRecord`].
const VERSION: u32 = 1;

/// A run's figures, and what they are of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SweepRecord {
    version: u32,
    /// The run's number.
    pub index: usize,
    /// Which runs differ from it by their seed only.
    pub family: String,
    /// The run's seed.
    pub seed: u32,
    /// All that the figures depend on.
    identity: String,
    /// The names of the figures.
    columns: Vec<String>,
    /// First stop to last.
    pub rows: Vec<RecordRow>,
    /// CPU time of the steps.
    pub training_seconds: f64,
    /// CPU time of everything, measuring included.
    pub cpu_seconds: f64,
    /// What it was computed on.
    pub processor: String,
}

/// A run's figures at one stop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RecordRow {
    /// Percent of the steps.
    pub stop: u32,
    /// Whether the run came so far.
    pub outcome: RunOutcome,
    /// As text, which comes back to the last bit.
    figures: Vec<Option<String>>,
}

impl RecordRow {
    /// A row of figures.
    pub fn new(stop: u32, outcome: RunOutcome, figures: &[Option<f64>]) -> Self {
        let text = |value: &Option<f64>| value.map(|value| value.to_string());
        Self {
            stop,
            outcome,
            figures: figures.iter().map(text).collect(),
        }
    }

    /// The figures as a table has them: empty where there is none.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.figures
            .iter()
            .map(|figure| figure.as_deref().unwrap_or_default())
    }

    /// The figure of a column.
    pub fn figure(&self, column: usize) -> Option<f64> {
        self.figures.get(column)?.as_deref()?.parse().ok()
    }
}

impl SweepRecord {
    /// A run without figures.
    pub fn begin(plan: &SweepPlan, run: &SweepRun) -> Self {
        let names = columns(plan.is_points()).into_iter();
        Self {
            version: VERSION,
            index: run.index,
            family: run.family.clone(),
            seed: run.spec.seed,
            identity: plan.identity(run),
            columns: names.map(str::to_owned).collect(),
            rows: Vec::new(),
            training_seconds: 0.0,
            cpu_seconds: 0.0,
            processor: processor(),
        }
    }

    /// Whether it has figures of a stop.
    pub fn has(&self, stop: u32) -> bool {
        self.rows.iter().any(|row| row.stop == stop)
    }

    fn is_of(&self, plan: &SweepPlan, run: &SweepRun) -> bool {
        let names = columns(plan.is_points());
        self.version == VERSION
            && self.identity == plan.identity(run)
            && self.columns == names
            && self.rows.iter().all(|row| row.figures.len() == names.len())
    }

    fn to_json(&self) -> String {
        // Plain data with string keys always serialises.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Where a run's files are.
pub struct RunFiles {
    folder: PathBuf,
    index: usize,
}

impl RunFiles {
    /// The files of a run by its number.
    pub fn new(folder: &Path, index: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            index,
        }
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("run-{:04}.{ending}", self.index))
    }

    /// The file of a finished run.
    pub fn result(&self) -> PathBuf {
        self.path("json")
    }

    /// What a process says whose output nobody else takes.
    pub fn log(&self) -> PathBuf {
        self.path("log")
    }

    fn checkpoint(&self) -> PathBuf {
        self.path("run.safetensors")
    }

    fn progress(&self) -> PathBuf {
        self.path("progress.json")
    }

    /// Whether an unfinished run was written down.
    pub fn has_begun(&self) -> bool {
        self.checkpoint().exists()
    }

    /// The figures of a finished run; `None` of one that is not.
    ///
    /// # Errors
    /// A sentence on a file that holds something else, or the run of another sweep.
    pub fn finished(
        &self,
        plan: &SweepPlan,
        run: &SweepRun,
    ) -> Result<Option<SweepRecord>, TrainError> {
        read(&self.result(), plan, run)
    }

    /// An unfinished run's figures and its state; `None` of one that was not written down.
    ///
    /// # Errors
    /// A sentence on a file that holds something else, or the run of another sweep.
    pub fn unfinished(
        &self,
        plan: &SweepPlan,
        run: &SweepRun,
    ) -> Result<Option<(SweepRecord, Vec<u8>)>, TrainError> {
        let Some(record) = read(&self.progress(), plan, run)? else {
            return Ok(None);
        };
        let path = self.checkpoint();
        match fs::read(&path) {
            Ok(bytes) => Ok(Some((record, bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(&path, &error.to_string())),
        }
    }

    /// Writes an unfinished run down. The figures first: they may be ahead of the state, never behind.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn save(&self, record: &SweepRecord, checkpoint: &[u8]) -> Result<(), TrainError> {
        write_whole(&self.progress(), record.to_json().as_bytes())?;
        Ok(write_whole(&self.checkpoint(), checkpoint)?)
    }

    /// Writes a finished run's figures, after which nothing else of it is needed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(&self, record: &SweepRecord) -> Result<(), TrainError> {
        write_whole(&self.result(), record.to_json().as_bytes())?;
        self.tidy();
        Ok(())
    }

    /// Takes away what a finished run does not need. What cannot be taken away is in nobody's way.
    pub fn tidy(&self) {
        for path in [self.checkpoint(), self.progress(), self.path("lock")] {
            let _ = fs::remove_file(path);
        }
    }

    /// Keeps other processes from the run until the file is dropped. Where the file system knows no locks
    /// there is none: two processes then write the same figures.
    ///
    /// # Errors
    /// A sentence if another process has it, or if nothing can be written.
    pub fn lock(&self) -> Result<File, TrainError> {
        let path = self.path("lock");
        let mut options = File::options();
        let file = options.create(true).truncate(false).write(true).open(&path);
        let file =
            file.map_err(|error| format!("{} could not be written: {error}.", path.display()))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(format!(
                "run {} is being computed by another process, which has {} locked. Wait for it.",
                self.index,
                path.display()
            )
            .into()),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
        }
    }
}

fn read(path: &Path, plan: &SweepPlan, run: &SweepRun) -> Result<Option<SweepRecord>, TrainError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, &error.to_string())),
    };
    let record: SweepRecord =
        serde_json::from_str(&text).map_err(|error| unreadable(path, &error.to_string()))?;
    if !record.is_of(plan, run) {
        return Err(format!(
            "expected run {} of this sweep ({}, seed {}), found that {} is of another one or of \
             another version. Name another folder by --out, or delete the file.",
            run.index,
            run.family,
            run.spec.seed,
            path.display()
        )
        .into());
    }
    Ok(Some(record))
}

fn unreadable(path: &Path, reason: &str) -> TrainError {
    let name = path.display();
    format!("expected what a run wrote, found that {name} cannot be read ({reason}). Delete it.")
        .into()
}

/// The processor's name, where the system tells it, else its make.
fn processor() -> String {
    let told = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    told.unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}
