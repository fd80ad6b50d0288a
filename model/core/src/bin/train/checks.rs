//! Whether a run can begin and what it leaves can be kept: looked at before anything is trained.

use std::fs;
use std::path::{Path, PathBuf};

use local_files::{check_output_file, check_output_room};
use model::train::Trainer;
use run_spec::RunSpec;

use crate::results::named;
use crate::resume::ResumeFrom;
use crate::{TrainArguments, TrainError};

/// The most threads that a pool is asked for.
pub const MAX_THREADS: usize = 256;
/// The most pictures that are drawn of new noise.
const MAX_COUNT: usize = 1_000_000;
/// The most bytes for which it is tried whether there is room.
const MOST_ROOM: u64 = 1 << 30;

/// Whether the numbers that were asked for can be meant.
///
/// # Errors
/// A sentence on the first that cannot.
pub fn numbers(arguments: &TrainArguments) -> Result<(), TrainError> {
    let zero = [
        ("--steps", arguments.steps == 0),
        ("--seconds", arguments.seconds == Some(0)),
    ];
    if let Some((option, _)) = zero.into_iter().find(|(_, zero)| *zero) {
        return Err(format!("{option}: expected 1 or more, found 0.").into());
    }
    for (option, found, most) in [
        ("--threads", arguments.threads, MAX_THREADS),
        ("--count", arguments.count, MAX_COUNT),
        ("--first", arguments.first, MAX_COUNT),
    ] {
        in_range(option, found, most)?;
    }
    Ok(())
}

/// Whether a number, if there is one, is from 1 to the most that can be meant.
///
/// # Errors
/// A sentence that names both.
pub fn in_range(option: &str, found: Option<usize>, most: usize) -> Result<(), TrainError> {
    match found.filter(|found| !(1..=most).contains(found)) {
        Some(found) => Err(format!("{option}: expected 1 to {most}, found {found}.").into()),
        None => Ok(()),
    }
}

/// Whether every file that was asked for can be made of such a run, and can be written.
///
/// # Errors
/// A sentence on the first that cannot.
pub fn outputs(
    arguments: &TrainArguments,
    spec: &RunSpec,
    resume: ResumeFrom,
) -> Result<(), TrainError> {
    let needs_codes = [
        ("--codes", &arguments.codes),
        ("--reconstructions", &arguments.reconstructions),
    ];
    for (option, path) in needs_codes {
        let without = if spec.is_points() {
            "a run on points"
        } else {
            "a model without one"
        };
        if path.is_some() && (spec.is_points() || !spec.model.has_encoder()) {
            return Err(format!(
                "{option}: expected a model of images with an encoder, found {without}. \
                 Leave the option out, or choose another preset."
            )
            .into());
        }
    }
    let read = match resume {
        ResumeFrom::Named(path) => Some(place(path)),
        ResumeFrom::Beginning | ResumeFrom::Interrupted(_) => None,
    };
    let mut places: Vec<(&str, PathBuf)> = Vec::new();
    for (option, path) in files(arguments) {
        check_output_file(option, &path)?;
        let place = place(&path);
        if option != "--checkpoint" && read.as_ref() == Some(&place) {
            return Err(format!(
                "{option}: expected another file than --resume reads, found {}. Name another.",
                path.display()
            )
            .into());
        }
        if let Some((other, _)) = places.iter().find(|(_, taken)| *taken == place) {
            return Err(format!(
                "{option}: expected a file of its own, found {}, which {other} writes. Name another.",
                path.display()
            )
            .into());
        }
        places.push((option, place));
    }
    room(arguments, spec)
}

/// Whether there is room for what the run writes. A state is written beside the one before, and has each
/// number with its two moments and its average.
fn room(arguments: &TrainArguments, spec: &RunSpec) -> Result<(), TrainError> {
    let weights = 4 * spec.parameter_count() as u64;
    let picture = spec.image().len() as u64;
    let samples = arguments.count.unwrap_or(64) as u64 * picture;
    let lines = 100 * u64::from(arguments.steps / 10);
    let mut folders: Vec<(PathBuf, &str, PathBuf, u64)> = Vec::new();
    for (option, path) in files(arguments) {
        let bytes = match option {
            "--checkpoint" => 8 * weights,
            "--weights" => weights,
            "--log" => lines,
            _ => samples,
        };
        let folder = place(&path).parent().map(Path::to_owned);
        let folder = folder.unwrap_or_default();
        match folders.iter_mut().find(|(known, ..)| *known == folder) {
            Some((.., sum)) => *sum += bytes,
            None => folders.push((folder, option, path, bytes)),
        }
    }
    for (_, option, path, bytes) in folders {
        check_output_room(option, &path, bytes.min(MOST_ROOM))?;
    }
    Ok(())
}

/// Whether a run that begins at the trainer's step gets to what was asked for.
///
/// # Errors
/// A sentence on the first step that it does not get to.
pub fn steps(
    arguments: &TrainArguments,
    trainer: &Trainer,
    resume: ResumeFrom,
) -> Result<(), TrainError> {
    // An interrupted run may have been interrupted at its end, and its stops may lie behind it.
    let first = match resume {
        ResumeFrom::Interrupted(_) => 0,
        ResumeFrom::Beginning | ResumeFrom::Named(_) => trainer.steps(),
    };
    if arguments.seconds.is_none() && arguments.steps <= first {
        return Err(format!(
            "--steps: expected more than the {first} that --resume has taken, found {}.",
            arguments.steps
        )
        .into());
    }
    let end = arguments.seconds.is_none().then_some(arguments.steps);
    let missed = |stop: &&u32| **stop < first || end.is_some_and(|end| **stop >= end);
    if let Some(stop) = arguments.stops.iter().find(missed) {
        let until = end.map_or_else(String::new, |end| {
            format!(" and before {end}, where samples are written anyway")
        });
        return Err(
            format!("--stops: expected steps from {first} on{until}, found {stop}.").into(),
        );
    }
    Ok(())
}

/// Every file that the run writes, with the option that names it.
fn files(arguments: &TrainArguments) -> Vec<(&'static str, PathBuf)> {
    let mut files = Vec::new();
    let options = [
        ("--samples", &arguments.samples),
        ("--codes", &arguments.codes),
        ("--reconstructions", &arguments.reconstructions),
        ("--weights", &arguments.weights),
        ("--checkpoint", &arguments.checkpoint),
        ("--log", &arguments.log),
    ];
    for (option, path) in options {
        let Some(path) = path else { continue };
        files.push((option, path.clone()));
        if ["--samples", "--codes"].contains(&option) {
            let stops = arguments.stops.iter();
            files.extend(stops.map(|stop| (option, named(path, Some(*stop)))));
        }
    }
    files
}

/// The same for two ways to the same file.
fn place(path: &Path) -> PathBuf {
    if let Ok(place) = fs::canonicalize(path) {
        return place;
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    folder.join(path.file_name().unwrap_or_default())
}
