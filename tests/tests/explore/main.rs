//! What Explore asks of a model, against closed forms and known answers.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

mod encoding;
mod host_decoder;
mod inversion;
mod mixing;
mod painting;
mod principal;
mod restoration;

use std::fs;

use model::weights::{self, LatentModel};
use model::{Device, device};
use tests::root;

fn cpu() -> Device {
    device::cpu()
}

/// A model that is shipped.
fn shipped(id: &str) -> LatentModel {
    let path = root().join(format!("assets/models/{id}.safetensors"));
    weights::load(id, &fs::read(path).unwrap(), &cpu())
        .unwrap()
        .1
}

/// Rows at right angles to each other, of length 1, from a seed.
fn orthonormal(rows: usize, columns: usize, seed: u64) -> Vec<Vec<f64>> {
    use model::random::{HostRng, RandomStream};
    let mut rng = HostRng::new(seed, RandomStream::Weights);
    let mut found: Vec<Vec<f64>> = Vec::new();
    while found.len() < rows {
        let mut row: Vec<f64> = rng.normals(columns).into_iter().map(f64::from).collect();
        // Twice, for the rounding of the first time.
        for _ in 0..2 {
            for other in &found {
                let along: f64 = row.iter().zip(other).map(|(a, b)| a * b).sum();
                row.iter_mut().zip(other).for_each(|(a, b)| *a -= along * b);
            }
        }
        let length = row.iter().map(|a| a * a).sum::<f64>().sqrt();
        row.iter_mut().for_each(|a| *a /= length);
        found.push(row);
    }
    found
}
