//! Gradients against central differences, (f(x + h) − f(x − h)) / 2h.
//!
//! Values are single precision, so a difference carries the rounding of f divided by h, and the
//! third derivative times h²/6: each step below lies where the two meet, and each tolerance is a
//! few times what was measured there.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use model::loss::{PixelLikelihood, kl_from_prior};
use model::nn::{Activation, ApplyActivation};
use model::random::{HostRng, RandomStream};
use model::vae::{DiagonalGaussian, Vae, VaeConfig, reparameterise};
use model::weights::HostTensor;
use model::{Device, device};
use tests::{
    Tolerance, assert_close, colour_config, conv_config, dense_config, gradients, parameters, read,
    tensor, with_parameters,
};

/// The derivative of an element-wise function, by autodiff and by central differences.
fn assert_derivative(
    what: &str,
    points: &[f32],
    function: impl Fn(Tensor<2>) -> Tensor<2>,
    tolerance: Tolerance,
) {
    const STEP: f32 = 1.0 / 128.0;
    let shape = [points.len(), 1];
    let device = device::cpu();
    let x = tensor(points, shape, &device.clone().autodiff()).require_grad();
    let backward = function(x.clone()).sum().backward();
    let gradient = read(x.grad(&backward).expect("a gradient"));
    let at = |offset: f32| {
        let moved: Vec<f32> = points.iter().map(|x| x + offset).collect();
        read(function(tensor(&moved, shape, &device)))
    };
    let differences: Vec<f64> = at(STEP)
        .iter()
        .zip(at(-STEP))
        .map(|(&above, below)| (f64::from(above) - f64::from(below)) / f64::from(2.0 * STEP))
        .collect();
    assert_close(what, &gradient, &differences, tolerance);
}

const POINTS: [f32; 8] = [-6.0, -2.5, -1.0, -0.125, 0.25, 1.0, 3.0, 5.0];

fn constant(value: f32, like: &Tensor<2>) -> Tensor<2> {
    like.zeros_like().add_scalar(value)
}

#[test]
fn the_bernoulli_likelihood_has_the_gradient_of_its_differences() {
    for grey in [0.0, 0.3, 1.0] {
        assert_derivative(
            &format!("Bernoulli at grey {grey}"),
            &POINTS,
            |logits| {
                let x = constant(grey, &logits);
                PixelLikelihood::Bernoulli
                    .negative_log(logits, x)
                    .unsqueeze_dim(1)
            },
            Tolerance::new(1e-4, 1e-4),
        );
    }
}

#[test]
fn the_bernoulli_gradient_is_finite_and_exact_at_extreme_and_zero_logits() {
    let device = device::cpu().autodiff();
    let logits = [-200.0, -100.0, 0.0, 100.0, 200.0];
    for grey in [0.0_f32, 0.25, 1.0] {
        let l = tensor(&logits, [5, 1], &device).require_grad();
        let x = constant(grey, &l);
        let loss = PixelLikelihood::Bernoulli.negative_log(l.clone(), x).sum();
        let gradient = read(l.grad(&loss.backward()).expect("a gradient"));
        // dNLL/dl = σ(l) − x.
        let expected: Vec<f64> = logits
            .iter()
            .map(|&l| 1.0 / (1.0 + f64::from(-l).exp()) - f64::from(grey))
            .collect();
        let tolerance = Tolerance::new(1e-6, 0.0);
        assert_close(&format!("grey {grey}"), &gradient, &expected, tolerance);
    }
}

#[test]
fn the_gaussian_likelihood_has_the_gradient_of_its_differences() {
    for sigma in [0.5, 1.0, 2.0] {
        assert_derivative(
            &format!("Gaussian with σ = {sigma}"),
            &POINTS,
            |mean| {
                let x = constant(0.4, &mean);
                let likelihood = PixelLikelihood::Gaussian { sigma };
                likelihood.negative_log(mean, x).unsqueeze_dim(1)
            },
            Tolerance::new(2e-3, 1e-4),
        );
    }
}

