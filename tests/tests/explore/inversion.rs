//! Points found for pictures, against closed forms and against points that pictures were made of.

use burn::tensor::Tensor;
use model::ModelError;
use model::gan::{Generator, GeneratorConfig};
use model::latent::{GrownGenerator, InversionProgress, LatentDecoder, LatentInversion, pictures};
use model::nn::{Activation, Growth};
use model::random::{HostRng, RandomStream};
use run_spec::{ImageShape, NetworkSpec, Normalisation, OutputActivation};
use tests::{run, tensor};

use super::{cpu, orthonormal, shipped};

const SHAPE: ImageShape = ImageShape {
    channels: 1,
    height: 8,
    width: 8,
};
const BOUND: f32 = 3.5;

/// ½ + z W.
struct Linear(Vec<Vec<f64>>);

impl Linear {
    /// Of `latent` dimensions, with singular values from 0.5 down to 0.1.
    fn new(latent: usize) -> Self {
        let mut rows = orthonormal(latent, SHAPE.len(), 5);
        for (i, row) in rows.iter_mut().enumerate() {
            let size = 0.5 - 0.4 * i as f64 / latent as f64;
            row.iter_mut().for_each(|value| *value *= size);
        }
        // Mixed, so that no coordinate stands alone.
        let turned = orthonormal(latent, latent, 6);
        let mixed = |turn: &Vec<f64>| {
            let each = |p: usize| turn.iter().zip(&rows).map(|(t, row)| t * row[p]).sum();
            (0..SHAPE.len()).map(each).collect()
        };
        Self(turned.iter().map(mixed).collect())
    }

    fn bytes(&self, z: &[f64]) -> Vec<u8> {
        let grey = |p: usize| {
            0.5 + z
                .iter()
                .zip(&self.0)
                .map(|(z, row)| z * row[p])
                .sum::<f64>()
        };
        (0..SHAPE.len())
            .map(|p| (grey(p) * 255.0).round() as u8)
            .collect()
    }

    /// The minimum of ½ ‖½ + z W − x‖² + ½ w ‖z‖² with the coordinates of `fixed` given, by Gauss and
    /// Seidel's way.
    fn solved(&self, picture: &[u8], fixed: &[(usize, f64)]) -> Vec<f64> {
        let mut z = vec![0.0; self.0.len()];
        for &(i, value) in fixed {
            z[i] = value;
        }
        for _ in 0..2000 {
            for i in (0..z.len()).filter(|i| fixed.iter().all(|(f, _)| f != i)) {
                let residual = |p: usize| {
                    let others = z.iter().zip(&self.0).enumerate().filter(|(j, _)| *j != i);
                    let made = others.map(|(_, (z, row))| z * row[p]).sum::<f64>();
                    f64::from(picture[p]) / 255.0 - 0.5 - made
                };
                let along: f64 = (0..SHAPE.len()).map(|p| self.0[i][p] * residual(p)).sum();
                let square: f64 = self.0[i].iter().map(|w| w * w).sum();
                z[i] = along / (square + 1e-3);
            }
        }
        z
    }
}

impl LatentDecoder for Linear {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        let weight: Vec<f32> = self.0.iter().flatten().map(|&w| w as f32).collect();
        let weight = tensor(&weight, [self.0.len(), SHAPE.len()], &z.device());
        z.matmul(weight).add_scalar(0.5)
    }
}

fn search(
    model: &impl LatentDecoder,
    picture: &[u8],
    shape: ImageShape,
    latent: usize,
    seed: u64,
    slice: usize,
) -> InversionProgress {
    let mut inversion = LatentInversion::new(picture, shape, latent, BOUND, seed).unwrap();
    loop {
        let progress = run(inversion.advance(model, &cpu(), slice)).unwrap();
        assert!(progress.z.iter().all(|z| z.abs() <= BOUND), "{progress:?}");
        if progress.done {
            assert_eq!(inversion.wanted(), 0);
            assert_eq!(inversion.picture().len(), picture.len());
            return progress;
        }
    }
}

#[track_caller]
fn assert_near(found: &[f32], expected: &[f64], tolerance: f64) {
    for (found, expected) in found.iter().zip(expected) {
        let apart = (f64::from(*found) - expected).abs();
        assert!(apart < tolerance, "{found} instead of {expected}");
    }
}

#[test]
fn a_linear_decoder_is_solved_in_one_step() {
    let linear = Linear::new(6);
    let z = [0.4, -0.9, 0.2, 0.7, -0.3, 0.5];
    let found = search(&linear, &linear.bytes(&z), SHAPE, 6, 1, 64);
    assert_eq!(found.step, 1);
    // Bytes are within half a grey level, of which the weights make some hundredths of z.
    assert!(found.error < 0.5 / 255.0, "{found:?}");
    assert_near(&found.z, &z, 0.05);
}

#[test]
fn what_no_point_gives_is_met_as_nearly_as_the_closed_form_has_it() {
    let linear = Linear::new(6);
    // The picture of a point, and beside it what no point gives.
    let mut picture = linear.bytes(&[0.4, -0.9, 0.2, 0.7, -0.3, 0.5]);
    for (i, byte) in picture.iter_mut().enumerate() {
        *byte = byte.saturating_add((i * 37 % 41) as u8);
    }
    let found = search(&linear, &picture, SHAPE, 6, 2, 64);
    assert_near(&found.z, &linear.solved(&picture, &[]), 1e-3);
    // Eight starts of three steps each or so.
    assert!(found.step <= 32, "{}", found.step);
}

