//! A run's state in a file: what is written is read back, and a broken one is refused before it
//! changes anything.

use model::data::TrainingData;
use model::error::{CheckpointFault, WeightRange};
use model::train::{StepPart, Trainer};
use model::{ModelError, device};
use run_spec::{RunSpec, preset};
use serde_json::{Value, json};
use tests::runs::{RUNS, source};
use tests::{run, state};

use super::assert_says;
use super::raw::Raw;

const KEY: &str = "latentscape.run";
/// The longest sentence that the page shows whole.
const LONGEST: usize = 300;

fn trained(name: &str) -> Trainer {
    let (_, spec) = RUNS.iter().find(|(found, _)| *found == name).unwrap();
    let mut trainer = Trainer::new(&spec(), source(), &device::cpu()).unwrap();
    for _ in 0..2 {
        trainer.step(StepPart::Whole);
    }
    trainer
}

fn saved(trainer: &Trainer) -> Vec<u8> {
    run(trainer.checkpoint()).unwrap()
}

/// A file's state as JSON.
fn state_of(file: &Raw) -> Value {
    let text = file.header["__metadata__"][KEY].as_str().unwrap();
    serde_json::from_str(text).unwrap()
}

/// The same file as it was written before files had digests, with its state changed.
fn of_version_1(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Raw {
    let mut file = Raw::parse(bytes);
    let mut state = state_of(&file);
    state["version"] = json!(1);
    for newer in ["digest", "seconds"] {
        state.as_object_mut().unwrap().remove(newer);
    }
    change(&mut state);
    file.header["__metadata__"] = json!({ KEY: state.to_string() });
    file
}

/// Why a run does not take a file. It stays as it was.
#[track_caller]
fn refused(trainer: &mut Trainer, bytes: &[u8]) -> ModelError {
    let before = (state(trainer, ""), trainer.steps(), trainer.spec().clone());
    let error = trainer.restore(bytes).unwrap_err();
    let after = (state(trainer, ""), trainer.steps(), trainer.spec().clone());
    assert!(before == after, "it is as it was: {error}");
    let sentence = error.to_string();
    assert!(sentence.chars().count() <= LONGEST, "{sentence}");
    error
}

#[test]
fn no_bit_of_a_run_file_can_be_flipped_unnoticed() {
    let trainer = trained("dense-non-saturating-adam");
    let whole = saved(&trainer);
    let header = u64::from_le_bytes(whole[..8].try_into().unwrap()) as usize;
    // All of the header's places would take minutes.
    let places = (0..whole.len()).step_by(101).chain((8..header).step_by(13));
    for at in places {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        let found = Trainer::resume(&bytes, source(), &device::cpu());
        assert!(found.is_err(), "byte {at} of {}", whole.len());
    }
}

#[test]
fn a_file_that_was_written_before_there_were_digests_is_still_read() {
    for (name, _) in RUNS {
        let trainer = trained(name);
        let old = of_version_1(&saved(&trainer), |_| {});
        let resumed = Trainer::resume(&old.to_bytes(), source(), &device::cpu()).unwrap();
        assert!(state(&trainer, "") == state(&resumed, ""), "{name}");
        assert_eq!(resumed.elapsed_seconds(), 0.0);
    }
}

#[test]
fn a_newer_file_without_its_digest_or_with_another_is_refused() {
    let mut trainer = trained("autoencoder");
    let whole = saved(&trainer);
    for digest in [None, Some("12ab"), Some("")] {
        let mut file = Raw::parse(&whole);
        let mut state = state_of(&file);
        match digest {
            Some(digest) => state["digest"] = json!(digest),
            None => drop(state.as_object_mut().unwrap().remove("digest")),
        }
        file.header["__metadata__"] = json!({ KEY: state.to_string() });
        let error = refused(&mut trainer, &file.to_bytes());
        assert_says(&error, &["expected content with the SHA-256", "damaged"]);
    }
}

#[test]
fn a_version_that_is_not_known_is_refused_whatever_else_the_state_says() {
    let mut trainer = trained("autoencoder");
    let whole = saved(&trainer);
    for version in [json!(0), json!(3), json!("2"), json!(1.5), Value::Null] {
        let file = of_version_1(&whole, |state| {
            *state = json!({ "version": version, "steps": "many" });
        });
        let error = refused(&mut trainer, &file.to_bytes());
        assert_says(&error, &["expected a run's state of version 2"]);
    }
}

#[test]
fn counts_that_no_run_reaches_are_named() {
    let mut trainer = trained("dense-non-saturating-adam");
    let whole = saved(&trainer);
    let counts = [
        ("steps", json!(-1)),
        ("steps", json!(2.5)),
        ("steps", json!(u32::MAX)),
        ("batches", json!("4")),
        ("batches", json!(1_u64 << 40)),
        ("averageSince", json!(3)),
        ("averageSince", json!(-1)),
    ];
    for (name, value) in counts {
        let file = of_version_1(&whole, |state| state[name] = value.clone());
        let error = refused(&mut trainer, &file.to_bytes());
        assert!(
            matches!(
                &error,
                ModelError::Checkpoint {
                    fault: CheckpointFault::Count { .. },
                    ..
                }
            ),
            "{error:?}"
        );
        assert_says(&error, &[&format!("`{name}`"), &format!("found {value}")]);
    }
    let file = of_version_1(&whole, |state| {
        for count in state["updates"].as_object_mut().unwrap().values_mut() {
            *count = json!(u32::MAX);
        }
    });
    let error = refused(&mut trainer, &file.to_bytes());
    assert_says(&error, &["`updates`", "found 4294967295"]);
    // A run that is said to be at its beginning may have learnt.
    let file = of_version_1(&whole, |state| state["steps"] = json!(0));
    trainer.restore(&file.to_bytes()).unwrap();
    assert_eq!(trainer.steps(), 0);
}

#[test]
fn a_state_that_is_none_is_refused_in_a_short_sentence() {
    let mut trainer = trained("autoencoder");
    let whole = saved(&trainer);
    let changes: [fn(&mut Value); 6] = [
        |state| state["spec"]["flavour"] = json!("vanilla"),
        |state| drop(state.as_object_mut().unwrap().remove("updates")),
        |state| state["spec"]["learningRate"] = json!(1e9),
        |state| state["spec"]["latent"] = json!("x".repeat(5_000)),
        |state| *state = json!([]),
        |state| *state = json!("{"),
    ];
    for change in changes {
        let file = of_version_1(&whole, change);
        let error = refused(&mut trainer, &file.to_bytes());
        assert!(error.to_string().ends_with('.'), "{error}");
    }
}

#[test]
fn moments_that_are_missing_are_named() {
    let mut trainer = trained("dense-non-saturating-adam");
    let moment = "generator.moments.1.decoder.output.bias";
    let mut file = of_version_1(&saved(&trainer), |_| {});
    file.remove(moment);
    let error = refused(&mut trainer, &file.to_bytes());
    assert!(
        matches!(&error, ModelError::TensorMissing { name, .. } if name == moment),
        "{error:?}"
    );
}

#[test]
fn moments_whose_number_of_updates_has_another_name_are_refused() {
    let mut trainer = trained("dense-non-saturating-adam");
    let file = of_version_1(&saved(&trainer), |state| {
        let updates = state["updates"].as_object_mut().unwrap();
        let count = updates.remove("generator.moments.1.decoder.output.bias");
        updates.insert(
            "generator.moments.1.decoder.output.bies".to_owned(),
            count.unwrap(),
        );
    });
    let error = refused(&mut trainer, &file.to_bytes());
    assert_says(&error, &["`updates`", "found null"]);
}

#[test]
fn numbers_that_no_trained_network_has_are_refused_and_their_tensor_is_named() {
    let mut trainer = trained("conv-minimax-batch-rmsprop");
    let whole = saved(&trainer);
    let within = WeightRange::Within;
    let broken = [
        ("generator.weights.decoder.output.bias", 1e30, within(1e9)),
        ("average.decoder.output.bias", -1e10, within(1e9)),
        (
            "discriminator.weights.score.bias",
            f32::NAN,
            WeightRange::Finite,
        ),
        (
            "generator.weights.decoder.norms.0.running.variance",
            -1.0,
            WeightRange::NotNegative,
        ),
        (
            "discriminator.moments.1.score.bias",
            -1e-3,
            WeightRange::NotNegative,
        ),
        ("discriminator.moments.1.score.bias", 1e30, within(1e18)),
    ];
    for (tensor, value, range) in broken {
        let mut file = of_version_1(&whole, |_| {});
        let [begin, _] = file.range(tensor);
        file.body[begin..begin + 4].copy_from_slice(&f32::to_le_bytes(value));
        let error = refused(&mut trainer, &file.to_bytes());
        assert_says(&error, &[&format!("tensor `{tensor}`")]);
        match error {
            ModelError::TensorRange { expected, .. } => assert_eq!(expected, range, "{tensor}"),
            ModelError::TensorNotFinite { .. } => assert!(value.is_nan(), "{tensor}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_run_that_has_diverged_is_not_written_down() {
    let (_, spec) = RUNS
        .iter()
        .find(|(name, _)| *name == "autoencoder")
        .unwrap();
    let spec = RunSpec {
        learning_rate: 1.0,
        optimiser: run_spec::Optimiser::Sgd,
        output: run_spec::OutputActivation::Linear,
        reconstruction: run_spec::Reconstruction::SquaredError,
        beta1: 0.9,
        ..spec()
    };
    let mut trainer = Trainer::new(&spec, source(), &device::cpu()).unwrap();
    for _ in 0..200 {
        trainer.step(StepPart::Whole);
        if let Err(error) = run(trainer.checkpoint()) {
            assert_says(&error, &["expected finite numbers, found"]);
            return;
        }
    }
    panic!("a step size of 1 diverges");
}

#[test]
fn the_time_spent_and_live_settings_are_those_of_the_file() {
    let mut trainer = trained("vae-squared-error");
    let spec = trainer.spec().clone();
    trainer.set_elapsed_seconds(12.5);
    let file = saved(&trainer);
    let changed = RunSpec {
        learning_rate: 0.5,
        beta: 3.0,
        ..spec.clone()
    };
    trainer.set(&changed).unwrap();
    trainer.set_elapsed_seconds(99.0);
    trainer.step(StepPart::Whole);
    trainer.restore(&file).unwrap();
    assert_eq!(*trainer.spec(), spec);
    assert_eq!(trainer.elapsed_seconds(), 12.5);
    let resumed = Trainer::resume(&file, source(), &device::cpu()).unwrap();
    assert_eq!(resumed.elapsed_seconds(), 12.5);
}

fn on_points() -> Trainer {
    let spec = RunSpec {
        batch: 16,
        ..preset("eight-gaussians").unwrap().spec()
    };
    let source = TrainingData::of_world(&spec).unwrap();
    Trainer::new(&spec, source, &device::cpu()).unwrap()
}

#[test]
fn pushed_points_are_part_of_the_file_and_the_run_goes_on_bit_for_bit() {
    let mut whole = on_points();
    whole.step(StepPart::Whole);
    whole.push([0.8, 0.0], [0.3, -0.4], 0.25);
    whole.push([0.0, 0.8], [-0.1, 0.1], 0.25);
    let file = saved(&whole);
    assert!(whole.is_pushed());

    let mut resumed = on_points();
    resumed.restore(&file).unwrap();
    assert!(resumed.is_pushed());
    assert_eq!(whole.source().points(), resumed.source().points());
    for trainer in [&mut whole, &mut resumed] {
        for _ in 0..3 {
            trainer.step(StepPart::Whole);
        }
    }
    assert!(state(&whole, "") == state(&resumed, ""));
}

#[test]
fn going_back_to_before_a_push_brings_the_points_back_too() {
    let mut trainer = on_points();
    trainer.step(StepPart::Whole);
    let before = saved(&trainer);
    let points = trainer.source().points().unwrap().clone();
    trainer.push([0.8, 0.0], [0.3, -0.4], 0.25);
    let pushed = saved(&trainer);
    for file in [before.clone(), of_version_1(&before, |_| {}).to_bytes()] {
        trainer.restore(&pushed).unwrap();
        assert!(trainer.is_pushed());
        trainer.restore(&file).unwrap();
        assert_eq!(trainer.source().points(), Some(&points));
        assert!(!trainer.is_pushed(), "their density is known again");
    }
}

#[test]
fn pushed_points_of_another_number_or_far_away_are_refused() {
    let mut trainer = on_points();
    trainer.push([0.8, 0.0], [0.3, -0.4], 0.25);
    let whole = saved(&trainer);
    let mut far = of_version_1(&whole, |_| {});
    let [begin, _] = far.range("points.training");
    far.body[begin..begin + 4].copy_from_slice(&7.0_f32.to_le_bytes());
    let error = refused(&mut trainer, &far.to_bytes());
    assert_says(&error, &["`points.training`", "beyond ±2e0", "found 7e0"]);
    let mut few = of_version_1(&whole, |_| {});
    few.replace("points.second", "F32", &[2, 2], &[0; 16]);
    let error = refused(&mut trainer, &few.to_bytes());
    assert_says(&error, &["`points.second`", "[2500, 2], found [2, 2]"]);
    let mut lacking = of_version_1(&whole, |_| {});
    lacking.remove("points.held-out");
    let error = refused(&mut trainer, &lacking.to_bytes());
    assert_says(&error, &["`points.held-out`", "found none"]);
    // Points are none of a run on images.
    let mut images = trained("autoencoder");
    let mut file = of_version_1(&saved(&images), |_| {});
    file.push("points.training", "F32", &[2, 2], &[0; 16]);
    let error = refused(&mut images, &file.to_bytes());
    assert_says(&error, &["others beside them", "`points.training`"]);
}
