//! Numbers from PyTorch, computed in double precision by `reference/make_reference.py`.
//!
//! A tolerance says how far single precision may stray; each is at least four times what was measured.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use std::collections::BTreeMap;

use burn::module::Module;
use burn::optim::GradientsParams;
use model::loss::{
    bernoulli_negative_log_likelihood, gaussian_negative_log_likelihood, kl_from_prior,
};
use model::train::{adam, vae_step};
use model::vae::{DiagonalGaussian, Vae, VaeConfig, reparameterise};
use model::weights::HostTensor;
use model::{Device, device};
use serde::Deserialize;
use tests::{
    Tolerance, assert_close, gradients, parameters, read, single, tensor, with_parameters,
};

const BATCH: usize = 4;
const LEARNING_RATE: f64 = 2e-3;

#[derive(Deserialize)]
struct Reference {
    bernoulli: Bernoulli,
    gaussian: Gaussian,
    posterior: PosteriorCase,
    networks: BTreeMap<String, Network>,
}

#[derive(Deserialize)]
struct Bernoulli {
    logits: Vec<f32>,
    x: Vec<f32>,
    nll: Vec<f64>,
}

#[derive(Deserialize)]
struct Gaussian {
    mean: Vec<f32>,
    x: Vec<f32>,
    sigma: Vec<f32>,
    nll: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PosteriorCase {
    mean: Vec<f32>,
    log_variance: Vec<f32>,
    noise: Vec<f32>,
    kl: Vec<f64>,
    z: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Network {
    config: VaeConfig,
    mean: Vec<f64>,
    log_variance: Vec<f64>,
    output: Vec<f64>,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    beta: f32,
    losses: Vec<f64>,
    reconstruction: Vec<f64>,
    kl: Vec<f64>,
    gradients: BTreeMap<String, Vec<f64>>,
    after1: BTreeMap<String, Vec<f64>>,
    after5: BTreeMap<String, Vec<f64>>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/reference.json")).unwrap()
}

fn networks() -> impl Iterator<Item = (String, Network)> {
    reference().networks.into_iter()
}

/// The weights that the script gives each parameter, by the same formula.
fn formula_weights(vae: &Vae) -> Vec<(String, HostTensor)> {
    let fill = |(number, (name, HostTensor { shape, values })): (usize, (String, HostTensor))| {
        let values = (0..values.len())
            .map(|i| {
                let (i, number) = (i as f64, number as f64);
                (0.3 * (1.0 + 0.7 * i * i + 1.3 * number).sin()) as f32
            })
            .collect();
        (name, HostTensor { shape, values })
    };
    parameters(vae).into_iter().enumerate().map(fill).collect()
}

fn formula_images(step: usize, pixels: usize) -> Vec<f32> {
    (0..BATCH * pixels)
        .map(|i| ((i * i * 7 + i * 13 + step * 29) % 256) as f32 / 255.0)
        .collect()
}

fn formula_noise(step: usize, latent: usize) -> Vec<f32> {
    (0..BATCH * latent)
        .map(|i| (1.5 * (0.9 * i as f64 + step as f64).sin()) as f32)
        .collect()
}

fn build(config: &VaeConfig, device: &Device) -> Vae {
    let vae = Vae::new(config, 0, device).unwrap();
    let weights = formula_weights(&vae);
    with_parameters(vae, weights, device)
}

/// Images and noise of a step, as tensors.
fn batch(
    config: &VaeConfig,
    step: usize,
    device: &Device,
) -> (burn::tensor::Tensor<2>, burn::tensor::Tensor<2>) {
    let pixels = config.image.len();
    (
        tensor(&formula_images(step, pixels), [BATCH, pixels], device),
        tensor(
            &formula_noise(step, config.latent),
            [BATCH, config.latent],
            device,
        ),
    )
}

fn assert_tensors_close(
    what: &str,
    found: &[(String, Vec<f32>)],
    expected: &BTreeMap<String, Vec<f64>>,
    tolerance: Tolerance,
) {
    let names: Vec<&String> = found.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), expected.len(), "{what}: {names:?}");
    for (name, values) in found {
        assert_close(
            &format!("{what}, {name}"),
            values,
            &expected[name],
            tolerance,
        );
    }
}

fn named_values(vae: &Vae) -> Vec<(String, Vec<f32>)> {
    let named = parameters(vae).into_iter();
    named.map(|(name, tensor)| (name, tensor.values)).collect()
}

#[test]
fn bernoulli_negative_log_likelihood_is_that_of_pytorch_at_every_logit() {
    let Bernoulli { logits, x, nll } = reference().bernoulli;
    let shape = [x.len(), 1];
    let device = device::cpu();
    let found = bernoulli_negative_log_likelihood(
        tensor(&logits, shape, &device),
        tensor(&x, shape, &device),
    );
    assert_close("bernoulli", &read(found), &nll, Tolerance::new(1e-6, 1e-6));
}

