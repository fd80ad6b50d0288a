//! Principal directions of a first layer, against layers whose singular vectors are known.

use burn::tensor::Tensor;
use model::gan::{Generator, GeneratorConfig};
use model::latent::{FirstLayer, PrincipalAxes, principal};
use model::nn::Activation;
use model::random::{HostRng, RandomStream};
use run_spec::{ImageShape, NetworkSpec, Normalisation, OutputActivation};
use tests::{run, tensor};

use super::{cpu, orthonormal, shipped};

/// z W + b.
struct Linear {
    weight: Tensor<2>,
    bias: Tensor<2>,
}

impl FirstLayer for Linear {
    fn first_layer(&self, z: Tensor<2>) -> Tensor<2> {
        z.matmul(self.weight.clone()) + self.bias.clone()
    }
}

const SINGULAR: [f64; 6] = [4.0, 3.0, 2.5, 1.0, 0.5, 0.1];

/// A layer with the singular values above; its right singular vectors are those of `orthonormal(6, 6, 1)`.
fn linear(features: usize) -> Linear {
    let (right, left) = (orthonormal(6, 6, 1), orthonormal(6, features, 2));
    let weight: Vec<f32> = (0..6)
        .flat_map(|i| (0..features).map(move |j| (i, j)))
        .map(|(i, j)| {
            let each = (0..6).map(|k| right[k][i] * SINGULAR[k] * left[k][j]);
            each.sum::<f64>() as f32
        })
        .collect();
    Linear {
        weight: tensor(&weight, [6, features], &cpu()),
        bias: tensor(&vec![0.7; features], [1, features], &cpu()),
    }
}

fn of(model: &impl FirstLayer, latent: usize, count: usize) -> PrincipalAxes {
    run(principal(model, latent, count, 3, &cpu(), async || {})).unwrap()
}

#[track_caller]
fn assert_orthonormal(found: &PrincipalAxes, latent: usize) {
    let rows: Vec<&[f32]> = found.directions.chunks_exact(latent).collect();
    assert_eq!(rows.len(), found.shares.len());
    for (i, one) in rows.iter().enumerate() {
        for (j, other) in rows.iter().enumerate() {
            let dot: f32 = one.iter().zip(*other).map(|(a, b)| a * b).sum();
            let expected = if i == j { 1.0 } else { 0.0 };
            assert!((dot - expected).abs() < 1e-4, "{i}, {j}: {dot}");
        }
    }
}

#[test]
fn a_linear_layer_has_its_right_singular_vectors_as_directions() {
    // By the covariance as a whole, by its subspace, and by the Gram matrix.
    for features in [20, 300, 700] {
        let layer = linear(features);
        let found = of(&layer, 6, 6);
        assert_orthonormal(&found, 6);
        let all: f64 = SINGULAR.iter().map(|s| s * s).sum();
        let right = orthonormal(6, 6, 1);
        assert_eq!(found.shares.len(), 6, "{features} features");
        for (k, direction) in found.directions.chunks_exact(6).enumerate() {
            let share = f64::from(found.shares[k]);
            let expected = SINGULAR[k].powi(2) / all;
            assert!(
                (share / expected - 1.0).abs() < 1e-3,
                "{features}: {share}, {expected}"
            );
            let largest = direction
                .iter()
                .fold(0.0_f32, |a, &b| if b.abs() > a.abs() { b } else { a });
            assert!(largest > 0.0);
            let cosine: f64 = direction
                .iter()
                .zip(&right[k])
                .map(|(&a, b)| f64::from(a) * b)
                .sum();
            assert!(
                cosine.abs() > 1.0 - 1e-5,
                "{features} features, {k}: {cosine}"
            );
        }
    }
}

#[test]
fn fewer_directions_are_the_first_of_more() {
    let layer = linear(40);
    let (few, many) = (of(&layer, 6, 2), of(&layer, 6, 6));
    assert_eq!(few.shares.len(), 2);
    for (a, b) in few.directions.iter().zip(&many.directions) {
        assert!((a - b).abs() < 1e-5, "{a}, {b}");
    }
    assert_eq!(
        of(&layer, 6, 100).shares.len(),
        6,
        "no more than dimensions"
    );
    assert_eq!(of(&layer, 6, 0).shares.len(), 0);
}

/// |z|, feature by feature: nothing moves along it.
struct Even;

impl FirstLayer for Even {
    fn first_layer(&self, z: Tensor<2>) -> Tensor<2> {
        z.abs()
    }
}

#[test]
fn a_component_that_no_direction_follows_is_left_out() {
    assert_eq!(of(&Even, 8, 8).shares.len(), 0);
}

#[test]
fn the_generators_of_every_form_have_directions() {
    let config = |decoder| GeneratorConfig {
        image: ImageShape::grey(28),
        latent: 12,
        decoder,
        activation: Activation::Relu,
        normalisation: Normalisation::Batch,
        self_modulation: false,
        output: OutputActivation::Tanh,
        growth: None,
    };
    struct First(Generator);
    impl FirstLayer for First {
        fn first_layer(&self, z: Tensor<2>) -> Tensor<2> {
            self.0.decoder.first_layer(z)
        }
    }
    let networks = [
        NetworkSpec::dense(&[]),
        NetworkSpec::dense(&[64, 128]),
        NetworkSpec::conv(&[16, 8], &[]),
        NetworkSpec::conv(&[16, 8], &[32]),
    ];
    for network in networks {
        let mut rng = HostRng::new(1, RandomStream::Weights);
        let generator = Generator::new(&config(network.clone()), &mut rng, &cpu()).unwrap();
        let found = of(&First(generator), 12, 5);
        assert_eq!(found.shares.len(), 5, "{network}");
        assert_orthonormal(&found, 12);
        assert!(
            found.shares.is_sorted_by(|a, b| a >= b),
            "{:?}",
            found.shares
        );
        assert!(found.shares.iter().sum::<f32>() <= 1.0001);
    }
}

#[test]
fn shipped_models_have_principal_directions() {
    for id in ["vae-mnist-2d", "vae-mnist-10d", "gan-mnist"] {
        let model = shipped(id);
        let found = of(&model, model.latent(), model.latent());
        println!("{id}: shares {:?}", found.shares);
        assert_orthonormal(&found, model.latent());
        assert!(found.shares.len() >= 2);
    }
}
