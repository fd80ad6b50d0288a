//! Runs on points of a plane: who learns, who judges, and what is seen of them.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use std::collections::BTreeMap;

use burn::module::Module;
use model::data::{GaussianMixture, TrainingData};
use model::device;
use model::gan::{
    BANDWIDTH, DeviceDensity, Discriminator, GaussianDensity, Generator, GeneratorConfig,
    OptimalDiscriminator, generator_loss, optimal_field,
};
use model::nn::{ForwardPass, Growth};
use model::random::{HostRng, RandomStream};
use model::train::{
    FrameLayerKind, GanPlayer, LossName, NOISE_REACH, NetworkName, StepPart, TOY2D_REACH,
    Toy2dFrame, Trainer, ViewRequest,
};
use model::weights::{self, TensorFile, WeightPrecision};
use run_spec::{DataSource, Frozen, GanLoss, Judge, ModelType, Network, Prior, RunSpec, World};
use tests::runs::{RUNS, source};
use tests::{Tolerance, assert_close, read, run, single, state, tensor, tensors};

fn gan() -> RunSpec {
    RunSpec {
        seed: 7,
        model: ModelType::Gan,
        data: DataSource::Points,
        world: World::TwoGaussians,
        batch: 32,
        decoder: Network::dense(&[16]),
        encoder: Network::dense(&[16]),
        discriminator: Network::dense(&[16, 8]),
        learning_rate: 0.003,
        discriminator_learning_rate: 0.003,
        ..RunSpec::default()
    }
}

fn points(spec: &RunSpec) -> Trainer {
    Trainer::new(spec, TrainingData::of_world(spec).unwrap(), &device::cpu()).unwrap()
}

fn steps(trainer: &mut Trainer, count: u32) {
    for _ in 0..count {
        trainer.step(StepPart::Whole);
    }
}

fn view(trainer: &Trainer, wanted: ViewRequest) -> Toy2dFrame {
    run(trainer.plane_view(&wanted)).unwrap()
}

const MAKERS: [&str; 4] = ["generator", "encoder", "coder", "average"];

type Numbers = BTreeMap<String, Vec<f32>>;

fn makers(trainer: &Trainer) -> [Numbers; 4] {
    MAKERS.map(|prefix| state(trainer, prefix))
}

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
        set(&mut trainer, Frozen::Discriminator);
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
        set(&mut trainer, Frozen::Generator);
        trainer.step(StepPart::Whole);
        assert!(others == makers(&trainer), "{name}");
        // But where the encoder's codes are judged, it would have learnt before.
        let same = learnt == state(&trainer, "discriminator");
        assert_eq!(same, spec.model != ModelType::CodedGan, "{name}");
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
        let renewed = makers(&trainer);
        assert!(state(&trainer, "discriminator") == before.1, "{name}");
        assert!(
            renewed[0] != before.0[0] && renewed[0] != first.0[0],
            "{name}"
        );
        assert_eq!(renewed[1].is_empty(), before.0[1].is_empty(), "{name}");
        for (name, numbers) in &renewed[3] {
            let own = name.replacen("average.", "generator.weights.", 1);
            assert!(*numbers == renewed[0][&own], "{name}");
        }
        // It goes on, and from a file too.
        let saved_again = run(trainer.checkpoint()).unwrap();
        steps(&mut trainer, 2);
        let mut other = Trainer::resume(&saved_again, source(), &device::cpu()).unwrap();
        steps(&mut other, 2);
        assert!(state(&trainer, "") == state(&other, ""), "{name}");
        trainer.restore(&saved).unwrap();
        trainer.reinitialize(GanPlayer::Generator).unwrap();
        assert!(renewed == makers(&trainer), "{name}");
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

/// The density of a round Gaussian, in f64.
fn normal(x: [f64; 2], centre: [f64; 2], deviation: f64) -> f64 {
    let squares = (x[0] - centre[0]).powi(2) + (x[1] - centre[1]).powi(2);
    (-0.5 * squares / deviation.powi(2)).exp() / (std::f64::consts::TAU * deviation.powi(2))
}

fn one(centre: [f32; 2], deviation: f32) -> GaussianDensity {
    GaussianDensity {
        centres: vec![centre],
        weights: vec![1.0],
        deviation,
    }
}

