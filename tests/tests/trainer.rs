//! What a run keeps, whatever it trains.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use std::collections::BTreeMap;

use model::data::{NOT_STATED, TrainingData};
use model::train::{LossName, StepPart, Trainer};
use model::weights::{self, WeightPrecision};
use model::{ModelError, device};
use run_spec::{DatasetId, DatasetKind, FIELDS, ModelType, PRESETS, ProceduralDataset, RunSpec};
use tests::runs::{RUNS, source};
use tests::{run, state};

fn trainer(spec: &RunSpec) -> Trainer {
    Trainer::new(spec, source(), &device::cpu()).unwrap()
}

fn steps(trainer: &mut Trainer, count: u32) {
    for _ in 0..count {
        trainer.step(StepPart::Whole);
    }
}

#[test]
fn a_restored_run_equals_the_uninterrupted_one_bit_for_bit() {
    for (name, spec) in RUNS {
        let spec = spec();
        let mut whole = trainer(&spec);
        steps(&mut whole, 3);
        let saved = run(whole.checkpoint()).unwrap();
        steps(&mut whole, 3);

        let mut resumed = Trainer::resume(&saved, source(), &device::cpu()).unwrap();
        assert_eq!(resumed.steps(), 3);
        steps(&mut resumed, 3);
        assert!(state(&whole, "") == state(&resumed, ""), "{name}");

        // A run that has gone another way is brought back too.
        let mut other = trainer(&spec);
        steps(&mut other, 1);
        other.restore(&saved).unwrap();
        steps(&mut other, 3);
        let reports = [&mut whole, &mut other].map(|t| run(t.report()).unwrap());
        assert_eq!(reports[0], reports[1], "{name}");
    }
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_seed_another() {
    for (name, spec) in RUNS {
        let after = |seed| {
            let mut trainer = trainer(&RunSpec { seed, ..spec() });
            steps(&mut trainer, 2);
            state(&trainer, "")
        };
        assert!(after(3) == after(3), "{name}");
        assert!(after(3) != after(4), "{name}");
    }
}

#[test]
fn a_discriminator_step_leaves_everything_else_bit_identical_and_the_reverse() {
    for (name, spec) in RUNS {
        if !spec().model.has_discriminator() {
            continue;
        }
        let mut trainer = trainer(&spec());
        steps(&mut trainer, 3);
        let others = ["generator", "encoder", "coder", "average"];
        let of = |trainer: &Trainer| others.map(|prefix| state(trainer, prefix));
        let (before, judge) = (of(&trainer), state(&trainer, "discriminator"));
        trainer.step(StepPart::Discriminator);
        assert!(before == of(&trainer), "{name}: a D step");
        let learnt = state(&trainer, "discriminator");
        assert!(judge != learnt, "{name}: a D step trains D");

        trainer.step(StepPart::Generator);
        assert!(
            learnt == state(&trainer, "discriminator"),
            "{name}: a G step"
        );
        let after = of(&trainer);
        assert!(before[0] != after[0], "{name}: a G step trains G");
    }
}

#[test]
fn the_average_of_the_generator_is_the_weighted_sum_of_its_past() {
    const DECAY: f64 = 0.8;
    const STEPS: u32 = 5;
    for (name, spec) in RUNS {
        let spec = RunSpec {
            ema: DECAY,
            ..spec()
        };
        if !spec.model.has_discriminator() {
            continue;
        }
        let mut trainer = trainer(&spec);
        // a_n = d_n a_(n − 1) + (1 − d_n) w_n with d_n = min(d, n / (9 + n)), where n counts the steps
        // of the game from 1: steps that a VAE takes alone are none of them.
        let alone = match spec.model {
            ModelType::VaeGan | ModelType::LatentFedGan => spec.vae_steps,
            _ => 0,
        };
        let decay = |step: u32| {
            let step = step.saturating_sub(alone).max(1);
            DECAY.min(f64::from(step) / f64::from(9 + step))
        };
        let mut expected: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for step in 0..=STEPS {
            if step > 0 {
                trainer.step(StepPart::Whole);
            }
            let share = if step == 0 { 1.0 } else { 1.0 - decay(step) };
            let factor = share * (step + 1..=STEPS).map(decay).product::<f64>();
            for (tensor, values) in state(&trainer, "generator.weights.") {
                let tensor = tensor.replacen("generator.weights.", "average.", 1);
                let sums = expected
                    .entry(tensor)
                    .or_insert_with(|| vec![0.0; values.len()]);
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += factor * f64::from(value);
                }
            }
        }
        let found = state(&trainer, "average.");
        assert_eq!(found.len(), expected.len(), "{name}");
        for (tensor, expected) in &expected {
            for (found, expected) in found[tensor].iter().zip(expected) {
                let off = (f64::from(*found) - expected).abs();
                assert!(off < 1e-6, "{name}, {tensor}: {found}, {expected}");
            }
        }
    }
}

