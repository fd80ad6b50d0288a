//! Who learns, and from what.

use model::data::TrainingData;
use model::device;
use model::train::{GanPlayer, LossName, NetworkName, StepPart, Trainer, ViewRequest};
use run_spec::{FrozenPlayer, GanLoss, ModelType, Prior, RunSpec};
use tests::runs::{RUNS, source};
use tests::{Tolerance, assert_close, run, state};

use super::{gan, makers, points, steps, view};

#[test]
fn a_frozen_player_stays_as_it_is_and_what_is_measured_stays_live() {
    for (name, spec) in RUNS {
        let spec = RunSpec {
            vae_steps: 0,
            ..spec()
        };
        if !spec.model.has_discriminator() {
            continue;
        }
        let mut trainer = Trainer::new(&spec, source(), &device::cpu()).unwrap();
        steps(&mut trainer, 2);
        let saved = run(trainer.checkpoint()).unwrap();
        let set = |trainer: &mut Trainer, frozen| {
            let spec = RunSpec {
                frozen,
                ..spec.clone()
            };
            trainer.set(&spec).unwrap();
        };

        let (others, judge) = (makers(&trainer), state(&trainer, "discriminator"));
        set(&mut trainer, FrozenPlayer::Discriminator);
        steps(&mut trainer, 2);
        assert!(judge == state(&trainer, "discriminator"), "{name}");
        assert!(others[0] != makers(&trainer)[0], "{name}");
        let first = run(trainer.report()).unwrap();
        steps(&mut trainer, 1);
        let second = run(trainer.report()).unwrap();
        for report in [&first, &second] {
            assert!(report.loss(LossName::Discriminator).unwrap().is_finite());
            assert!(report.gradient_norm(NetworkName::Discriminator).unwrap() > 0.0);
        }
        assert!(first.real_scores != second.real_scores, "{name}");
        assert!(first.losses != second.losses, "{name}");

        // The discriminator learns first, and from the same generator.
        trainer.restore(&saved).unwrap();
        trainer.step(StepPart::Whole);
        let learnt = state(&trainer, "discriminator");
        trainer.restore(&saved).unwrap();
        set(&mut trainer, FrozenPlayer::Generator);
        trainer.step(StepPart::Whole);
        assert!(others == makers(&trainer), "{name}");
        // But where the encoder's codes are judged, it would have learnt before.
        let same = learnt == state(&trainer, "discriminator");
        assert_eq!(same, spec.model != ModelType::LatentFedGan, "{name}");
        let report = run(trainer.report()).unwrap();
        assert!(report.loss(LossName::Generator).unwrap().is_finite());
        assert!(report.gradient_norm(NetworkName::Generator).unwrap() > 0.0);
    }
}

#[test]
fn a_player_that_begins_anew_has_other_weights_no_memory_and_the_same_every_time() {
    for (name, spec) in RUNS {
        let spec = spec();
        let mut trainer = Trainer::new(&spec, source(), &device::cpu()).unwrap();
        let first = (makers(&trainer), state(&trainer, "discriminator"));
        steps(&mut trainer, 3);
        let before = (makers(&trainer), state(&trainer, "discriminator"));
        let saved = run(trainer.checkpoint()).unwrap();

        trainer.reinitialize(GanPlayer::Discriminator).unwrap();
        let judge = state(&trainer, "discriminator");
        assert!(makers(&trainer) == before.0, "{name}");
        assert!(judge.keys().all(|name| !name.contains("moments")));
        if spec.model.has_discriminator() {
            assert!(judge != before.1 && judge != first.1, "{name}");
        }

        trainer.restore(&saved).unwrap();
        trainer.reinitialize(GanPlayer::Generator).unwrap();
        let reinitialized = makers(&trainer);
        assert!(state(&trainer, "discriminator") == before.1, "{name}");
        assert!(
            reinitialized[0] != before.0[0] && reinitialized[0] != first.0[0],
            "{name}"
        );
        assert_eq!(
            reinitialized[1].is_empty(),
            before.0[1].is_empty(),
            "{name}"
        );
        for (name, numbers) in &reinitialized[3] {
            let own = name.replacen("average.", "generator.weights.", 1);
            assert!(*numbers == reinitialized[0][&own], "{name}");
        }
        // It goes on, and from a file too.
        let saved_again = run(trainer.checkpoint()).unwrap();
        steps(&mut trainer, 2);
        let mut other = Trainer::resume(&saved_again, source(), &device::cpu()).unwrap();
        steps(&mut other, 2);
        assert!(state(&trainer, "") == state(&other, ""), "{name}");
        trainer.restore(&saved).unwrap();
        trainer.reinitialize(GanPlayer::Generator).unwrap();
        assert!(reinitialized == makers(&trainer), "{name}");
        assert_eq!(trainer.steps(), 3);
    }
}

