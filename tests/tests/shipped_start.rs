//! Runs that begin with the weights of a shipped model.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use model::data::{Images, TrainingData};
use model::train::{StepPart, Trainer};
use model::weights::WeightPrecision;
use model::{ModelError, device, latent, weights};
use run_spec::{DatasetId, ImageShape, PRESETS, RunSpec, SHIPPED_WEIGHTS, ShippedWeights};
use serde_json::Value;
use tests::{Tolerance, assert_close, bytes_of, read, run, state};

fn file(model: &str) -> (String, Vec<u8>) {
    let name = format!("assets/models/{model}.safetensors");
    let bytes = bytes_of(&name);
    (name, bytes)
}

/// Some pictures: ramps of different directions.
fn pictures(shape: ImageShape) -> Images {
    let count = 24;
    let pixel = |i: usize| (i / shape.len() * 37 % 11 * (i % 28) + i / 28 % 28 * 5) as u8;
    Images::new(shape, (0..count * shape.len()).map(pixel).collect())
}

fn spec_of(row: &ShippedWeights) -> RunSpec {
    let mut spec = RunSpec {
        data: DatasetId::Own,
        ..RunSpec::default()
    };
    row.shape(&mut spec);
    spec
}

fn trainer(spec: &RunSpec, shape: ImageShape) -> Trainer {
    let source = TrainingData::held(pictures(shape), None).unwrap();
    Trainer::new(spec, source, &device::cpu()).unwrap()
}

#[test]
fn every_shipped_vae_has_a_row_and_a_run_that_begins_with_it_has_its_codes_and_pictures() {
    let catalogue = bytes_of("assets/models/catalog.json");
    let catalogue: Vec<Value> = serde_json::from_slice(&catalogue).unwrap();
    let mut vaes = 0;
    for entry in &catalogue {
        let id = entry["id"].as_str().unwrap();
        let (name, bytes) = file(id);
        let (card, model) = weights::load(&name, &bytes, &device::cpu()).unwrap();
        if !card.architecture.has_encoder() {
            continue;
        }
        vaes += 1;
        let row = ShippedWeights::of(id).unwrap_or_else(|| panic!("no row for {id}"));
        assert_eq!(row.image, card.architecture.image(), "{id}");
        let mut trainer = trainer(&spec_of(row), row.image);
        let untrained = state(&trainer, "");
        trainer.begin_with(&name, &bytes).unwrap();
        assert!(untrained != state(&trainer, ""), "{id}");

        let images = pictures(row.image).part(0, 3);
        let codes = run(trainer.encode(&images)).unwrap().unwrap();
        let vae = model.into_vae().unwrap();
        let posterior = vae
            .encoder
            .forward(images.batch(&[0, 1, 2], &device::cpu()));
        let expected: Vec<f64> = read(posterior.mean).into_iter().map(f64::from).collect();
        assert_close(id, &codes, &expected, Tolerance::new(1e-4, 1e-4));
        let drawn = run(trainer.pictures(&codes)).unwrap();
        let z = tests::tensor(&codes, [3, row.latent], &device::cpu());
        let theirs = latent::picture_bytes(&read(vae.decode(z)), row.image);
        assert!(
            drawn.iter().zip(&theirs).all(|(a, b)| a.abs_diff(*b) <= 1),
            "{id}"
        );
        // It goes on from there.
        trainer.step(StepPart::Whole);
        let report = run(trainer.report()).unwrap();
        assert!(report.losses.iter().all(|(_, loss)| loss.is_finite()));
    }
    assert_eq!(vaes, SHIPPED_WEIGHTS.len());
}

#[test]
fn a_run_that_went_on_from_weights_is_restored_bit_for_bit() {
    let row = ShippedWeights::of("vae-mnist-2d").unwrap();
    let (name, bytes) = file(row.model);
    let mut whole = trainer(&spec_of(row), row.image);
    whole.begin_with(&name, &bytes).unwrap();
    let saved = run(whole.checkpoint()).unwrap();
    whole.step(StepPart::Whole);
    let source = TrainingData::held(pictures(row.image), None).unwrap();
    let mut resumed = Trainer::resume(&saved, source, &device::cpu()).unwrap();
    resumed.step(StepPart::Whole);
    assert!(state(&whole, "") == state(&resumed, ""));

    // What it knows, it has from MNIST, too.
    let exported = run(resumed.weights("mine", WeightPrecision::F32)).unwrap();
    let (card, _) = weights::load("mine", &exported, &device::cpu()).unwrap();
    assert!(
        card.summary
            .ends_with("It began with the weights of “MNIST digits, 2 dimensions”."),
        "{}",
        card.summary
    );
    assert_eq!(card.data.name, "Your own file; before: MNIST");
    assert!(
        card.data.licence.ends_with("; before: CC-BY-SA-3.0"),
        "{}",
        card.data.licence
    );
}

#[test]
fn weights_that_do_not_fit_are_refused_and_the_run_stays() {
    let row = ShippedWeights::of("vae-mnist-10d").unwrap();
    let (name, bytes) = file(row.model);
    let refused = |spec: &RunSpec, shape: ImageShape, bytes: &[u8]| {
        let mut trainer = trainer(spec, shape);
        let before = state(&trainer, "");
        let error = trainer.begin_with(&name, bytes).unwrap_err();
        assert!(before == state(&trainer, ""), "{error}");
        error
    };
    let spec = spec_of(row);
    let error = refused(&spec, ImageShape::square(32, 1), &bytes);
    assert_eq!(
        error.to_string(),
        "`image`: expected images of 28×28 pixels, found images of 32×32 pixels."
    );
    let other = RunSpec {
        latent: 9,
        ..spec.clone()
    };
    let error = refused(&other, row.image, &bytes);
    assert!(matches!(error, ModelError::TensorShape { .. }), "{error}");
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let error = refused(&spec, row.image, &damaged);
    assert!(matches!(error, ModelError::Digest { .. }), "{error}");
}

#[test]
fn presets_that_go_on_from_a_model_have_its_networks() {
    for (preset, model) in [("more-digits", "vae-mnist-2d"), ("more-faces", "vae-faces")] {
        let preset = PRESETS.iter().find(|it| it.name == preset).unwrap();
        let found = preset.spec().shipped_weights().map(|row| row.model);
        assert_eq!(found, Some(model));
        assert_eq!(preset.spec().data, DatasetId::Own);
    }
}
