//! A warm-up takes a run's steps beside it, and changes nothing of it.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use model::data::{TrainingData, digits};
use model::device;
use model::train::{StepPart, StepTurn, Trainer, TrainerWarmUp};
use run_spec::{DatasetId, ModelType, PRESETS, ProceduralDataset, RunSpec};
use tests::{root, run};

/// The shipped digits, or points where the run is on points.
fn source(spec: &RunSpec) -> TrainingData {
    if spec.is_points() {
        return TrainingData::of_world(spec).unwrap();
    }
    if spec.data == DatasetId::Faces {
        return TrainingData::drawn(ProceduralDataset::Faces, spec.image_size);
    }
    let read = |name| std::fs::read(root().join("assets/data").join(name)).unwrap();
    let (images, labels) = (read(digits::IMAGES_FILE), read(digits::LABELS_FILE));
    digits::source(&images, &labels, spec.image_size).unwrap()
}

/// A preset's run on small batches, which reaches every stage within a few steps.
fn made(given: RunSpec) -> Trainer {
    let spec = RunSpec {
        data: match given.data {
            data @ (DatasetId::Points | DatasetId::Faces) => data,
            _ => DatasetId::Digits,
        },
        batch: 16,
        vae_steps: given.vae_steps.min(1),
        growing_steps: given.growing_steps.min(1),
        fade_steps: given.fade_steps.min(1),
        ..given
    };
    Trainer::new(&spec, source(&spec), &device::cpu()).unwrap()
}

/// Does all of a warm-up, and says of what it consisted.
fn warm_up(trainer: &Trainer) -> Vec<StepTurn> {
    let mut warm_up = TrainerWarmUp::beside([trainer]).unwrap();
    let mut done = Vec::new();
    while let Some(piece) = warm_up.next() {
        run(warm_up.advance()).unwrap();
        done.push(piece);
        assert!(done.len() < 20, "it ends");
    }
    assert_eq!(warm_up.left(), 0);
    done
}

#[test]
fn a_run_beside_which_a_warm_up_was_done_is_the_same_to_the_last_bit() {
    for preset in PRESETS {
        let [with, without] = [true, false].map(|warm| {
            let mut trainer = made(preset.spec());
            for step in 0..3 {
                // Before the first step, and in mid-run after a return to a checkpoint.
                if warm && step != 1 {
                    warm_up(&trainer);
                }
                trainer.step(StepPart::Whole);
            }
            let pictures = run(trainer.pictures(&trainer.fixed_noise())).unwrap();
            (run(trainer.checkpoint()).unwrap(), pictures)
        });
        assert!(with == without, "{}", preset.name);
    }
}

#[test]
fn each_part_of_a_runs_steps_is_taken() {
    for preset in PRESETS {
        let spec = preset.spec();
        let done = warm_up(&made(spec.clone()));
        let game = spec.model.has_discriminator();
        for part in [StepTurn::Discriminator, StepTurn::Generator] {
            assert_eq!(done.contains(&part), game, "{}: {part:?}", preset.name);
        }
        let stages = matches!(spec.model, ModelType::VaeGan | ModelType::LatentFedGan);
        let by_itself = !game || stages && spec.vae_steps > 0;
        let coder = done.contains(&StepTurn::Autoencoder);
        assert_eq!(coder, by_itself, "{}", preset.name);
    }
}

#[test]
fn an_excerpt_of_images_is_small_and_has_held_out_ones_too() {
    let all = source(&RunSpec {
        data: DatasetId::Digits,
        ..RunSpec::default()
    });
    let few = all.excerpt(64);
    assert_eq!(few.len(), Some(64));
    assert_eq!(few.held_out(16), all.held_out(16));
    assert_eq!(few.shape(), all.shape());
}