#[test]
fn a_young_average_follows_its_generator_again() {
    let spec = RunSpec {
        ema: 0.999,
        ..gan()
    };
    let mut trainer = points(&spec);
    steps(&mut trainer, 500);
    trainer.reinitialize(GanPlayer::Generator).unwrap();
    let before = state(&trainer, "generator.weights.");
    trainer.step(StepPart::Whole);
    // As with the first step of a run, d = 1 / 10.
    let (after, average) = (
        state(&trainer, "generator.weights."),
        state(&trainer, "average."),
    );
    for (name, after) in after {
        let expected = before[&name].iter().zip(&after);
        let expected: Vec<f64> = expected
            .map(|(b, a)| 0.1 * f64::from(*b) + 0.9 * f64::from(*a))
            .collect();
        let average = &average[&name.replacen("generator.weights.", "average.", 1)];
        assert_close(&name, average, &expected, Tolerance::new(1e-6, 1e-6));
    }
}

#[test]
fn uniform_noise_is_for_gans_on_points() {
    let uniform = RunSpec {
        prior: Prior::Uniform,
        ..gan()
    };
    let noise = points(&uniform).fixed_noise();
    assert!(noise.iter().all(|z| (-1.0..1.0).contains(z)));
    let normal = points(&gan()).fixed_noise();
    assert!(normal.iter().any(|z| z.abs() > 1.0));
    let after = |spec: &RunSpec| {
        let mut trainer = points(spec);
        steps(&mut trainer, 2);
        state(&trainer, "generator.weights")
    };
    assert!(after(&uniform) != after(&gan()));
    for model in [ModelType::Vae, ModelType::VaeGan] {
        let [normal, uniform] = [gan(), uniform.clone()].map(|spec| RunSpec { model, ..spec });
        assert!(after(&uniform) == after(&normal), "{model:?}");
    }
}

#[test]
fn runs_in_lock_step_equal_runs_by_themselves() {
    let specs = GanLoss::ALL
        .iter()
        .take(4)
        .map(|&gan_loss| RunSpec { gan_loss, ..gan() });
    let specs: Vec<RunSpec> = specs.collect();
    let shared = TrainingData::of_world(&specs[0]).unwrap();
    let mut together: Vec<Trainer> = specs
        .iter()
        .map(|spec| Trainer::new(spec, shared.clone(), &device::cpu()).unwrap())
        .collect();
    for step in 0..100 {
        for trainer in &mut together {
            trainer.step(StepPart::Whole);
            if step % 7 == 0 {
                view(trainer, ViewRequest::default());
                run(trainer.generated(50)).unwrap();
                run(trainer.report()).unwrap();
            }
        }
    }
    for (spec, trainer) in specs.iter().zip(&together) {
        let mut alone = points(spec);
        steps(&mut alone, 100);
        assert!(
            state(trainer, "") == state(&alone, ""),
            "{:?}",
            spec.gan_loss
        );
    }
}

#[test]
fn a_loss_may_change_while_a_run_goes_on() {
    let mut trainer = points(&gan());
    steps(&mut trainer, 2);
    for &gan_loss in GanLoss::ALL {
        trainer.set(&RunSpec { gan_loss, ..gan() }).unwrap();
        steps(&mut trainer, 2);
        let report = run(trainer.report()).unwrap();
        let bound = match gan_loss {
            GanLoss::Minimax | GanLoss::NonSaturating => 0.0..=1.0,
            _ => f32::MIN..=f32::MAX,
        };
        let scores = report.real_scores.iter().chain(&report.fake_scores);
        assert!(scores.clone().all(|score| bound.contains(score)));
        let weights = state(&trainer, "discriminator.weights");
        let most = weights
            .values()
            .flatten()
            .fold(0.0_f32, |m, w| m.max(w.abs()));
        let clipped = most <= gan().weight_clip as f32;
        assert_eq!(clipped, gan_loss == GanLoss::Wasserstein, "{gan_loss:?}");
        if clipped {
            // So that what comes after it is not clipped because it was.
            trainer.reinitialize(GanPlayer::Discriminator).unwrap();
        }
    }
}
