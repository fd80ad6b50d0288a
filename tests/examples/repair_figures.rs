//! How often a classifier reads a restored digit as the original, beside a baseline that needs no model.
//!
//! ```text
//! cargo run --release -p tests --example repair_figures -- [images] [models…] [assumed misfits…]
//! ```
//!
//! MNIST's test images are held out: no shipped model has seen them. Each is damaged five ways; the model
//! restores it from what is left, as the Repair room does. Only the most probable picture is looked for,
//! which the figures are about, and figures of the images so far are printed on the way.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for one purpose"
)]

use std::env;
use std::time::Instant;

use classifier::{ImageClassifier, likeliest};
use latent::repair::{
    MODEL_MISFIT, RasterSize, enlarged_bicubic, harmonic_fill, median_filter, psnr, shrunk, ssim,
};
use model::data::Images;
use model::device;
use model::latent::{PictureEvidence, PictureRestoration};
use model::random::{HostRng, RandomStream};
use model::weights::{self, LatentModel};
use run_spec::ImageShape;
use tests::{bytes_of, mnist_or_skip, run};

const SIDE: usize = 28;
const PIXELS: usize = SIDE * SIDE;
const SIZE: RasterSize = RasterSize {
    width: SIDE,
    height: SIDE,
    channels: 1,
};
const NOISE: f32 = 0.4;

const CLASSIFIER: &str = "assets/classifiers/mnist.safetensors";

/// The digit that a picture is taken for.
fn digit(judge: &ImageClassifier, picture: &[f32]) -> u8 {
    likeliest(&judge.logits(picture)) as u8
}

