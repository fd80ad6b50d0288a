//! The program that trains a preset: what it refuses before it trains, and what it leaves.
#![cfg(feature = "pretrain")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod programs;

use std::fs;
use std::path::{Path, PathBuf};

use evaluation::{EvaluationColumn, EvaluationTable, RunOutcome};
use programs::{empty_folder, train};

fn folder(name: &str) -> PathBuf {
    empty_folder(&format!("train-{name}"))
}

/// The program on a preset of points with a step of a few milliseconds; whether it succeeded, and what it said.
fn outcome(arguments: &[&str]) -> (bool, String) {
    programs::outcome(train(&["eight-gaussians"]).args(arguments))
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

/// `train judge` on UCI's digits, which are shipped; whether it succeeded, and what it said.
fn judged(arguments: &[&str]) -> (bool, String) {
    let judge = ["judge", "--data", "digits", "--threads", "1"];
    programs::outcome(train(&judge).args(arguments))
}

/// A small comparison of a VAE and a GAN with two seeds.
const SMALL: [&str; 14] = [
    "--families",
    "vae,gan",
    "--steps",
    "12",
    "--seeds",
    "1,2",
    "--stops",
    "50",
    "--count",
    "20",
    "--held-out",
    "40",
    "--training",
    "60",
];

/// The table of such a comparison, without seconds, which are the machine's.
fn small_table(name: &str, more: &[&str]) -> EvaluationTable {
    let path = folder(name).join("table.csv");
    let arguments = [&SMALL[..], more, &["--table", text(&path)]].concat();
    let (success, said) = judged(&arguments);
    assert!(success && said.contains("| *held-out images* |"), "{said}");
    let mut table = EvaluationTable::from_csv(&fs::read_to_string(&path).unwrap()).unwrap();
    for row in &mut table.rows {
        let seconds = row.values.get(EvaluationColumn::Seconds);
        assert!(seconds.is_some_and(|seconds| seconds >= 0.0));
        row.values.set(EvaluationColumn::Seconds, f64::NAN);
    }
    table
}

#[test]
fn a_comparison_has_the_same_figures_again_and_others_for_another_seed() {
    let table = small_table("judge-one", &[]);
    assert_eq!(table, small_table("judge-two", &[]));
    let told: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.family.as_str(), row.seed, row.stop))
        .collect();
    let of = |family| {
        [
            (family, 1, 50),
            (family, 1, 100),
            (family, 2, 50),
            (family, 2, 100),
        ]
    };
    assert_eq!(told, [of("vae"), of("gan")].concat());
    for row in &table.rows {
        for column in EvaluationColumn::PICTURES {
            let is_encoded = matches!(
                column,
                EvaluationColumn::ReconstructionError | EvaluationColumn::NegativeElbo
            );
            let may_be_missing = [EvaluationColumn::BitsPerImage, EvaluationColumn::Seconds];
            if may_be_missing.contains(&column) {
                continue;
            }
            let is_expected = row.family == "vae" || !is_encoded;
            let value = row.values.get(column);
            assert_eq!(value.is_some(), is_expected, "{column:?} of {}", row.family);
        }
        let steps = f64::from(12 * row.stop / 100);
        assert_eq!(row.values.get(EvaluationColumn::Steps), Some(steps));
    }
    let error = |at: usize| table.rows[at].values.get(EvaluationColumn::NegativeElbo);
    assert!(error(1) != error(3), "seeds differ");
    assert!(error(1) < error(0), "training helps");
}

#[test]
fn a_run_that_diverges_is_a_row_that_says_so_and_the_rest_goes_on() {
    let wild = ["--set", "optimiser=sgd", "--set", "learningRate=1"];
    let table = small_table("judge-wild", &wild);
    assert_eq!(table.rows.len(), 8);
    let [vae, gan] = ["vae", "gan"].map(|family| table.summary(family, 100).unwrap());
    assert_eq!((vae.runs, vae.diverged, gan.runs), (2, 2, 2));
    let row = &table.rows[1];
    assert_eq!(row.outcome, RunOutcome::Diverged);
    assert_eq!(row.values.get(EvaluationColumn::Sharpness), None);
    assert!(row.values.get(EvaluationColumn::Steps).is_some());
}

#[test]
fn comparisons_that_cannot_be_meant_are_refused() {
    for (arguments, part) in [
        (
            &["--families", "diffusion"][..],
            "--families: expected some of ae, vae",
        ),
        (&["--steps", "0"], "--steps: expected 1 or more, found 0"),
        (&["--count", "5"], "--count: expected 10 to 20000, found 5"),
        (
            &["--stops", "0"],
            "--stops: expected 1 to 100 percent, found 0",
        ),
        (
            &["--error", "2"],
            "--error: expected a number between 0 and 1",
        ),
        (&["--set", "flavour=1"], "--set: expected FIELD=VALUE"),
        (
            &["--seeds", "1,2,1"],
            "--seeds: expected each seed once, found 1 again",
        ),
        (&["--runs", "/nowhere"], "--runs: expected a checkpoint"),
        (&["--runs", "model"], "--runs: expected a checkpoint"),
        (
            &["--runs", "assets/models/catalog.json"],
            "--runs: assets/models/catalog.json: ",
        ),
        (
            &["--classifier", "/nowhere"],
            "--classifier: expected weights",
        ),
        (&["--table", "/"], "--table: expected the path of a file"),
    ] {
        let (success, said) = judged(arguments);
        assert!(!success, "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(part), "{part}: {said}");
    }
}
