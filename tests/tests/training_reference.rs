//! Steps of training against PyTorch: every loss, every optimiser, every kind of model, from the
//! same weights, images and noise (`tests/reference/make_training_reference.py`).
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use std::collections::BTreeMap;
use std::fs;

use burn::tensor::Tensor;
use model::device;
use model::gan::{PENALTY_DEVIATION, gradient_penalties};
use model::nn::SpectralNorm;
use model::random::{HostRng, RandomStream};
use model::train::{LossName, NetworkName, StepPart, Trainer};
use model::weights::TensorFile;
use run_spec::Normalisation;
use serde::Deserialize;
use tests::runs::{RUNS, STEPS, source};
use tests::{Tolerance, assert_close, read, root, run, tensor};

/// PyTorch computed in double precision; six steps amplify what single precision rounds off.
const STEP: Tolerance = Tolerance::new(2e-4, 2e-3);
const STATE: Tolerance = Tolerance::new(2e-3, 5e-3);

#[derive(Deserialize)]
struct Reference {
    steps: u32,
    spectral: Vec<SpectralCase>,
    penalty: PenaltyCase,
    runs: Vec<ReferenceRun>,
}

#[derive(Deserialize)]
struct SpectralCase {
    shape: Vec<usize>,
    weight: Vec<f32>,
    c: Vec<f32>,
    sigma: f64,
    normalised: Vec<f64>,
    gradient: Vec<f64>,
}

/// R1 of D(x) = w₂ · silu(x W₁ + b) and its gradients, by autograd.
#[derive(Deserialize)]
struct PenaltyCase {
    x: Vec<f32>,
    w1: Vec<f32>,
    b: Vec<f32>,
    w2: Vec<f32>,
    penalty: f64,
    /// With respect to `w1`, `b` and `w2`.
    gradients: Vec<f64>,
}

#[derive(Deserialize)]
struct ReferenceRun {
    name: String,
    losses: Vec<BTreeMap<LossName, f64>>,
    norms: Vec<BTreeMap<NetworkName, f64>>,
    /// Sum, sum of squares and the first numbers of each tensor after the last step.
    state: BTreeMap<String, Vec<f64>>,
}

