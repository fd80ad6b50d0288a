//! Gradients of the adversarial and feature losses, of normalisation and of growing, against
//! central differences, (f(x + h) − f(x − h)) / 2h.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use burn::tensor::Tensor;
use model::device;
use model::gan::{Discriminator, Generator, GeneratorConfig, discriminator_loss, generator_loss};
use model::nn::{ForwardPass, Growth, NormLayer, double, halve};
use model::random::{HostRng, RandomStream};
use model::vae_gan::{feature_distance, reconstruction};
use run_spec::{
    GanLoss, ImageShape, ModelType, NetworkSpec, Normalisation, OutputActivation, Reconstruction,
    RunSpec,
};
use tests::{Tolerance, assert_close, read, single, tensor};

const STEP: f32 = 1.0 / 128.0;
const TOLERANCE: Tolerance = Tolerance::new(5e-4, 5e-3);

/// Holds the gradient of a number that depends on `x` (`[rows, columns]`).
fn assert_gradient(
    what: &str,
    x: &[f32],
    shape: [usize; 2],
    tolerance: Tolerance,
    function: impl Fn(Tensor<2>) -> Tensor<1>,
) {
    let device = device::cpu();
    let leaf = tensor(x, shape, &device.clone().autodiff()).require_grad();
    let gradients = function(leaf.clone()).backward();
    let found = read(leaf.grad(&gradients).unwrap());
    let at = |i: usize, offset: f32| {
        let mut moved = x.to_vec();
        moved[i] += offset;
        f64::from(single(function(tensor(&moved, shape, &device))))
    };
    let expected: Vec<f64> = (0..x.len())
        .map(|i| (at(i, STEP) - at(i, -STEP)) / f64::from(2.0 * STEP))
        .collect();
    assert_close(what, &found, &expected, tolerance);
}

fn draws(count: usize) -> Vec<f32> {
    HostRng::new(3, RandomStream::Evaluation).normals(count)
}

/// A weighted sum, so that the gradient of a mean of normalised numbers is not 0.
fn weighted<const D: usize>(x: Tensor<D>) -> Tensor<1> {
    let count = x.dims().iter().product();
    let weights = HostRng::new(4, RandomStream::Evaluation).normals(count);
    let weights = tensor(&weights, [1, count], &x.device());
    (x.reshape([1, count]) * weights).sum()
}

#[test]
fn every_adversarial_loss_has_the_gradient_of_its_differences() {
    // None of these lies at a hinge's corner.
    let scores = [-3.0, -1.4, -0.3, 0.0, 0.2, 0.8, 1.7, 4.0];
    let partners = [1.5, -0.2, 0.4, -2.0, 3.0, 0.1, -0.7, 0.9];
    let partners: Tensor<1> = tensor(&partners, [1, 8], &device::cpu()).reshape([8]);
    for &loss in GanLoss::ALL {
        let flat = |x: Tensor<2>| x.reshape([scores.len()]);
        assert_gradient(
            &format!("{loss:?}, generator"),
            &scores,
            [1, 8],
            TOLERANCE,
            |x| generator_loss(loss, flat(x), Some(&partners)),
        );
        for smoothing in [0.0, 0.2] {
            assert_gradient(
                &format!("{loss:?}, discriminator, smoothing {smoothing}"),
                &scores,
                [1, 8],
                TOLERANCE,
                |x| {
                    let x = flat(x);
                    let (real, fake) = (x.clone().narrow(0, 0, 4), x.narrow(0, 4, 4));
                    discriminator_loss(loss, real, fake, smoothing)
                },
            );
        }
    }
}

fn config(output: OutputActivation, normalisation: Normalisation) -> GeneratorConfig {
    GeneratorConfig {
        image: ImageShape::grey(8),
        latent: 3,
        decoder: NetworkSpec::conv(&[6, 4], &[5]),
        activation: run_spec::Activation::Silu,
        normalisation,
        self_modulation: false,
        output,
        growth: Some(Growth::FULL),
    }
}

fn generator(output: OutputActivation, normalisation: Normalisation) -> Generator {
    let mut rng = HostRng::new(1, RandomStream::Weights);
    Generator::new(&config(output, normalisation), &mut rng, &device::cpu()).unwrap()
}

