//! What a run leaves: pictures, figures, files.

use std::path::{Path, PathBuf};

use futures::executor::block_on;
use half::f16;
use local_files::write_whole;
use model::data::{Images, idx};
use model::latent::picture_bytes;
use model::metrics::{Sharpness, mean_squared_error, peak_signal_to_noise, quantised, sharpness};
use model::random::{HostRng, RandomStream};
use model::train::Trainer;
use model::weights::WeightPrecision;
use run_spec::{ImageShape, ModelType, Reconstruction};

use crate::{TrainArguments, TrainError, plane, recipe_file};

/// A pixel down, up, right and left.
const SHIFTS: [[isize; 2]; 4] = [[1, 0], [-1, 0], [0, 1], [0, -1]];
/// Pictures that are drawn or encoded at a time.
const BATCH: usize = 500;
/// Training images whose codes say how far each dimension reaches.
const KNOWN_BATCHES: u32 = 20;

/// Writes samples, and pictures of codes, if they are asked for; says how sharp the samples are.
/// `stop` is the step that goes into the files' names.
pub fn draw(
    arguments: &TrainArguments,
    trainer: &Trainer,
    stop: Option<u32>,
) -> Result<(), TrainError> {
    if trainer.spec().is_points() {
        return match &arguments.samples {
            Some(path) => plane::write(&named(path, stop), trainer),
            None => Ok(()),
        };
    }
    let latent = trainer.spec().latent;
    let noise = match arguments.count {
        None => trainer.fixed_noise(),
        Some(count) => HostRng::new(0, RandomStream::Evaluation).normals(count * latent),
    };
    if arguments.samples.is_some() || stop.is_some() {
        let pixels = pictures(trainer, &noise)?;
        let found = sharpness(&pixels, trainer.image());
        println!("samples: {}", edges(found));
        if let Some(path) = &arguments.samples {
            write(&named(path, stop), trainer, pixels)?;
        }
    }
    if let Some(path) = &arguments.codes {
        let images = trainer.source().held_out(noise.len() / latent);
        if let Some(codes) = block_on(trainer.codes(&images, 0))? {
            write(&named(path, stop), trainer, pictures(trainer, &codes)?)?;
        }
    }
    Ok(())
}

/// A sharpness in words.
fn edges(Sharpness { laplacian, grey }: Sharpness) -> String {
    let grey = grey.map(|grey| format!(", grey {:.1} % of the ink", 100.0 * grey));
    format!(
        "variance of the Laplacian {laplacian:.4}{}",
        grey.unwrap_or_default()
    )
}

/// Writes the run's whole state, if that is asked for.
pub fn checkpoint(arguments: &TrainArguments, trainer: &Trainer) -> Result<(), TrainError> {
    if let Some(path) = &arguments.checkpoint {
        write_whole(path, &block_on(trainer.checkpoint())?)?;
    }
    Ok(())
}

/// Writes the weights, if that is asked for.
pub fn weights(arguments: &TrainArguments, trainer: &Trainer) -> Result<(), TrainError> {
    if let Some(path) = &arguments.weights {
        let title = recipe_file::title(&arguments.preset);
        let bytes = block_on(trainer.weights(&title, WeightPrecision::F32))?;
        write_whole(path, &bytes)?;
    }
    Ok(())
}

/// Writes held-out images' reconstructions, if that is asked for.
pub fn reconstructions(arguments: &TrainArguments, trainer: &Trainer) -> Result<(), TrainError> {
    if let Some(path) = &arguments.reconstructions
        && !trainer.spec().is_points()
    {
        let images = trainer.source().held_out(64);
        if let Some(pixels) = block_on(trainer.reconstructions(&images))? {
            write(path, trainer, pixels)?;
        }
    }
    Ok(())
}