#[test]
fn gaussian_negative_log_likelihood_is_that_of_pytorch() {
    let Gaussian {
        mean,
        x,
        sigma,
        nll,
    } = reference().gaussian;
    let device = device::cpu();
    for i in 0..x.len() {
        let found = gaussian_negative_log_likelihood(
            tensor(&[mean[i]], [1, 1], &device),
            tensor(&[x[i]], [1, 1], &device),
            sigma[i],
        );
        assert_close(
            "gaussian",
            &read(found),
            &[nll[i]],
            Tolerance::new(1e-6, 1e-6),
        );
    }
}

#[test]
fn kl_divergence_from_the_prior_is_that_of_pytorch() {
    let case = reference().posterior;
    let shape = [case.mean.len(), 1];
    let device = device::cpu();
    let found = kl_from_prior(
        tensor(&case.mean, shape, &device),
        tensor(&case.log_variance, shape, &device),
    );
    assert_close("kl", &read(found), &case.kl, Tolerance::new(1e-6, 1e-6));
}

#[test]
fn the_reparameterisation_is_that_of_pytorch() {
    let case = reference().posterior;
    let shape = [case.mean.len(), 1];
    let device = device::cpu();
    let posterior = DiagonalGaussian {
        mean: tensor(&case.mean, shape, &device),
        log_variance: tensor(&case.log_variance, shape, &device),
    };
    let found = reparameterise(&posterior, tensor(&case.noise, shape, &device));
    assert_close("z", &read(found), &case.z, Tolerance::new(1e-6, 1e-6));
}

#[test]
fn encoders_and_decoders_compute_what_pytorch_computes() {
    let device = device::cpu();
    for (name, network) in networks() {
        let config = &network.config;
        let vae = build(config, &device);
        let (images, _) = batch(config, 0, &device);
        let posterior = vae.encoder.forward(images);
        let z = tensor(
            &formula_noise(7, config.latent),
            [BATCH, config.latent],
            &device,
        );
        let output = vae.decoder.forward(z);
        let tolerance = Tolerance::new(2e-6, 2e-6);
        for (what, found, expected) in [
            ("mean", posterior.mean, network.mean),
            ("log variance", posterior.log_variance, network.log_variance),
            ("output", output, network.output),
        ] {
            assert_close(
                &format!("{name}, {what}"),
                &read(found),
                &expected,
                tolerance,
            );
        }
    }
}

#[test]
fn the_elbo_and_its_gradients_are_those_of_pytorch() {
    let device = device::cpu().autodiff();
    for (name, network) in networks() {
        for run in &network.runs {
            let name = format!("{name}, β = {}", run.beta);
            let vae = build(&network.config, &device);
            let (images, noise) = batch(&network.config, 0, &device);
            let elbo = vae.elbo(images, noise);
            let loss = elbo.loss(run.beta);
            let backward = GradientsParams::from_grads(loss.clone().backward(), &vae);
            let tolerance = Tolerance::new(1e-6, 2e-6);
            for (what, found, expected) in [
                (
                    "reconstruction",
                    read(elbo.reconstruction),
                    &run.reconstruction[..],
                ),
                ("KL", read(elbo.kl), &run.kl),
                ("loss", vec![single(loss)], &run.losses[..1]),
            ] {
                assert_close(&format!("{name}, {what}"), &found, expected, tolerance);
            }
            let names = parameters(&vae).into_iter().map(|(name, _)| name);
            let found: Vec<_> = names.zip(gradients(&vae, &backward)).collect();
            assert_tensors_close(&name, &found, &run.gradients, Tolerance::new(1e-5, 1e-5));
        }
    }
}

#[test]
fn weights_after_one_and_five_steps_of_adam_are_those_of_pytorch() {
    let device = device::cpu().autodiff();
    for (name, network) in networks() {
        for run in &network.runs {
            let mut vae = build(&network.config, &device);
            let mut optimiser = adam();
            for (step, &expected) in run.losses.iter().enumerate() {
                let (images, noise) = batch(&network.config, step, &device);
                let (next, elbo) =
                    vae_step(vae, &mut optimiser, images, noise, run.beta, LEARNING_RATE);
                vae = next;
                let name = format!("{name}, β = {}, step {}", run.beta, step + 1);
                let loss = single(elbo.loss(run.beta));
                let what = format!("{name}, loss");
                assert_close(&what, &[loss], &[expected], Tolerance::new(0.0, 5e-6));
                let expected = match step {
                    0 => &run.after1,
                    4 => &run.after5,
                    _ => continue,
                };
                // A step is at most the learning rate long: this is a thousandth of one.
                let tolerance = Tolerance::new(2e-6, 1e-6);
                assert_tensors_close(&name, &named_values(&vae), expected, tolerance);
            }
        }
    }
}

#[test]
fn a_network_for_inference_computes_what_the_one_in_training_does() {
    let device = device::cpu().autodiff();
    for (_, network) in networks() {
        let vae = build(&network.config, &device);
        let z = formula_noise(7, network.config.latent);
        let shape = [BATCH, network.config.latent];
        let training = vae.decode(tensor(&z, shape, &device));
        let inference = vae.valid().decode(tensor(&z, shape, &device::cpu()));
        assert_eq!(read(training), read(inference));
    }
}
