//! What painting does to shipped models, and how long a stroke takes.
//!
//! ```text
//! cargo run -p tests --example paint_figures
//! ```
//!
//! Glasses are painted over faces that have none, dark frames as one would draw them: how many have glasses
//! then, by the reader of `model::data::faces` and by the coordinate along the card's direction `glasses`.
//! A stroke's times are those of its first answer and of the search's end, the median of 15.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for one purpose"
)]

use std::time::{Duration, Instant};

use model::data::TrainingData;
use model::data::faces::{FaceFactor, ReadFace};
use model::device;
use model::latent::{PicturePainting, pictures};
use model::random::{HostRng, RandomStream};
use model::weights::{self, CardDirection, LatentModel};
use run_spec::ProceduralDataset;
use tests::{bytes_of, run};

const BOUND: f32 = 3.5;
const SIDE: usize = 32;
/// How much a pixel counts that was not painted: the panel's choices.
const KEPT: [f32; 5] = [0.0, 0.01, 0.03, 0.1, 0.3];

struct Shipped {
    model: LatentModel,
    directions: Vec<CardDirection>,
}

fn shipped(id: &str) -> Shipped {
    let path = format!("assets/models/{id}.safetensors");
    let (card, model) = weights::load(id, &bytes_of(&path), &device::cpu()).unwrap();
    Shipped {
        model,
        directions: card.directions,
    }
}

impl Shipped {
    fn decode(&self, z: &[f32]) -> Vec<u8> {
        let (shape, latent) = (self.model.image(), self.model.latent());
        run(pictures(&self.model, latent, shape, z, &device::cpu())).unwrap()
    }

    /// Where a painted picture leads from a point, and when the first answer was there.
    fn painted(&self, wish: &[f32], weights: &[f32], z: &[f32]) -> (Vec<f32>, Instant) {
        let (shape, latent) = (self.model.image(), self.model.latent());
        let mut first = None;
        let mut painting =
            PicturePainting::new((wish, weights), shape, (z, z), latent, BOUND).unwrap();
        loop {
            let progress = run(painting.advance(&self.model, &device::cpu(), 64)).unwrap();
            if progress.done || PicturePainting::is_answer(progress.step) {
                first.get_or_insert_with(Instant::now);
            }
            if let Some(first) = first.filter(|_| progress.done) {
                return (progress.z, first);
            }
        }
    }
}

/// Whether a pixel lies on the frames: two rings of cells of the 16 × 16 grid around the eyes, a bridge and
/// the temples. The lenses are not painted.
fn is_frame(at: usize) -> bool {
    let (column, row) = (at % SIDE / 2, at / SIDE / 2);
    FRAMES
        .iter()
        .any(|(r, columns)| *r == row && columns.contains(&column))
}