/// Measures on held-out images, all of MNIST's 10,000, and prints what it found.
pub fn test(trainer: &Trainer) -> Result<(), TrainError> {
    if trainer.spec().is_points() {
        // They are measured throughout.
        return Ok(());
    }
    let images = trainer.source().held_out(10_000);
    let parts: Vec<Images> = parts(&images);
    let pixels: Vec<u8> = parts.iter().flat_map(bytes).collect();
    let real = sharpness(&pixels, trainer.image());
    println!("{} test images: {}", images.len(), edges(real));
    let Some(figures) = block_on(trainer.elbo(&images, 0))? else {
        return Ok(());
    };
    if trainer.spec().model.has_kl() {
        let likelihood = match trainer.spec().reconstruction {
            Reconstruction::Bernoulli => "Bernoulli",
            Reconstruction::SquaredError => "Gaussian, variance ½",
            Reconstruction::OptimalGaussian => "Gaussian, optimal variance",
        };
        println!(
            "−ELBO {:.2} nats per image ({likelihood}): reconstruction {:.2}, KL {:.2}",
            figures.negative_elbo, figures.reconstruction, figures.kl
        );
    }
    let mut reconstructed = Vec::with_capacity(pixels.len());
    for part in &parts {
        reconstructed.extend(block_on(trainer.reconstructions(part))?.unwrap_or_default());
    }
    error("reconstructions", &reconstructed, &pixels);
    if trainer.spec().model == ModelType::Autoencoder {
        compression(trainer, &parts, &pixels)?;
    }
    Ok(())
}

/// Measures on the user's own images, those that were trained on too: how well each is told from the
/// others, and where their codes lie.
pub fn own(trainer: &Trainer, images: &Images) -> Result<(), TrainError> {
    let Some(codes) = block_on(trainer.encode(images))? else {
        return Ok(());
    };
    let pixels = bytes(images);
    let size = images.shape().len();
    let mut mean = vec![0.0; size];
    for image in pixels.chunks_exact(size) {
        for (sum, value) in mean.iter_mut().zip(image) {
            *sum += f64::from(*value) / images.len() as f64;
        }
    }
    let mean: Vec<u8> = mean.iter().map(|value| value.round() as u8).collect();
    let reconstructed = block_on(trainer.reconstructions(images))?.unwrap_or_default();
    println!("{} own images:", images.len());
    error("  their mean picture", &mean.repeat(images.len()), &pixels);
    error("  reconstructions", &reconstructed, &pixels);
    let same = reconstructed.chunks_exact(size).enumerate();
    let same = same.filter(|(index, picture)| nearest(picture, &pixels) == *index);
    println!("  {} are nearest to their own reconstruction", same.count());

    let shape = images.shape();
    let shifted: Vec<u8> = SHIFTS
        .iter()
        .flat_map(|by| {
            let each = pixels.chunks_exact(size);
            each.flat_map(|image| shifted(image, shape, *by))
        })
        .collect();
    let moved = Images::new(shape, shifted.clone());
    let reconstructed = block_on(trainer.reconstructions(&moved))?.unwrap_or_default();
    error("  reconstructions a pixel aside", &reconstructed, &shifted);

    let latent = trainer.spec().latent;
    let points: Vec<&[f32]> = codes.chunks_exact(latent).collect();
    for dimension in 0..latent {
        let values: Vec<f64> = points.iter().map(|z| f64::from(z[dimension])).collect();
        let middle = values.iter().sum::<f64>() / values.len() as f64;
        let squares = values.iter().map(|value| (value - middle).powi(2));
        let deviation = (squares.sum::<f64>() / values.len() as f64).sqrt();
        let farthest = values.iter().fold(0.0_f64, |most, z| most.max(z.abs()));
        println!(
            "  z{}: deviation {deviation:.2}, at most {farthest:.2}",
            dimension + 1
        );
    }
    let distances = points.iter().enumerate().flat_map(|(at, one)| {
        let others = points[at + 1..].iter();
        others.map(|other| {
            let squares = one
                .iter()
                .zip(*other)
                .map(|(a, b)| f64::from(a - b).powi(2));
            squares.sum::<f64>().sqrt()
        })
    });
    let closest = distances.fold(f64::INFINITY, f64::min);
    println!("  the two closest codes are {closest:.2} apart");
    Ok(())
}

