//! The best discriminator there is.

use model::data::GaussianMixture;
use model::device;
use model::gan::{
    BANDWIDTH, DeviceDensity, GaussianDensity, OptimalDiscriminator, generator_loss, optimal_field,
};
use model::random::{HostRng, RandomStream};
use model::train::{FrameLayerKind, ViewRequest};
use run_spec::{DiscriminatorKind, GanLoss, RunSpec, ToyDistribution};
use tests::{Tolerance, assert_close, read, run, single, state, tensor};

use super::{gan, points, steps, view};

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
    let mixture =
        GaussianMixture::of(ToyDistribution::EightGaussians, &Default::default()).unwrap();
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
        let f = |x| generator_loss(loss, optimal.scores(loss, x), None);
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
        discriminator_kind: DiscriminatorKind::Optimal,
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
        discriminator_kind: DiscriminatorKind::Trained,
        ..spec.clone()
    };
    trainer.set(&learnt).unwrap();
    assert_eq!(pushed, view(&trainer, ViewRequest::default()));
}
