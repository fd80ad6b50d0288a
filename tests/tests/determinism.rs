//! A run is a function of its specification.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use model::data::{TrainingData, digits};
use model::device;
use model::train::{StepPart, Trainer};
use run_spec::{DatasetId, ModelType, PRESETS, ProceduralDataset, RunSpec};
use tests::{root, run};

/// The shipped digits; points or faces where the run is on them.
fn source(spec: &RunSpec) -> TrainingData {
    if spec.is_points() {
        TrainingData::of_world(spec).unwrap()
    } else if spec.data == DatasetId::Faces {
        TrainingData::drawn(ProceduralDataset::Faces, spec.image_size)
    } else {
        shipped(spec.image_size)
    }
}

fn shipped(side: usize) -> TrainingData {
    let read = |name| std::fs::read(root().join("assets/data").join(name)).unwrap();
    digits::source(&read(digits::IMAGES_FILE), &read(digits::LABELS_FILE), side).unwrap()
}

/// State and pictures of a run after some steps, as bytes.
fn after(spec: &RunSpec, steps: u32) -> (Vec<u8>, Vec<u8>) {
    let mut trainer = Trainer::new(spec, source(spec), &device::cpu()).unwrap();
    for _ in 0..steps {
        trainer.step(StepPart::Whole);
    }
    let pictures = run(trainer.pictures(&trainer.fixed_noise())).unwrap();
    (run(trainer.checkpoint()).unwrap(), pictures)
}

#[test]
fn noise_for_an_encoder_changes_nothing_where_none_is_given_to_it() {
    let of = |model, input_noise| RunSpec {
        model,
        input_noise,
        data: DatasetId::Digits,
        batch: 8,
        vae_steps: 2,
        ..RunSpec::default()
    };
    let pictures = |model, noise| after(&of(model, noise), 4).1;
    for model in [ModelType::VaeGan, ModelType::LatentFedGan] {
        assert!(pictures(model, 0.4) == pictures(model, 0.0), "{model:?}");
    }
    for model in [ModelType::Autoencoder, ModelType::Vae] {
        assert!(pictures(model, 0.4) != pictures(model, 0.0), "{model:?}");
    }
}

#[test]
fn every_preset_gives_the_same_run_twice_to_the_last_bit() {
    for preset in PRESETS {
        let given = preset.spec();
        let spec = RunSpec {
            data: match given.data {
                data @ (DatasetId::Points | DatasetId::Faces) => data,
                _ => DatasetId::Digits,
            },
            batch: 16,
            // So that every stage is reached.
            vae_steps: given.vae_steps.min(2),
            growing_steps: given.growing_steps.min(1),
            fade_steps: given.fade_steps.min(1),
            ..given
        };
        // Weights, moments of the optimisers, counters and pictures.
        let (first, second) = (after(&spec, 4), after(&spec, 4));
        assert!(first == second, "{}", preset.name);
        let other = after(&RunSpec { seed: 77, ..spec }, 4);
        assert!(first.1 != other.1, "{}", preset.name);
    }
}

#[test]
fn threads_change_no_bit_of_a_run() {
    for name in ["classroom", "dcgan", "vae-gan", "dense-vae-2d"] {
        let spec = RunSpec {
            data: DatasetId::Digits,
            // From the first step on in the stage that has every network.
            vae_steps: 0,
            ..run_spec::preset(name).unwrap().spec()
        };
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap().install(|| after(&spec, 2))
        };
        let (one, three) = (with(1), with(3));
        assert!(one == three, "{name}");
    }
}
