//! Pictures for the game, and what the discriminator says of them.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use std::collections::HashSet;

use model::data::TrainingData;
use model::device;
use model::train::{JudgedPictures, StepPart, Trainer};
use run_spec::{DatasetId, ProceduralDataset, RunSpec, preset};
use tests::run;
use tests::runs::{RUNS, source};

fn judged(trainer: &Trainer, count: usize, seed: u64, round: usize) -> JudgedPictures {
    run(trainer.judged_pictures(count, seed, round))
        .unwrap()
        .unwrap()
}

fn each(judged: &JudgedPictures) -> Vec<Vec<u8>> {
    let pictures = &judged.pictures;
    (0..pictures.len())
        .map(|at| pictures.bytes(at).to_vec())
        .collect()
}

/// The share of pairs of a real and a generated picture of which the real one has the higher score.
fn area(judged: &JudgedPictures) -> f64 {
    let (real, generated) = judged.scores.split_at(judged.scores.len() / 2);
    let pairs = real
        .iter()
        .flat_map(|real| generated.iter().map(move |other| (real, other)));
    let won = pairs.map(|(real, other)| f64::from(u8::from(real > other)));
    won.sum::<f64>() / (real.len() * generated.len()) as f64
}

#[test]
fn real_pictures_are_held_out_and_scores_are_probabilities() {
    for (name, spec) in RUNS {
        let spec = spec();
        let mut trainer = Trainer::new(&spec, source(), &device::cpu()).unwrap();
        trainer.step(StepPart::Whole);
        let judged = run(trainer.judged_pictures(3, 7, 0)).unwrap();
        assert_eq!(judged.is_some(), spec.model.has_discriminator(), "{name}");
        let Some(judged) = judged else { continue };
        assert_eq!(
            (judged.pictures.len(), judged.scores.len()),
            (6, 6),
            "{name}"
        );
        let held_out = trainer.source().held_out(500);
        let held_out: HashSet<&[u8]> = (0..held_out.len()).map(|at| held_out.bytes(at)).collect();
        let real = &each(&judged)[..3];
        assert!(
            real.iter().all(|picture| held_out.contains(&**picture)),
            "{name}"
        );
        assert_eq!(real.iter().collect::<HashSet<_>>().len(), 3, "{name}");
        let is_probability = |score: &f32| (0.0..=1.0).contains(score);
        assert!(
            judged.scores.iter().all(is_probability),
            "{name}: {:?}",
            judged.scores
        );
    }
}

#[test]
fn a_seed_draws_the_same_pictures_again_and_other_rounds_others() {
    let (_, spec) = RUNS[0];
    let trainer = Trainer::new(&spec(), source(), &device::cpu()).unwrap();
    let first = judged(&trainer, 2, 7, 0);
    assert_eq!(first, judged(&trainer, 2, 7, 0));
    assert_ne!(each(&first), each(&judged(&trainer, 2, 8, 0)));
    let second = judged(&trainer, 2, 7, 1);
    let known: HashSet<Vec<u8>> = each(&first).into_iter().collect();
    assert!(each(&second).iter().all(|picture| !known.contains(picture)));
}

#[test]
fn a_picture_is_judged_by_itself() {
    let (_, spec) = RUNS[0];
    let mut trainer = Trainer::new(&spec(), source(), &device::cpu()).unwrap();
    trainer.step(StepPart::Whole);
    let (few, many) = (judged(&trainer, 2, 7, 0), judged(&trainer, 6, 7, 0));
    let scores = each(&many).into_iter().zip(&many.scores);
    let scores: Vec<(Vec<u8>, f32)> = scores.map(|(picture, score)| (picture, *score)).collect();
    for (picture, score) in each(&few).into_iter().zip(&few.scores) {
        let (_, same) = scores.iter().find(|(other, _)| *other == picture).unwrap();
        assert!((same - score).abs() < 1e-6);
    }
}

#[test]
fn the_classrooms_discriminator_tells_an_untrained_generators_pictures_apart_early() {
    let spec = RunSpec {
        seed: 3,
        ..preset("classroom").unwrap().spec()
    };
    assert_eq!(spec.data, DatasetId::Strokes);
    let source = TrainingData::drawn(ProceduralDataset::Strokes, spec.image_size);
    let mut trainer = Trainer::new(&spec, source, &device::cpu()).unwrap();
    for _ in 0..60 {
        trainer.step(StepPart::Whole);
    }
    let found = area(&judged(&trainer, 40, 7, 0));
    assert!(found > 0.9, "{found}");
}