#[test]
fn every_reconstruction_has_the_gradient_of_its_differences() {
    let images = tensor(&[0.0, 0.2, 0.9, 1.0], [1, 4], &device::cpu());
    for &output in OutputActivation::ALL {
        for &kind in Reconstruction::ALL {
            let generator = generator(output, Normalisation::None);
            assert_gradient(
                &format!("{kind:?} of {output:?}"),
                &[-1.0, 0.3, 0.8, 2.0],
                [1, 4],
                TOLERANCE,
                |x| reconstruction(kind, &generator, x, images.clone()),
            );
        }
    }
    // σ is that of the whole batch, so a number of one image is felt by the others.
    let generator = generator(OutputActivation::Linear, Normalisation::None);
    let others = tensor(&draws(12), [3, 4], &device::cpu());
    assert_gradient("best σ of a batch", &[0.5; 12], [3, 4], TOLERANCE, |x| {
        let images = others.clone();
        reconstruction(Reconstruction::OptimalGaussian, &generator, x, images).sum()
    });
    assert_gradient("features", &draws(6), [2, 3], TOLERANCE, |x| {
        let others = tensor(&[0.5, -1.0, 2.0, 0.0, 1.0, -0.5], [2, 3], &x.device());
        feature_distance(others, x).sum()
    });
}

#[test]
fn normalisation_has_the_gradient_of_its_differences_through_the_batchs_statistics() {
    for kind in [Normalisation::Batch, Normalisation::Group] {
        let norm = NormLayer::new(kind, 4, &device::cpu()).unwrap();
        assert_gradient(&format!("{kind:?}"), &draws(12), [3, 4], TOLERANCE, |x| {
            weighted(norm.forward(x, &mut ForwardPass::training()))
        });
    }
}

#[test]
fn resampling_has_the_gradient_of_its_differences() {
    let picture = |x: Tensor<2>| x.reshape([1, 4, 4, 1]);
    assert_gradient("halving", &draws(16), [1, 16], TOLERANCE, |x| {
        weighted(halve(picture(x)))
    });
    assert_gradient("doubling", &draws(16), [1, 16], TOLERANCE, |x| {
        weighted(double(picture(x)))
    });
}

#[test]
fn a_growing_game_has_the_gradient_of_its_differences_at_each_size() {
    let spec = RunSpec {
        model: ModelType::Gan,
        image_size: 8,
        discriminator: NetworkSpec::conv(&[3, 5], &[4]),
        growing_steps: 1,
        spectral_norm: true,
        ..RunSpec::default()
    };
    let mut rng = HostRng::new(2, RandomStream::Discriminator);
    let judge = Discriminator::new(&spec, ImageShape::grey(8), &mut rng, &device::cpu());
    let judge = judge.normalised();
    let generator = generator(OutputActivation::Tanh, Normalisation::None);
    for (level, blend) in [(0, 1.0), (1, 0.3), (1, 1.0), (2, 0.6), (2, 1.0)] {
        let growth = Growth { level, blend };
        assert_gradient(
            &format!("level {level}, α = {blend}"),
            &draws(6),
            [2, 3],
            TOLERANCE,
            |z| {
                let pictures = generator.generate(&mut ForwardPass::training(), z, growth);
                let side = 2 << level;
                assert_eq!(pictures.dims(), [2, side * side]);
                let judgement = judge.forward(&mut ForwardPass::training(), pictures, growth);
                judgement.score.sum()
            },
        );
    }
}

#[test]
fn pictures_that_fade_in_begin_as_the_smaller_ones_doubled() {
    let generator = generator(OutputActivation::Linear, Normalisation::None);
    let z = || tensor(&draws(6), [2, 3], &device::cpu());
    for level in [1, 2] {
        let at = |level, blend| generator.pictures(z(), Growth { level, blend });
        let before = read(at(level - 1, 1.0));
        let fading: Vec<f64> = before.iter().map(|&grey| f64::from(grey)).collect();
        let tolerance = Tolerance::new(1e-6, 1e-5);
        assert_close("α = 0", &read(at(level, 0.0)), &fading, tolerance);
    }
}