#[test]
fn the_divergence_and_the_reparameterisation_have_the_gradients_of_their_differences() {
    let tolerance = Tolerance::new(2e-4, 1e-3);
    assert_derivative(
        "KL by the mean",
        &POINTS,
        |mean| kl_from_prior(mean.clone(), constant(0.3, &mean)),
        tolerance,
    );
    assert_derivative(
        "KL by the log variance",
        &POINTS,
        |log_variance| kl_from_prior(constant(0.3, &log_variance), log_variance),
        tolerance,
    );
    assert_derivative(
        "z by the log variance",
        &POINTS,
        |log_variance| {
            let noise = constant(-1.5, &log_variance);
            let mean = constant(0.3, &log_variance);
            reparameterise(&DiagonalGaussian { mean, log_variance }, noise)
        },
        tolerance,
    );
}

#[test]
fn activations_have_the_gradients_of_their_differences() {
    for activation in [Activation::Relu, Activation::LeakyRelu, Activation::Silu] {
        assert_derivative(
            &format!("{activation:?}"),
            &POINTS,
            |x| activation.forward(x),
            Tolerance::new(1e-4, 1e-4),
        );
    }
}

/// A network at its weights, moved along a direction of the space of all weights.
struct Probe {
    vae: Vae,
    weights: Vec<(String, HostTensor)>,
    images: Vec<f32>,
    noise: Vec<f32>,
    batch: usize,
    device: Device,
}

impl Probe {
    fn new(config: &VaeConfig) -> Self {
        const BATCH: usize = 6;
        let device = device::cpu();
        let mut vae = Vae::new(config, 3, &device).unwrap();
        let mut weights = parameters(&vae);
        // Twice the initial weights: far enough from zero that every term of −ELBO matters.
        for (_, tensor) in &mut weights {
            tensor.values.iter_mut().for_each(|value| *value *= 2.0);
        }
        vae = with_parameters(vae, weights.clone(), &device);
        let mut rng = HostRng::new(3, RandomStream::Evaluation);
        let images = rng.uniforms(BATCH * config.image.len(), 0.5);
        Self {
            vae,
            weights,
            images: images.iter().map(|value| value + 0.5).collect(),
            noise: rng.normals(BATCH * config.latent),
            batch: BATCH,
            device,
        }
    }

    /// −ELBO of each image with β on its KL term; the mean over the batch in double precision.
    fn loss(&self, vae: &Vae, beta: f32) -> f64 {
        let elbo = vae.elbo(self.images(&self.device), self.noise(&self.device));
        let terms = read(elbo.reconstruction).into_iter().zip(read(elbo.kl));
        let sum: f64 = terms
            .map(|(reconstruction, kl)| f64::from(reconstruction) + f64::from(beta * kl))
            .sum();
        sum / self.batch as f64
    }

    fn images(&self, device: &Device) -> Tensor<2> {
        tensor(
            &self.images,
            [self.batch, self.images.len() / self.batch],
            device,
        )
    }

    fn noise(&self, device: &Device) -> Tensor<2> {
        tensor(
            &self.noise,
            [self.batch, self.noise.len() / self.batch],
            device,
        )
    }

    fn gradient(&self, config: &VaeConfig, beta: f32) -> Vec<f32> {
        let device = self.device.clone().autodiff();
        let vae = Vae::new(config, 3, &device).unwrap();
        let vae = with_parameters(vae, self.weights.clone(), &device);
        let loss = vae
            .elbo(self.images(&device), self.noise(&device))
            .loss(beta);
        let backward = GradientsParams::from_grads(loss.backward(), &vae);
        gradients(&vae, &backward).concat()
    }