#[test]
fn what_lies_outside_is_met_at_the_bound_with_the_other_coordinates_at_their_best() {
    let linear = Linear(
        orthonormal(3, SHAPE.len(), 5)
            .into_iter()
            .map(|row| row.iter().map(|v| 0.3 * v).collect())
            .collect(),
    );
    let picture = linear.bytes(&[0.5, 6.0, -1.0]);
    let found = search(&linear, &picture, SHAPE, 3, 3, 64);
    assert_eq!(found.z[1], BOUND);
    assert_near(
        &found.z,
        &linear.solved(&picture, &[(1, f64::from(BOUND))]),
        2e-3,
    );
}

#[test]
fn a_search_is_the_same_for_its_seed_and_begins_elsewhere_for_another() {
    let model = shipped("vae-mnist-10d");
    let z = HostRng::new(50, RandomStream::Evaluation).normals(10);
    let picture = run(model.pictures(&z, &cpu())).unwrap();
    let search = |seed, slice| search(&model, &picture, model.image(), 10, seed, slice);
    assert_eq!(search(1, 64), search(1, 64));
    assert_ne!(search(1, 64).z, search(2, 64).z);
    // Other slices are decoded by other loops, which round otherwise.
    let (whole, cut) = (search(1, 1000), search(1, 3));
    assert!((whole.error - cut.error).abs() < 1e-3, "{whole:?}, {cut:?}");
}

/// Of `count` pictures of drawn points, how many were found again: pixels within 1 %, and how far from
/// the point on average.
fn found_again(
    model: &impl LatentDecoder,
    shape: ImageShape,
    latent: usize,
    count: u64,
) -> (usize, f64) {
    let mut again = 0;
    let mut apart = Vec::new();
    let begun = std::time::Instant::now();
    let mut steps = 0;
    for seed in 0..count {
        let z = HostRng::new(100 + seed, RandomStream::Evaluation).normals(latent);
        let z: Vec<f32> = z.iter().map(|z| z.clamp(-3.0, 3.0)).collect();
        let picture = run(pictures(model, latent, shape, &z, &cpu())).unwrap();
        let found = search(model, &picture, shape, latent, seed, 64);
        steps += found.step;
        let squares = z
            .iter()
            .zip(&found.z)
            .map(|(a, b)| f64::from(a - b).powi(2));
        let distance = (squares.sum::<f64>() / latent as f64).sqrt();
        println!(
            "  error {:.4}, z off by {distance:.4} after {} steps",
            found.error, found.step
        );
        if found.error < 0.01 {
            again += 1;
            apart.push(distance);
        }
    }
    let millis = begun.elapsed().as_secs_f64() * 1e3 / count as f64;
    println!(
        "  {again} of {count}, {millis:.0} ms and {:.1} steps each",
        f64::from(steps) / count as f64
    );
    (again, apart.iter().sum::<f64>() / apart.len().max(1) as f64)
}

#[test]
fn points_of_the_shipped_vae_are_found_again_by_their_pictures() {
    let model = shipped("vae-mnist-10d");
    let (again, apart) = found_again(&model, model.image(), model.latent(), 10);
    assert!(again >= 8, "{again} of 10");
    assert!(apart < 0.1, "{apart}");
}

#[test]
fn points_of_the_shipped_gan_are_found_again_by_their_pictures() {
    let model = shipped("gan-mnist");
    let (again, apart) = found_again(&model, model.image(), model.latent(), 10);
    assert!(again >= 5, "{again} of 10");
    assert!(apart < 0.5, "{apart}");
}

fn generator(latent: usize, decoder: NetworkSpec) -> GrownGenerator {
    let config = GeneratorConfig {
        image: ImageShape::grey(28),
        latent,
        decoder,
        activation: Activation::LeakyRelu,
        normalisation: Normalisation::Batch,
        self_modulation: false,
        output: OutputActivation::Tanh,
        growth: None,
    };
    let mut rng = HostRng::new(3, RandomStream::Weights);
    GrownGenerator {
        generator: Generator::new(&config, &mut rng, &cpu()).unwrap(),
        growth: Growth::FULL,
    }
}

#[test]
fn points_of_a_dcgan_with_random_weights_are_found_again() {
    let sampler = generator(16, NetworkSpec::conv(&[32, 16], &[]));
    let (again, apart) = found_again(&sampler, ImageShape::grey(28), 16, 5);
    assert_eq!(again, 5);
    assert!(apart < 0.3, "{apart}");
}

#[test]
fn a_space_of_128_dimensions_and_one_of_one_are_searched() {
    let shape = ImageShape::grey(28);
    for (latent, decoder) in [
        (128, NetworkSpec::dense(&[64])),
        (1, NetworkSpec::dense(&[16])),
    ] {
        let sampler = generator(latent, decoder);
        let z = HostRng::new(9, RandomStream::Evaluation).normals(latent);
        let picture = run(pictures(&sampler, latent, shape, &z, &cpu())).unwrap();
        let found = search(&sampler, &picture, shape, latent, 0, 64);
        assert!(found.error < 0.01, "{latent}: {}", found.error);
    }
}

/// Pictures of NaN.
struct Diverged;

impl LatentDecoder for Diverged {
    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        let [count, _] = z.dims();
        Tensor::full([count, SHAPE.len()], f32::NAN, &z.device())
    }
}

#[test]
fn a_model_that_diverged_and_a_picture_of_another_size_are_errors() {
    let mut inversion = LatentInversion::new(&[0; 64], SHAPE, 2, BOUND, 0).unwrap();
    let error = run(inversion.advance(&Diverged, &cpu(), 64)).unwrap_err();
    assert_eq!(error, ModelError::PicturesNotFinite);
    let error = LatentInversion::new(&[0; 63], SHAPE, 2, BOUND, 0)
        .err()
        .unwrap();
    assert!(
        error
            .to_string()
            .contains("8×8 pixels and 1 channels (64 bytes), found 63"),
        "{error}"
    );
}