#[test]
fn clipped_weights_stay_within_their_bound() {
    let spec = RUNS
        .iter()
        .find(|(name, _)| name.starts_with("wasserstein"));
    let spec = spec.unwrap().1();
    let mut trainer = trainer(&spec);
    steps(&mut trainer, 4);
    let bound = spec.weight_clip as f32;
    let weights = state(&trainer, "discriminator.weights.");
    let all: Vec<f32> = weights.into_values().flatten().collect();
    assert!(all.iter().all(|weight| weight.abs() <= bound));
    assert!(all.iter().any(|weight| weight.abs() == bound));
}

#[test]
fn every_preset_takes_twenty_steps_with_finite_losses() {
    for preset in PRESETS {
        let spec = RunSpec {
            batch: 8,
            // So that every stage is reached.
            vae_steps: preset.spec().vae_steps.min(8),
            growing_steps: preset.spec().growing_steps.min(4),
            fade_steps: preset.spec().fade_steps.min(2),
            ..preset.spec()
        };
        let source = if spec.is_points() {
            TrainingData::of_world(&spec).unwrap()
        } else {
            let drawn = match spec.data.info().kind {
                DatasetKind::Procedural(drawn) => drawn,
                _ => ProceduralDataset::Strokes,
            };
            TrainingData::drawn(drawn, spec.image_size)
        };
        let mut trainer = Trainer::new(&spec, source, &device::cpu()).unwrap();
        steps(&mut trainer, 20);
        let report = run(trainer.report()).unwrap();
        assert_eq!(report.step, 20);
        assert!(!report.losses.is_empty(), "{}", preset.name);
        for (loss, value) in &report.losses {
            assert!(value.is_finite(), "{}: {loss:?} is {value}", preset.name);
        }
        assert_eq!(
            report.loss(LossName::Discriminator).is_some(),
            spec.model.has_discriminator(),
            "{}",
            preset.name
        );
        if spec.model.has_discriminator() {
            assert_eq!(report.real_scores.len(), 8, "{}", preset.name);
            assert_eq!(report.fake_scores.len(), 8, "{}", preset.name);
        }
        if spec.model.has_kl() {
            assert_eq!(
                report.kl_per_dimension.len(),
                spec.latent,
                "{}",
                preset.name
            );
        }
        let noise = trainer.fixed_noise();
        let pictures = run(trainer.pictures(&noise)).unwrap();
        assert_eq!(
            pictures.len(),
            64 * trainer.image().len(),
            "{}",
            preset.name
        );
        if spec.is_points() {
            let points = run(trainer.generated(7)).unwrap();
            assert_eq!(points.len(), 14, "{}", preset.name);
            assert!(points.iter().all(|place| place.is_finite()));
            continue;
        }
        let held_out = trainer.source().held_out(5);
        let drawn = run(trainer.reconstructions(&held_out)).unwrap();
        assert_eq!(drawn.is_some(), spec.model.has_encoder(), "{}", preset.name);
    }
}

#[test]
fn exported_weights_draw_the_trainers_pictures_and_encode_as_it_does() {
    for (name, spec) in RUNS {
        let spec = spec();
        for count in [1, 4] {
            let mut trainer = trainer(&spec);
            steps(&mut trainer, count);
            let bytes = run(trainer.weights(name, WeightPrecision::F32)).unwrap();
            let (card, model) = weights::load(name, &bytes, &device::cpu()).unwrap();
            assert_eq!(card.title, name);
            assert_eq!(model.latent(), spec.latent);
            assert_eq!(model.image(), trainer.image());
            let noise = trainer.fixed_noise();
            let expected = run(trainer.pictures(&noise)).unwrap();
            let found = run(model.pictures(&noise, &device::cpu())).unwrap();
            assert!(expected == found, "{name} after {count} steps");

            let images = trainer.source().held_out(6);
            let expected = run(trainer.encode(&images)).unwrap();
            let all: Vec<usize> = (0..images.len()).collect();
            let found = run(model.encode(images.batch(&all, &device::cpu()))).unwrap();
            assert_eq!(run(trainer.posteriors(&images)).unwrap(), found, "{name}");
            let found = found.map(|encoded| encoded.means);
            assert_eq!(expected, found, "{name}");
            assert_eq!(expected.is_some(), spec.model.has_encoder());
        }
    }
}