fn reference() -> Reference {
    let path = root().join("tests/reference/training_reference.json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn every_run_has_the_losses_and_weights_of_pytorch() {
    let reference = reference();
    assert_eq!(reference.steps, STEPS);
    assert_eq!(reference.runs.len(), RUNS.len());
    for (name, spec) in RUNS {
        let expected = reference.runs.iter().find(|run| run.name == name).unwrap();
        let mut trainer = Trainer::new(&spec(), source(), &device::cpu()).unwrap();
        for step in 0..STEPS as usize {
            trainer.step(StepPart::Whole);
            let report = run(trainer.report()).unwrap();
            let losses = &expected.losses[step];
            assert_eq!(report.losses.len(), losses.len(), "{name}, step {step}");
            for (loss, value) in &report.losses {
                let what = format!("{name}, step {step}, {loss:?}");
                assert_close(&what, &[*value], &[losses[loss]], STEP);
            }
            let norms = &expected.norms[step];
            assert_eq!(report.gradient_norms.len(), norms.len(), "{name}, {step}");
            for (network, value) in &report.gradient_norms {
                let what = format!("{name}, step {step}, gradient of {network:?}");
                assert_close(&what, &[*value], &[norms[network]], STEP);
            }
        }
        let file = run(trainer.checkpoint()).unwrap();
        let (mut tensors, _) = TensorFile::parse(name, &file).unwrap();
        for (tensor, expected) in &expected.state {
            // A bias in front of a BatchNorm has no effect, and a gradient of nothing but rounding,
            // which Adam enlarges; the running mean follows it.
            let spec = spec();
            let batch = match tensor.starts_with("discriminator") {
                true => spec.discriminator_normalisation == Normalisation::Batch,
                false => spec.normalisation == Normalisation::Batch,
            };
            if batch && (tensor.ends_with(".bias") || tensor.ends_with(".running.mean")) {
                continue;
            }
            let shape = tensors.shape(tensor).unwrap().to_vec();
            let values = tensors.take(name, tensor, &shape).unwrap();
            let sum = values.iter().sum::<f32>();
            let squares = values.iter().map(|value| value * value).sum::<f32>();
            let mut found = vec![sum, squares];
            found.extend(values.iter().take(4));
            assert_close(&format!("{name}, {tensor}"), &found, expected, STATE);
        }
    }
}

fn assert_spectral<const D: usize>(case: &SpectralCase) {
    let device = device::cpu().autodiff();
    let shape: [usize; D] = case.shape.clone().try_into().unwrap();
    let count = case.weight.len();
    let given =
        |values: &[f32]| -> Tensor<D> { tensor(values, [1, count], &device).reshape(shape) };
    let weight = given(&case.weight).detach().require_grad();
    let mut rng = HostRng::new(0, RandomStream::Weights);
    let mut state = SpectralNorm::new(weight.clone(), &mut rng, &device);
    for _ in 0..200 {
        state = state.iterated(weight.clone());
    }
    let sigma = read(state.sigma(weight.clone()).inner());
    assert_close("σ", &sigma, &[case.sigma], Tolerance::new(1e-5, 1e-5));
    let normalised = state.normalised(weight.clone());
    let values = read(normalised.clone().inner());
    let tolerance = Tolerance::new(1e-5, 1e-5);
    assert_close("W / σ", &values, &case.normalised, tolerance);
    let gradients = (normalised * given(&case.c)).sum().backward();
    let gradient = read(weight.grad(&gradients).unwrap());
    assert_close(
        "gradient",
        &gradient,
        &case.gradient,
        Tolerance::new(1e-4, 1e-4),
    );
}

#[test]
fn power_iteration_finds_the_largest_singular_value_and_its_gradient() {
    for case in reference().spectral {
        match case.shape.len() {
            2 => assert_spectral::<2>(&case),
            _ => assert_spectral::<4>(&case),
        }
    }
}

#[test]
fn differences_have_the_penalty_of_pytorchs_second_derivatives_and_its_gradients() {
    let case = reference().penalty;
    let device = device::cpu().autodiff();
    let given = |values: &[f32], shape: [usize; 2]| tensor(values, shape, &device);
    let [w1, b, w2] = [(&case.w1, [2, 5]), (&case.b, [1, 5]), (&case.w2, [5, 1])]
        .map(|(values, shape)| given(values, shape).detach().require_grad());
    let score = |x: Tensor<2>| -> Tensor<1> {
        let hidden = x.matmul(w1.clone()) + b.clone();
        let hidden = hidden.clone() * burn::tensor::activation::sigmoid(hidden);
        hidden.matmul(w2.clone()).squeeze_dim(1)
    };
    // Noise along each axis, both ways: the sum of these squares is that of the slopes.
    let deviation = PENALTY_DEVIATION as f32;
    let x = given(&case.x, [6, 2]);
    let mut sum: Option<Tensor<1>> = None;
    for moved in [
        [deviation, 0.0],
        [0.0, deviation],
        [-deviation, 0.0],
        [0.0, -deviation],
    ] {
        let moved = x.clone() + given(&moved, [1, 2]);
        let penalty = gradient_penalties(score(x.clone()), score(moved)).mean();
        let penalty = penalty.mul_scalar(0.5);
        sum = Some(match sum {
            Some(sum) => sum + penalty,
            None => penalty,
        });
    }
    let sum = sum.unwrap();
    let tolerance = Tolerance::new(2e-3, 2e-3);
    assert_close("R1", &read(sum.clone().inner()), &[case.penalty], tolerance);
    let gradients = sum.backward();
    let found: Vec<f32> = [w1, b, w2]
        .into_iter()
        .flat_map(|weights| read(weights.grad(&gradients).unwrap()))
        .collect();
    assert_close(
        "gradients of R1",
        &found,
        &case.gradients,
        Tolerance::new(5e-3, 5e-3),
    );
}

#[test]
fn noise_in_all_directions_has_the_penalty_as_its_mean() {
    let case = reference().penalty;
    let device = device::cpu();
    const DRAWS: usize = 20_000;
    let given = |values: &[f32], shape: [usize; 2]| tensor(values, shape, &device);
    let score = |x: Tensor<2>| -> Tensor<1> {
        let hidden = x.matmul(given(&case.w1, [2, 5])) + given(&case.b, [1, 5]);
        let hidden = hidden.clone() * burn::tensor::activation::sigmoid(hidden);
        hidden.matmul(given(&case.w2, [5, 1])).squeeze_dim(1)
    };
    let x = given(&case.x.repeat(DRAWS), [6 * DRAWS, 2]);
    let mut rng = HostRng::new(1, RandomStream::Evaluation);
    let noise = rng
        .normal_tensor(x.dims(), &device)
        .mul_scalar(PENALTY_DEVIATION);
    let penalty = gradient_penalties(score(x.clone()), score(x + noise)).mean();
    // 120,000 draws, each with a deviation of about twice the mean.
    assert_close(
        "R1",
        &read(penalty),
        &[case.penalty],
        Tolerance::new(0.0, 0.03),
    );
}
