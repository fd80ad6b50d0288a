//! Searches through decoders that compute by other means than burn: against closed forms, and against
//! a point that a picture was made of.

use std::fs;

use local_files::crate_folder;
use model::latent::{HostDecoder, LatentInversion, OnHost, principal};
use onnx_decoder::OnnxDecoder;
use run_spec::ImageShape;
use tests::run;

use super::cpu;

/// Draws its first coordinate all over the picture, and its second in the lower half.
struct TwoHalves;

const HALF: usize = 64;

impl HostDecoder for TwoHalves {
    fn image(&self) -> ImageShape {
        ImageShape {
            channels: 1,
            height: 16,
            width: 8,
        }
    }

    fn grey_planes(&self, points: &[f32]) -> Vec<f32> {
        let below = |pixel| if pixel < HALF { 0.0 } else { 3.0 };
        let picture = |z: &[f32]| {
            (0..2 * HALF)
                .map(move |pixel| z[0] + below(pixel) * z[1])
                .collect()
        };
        points
            .chunks_exact(2)
            .flat_map(|z| -> Vec<f32> { picture(&[z[0], z[1]]) })
            .collect()
    }
}

/// The decoder of an ONNX file.
struct OfFile(OnnxDecoder);

impl HostDecoder for OfFile {
    fn image(&self) -> ImageShape {
        self.0.image()
    }

    fn grey_planes(&self, points: &[f32]) -> Vec<f32> {
        self.0.grey_planes(points, 0).expect("pictures")
    }
}

fn mlp_vae() -> OfFile {
    let path = crate_folder!().join("reference/decoders/mlp_vae.onnx");
    OfFile(OnnxDecoder::open(fs::read(path).expect("the file")).expect("a decoder"))
}

#[test]
fn principal_directions_are_the_singular_vectors_of_a_linear_decoder() {
    let rest = || std::future::ready(());
    let found = run(principal(&OnHost(&TwoHalves), 2, 2, 0, &cpu(), rest)).expect("directions");
    // JᵀJ = [[128, 192], [192, 576]]: the eigenvector of the larger eigenvalue.
    let (a, b, c) = (128.0_f64, 192.0_f64, 576.0_f64);
    let larger = f64::midpoint(a, c) + (((a - c) / 2.0).powi(2) + b * b).sqrt();
    let slope = (larger - a) / b;
    let length = (1.0 + slope * slope).sqrt();
    for (found, expected) in found.directions.iter().zip([1.0 / length, slope / length]) {
        let found = f64::from(*found);
        assert!((found - expected).abs() < 1e-3, "{found} {expected}");
    }
    assert!((f64::from(found.shares[0]) - larger / (a + c)).abs() < 1e-3);
}

#[test]
fn the_point_of_a_picture_is_found_through_an_onnx_decoder() {
    let decoder = mlp_vae();
    let made_of: Vec<f32> = (0..8).map(|i| 1.2 * (1.0 + 2.3 * i as f32).sin()).collect();
    let picture = decoder.0.pictures(&made_of, 0).expect("a picture");
    let image = decoder.image();
    let mut search = LatentInversion::new(&picture, image, 8, 3.5, 1).expect("a search");
    let mut progress = run(search.advance(&OnHost(&decoder), &cpu(), 64)).expect("a step");
    let first = progress.error;
    while !progress.done {
        progress = run(search.advance(&OnHost(&decoder), &cpu(), 64)).expect("a step");
    }
    assert!(first > 0.05, "{first}");
    assert!(progress.error < 0.01, "{}", progress.error);
    let found = decoder.0.pictures(&progress.z, 0).expect("a picture");
    let furthest = found
        .iter()
        .zip(&picture)
        .map(|(a, b)| a.abs_diff(*b))
        .max();
    assert!(furthest < Some(16), "{furthest:?}");
}