    fn moved(&self, direction: &[f32], step: f32) -> Vae {
        let mut moved = self.weights.clone();
        let values = moved.iter_mut().flat_map(|(_, tensor)| &mut tensor.values);
        for (value, along) in values.zip(direction) {
            *value += step * along;
        }
        with_parameters(self.vae.clone(), moved, &self.device)
    }

    /// By differences at `step` and `step / 2`, extrapolated to a step of 0 (Richardson).
    fn slope(&self, direction: &[f32], step: f32, beta: f32) -> f64 {
        let difference = |step: f32| {
            let above = self.loss(&self.moved(direction, step), beta);
            let below = self.loss(&self.moved(direction, -step), beta);
            (above - below) / f64::from(2.0 * step)
        };
        (4.0 * difference(step / 2.0) - difference(step)) / 3.0
    }
}

fn norm(values: &[f32]) -> f64 {
    values
        .iter()
        .map(|&v| f64::from(v).powi(2))
        .sum::<f64>()
        .sqrt()
}

/// Along 8 random directions in the space of all weights, relative to the gradient's length, which
/// is what a random direction's slope is on average.
fn assert_slopes(config: &VaeConfig, step: f32, tolerance: f64) {
    const BETA: f32 = 0.7;
    let probe = Probe::new(config);
    let gradient = probe.gradient(config, BETA);
    let mut worst: f64 = 0.0;
    for direction in 0..8 {
        let direction = HostRng::new(direction, RandomStream::Weights).normals(gradient.len());
        let slope: f64 = gradient
            .iter()
            .zip(&direction)
            .map(|(&g, &d)| f64::from(g) * f64::from(d))
            .sum();
        let difference = probe.slope(&direction, step, BETA);
        worst = worst.max((slope - difference).abs() / norm(&gradient));
    }
    let what = format!(
        "{:?}, {:?}, {:?}",
        config.decoder, config.activation, config.likelihood
    );
    println!("{what}: {worst:.1e} of the gradient");
    assert!(worst <= tolerance, "{what}: {worst:e} of the gradient");
}

fn variants(config: &VaeConfig, activation: Activation) -> [VaeConfig; 3] {
    [
        PixelLikelihood::Bernoulli,
        PixelLikelihood::Gaussian { sigma: 0.7 },
        PixelLikelihood::OptimalGaussian,
    ]
    .map(|likelihood| VaeConfig {
        activation,
        likelihood,
        ..config.clone()
    })
}

#[test]
fn a_smooth_vae_has_the_gradient_of_its_differences() {
    for config in [dense_config(), conv_config(), colour_config()] {
        for config in variants(&config, Activation::Silu) {
            assert_slopes(&config, 1.0 / 256.0, 1e-3);
        }
    }
}

#[test]
fn a_vae_with_kinks_has_the_gradient_of_its_differences() {
    for activation in [Activation::LeakyRelu, Activation::Relu] {
        for config in [dense_config(), conv_config()] {
            for config in variants(&config, activation) {
                // A step across a kink of an activation adds its own error: shorter steps.
                assert_slopes(&config, 1.0 / 4096.0, 2e-2);
            }
        }
    }
}

#[test]
fn every_single_weight_of_a_tiny_vae_has_the_gradient_of_its_difference() {
    let config = VaeConfig {
        activation: Activation::Silu,
        ..VaeConfig::conv([1, 8, 8], 1, (&[2], &[2]), (&[2], &[2]))
    };
    let probe = Probe::new(&config);
    let gradient = probe.gradient(&config, 1.0);
    let mut direction = vec![0.0; gradient.len()];
    let differences: Vec<f64> = (0..gradient.len())
        .map(|i| {
            direction[i] = 1.0;
            let slope = probe.slope(&direction, 1.0 / 16.0, 1.0);
            direction[i] = 0.0;
            slope
        })
        .collect();
    assert_close(
        "each weight",
        &gradient,
        &differences,
        Tolerance::new(1e-3, 1e-3),
    );
}