/// An image that is moved down and to the right, edges continued.
fn shifted(image: &[u8], shape: ImageShape, by: [isize; 2]) -> Vec<u8> {
    let from = |place: usize, by: isize, side: usize| {
        let place = place.saturating_add_signed(-by);
        place.min(side - 1)
    };
    let mut moved = Vec::with_capacity(image.len());
    for row in 0..shape.height {
        for column in 0..shape.width {
            let row = from(row, by[0], shape.height);
            let column = from(column, by[1], shape.width);
            let at = (row * shape.width + column) * shape.channels;
            moved.extend_from_slice(&image[at..at + shape.channels]);
        }
    }
    moved
}

/// Which of the images is nearest to a picture.
fn nearest(picture: &[u8], images: &[u8]) -> usize {
    let distances = images
        .chunks_exact(picture.len())
        .map(|image| mean_squared_error(picture, image));
    let nearest = distances
        .enumerate()
        .min_by(|(_, one), (_, other)| one.total_cmp(other));
    nearest.map_or(0, |(index, _)| index)
}

/// Bits per image, and the error when codes are kept in so many.
fn compression(trainer: &Trainer, parts: &[Images], pixels: &[u8]) -> Result<(), TrainError> {
    let latent = trainer.spec().latent;
    let encode = |images: &[Images]| -> Result<Vec<f32>, TrainError> {
        let mut codes = Vec::new();
        for part in images {
            codes.extend(block_on(trainer.encode(part))?.unwrap_or_default());
        }
        Ok(codes)
    };
    let codes = encode(parts)?;
    let training = (0..KNOWN_BATCHES).map(|step| training_images(trainer, step));
    let known = encode(&training.collect::<Vec<_>>())?;
    println!("{} bits per image as it is", 8 * trainer.image().len());
    let halves: Vec<f32> = codes.iter().map(|&c| f16::from_f32(c).to_f32()).collect();
    let kept = [(32, codes.clone()), (16, halves)].into_iter();
    let whole = [8, 6, 4, 2].map(|bits| (bits, quantised(&codes, &known, latent, bits)));
    for (bits, codes) in kept.chain(whole) {
        let what = format!("{:5} bits per image", bits * latent as u32);
        error(&what, &pictures(trainer, &codes)?, pixels);
    }
    Ok(())
}

fn training_images(trainer: &Trainer, step: u32) -> Images {
    let shape = trainer.image();
    let planes = trainer.source().batch(0, step, BATCH).pixels;
    Images::new(shape, picture_bytes(&planes, shape))
}

fn error(what: &str, found: &[u8], expected: &[u8]) {
    let error = mean_squared_error(found, expected);
    let ratio = peak_signal_to_noise(error);
    println!("{what}: mean squared error {error:.5}, {ratio:.2} dB");
}

/// Pictures of latent points.
fn pictures(trainer: &Trainer, points: &[f32]) -> Result<Vec<u8>, TrainError> {
    let mut pixels = Vec::new();
    for points in points.chunks(BATCH * trainer.spec().latent) {
        pixels.extend(block_on(trainer.pictures(points))?);
    }
    Ok(pixels)
}

/// Images in parts of a size that memory bears.
fn parts(images: &Images) -> Vec<Images> {
    let mut parts = Vec::new();
    let mut rest = images.clone();
    while !rest.is_empty() {
        let (part, others) = rest.split_at(BATCH);
        parts.push(part);
        rest = others;
    }
    parts
}

fn bytes(images: &Images) -> Vec<u8> {
    let each = (0..images.len()).flat_map(|index| images.bytes(index));
    each.copied().collect()
}

/// `samples.idx` at step 250 is `samples-250.idx`.
pub fn named(path: &Path, stop: Option<u32>) -> PathBuf {
    let Some(step) = stop else {
        return path.to_owned();
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| ending.to_string_lossy());
    let ending = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    path.with_file_name(format!("{stem}-{step}{ending}"))
}

fn write(path: &Path, trainer: &Trainer, pixels: Vec<u8>) -> Result<(), TrainError> {
    let images = Images::new(trainer.image(), pixels);
    Ok(write_whole(path, &idx::write_images(&images))?)
}