#[test]
fn only_live_fields_change_while_a_run_goes_on() {
    let spec = RUNS[0].1();
    let mut trainer = trainer(&spec);
    let changed = RunSpec {
        learning_rate: 0.5,
        discriminator_updates: 3,
        ..spec.clone()
    };
    trainer.set(&changed).unwrap();
    assert_eq!(*trainer.spec(), changed);
    for field in FIELDS.iter().filter(|field| !field.live) {
        let mut other = changed.clone();
        let values = [
            "7",
            "0.25",
            "true",
            "dense 9",
            "mnist",
            "vae",
            "relu",
            "batch",
            "sgd",
            "hinge",
            "linear",
            "squared-error",
        ];
        let set = values.iter().find(|value| {
            let mut tried = changed.clone();
            let accepted = field.set(&mut tried, value).is_ok();
            let differs = field.get(&tried) != field.get(&changed) && tried.check().is_ok();
            if accepted && differs {
                other = tried;
            }
            accepted && differs
        });
        if set.is_some() {
            let error = trainer.set(&other).unwrap_err();
            assert!(
                matches!(error, ModelError::NotLive { .. }),
                "{}: {error}",
                field.id
            );
        }
    }
    let bad = RunSpec {
        learning_rate: -1.0,
        ..spec
    };
    assert!(matches!(trainer.set(&bad), Err(ModelError::Spec { .. })));
    assert_eq!(*trainer.spec(), changed);
}

#[test]
fn a_file_that_is_no_such_run_is_refused_and_the_run_stays() {
    let mut trainer = trainer(&RUNS[0].1());
    steps(&mut trainer, 2);
    let before = state(&trainer, "");
    let other = Trainer::new(&RUNS[5].1(), source(), &device::cpu()).unwrap();
    let other = run(other.checkpoint()).unwrap();
    let weights = run(trainer.weights("a", WeightPrecision::F32)).unwrap();
    let own = run(trainer.checkpoint()).unwrap();
    for bad in [&b"no file"[..], &other, &weights, &own[..own.len() - 4]] {
        assert!(trainer.restore(bad).is_err());
        assert!(before == state(&trainer, ""));
    }
}

#[test]
fn an_exported_card_says_whose_images_these_were_and_that_no_licence_was_chosen() {
    let spec = RunSpec {
        data: DatasetId::Mnist,
        ..RUNS[0].1()
    };
    let mut trainer = trainer(&spec);
    steps(&mut trainer, 1);
    let bytes = run(trainer.weights("a", WeightPrecision::F32)).unwrap();
    let (card, _) = weights::load("a", &bytes, &device::cpu()).unwrap();
    assert_eq!(card.data.name, "MNIST");
    assert!(card.data.authors.starts_with("Yann LeCun"));
    assert_eq!(card.data.licence, "CC-BY-SA-3.0");
    assert_eq!(card.licence, NOT_STATED);
    assert!(
        card.summary.contains("trained for 1 steps"),
        "{}",
        card.summary
    );
}

#[test]
fn a_run_with_an_encoder_on_drawn_pictures_knows_which_dimension_is_which_factor() {
    let on = |preset: &str, drawn: ProceduralDataset| {
        let spec = RunSpec {
            data: drawn.info().id,
            image_size: 16,
            batch: 8,
            ..run_spec::preset(preset).unwrap().spec()
        };
        let source = TrainingData::drawn(drawn, 16);
        let factors = source.held_out_factors(60);
        let images = source.held_out(60);
        assert_eq!(factors[0].values.len(), images.len());
        let trainer = Trainer::new(&spec, source, &device::cpu()).unwrap();
        run(trainer.disentanglement(&images, &factors)).unwrap()
    };
    for (drawn, known) in [
        (ProceduralDataset::Shapes, 5),
        (ProceduralDataset::Strokes, 6),
    ] {
        let score = on("dense-vae-2d", drawn).unwrap();
        assert_eq!((score.images, score.factors.len()), (60, known));
        for factor in &score.factors {
            assert!(factor.dimension < 2, "{factor:?}");
            let is_share = |share: f64| (-1e-9..=1.0 + 1e-9).contains(&share);
            assert!(is_share(factor.gap) && is_share(factor.information));
            assert!(factor.gap <= factor.information + 1e-9, "{factor:?}");
        }
    }
    assert_eq!(on("dcgan", ProceduralDataset::Shapes), None);
    // Images that are kept have labels, and no factors.
    assert!(source().held_out_factors(8).is_empty());
}