/// Rows of the grid, and the columns that are painted.
const FRAMES: [(usize, &[usize]); 4] = [
    (5, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
    (6, &[3, 7, 8, 12]),
    (7, &[3, 7, 8, 12]),
    (8, &[4, 5, 6, 9, 10, 11]),
];

fn glasses() {
    let shipped = shipped("vae-faces");
    let along = shipped.directions.iter().find(|it| it.id == "glasses");
    let along = along.unwrap();
    let latent = shipped.model.latent();
    // Held-out faces as the model encodes them, of which those without glasses are painted on.
    let codes = {
        let file = "assets/models/vae-faces.safetensors";
        let (_, vae) = weights::load_vae(file, &bytes_of(file), &device::cpu()).unwrap();
        let images = TrainingData::drawn(ProceduralDataset::Faces, SIDE).held_out(400);
        let indices: Vec<usize> = (0..400).collect();
        let batch = images.batch(&indices, &device::cpu());
        run(vae.encoder.forward(batch).read()).unwrap().means
    };
    let wears = |picture: &[u8]| ReadFace::of(picture, SIDE).wears(FaceFactor::Glasses);
    let bare: Vec<&[f32]> = codes
        .chunks_exact(latent)
        .filter(|z| {
            let (worn, sure) = wears(&shipped.decode(z));
            !worn && sure >= 0.8
        })
        .take(100)
        .collect();
    let place = |z: &[f32]| -> f32 { z.iter().zip(&along.z).map(|(a, b)| a * b).sum() };
    println!(
        "{} faces without glasses; the direction reaches from {:.2} to {:.2}",
        bare.len(),
        along.low,
        along.high
    );
    for kept in KEPT {
        let (mut put_on, mut sure_of, mut before, mut after) = (0, 0, 0.0, 0.0);
        let (mut near_before, mut near_after, mut radius) = (0.0, 0.0, 0.0);
        for z in &bare {
            let shown = shipped.decode(z);
            let dark = [40_u8, 36, 40];
            let wish: Vec<f32> = shown
                .iter()
                .enumerate()
                .map(|(at, byte)| {
                    let byte = if is_frame(at / 3) {
                        dark[at % 3]
                    } else {
                        *byte
                    };
                    f32::from(byte) / 255.0
                })
                .collect();
            let weights: Vec<f32> = (0..SIDE * SIDE)
                .map(|at| if is_frame(at) { 1.0 } else { kept })
                .collect();
            let (found, _) = shipped.painted(&wish, &weights, z);
            let made = shipped.decode(&found);
            let (worn, sure) = wears(&made);
            put_on += usize::from(worn);
            sure_of += usize::from(worn && sure >= 0.8);
            before += place(z);
            after += place(&found);
            radius += found.iter().map(|z| z * z).sum::<f32>().sqrt();
            let apart = |picture: &[u8]| -> f32 {
                let pairs = picture.iter().zip(&wish).enumerate();
                let squares: Vec<f32> = pairs
                    .filter(|(at, _)| is_frame(at / 3))
                    .map(|(_, (byte, wish))| (f32::from(*byte) / 255.0 - wish).powi(2))
                    .collect();
                (squares.iter().sum::<f32>() / squares.len() as f32).sqrt()
            };
            near_before += apart(&shown);
            near_after += apart(&made);
        }
        let n = bare.len() as f32;
        println!(
            "the rest kept {kept}: {put_on} with glasses, {sure_of} surely; along `glasses` {:.2} -> {:.2}; \
             painted pixels {:.3} -> {:.3} from the wish; mean radius {:.2}",
            before / n,
            after / n,
            near_before / n,
            near_after / n,
            radius / n,
        );
    }
}

fn times() {
    for id in [
        "vae-mnist-2d",
        "vae-mnist-10d",
        "gan-mnist",
        "vae-fashion-mnist",
        "vae-hanzi",
        "vae-faces",
        "gan-faces",
    ] {
        let shipped = shipped(id);
        let (shape, latent) = (shipped.model.image(), shipped.model.latent());
        let mut took: Vec<(f64, f64)> = (0..15)
            .map(|seed| {
                let z = HostRng::new(seed, RandomStream::Prior).normals(latent);
                let shown = shipped.decode(&z);
                let is_painted = |pixel: usize| {
                    (shape.height / 2..shape.height / 2 + 3).contains(&(pixel / shape.width))
                        && (6..shape.width - 6).contains(&(pixel % shape.width))
                };
                let wish: Vec<f32> = shown
                    .iter()
                    .enumerate()
                    .map(|(at, byte)| {
                        let white = is_painted(at / shape.channels);
                        if white { 1.0 } else { f32::from(*byte) / 255.0 }
                    })
                    .collect();
                let weights: Vec<f32> = (0..shape.width * shape.height)
                    .map(|at| if is_painted(at) { 1.0 } else { 0.03 })
                    .collect();
                let begun = Instant::now();
                let (_, first) = shipped.painted(&wish, &weights, &z);
                let millis = |took: Duration| took.as_secs_f64() * 1e3;
                (millis(first - begun), millis(begun.elapsed()))
            })
            .collect();
        took.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (first, most) = (took[7].0, took[14].0);
        took.sort_by(|one, other| one.1.total_cmp(&other.1));
        println!(
            "{id}: {} x {} x {}, {latent} dimensions: first answer {first:.1} ms, at most {most:.1}; end {:.1} ms",
            shape.height, shape.width, shape.channels, took[7].1
        );
    }
}

fn main() {
    times();
    glasses();
}
