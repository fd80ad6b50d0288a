//! Where a run begins, and how it is written down, so that it goes on when it was interrupted.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use futures::executor::block_on;
use local_files::write_whole;
use model::Device;
use model::train::Trainer;
use run_spec::{FIELDS, RunSpec};

use crate::log::CsvLog;
use crate::{TrainArguments, TrainError};

/// What the command line says of an earlier state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResumeFrom<'a> {
    /// Nothing: the run begins.
    Beginning,
    /// A state in a file, with which another run may begin: of the fields that may change while a run goes
    /// on, the command's are taken.
    Named(&'a Path),
    /// This very run, if `--checkpoint` has a state of it.
    Interrupted(&'a Path),
}

impl<'a> ResumeFrom<'a> {
    /// As the arguments say.
    ///
    /// # Errors
    /// A sentence where they contradict each other.
    pub fn of(arguments: &'a TrainArguments) -> Result<Self, TrainError> {
        match (&arguments.resume, &arguments.checkpoint) {
            (None, _) => Ok(Self::Beginning),
            (Some(Some(_)), _) if arguments.begin_with.is_some() => Err(
                "expected --begin-with or --resume with a file, found both. Leave one out.".into(),
            ),
            (Some(Some(path)), _) => Ok(Self::Named(path)),
            (Some(None), Some(path)) => Ok(Self::Interrupted(path)),
            (Some(None), None) => Err(
                "--resume: expected a file, or --checkpoint with the file of the interrupted run, \
                 found neither. Name one."
                    .into(),
            ),
        }
    }

    /// Puts the run where it goes on; whether there was such a state.
    ///
    /// # Errors
    /// A sentence on a state that cannot be read, that is damaged, or that is another run's; and on one that
    /// would be lost because the run does not go on from it.
    pub fn go_on(
        self,
        arguments: &TrainArguments,
        spec: &RunSpec,
        trainer: &mut Trainer,
        device: &Device,
    ) -> Result<bool, TrainError> {
        match self {
            Self::Beginning => keep_unfinished(arguments, spec, trainer, device).map(|()| false),
            Self::Named(path) => {
                let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
                trainer.restore(&bytes)?;
                trainer.set(spec)?;
                Ok(true)
            }
            Self::Interrupted(path) => {
                let bytes = match fs::read(path) {
                    Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
                    found => found.map_err(|error| unreadable(path, &error))?,
                };
                same_run(path, &Trainer::spec_of(&bytes)?, spec)?;
                trainer.restore(&bytes)?;
                Ok(true)
            }
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> TrainError {
    let name = path.display();
    format!("--resume: expected a checkpoint, found that {name} cannot be read ({error}).").into()
}

/// Whether a state is of the run that is asked for, in every field.
fn same_run(path: &Path, found: &RunSpec, expected: &RunSpec) -> Result<(), TrainError> {
    let other = FIELDS
        .iter()
        .find(|field| field.get(found) != field.get(expected));
    let Some(field) = other else { return Ok(()) };
    Err(format!(
        "--resume: expected a run with {} = {}, found {} in {}. Give the command that began it, or \
         another --checkpoint.",
        field.id,
        field.get(expected),
        field.get(found),
        path.display()
    )
    .into())
}

/// Whether `--checkpoint` would write over this very run where it is farther than its beginning and not at
/// its end. What is no state, or another run's, is replaced, as by any command that names an output.
fn keep_unfinished(
    arguments: &TrainArguments,
    spec: &RunSpec,
    trainer: &Trainer,
    device: &Device,
) -> Result<(), TrainError> {
    let Some(path) = &arguments.checkpoint else {
        return Ok(());
    };
    let Ok(bytes) = fs::read(path) else {
        return Ok(());
    };
    if !Trainer::spec_of(&bytes).is_ok_and(|found| found == *spec) {
        return Ok(());
    }
    let Ok(found) = Trainer::resume(&bytes, trainer.source().clone(), device) else {
        return Ok(());
    };
    let end = arguments.seconds.is_none().then_some(arguments.steps);
    if end.is_some_and(|end| found.steps() >= end) {
        return Ok(());
    }
    Err(format!(
        "--checkpoint: expected no unfinished run, found this one at step {} in {}. Give --resume to go \
         on from there, or name another file.",
        found.steps(),
        path.display()
    )
    .into())
}

/// Writes a run down from time to time, if `--checkpoint` says where.
pub struct SnapshotWriter<'a> {
    path: Option<&'a Path>,
    every: Duration,
    newest: Instant,
    /// What went wrong last, which is said once.
    said: String,
}

impl<'a> SnapshotWriter<'a> {
    /// For a run that begins or goes on now.
    pub fn new(arguments: &'a TrainArguments) -> Self {
        Self {
            path: arguments.checkpoint.as_deref(),
            every: Duration::from_secs(arguments.save_every),
            newest: Instant::now(),
            said: String::new(),
        }
    }

    /// Writes the run down if it is time. The log first: it may be ahead of the state, never behind. Where
    /// that fails the run goes on; what was written down last is still there.
    pub fn look(&mut self, trainer: &mut Trainer, log: &mut CsvLog, seconds: f64) {
        let Some(path) = self.path.filter(|_| self.newest.elapsed() >= self.every) else {
            return;
        };
        trainer.set_elapsed_seconds(seconds);
        let written = log
            .keep()
            .map_err(TrainError::from)
            .and_then(|()| Ok(block_on(trainer.checkpoint())?))
            .and_then(|state| Ok(write_whole(path, &state)?));
        self.newest = Instant::now();
        if let Err(failure) = written {
            let failure = failure.to_string();
            if failure != self.said {
                eprintln!("train: the run was not written down: {failure} It goes on.");
                self.said = failure;
            }
        }
    }
}