#[test]
fn the_best_discriminator_of_two_gaussians_is_p_over_p_plus_q() {
    let (p, q) = (one([0.5, 0.25], 0.5), one([-0.25, 0.0], 0.75));
    let at = [-1.4, -0.7, -0.1, 0.0, 0.3, 0.9, 1.5_f64];
    let rows: Vec<f64> = at.iter().map(|y| -y).collect();
    let truth = |x: f64, y: f64| {
        let of_p = normal([x, y], [0.5, 0.25], 0.5);
        of_p / (of_p + normal([x, y], [-0.25, 0.0], 0.75))
    };
    let expected: Vec<f64> = rows
        .iter()
        .flat_map(|y| at.iter().map(|x| truth(*x, *y)))
        .collect();
    let tolerance = Tolerance::new(1e-5, 0.0);
    assert_close(
        "field",
        &optimal_field(&p, &q, &at, &rows),
        &expected,
        tolerance,
    );

    let device = device::cpu();
    let optimal = OptimalDiscriminator {
        p: p.on(&device),
        q: q.on(&device),
    };
    let places: Vec<f32> = rows
        .iter()
        .flat_map(|y| at.iter().flat_map(|x| [*x as f32, *y as f32]))
        .collect();
    let places = tensor(&places, [49, 2], &device);
    let found = optimal.scores(GanLoss::LeastSquares, places);
    assert_close("tensor", &read(found), &expected, tolerance);
}

#[test]
fn far_away_the_best_discriminator_is_sure_and_finite() {
    let (p, q) = (one([0.0, 0.0], 0.05), one([0.5, 0.0], 0.08));
    let far = [-40.0, -3.0, 3.0, 40.0];
    let field = optimal_field(&p, &q, &far, &far);
    assert!(field.iter().all(|d| (0.0..=1.0).contains(d)), "{field:?}");
    let device = device::cpu();
    let optimal = OptimalDiscriminator {
        p: p.on(&device),
        q: q.on(&device),
    };
    let x = tensor(&[-40.0, 0.0, 3.0, 3.0, 1e4, 1e4], [3, 2], &device);
    let x = x.autodiff().require_grad();
    let logits = optimal.logits(x.clone());
    let slope = x.grad(&logits.clone().sum().backward()).unwrap();
    for value in read(logits).into_iter().chain(read(slope)) {
        assert!(value.is_finite());
    }
}

#[test]
fn the_best_discriminators_logit_has_the_gradient_of_its_differences() {
    const STEP: f32 = 1.0 / 256.0;
    let device = device::cpu();
    let mixture = GaussianMixture::of(World::EightGaussians, &Default::default()).unwrap();
    let p = GaussianDensity {
        centres: mixture.centres,
        weights: mixture.weights,
        deviation: mixture.deviation,
    };
    let made = HostRng::new(1, RandomStream::Evaluation).uniforms(200, 1.0);
    let optimal = OptimalDiscriminator {
        p: p.blurred().on(&device),
        q: DeviceDensity::of_points(tensor(&made, [100, 2], &device)),
    };
    let places = [0.1, 0.2, -0.8, 0.05, 0.9, 0.9, 0.56, -0.5, 1.4, -1.4];
    for &loss in GanLoss::ALL {
        let f = |x| generator_loss(loss, optimal.scores(loss, x));
        let leaf = tensor(&places, [5, 2], &device).autodiff().require_grad();
        let found = leaf.grad(&f(leaf.clone()).backward()).unwrap();
        let at = |i: usize, offset: f32| {
            let mut moved = places;
            moved[i] += offset;
            f64::from(single(f(tensor(&moved, [5, 2], &device))))
        };
        let expected: Vec<f64> = (0..places.len())
            .map(|i| (at(i, STEP) - at(i, -STEP)) / f64::from(2.0 * STEP))
            .collect();
        let tolerance = Tolerance::new(5e-3, 2e-2);
        assert_close(&format!("{loss:?}"), &read(found), &expected, tolerance);
    }
}

#[test]
fn the_density_of_points_is_that_of_kernels_at_them() {
    let made = [0.25, -0.5, 0.75, 0.0, 0.5, 0.5];
    let device = device::cpu();
    let optimal = OptimalDiscriminator {
        p: GaussianDensity::of_points(&made).on(&device),
        q: DeviceDensity::of_points(tensor(&made, [3, 2], &device)),
    };
    let places = tensor(&[0.0, 0.0, 0.5, -0.2], [2, 2], &device);
    assert_close(
        "both",
        &read(optimal.logits(places)),
        &[0.0; 2],
        Tolerance::new(1e-4, 0.0),
    );
    let blurred = one([0.0, 0.0], 0.06).blurred();
    assert!((blurred.deviation - (0.0036 + BANDWIDTH * BANDWIDTH).sqrt()).abs() < 1e-7);
}

