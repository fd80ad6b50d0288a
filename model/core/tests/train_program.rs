//! The program that trains a preset: what it refuses before it trains, and what it leaves.
#![cfg(feature = "pretrain")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of one test's own, empty at first.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("train-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The program, in the project's folder, on a preset of points with a step of a few milliseconds.
fn train(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_train"));
    command
        .current_dir(local_files::crate_folder!().join("../.."))
        .arg("eight-gaussians")
        .args(arguments);
    command
}

/// Runs it; whether it succeeded, and what it said.
fn outcome(arguments: &[&str]) -> (bool, String) {
    let output = train(arguments).output().unwrap();
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.success(), said)
}

/// Refused with one sentence that has these parts, before a step is taken.
#[track_caller]
fn refused(arguments: &[&str], parts: &[&str]) {
    let (success, said) = outcome(arguments);
    assert!(!success, "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn numbers_that_cannot_be_meant_are_refused() {
    for (arguments, parts) in [
        (
            &["--steps", "0"][..],
            &["--steps: expected 1 or more, found 0"][..],
        ),
        (
            &["--seconds", "0"],
            &["--seconds: expected 1 or more, found 0"],
        ),
        (
            &["--threads", "0"],
            &["--threads: expected 1 to 256, found 0"],
        ),
        (
            &["--threads", "100000"],
            &["expected 1 to 256, found 100000"],
        ),
        (
            &["--count", "0"],
            &["--count: expected 1 to 1000000, found 0"],
        ),
        (
            &["--steps", "10", "--stops", "10"],
            &[
                "--stops: expected steps from 0 on and before 10",
                "found 10",
            ],
        ),
        (&["--set", "batch=0"], &["atch"]),
        (
            &["--set", "flavour=1"],
            &["expected FIELD=VALUE of a known field"],
        ),
        (&["--data", "mnist"], &["expected --mnist FOLDER"]),
        (
            &["--begin-with", "/nowhere"],
            &["--begin-with: expected weights"],
        ),
        (&["--own", "/nowhere"], &["--own: expected an IDX file"]),
        (&["--own", "a", "--first", "0"], &["--first: expected 1"]),
        (
            &["--data", "mnist", "--mnist", "/nowhere"],
            &["found nothing at /nowhere"],
        ),
    ] {
        refused(arguments, parts);
    }
}

#[test]
fn outputs_that_cannot_be_written_are_refused() {
    let folder = folder("outputs");
    let file = folder.join("a");
    for option in ["--samples", "--weights", "--checkpoint", "--log"] {
        refused(
            &[option, text(&folder)],
            &[option, "expected the path of a file", "found the folder"],
        );
        let missing = folder.join("missing/a");
        refused(&[option, text(&missing)], &[option, "found no folder"]);
    }
    refused(
        &["--samples", text(&file), "--weights", text(&file)],
        &[
            "--weights: expected a file of its own",
            "which --samples writes",
        ],
    );
    let state = folder.join("state");
    fs::write(&state, "no checkpoint").unwrap();
    refused(
        &["--resume", text(&state), "--weights", text(&state)],
        &["--weights: expected another file than --resume reads"],
    );
    refused(&["--resume", text(&state)], &["The saved run"]);
    refused(
        &["--resume", text(&file)],
        &["--resume: expected a checkpoint"],
    );
    refused(
        &["--codes", text(&file)],
        &["--codes: expected a model of images"],
    );
    assert_eq!(fs::read(&state).unwrap(), b"no checkpoint");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn a_run_leaves_its_files_whole_and_goes_on_from_its_checkpoint() {
    let folder = folder("run");
    let [samples, weights, state, log] =
        ["samples.csv", "weights", "state", "log.csv"].map(|name| folder.join(name));
    let (success, said) = outcome(&[
        "--steps",
        "4",
        "--stops",
        "2",
        "--samples",
        text(&samples),
        "--weights",
        text(&weights),
        "--checkpoint",
        text(&state),
        "--log",
        text(&log),
    ]);
    assert!(success, "{said}");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "log.csv",
        "samples-2.csv",
        "samples.csv",
        "state",
        "weights",
    ];
    assert_eq!(names, expected);
    assert_eq!(fs::read_to_string(&log).unwrap().lines().count(), 2);

    refused(
        &["--resume", text(&state), "--steps", "4"],
        &["--steps: expected more than the 4 that --resume has taken, found 4"],
    );
    let before = fs::read(&state).unwrap();
    let (success, said) = outcome(&[
        "--resume",
        text(&state),
        "--steps",
        "6",
        "--checkpoint",
        text(&state),
    ]);
    assert!(success && said.contains("over 2 steps"), "{said}");
    assert_ne!(fs::read(&state).unwrap(), before);
}
