//! Files of the kinds that people bring, broken ones among them, from a folder beside the project.
//! What must happen with each, the folder's `README.md` says.

use std::fs;
use std::path::PathBuf;

use model::data::TrainingData;
use model::train::Trainer;
use model::{ModelError, device, weights};
use tests::root;

/// The longest sentence that the page shows whole.
const LONGEST: usize = 300;

/// What must become of a file.
enum Fate {
    /// It is opened.
    Opens,
    /// It is refused, and the sentence says each of these.
    Says(&'static [&'static str]),
}
use Fate::{Opens, Says};

/// Files in `runs/`, without `.run.safetensors`.
const RUNS: &[(&str, Fate)] = &[
    ("ok", Opens),
    ("eight-gaussians.run (1)", Opens),
    ("eight-gaussians.run(1)", Opens),
    ("steps-0", Opens),
    (
        "average-since-after-end",
        Says(&["`averageSince`", "6000", "10000000"]),
    ),
    (
        "model-weights-called",
        Says(&["expected the state of a run"]),
    ),
    ("no-discriminator", Says(&["`discriminator.", "found none"])),
    ("no-moments", Says(&[".moments.0.", "found none"])),
    ("one-bit-flipped-in-a-weight", Says(&["SHA-256", "damaged"])),
    ("spec-learning-rate-1e9", Says(&["Learning rate"])),
    ("spec-unknown-field", Says(&["flavour"])),
    ("state-not-json", Says(&["expected the state of a run"])),
    ("steps-fraction", Says(&["`steps`", "6000.5"])),
    ("steps-negative", Says(&["`steps`", "-1"])),
    ("trailing-one-byte", Says(&["too long"])),
    ("truncated-in-header", Says(&["header"])),
    ("updates-max", Says(&["`updates`", "4294967295"])),
    ("weights-1e30", Says(&["tensor `", "±1e9"])),
    ("weights-nan", Says(&["tensor `", "NaN"])),
];

/// Files in `safetensors/`, without `.safetensors`.
const WEIGHTS: &[(&str, Fate)] = &[
    ("ok-gan", Opens),
    ("ok-vae-1-dimension", Opens),
    ("ok-vae-16x24-not-square", Opens),
    ("ok-vae-8x8", Opens),
    ("ok-vae-colour-16x16", Opens),
    ("all-zero-weights", Opens),
    ("card-images-max", Opens),
    ("card-metric-huge", Opens),
    ("card-summary-html", Opens),
    ("card-title-empty", Opens),
    ("dtype-F32", Opens),
    ("header-not-aligned", Opens),
    ("header-padded-with-4096-spaces", Opens),
    ("card-sigma-0", Says(&["sigma", "positive"])),
    ("dtype-I64", Says(&["I64"])),
    (
        "gan-negative-running-variance",
        Says(&["running.variance", "-1e0"]),
    ),
    ("header-duplicate-key-other-place", Says(&["two entries"])),
    ("header-length-0", Says(&["header"])),
    ("header-length-100MB-plus-1", Says(&["header"])),
    ("header-length-100MB", Says(&["header"])),
    ("header-length-2", Says(&["model card"])),
    ("header-padded-with-NUL", Says(&["header"])),
    ("header-with-BOM", Says(&["header"])),
    ("metadata-nested", Says(&["`nested`", "metadata"])),
    ("metadata-number", Says(&["`epoch`", "metadata"])),
    ("one-inf", Says(&["tensor `", "inf"])),
    ("one-nan", Says(&["tensor `", "NaN"])),
    (
        "our-names-but-transposed-as-pytorch",
        Says(&["[", "found ["]),
    ),
    ("shape-overflows", Says(&["size of a tensor"])),
    ("trailing-4096-zeros", Says(&["too long"])),
    ("trailing-one-byte", Says(&["too long"])),
    ("truncated-one-byte", Says(&["cut short"])),
];

/// The folder; `None`, and a word, where it is absent.
#[allow(clippy::print_stdout, reason = "a check says that it is skipped")]
fn trials(name: &str) -> Option<PathBuf> {
    let folder = root().join("../shared/trials").join(name);
    if !folder.is_dir() {
        println!("skipped: files that people bring (no {})", folder.display());
        return None;
    }
    Some(folder)
}

#[track_caller]
fn check(name: &str, fate: &Fate, found: Result<(), ModelError>) {
    match (fate, found) {
        (Opens, Ok(())) => {}
        (Says(parts), Err(error)) => {
            let sentence = error.to_string();
            for part in *parts {
                assert!(
                    sentence.contains(part),
                    "{name}: no `{part}` in: {sentence}"
                );
            }
            assert!(sentence.ends_with('.'), "{name}: {sentence}");
            let length = sentence.chars().count();
            assert!(length <= LONGEST, "{name}: {length} characters: {sentence}");
        }
        (Opens, Err(error)) => panic!("{name}: {error}"),
        (Says(parts), Ok(())) => panic!("{name} opens; expected {parts:?}"),
    }
}

#[test]
fn run_files_that_people_bring_are_opened_or_refused_as_promised() {
    let Some(folder) = trials("runs") else { return };
    for (name, fate) in RUNS {
        let ending = if name.contains(".run") { "" } else { ".run" };
        let bytes = fs::read(folder.join(format!("{name}{ending}.safetensors"))).unwrap();
        let resumed = Trainer::spec_of(&bytes).and_then(|spec| {
            let source = TrainingData::of_world(&spec)?;
            Trainer::resume(&bytes, source, &device::cpu()).map(drop)
        });
        check(name, fate, resumed);
    }
}

#[test]
fn weights_that_people_bring_are_opened_or_refused_as_promised() {
    let Some(folder) = trials("safetensors") else {
        return;
    };
    for (name, fate) in WEIGHTS {
        let bytes = fs::read(folder.join(format!("{name}.safetensors"))).unwrap();
        let file = format!("{name}.safetensors");
        let loaded = weights::load(&file, &bytes, &device::cpu());
        check(name, fate, loaded.map(drop));
    }
}
