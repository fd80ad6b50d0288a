//! What there is to see of a run.

use burn::module::Module;
use model::device;
use model::gan::{Discriminator, Generator, GeneratorConfig, KERNELS, generator_loss};
use model::nn::{ForwardPass, Growth};
use model::random::{HostRng, RandomStream};
use model::train::{FrameLayerKind, NOISE_REACH, TOY2D_REACH, Trainer, ViewRequest};
use model::weights::{self, TensorFile, WeightPrecision};
use run_spec::{FrozenPlayer, GanLoss, ModelType, RunSpec};
use tests::{Tolerance, assert_close, read, single, tensor, tensors};

use super::{gan, points, steps, view};

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
        // A pair's other half is the mean of held-out points.
        let held_out = &trainer.source().points().unwrap().held_out()[..2 * KERNELS];
        let partner = scores(held_out).mean();
        let loss = |place: &[f32; 2]| {
            let loss = generator_loss(gan_loss, scores(place), Some(&partner));
            f64::from(single(loss))
        };
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
        frozen: FrozenPlayer::Generator,
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
        ModelType::LatentFedGan,
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