#[test]
fn judged_by_the_best_discriminator_the_generator_finds_the_data_and_the_learnt_one_learns_on() {
    let spec = RunSpec {
        judge: Judge::Optimal,
        ..gan()
    };
    let mut trainer = points(&spec);
    let judge = state(&trainer, "discriminator.weights");
    steps(&mut trainer, 600);
    assert!(judge != state(&trainer, "discriminator.weights"));
    let made = run(trainer.generated(400)).unwrap();
    let mixture = trainer.source().points().unwrap().mixture().unwrap();
    // Within the blur of the densities that are compared.
    let near = made.chunks_exact(2).filter(|point| {
        mixture
            .centres
            .iter()
            .any(|centre| (point[0] - centre[0]).hypot(point[1] - centre[1]) < 3.0 * 0.1)
    });
    let near = near.count();
    assert!(near > 280, "{near} of 400");

    // Pushed points have no known density: the learnt one judges.
    let frame = view(&trainer, ViewRequest::default());
    trainer.source_mut().push([0.0, 0.0], [0.1, 0.0], 0.2);
    let pushed = view(&trainer, ViewRequest::default());
    assert!(frame.layer(FrameLayerKind::Field) != pushed.layer(FrameLayerKind::Field));
    let learnt = RunSpec {
        judge: Judge::Learnt,
        ..spec.clone()
    };
    trainer.set(&learnt).unwrap();
    assert_eq!(pushed, view(&trainer, ViewRequest::default()));
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

#[test]
fn a_view_of_a_gan_has_its_layers_and_the_cells_from_the_top() {
    for latent in [1, 2, 5] {
        let spec = RunSpec { latent, ..gan() };
        let mut trainer = points(&spec);
        steps(&mut trainer, 3);
        let wanted = ViewRequest::default();
        let frame = view(&trainer, wanted);
        let manifold = if latent == 1 { 200 } else { 441 };
        let sizes = frame.layers.iter().map(|l| (l.kind, l.rows, l.columns));
        let expected = [
            (FrameLayerKind::Generated, 300, 2),
            (FrameLayerKind::Noise, 300, latent),
            (FrameLayerKind::Arrows, 100, 2),
            (FrameLayerKind::Manifold, manifold, 2),
            (FrameLayerKind::Field, 40, 40),
        ];
        assert_eq!(sizes.collect::<Vec<_>>(), expected);
        let count = expected.iter().map(|(_, rows, columns)| rows * columns);
        assert_eq!(frame.values.len(), count.sum::<usize>());
        let z = frame.layer(FrameLayerKind::Noise).unwrap();
        assert!(z[..64 * latent] == trainer.fixed_noise());
        // A manifold's corners are G of the grid's corners, the first one at the upper left.
        let manifold = frame.layer(FrameLayerKind::Manifold).unwrap();
        let mut corner = vec![0.0; latent];
        corner[0] = -NOISE_REACH;
        if latent > 1 {
            corner[1] = NOISE_REACH;
        }
        let made = generator(&trainer)
            .pictures(tensor(&corner, [1, latent], &device::cpu()), Growth::FULL);
        let expected: Vec<f64> = read(made).into_iter().map(f64::from).collect();
        assert_close(
            "corner",
            &manifold[..2],
            &expected,
            Tolerance::new(1e-6, 1e-6),
        );
        assert_eq!(frame, view(&trainer, wanted), "nothing changes");
    }
}

/// A network of a run's state.
fn network<M: Module>(trainer: &Trainer, prefix: &str, network: M) -> M {
    let all = tensors(trainer, prefix).into_iter();
    let all = all.map(|(name, tensor)| (name[prefix.len()..].to_owned(), tensor));
    let mut file = TensorFile::new(WeightPrecision::F32, all.collect());
    weights::assign("run", network, &mut file, &device::cpu()).unwrap()
}

fn generator(trainer: &Trainer) -> Generator {
    let config = GeneratorConfig::of(trainer.spec(), trainer.image());
    let mut rng = HostRng::new(0, RandomStream::Weights);
    let made = Generator::new(&config, &mut rng, &device::cpu()).unwrap();
    network(trainer, "generator.weights.", made)
}

fn discriminator(trainer: &Trainer) -> Discriminator {
    let mut rng = HostRng::new(0, RandomStream::Weights);
    let made = Discriminator::new(trainer.spec(), trainer.image(), &mut rng, &device::cpu());
    network(trainer, "discriminator.weights.", made)
}

#[test]
fn arrows_are_minus_the_differences_of_each_points_own_loss_and_the_field_is_the_scores() {
    const STEP: f32 = 1.0 / 256.0;
    for &gan_loss in GanLoss::ALL {
        let spec = RunSpec {
            gan_loss,
            weight_clip: 0.5,
            ..gan()
        };
        let mut trainer = points(&spec);
        steps(&mut trainer, 50);
        let frame = view(&trainer, ViewRequest::default());
        let judge = discriminator(&trainer);
        let scores = |places: &[f32]| {
            let places = tensor(places, [places.len() / 2, 2], &device::cpu());
            judge
                .forward(&mut ForwardPass::Inference, places, Growth::FULL)
                .score
        };
        let made = frame.layer(FrameLayerKind::Generated).unwrap();
        let arrows = frame.layer(FrameLayerKind::Arrows).unwrap();
        let loss = |place: &[f32; 2]| f64::from(single(generator_loss(gan_loss, scores(place))));
        let (mut found, mut expected) = (Vec::new(), Vec::new());
        for (i, point) in made[..200].chunks_exact(2).enumerate() {
            for axis in [0, 1] {
                let at = |offset: f32| {
                    let mut moved = [point[0], point[1]];
                    moved[axis] += offset;
                    loss(&moved)
                };
                let [before, here, after] = [-STEP, 0.0, STEP].map(at);
                // Across a rectifier's corner there is no one slope.
                if ((after - here) - (here - before)).abs() < 2e-5 {
                    found.push(arrows[2 * i + axis]);
                    expected.push((before - after) / f64::from(2.0 * STEP));
                }
            }
        }
        assert!(expected.len() > 100, "{} numbers", expected.len());
        let tolerance = Tolerance::new(5e-3, 2e-2);
        assert_close(&format!("{gan_loss:?}"), &found, &expected, tolerance);
        if gan_loss == GanLoss::NonSaturating {
            let middle = |i: usize| TOY2D_REACH * ((2 * i + 1) as f32 / 40.0 - 1.0);
            let cells: Vec<f32> = (0..1600)
                .flat_map(|i| [middle(i % 40), -middle(i / 40)])
                .collect();
            let expected = read(scores(&cells)).into_iter();
            let expected: Vec<f64> = expected
                .map(|s| 1.0 / (1.0 + f64::from(-s).exp()))
                .collect();
            let field = frame.layer(FrameLayerKind::Field).unwrap();
            assert_close("field", field, &expected, Tolerance::new(1e-6, 1e-6));
        }
    }
}

#[test]
fn the_field_is_of_the_plane_as_it_is_drawn() {
    // Pulled to the upper right, the data are there, and D is told so.
    let spec = RunSpec {
        frozen: Frozen::Generator,
        ..gan()
    };
    let mut trainer = points(&spec);
    for _ in 0..20 {
        trainer.source_mut().push([0.0, 0.0], [0.3, 0.3], 3.0);
    }
    steps(&mut trainer, 300);
    let frame = view(&trainer, ViewRequest::default());
    let field = frame.layer(FrameLayerKind::Field).unwrap();
    let at = |x: f32, y: f32| {
        let cell = |place: f32| ((place / TOY2D_REACH + 1.0) * 20.0) as usize;
        field[cell(-y) * 40 + cell(x)]
    };
    let corners = [at(1.4, 1.4), at(-1.4, 1.4), at(1.4, -1.4), at(-1.4, -1.4)];
    assert!(corners[1..].iter().all(|d| *d < corners[0]), "{corners:?}");
}

#[test]
fn a_view_of_a_vae_has_codes_and_reconstructions() {
    for model in [
        ModelType::Vae,
        ModelType::Autoencoder,
        ModelType::VaeGan,
        ModelType::CodedGan,
    ] {
        let spec = RunSpec {
            model,
            vae_steps: 0,
            ..gan()
        };
        let mut trainer = points(&spec);
        steps(&mut trainer, 200);
        let frame = view(&trainer, ViewRequest::default());
        let games = model.has_discriminator();
        assert_eq!(frame.layer(FrameLayerKind::Field).is_some(), games);
        assert_eq!(frame.layer(FrameLayerKind::Arrows).is_some(), games);
        let stds = frame.layer(FrameLayerKind::Spreads).unwrap();
        assert_eq!(stds.len(), 150 * spec.latent);
        let exact = model == ModelType::Autoencoder;
        assert!(stds.iter().all(|s| (*s == 0.0) == exact && *s >= 0.0));
        let x = &trainer.source().points().unwrap().held_out()[..300];
        let rebuilt = frame.layer(FrameLayerKind::Reconstructed).unwrap();
        assert_eq!(rebuilt.len(), x.len());
        if model == ModelType::Autoencoder {
            let errors = x.iter().zip(rebuilt).map(|(a, b)| (a - b).powi(2));
            let error = errors.sum::<f32>() / 150.0;
            assert!(error < 0.1, "{model:?}: {error}");
        }
    }
}