/// A damaged picture: what is known, where nothing is, and what methods without a model make of it: first the
/// one that the room shows.
struct Damaged {
    values: Vec<f32>,
    hidden: Vec<bool>,
    shrink: usize,
    noise: f32,
    baselines: [(&'static str, Vec<f32>); 2],
}

/// The areas that the room has a button for.
fn is_erased(way: usize, at: usize) -> bool {
    let (x, y) = (at % SIDE, at / SIDE);
    match way {
        0 => x >= SIDE - SIDE / 3,
        1 => y >= SIDE - SIDE / 2,
        _ => {
            let middle = SIDE / 4..SIDE - SIDE / 4;
            middle.contains(&x) && middle.contains(&y)
        }
    }
}

fn damaged(picture: &[f32], way: usize, number: u64) -> Damaged {
    let nothing_hidden = vec![false; PIXELS];
    match way {
        0..=2 => {
            let hidden: Vec<bool> = (0..PIXELS).map(|at| is_erased(way, at)).collect();
            Damaged {
                values: picture.to_vec(),
                baselines: [
                    ("Laplace fill", harmonic_fill(picture, &hidden, SIZE)),
                    ("mean of the rest", mean_fill(picture, &hidden)),
                ],
                hidden,
                shrink: 1,
                noise: 0.0,
            }
        }
        3 => {
            let noise = HostRng::new(number, RandomStream::Noise(0)).normals(PIXELS);
            let values: Vec<f32> = picture
                .iter()
                .zip(noise)
                .map(|(x, noise)| x + NOISE * noise)
                .collect();
            Damaged {
                baselines: [
                    ("median filter", median_filter(&values, SIZE)),
                    ("nothing done", values.clone()),
                ],
                values,
                hidden: nothing_hidden,
                shrink: 1,
                noise: NOISE,
            }
        }
        _ => {
            let values = shrunk(picture, SIZE, 4);
            let small = RasterSize {
                width: SIDE / 4,
                height: SIDE / 4,
                channels: 1,
            };
            let nearest = (0..PIXELS)
                .map(|at| values[at / SIDE / 4 * (SIDE / 4) + at % SIDE / 4])
                .collect();
            Damaged {
                baselines: [
                    ("bicubic", enlarged_bicubic(&values, small, 4)),
                    ("nearest pixel", nearest),
                ],
                values,
                hidden: nothing_hidden,
                shrink: 4,
                noise: 0.0,
            }
        }
    }
}

/// Hidden pixels as the mean of all others.
fn mean_fill(picture: &[f32], hidden: &[bool]) -> Vec<f32> {
    let known = || picture.iter().zip(hidden).filter(|(_, hidden)| !**hidden);
    let mean = known().map(|(value, _)| value).sum::<f32>() / known().count() as f32;
    let filled = picture.iter().zip(hidden);
    filled
        .map(|(value, hidden)| if *hidden { mean } else { *value })
        .collect()
}

fn restored(model: &LatentModel, damaged: &Damaged, misfit: f32, seed: u64) -> Vec<f32> {
    let weight = |hidden: &bool| if *hidden { 0.0 } else { 1.0 };
    let weights: Vec<f32> = match damaged.shrink {
        1 => damaged.hidden.iter().map(weight).collect(),
        _ => vec![1.0; damaged.values.len()],
    };
    let deviation = damaged.noise.hypot(misfit);
    let shape = ImageShape::grey(SIDE);
    let evidence =
        PictureEvidence::new(&damaged.values, &weights, shape, damaged.shrink, deviation).unwrap();
    let mut restoration =
        PictureRestoration::new(evidence, model.latent(), latent::EXTENT, seed, 0);
    while !run(restoration.advance(model, &device::cpu(), 256))
        .unwrap()
        .done
    {}
    let made = restoration
        .picture()
        .into_iter()
        .map(|byte| f32::from(byte) / 255.0);
    let whole = damaged.hidden.iter().all(|hidden| !hidden);
    let kept = made.enumerate().map(|(at, made)| {
        // What is known stays.
        if whole || damaged.hidden[at] {
            made
        } else {
            damaged.values[at]
        }
    });
    kept.collect()
}

/// Sums over images, of a restoration or a baseline.
#[derive(Default)]
struct Tally {
    read: usize,
    psnr: f64,
    ssim: f64,
}

impl Tally {
    fn add(
        &mut self,
        made: &[f32],
        (truth, label): (&[f32], u8),
        counted: &[bool],
        judge: &ImageClassifier,
    ) {
        let shown: Vec<f32> = made.iter().map(|x| x.clamp(0.0, 1.0)).collect();
        self.read += usize::from(digit(judge, &shown) == label);
        self.psnr += psnr(&shown, truth, counted, SIZE).min(60.0);
        self.ssim += ssim(&shown, truth, counted, SIZE);
    }

    fn print(&self, name: &str, of: f64) {
        println!(
            "    {name:<16} read {:5.1} %, PSNR {:5.2} dB, SSIM {:.3}",
            100.0 * self.read as f64 / of,
            self.psnr / of,
            self.ssim / of
        );
    }
}

/// What a damage is called, by its number.
const WAYS: [&str; 5] = [
    "right third erased",
    "lower half erased",
    "middle square erased",
    "noise of 0.4",
    "7 × 7 thumbnail",
];

/// After how many images figures so far are printed.
const PART: usize = 50;

/// Damages each image one way, restores it, and prints what became of it.
fn measure(model: &LatentModel, images: &Images, way: usize, misfit: f32, count: usize) {
    let judge = ImageClassifier::parse(&bytes_of(CLASSIFIER)).unwrap();
    let (mut restorations, mut originals) = (Tally::default(), Tally::default());
    let mut baselines = [Tally::default(), Tally::default()];
    let begun = Instant::now();
    for number in 0..count {
        let truth = images.bytes(number);
        let truth: Vec<f32> = truth.iter().map(|x| f32::from(*x) / 255.0).collect();
        let told = (truth.as_slice(), images.labels().unwrap()[number]);
        let damaged = damaged(&truth, way, number as u64);
        let counted = match way {
            0..=2 => damaged.hidden.clone(),
            _ => vec![true; PIXELS],
        };
        let made = restored(model, &damaged, misfit, number as u64);
        restorations.add(&made, told, &counted, &judge);
        for (tally, (_, made)) in baselines.iter_mut().zip(&damaged.baselines) {
            tally.add(made, told, &counted, &judge);
        }
        originals.add(&truth, told, &counted, &judge);
        let of = number + 1;
        if of % PART == 0 || of == count {
            let millis = begun.elapsed().as_secs_f64() * 1e3 / of as f64;
            println!("  {of} images, {millis:.0} ms each");
            restorations.print("restored", of as f64);
            for (tally, (name, _)) in baselines.iter().zip(&damaged.baselines) {
                tally.print(name, of as f64);
            }
            originals.print("original", of as f64);
        }
    }
}

fn main() {
    let mut arguments = env::args().skip(1);
    let count: usize = arguments.next().map_or(200, |count| count.parse().unwrap());
    let (mut ids, mut misfits) = (Vec::new(), Vec::new());
    for argument in arguments {
        match argument.parse::<f32>() {
            Ok(misfit) => misfits.push(misfit),
            Err(_) => ids.push(argument),
        }
    }
    if misfits.is_empty() {
        misfits.push(MODEL_MISFIT);
    }
    if ids.is_empty() {
        ids.extend(["vae-mnist-10d", "vae-mnist-2d", "gan-mnist"].map(str::to_owned));
    }
    let Some(images) = mnist_or_skip() else {
        return;
    };
    for id in &ids {
        let file = bytes_of(&format!("assets/models/{id}.safetensors"));
        let model = weights::load(id, &file, &device::cpu()).unwrap().1;
        for misfit in &misfits {
            for (way, name) in WAYS.iter().enumerate() {
                println!("{id}, {name}, misfit {misfit}");
                measure(&model, &images, way, *misfit, count);
            }
        }
    }
}
