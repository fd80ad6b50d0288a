//! What a denoising autoencoder makes of noisy digits in one pass, beside the same autoencoder that has
//! never seen noise, and a median filter.
//!
//! ```text
//! cargo run --release -p tests --example denoising_figures -- [steps]
//! ```
//!
//! Both learn from MNIST's training images, from the same first weights and batches; its first 1,000 test
//! images are measured, each with noise of its own.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for one purpose"
)]

use std::time::Instant;
use std::{env, fs};

use latent::repair::{RasterSize, median_filter, psnr, ssim};
use model::data::{TrainingData, idx};
use model::device;
use model::random::{HostRng, RandomStream};
use model::train::{StepPart, Trainer};
use model::weights::{self, LatentModel, WeightPrecision};
use run_spec::{DatasetId, RunSpec, preset};
use tests::{mnist_or_skip, root, run};

const SIDE: usize = 28;
const PIXELS: usize = SIDE * SIDE;
const SIZE: RasterSize = RasterSize {
    width: SIDE,
    height: SIDE,
    channels: 1,
};
const IMAGES: usize = 1000;
/// Deviations of the noise that is added. The preset learns with the second.
const NOISE: [f32; 3] = [0.2, 0.4, 0.6];

fn trained(spec: &RunSpec, data: &TrainingData, steps: u32) -> LatentModel {
    let begun = Instant::now();
    let mut trainer = Trainer::new(spec, data.clone(), &device::cpu()).unwrap();
    for _ in 0..steps {
        trainer.step(StepPart::Whole);
    }
    let file = run(trainer.weights("denoising", WeightPrecision::F32)).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "noise {} in training: {steps} steps in {seconds:.0} s",
        spec.input_noise
    );
    weights::load("denoising", &file, &device::cpu()).unwrap().1
}

/// Mean PSNR and SSIM.
#[derive(Default)]
struct MeanSimilarity(f64, f64);

impl MeanSimilarity {
    fn add(&mut self, made: &[f32], truth: &[f32]) {
        let shown: Vec<f32> = made.iter().map(|x| x.clamp(0.0, 1.0)).collect();
        let counted = [true; PIXELS];
        self.0 += psnr(&shown, truth, &counted, SIZE) / IMAGES as f64;
        self.1 += ssim(&shown, truth, &counted, SIZE) / IMAGES as f64;
    }

    fn print(&self, name: &str) {
        let Self(psnr, ssim) = self;
        println!("  {name:<22} PSNR {psnr:5.2} dB, SSIM {ssim:.3}");
    }
}

fn grey(bytes: &[u8]) -> Vec<f32> {
    bytes.iter().map(|x| f32::from(*x) / 255.0).collect()
}

fn main() {
    let steps = env::args().nth(1).map_or(9380, |it| it.parse().unwrap());
    let Some(test) = mnist_or_skip() else {
        return;
    };
    let folder = env::var_os("LATENTSCAPE_MNIST").map_or_else(
        || root().join("../shared/data/mnist"),
        std::path::PathBuf::from,
    );
    let file = fs::read(folder.join("train-images-idx3-ubyte.gz")).unwrap();
    let images = idx::images("images", &file).unwrap();
    let data = TrainingData::held(images, Some(test.clone())).unwrap();
    let noisy = RunSpec {
        data: DatasetId::Mnist,
        ..preset("denoising-autoencoder").unwrap().spec()
    };
    let plain = RunSpec {
        input_noise: 0.0,
        ..noisy.clone()
    };
    let models = [&noisy, &plain].map(|spec| trained(spec, &data, steps));
    for deviation in NOISE {
        println!("noise of {deviation} on {IMAGES} test images");
        let mut found: [MeanSimilarity; 4] = Default::default();
        for number in 0..IMAGES {
            let truth = grey(test.bytes(number));
            let noise = HostRng::new(number as u64, RandomStream::Noise(0)).normals(PIXELS);
            let pairs = truth.iter().zip(noise);
            let damaged: Vec<f32> = pairs.map(|(x, noise)| x + deviation * noise).collect();
            found[0].add(&damaged, &truth);
            found[1].add(&median_filter(&damaged, SIZE), &truth);
            for (model, found) in models.iter().zip(&mut found[2..]) {
                let made = run(model.one_pass(damaged.clone(), &device::cpu())).unwrap();
                found.add(&grey(&made.unwrap()), &truth);
            }
        }
        let names = [
            "noisy picture",
            "median filter",
            "denoising autoencoder",
            "plain autoencoder",
        ];
        for (found, name) in found.iter().zip(names) {
            found.print(name);
        }
    }
}
