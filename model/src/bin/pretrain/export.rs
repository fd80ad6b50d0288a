//! Writes what `assets/models` ships: weights with their card, encoded test images, a poster of the
//! map, and the catalogue.

use std::fs;
use std::path::Path;

use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Tensor, TensorData};
use futures::executor::block_on;
use half::f16;
use model::data::Images;
use model::latent::{self, Plane};
use model::metrics::ElboFigures;
use model::vae::Vae;
use model::weights::{
    self, Architecture, CARD_VERSION, Card, DataFacts, EncodedPoints, FACTORS, Metric, Precision,
};
use model::{Error, device};
use serde_json::{Value, json};

use crate::presets::Preset;
use crate::{Failure, io, measure};

/// How many test images are shipped as points of the latent space.
const POINTS: usize = 2_000;
/// The poster shows the map's coarse level, as the page draws it (`app::session`).
const POSTER_TILES: usize = 10;
const POSTER_EXTENT: f32 = 3.5;

/// Rounds weights to eight significant bits of the eleven that 16-bit numbers have: the zeros travel
/// for next to nothing once compressed, and the bound hardly changes.
struct Coarser;

/// Bits of a 16-bit number that are not kept.
const DROPPED: u16 = 3;

impl ModuleMapper for Coarser {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        param.map(|tensor| {
            let numbers = tensor.to_data().iter::<f32>().map(coarser).collect();
            let data = TensorData::new::<f32, _>(numbers, tensor.dims());
            Tensor::from_data(data, &tensor.device())
        })
    }
}

fn coarser(number: f32) -> f32 {
    let bits = f16::from_f32(number).to_bits();
    // To the nearest: a carry goes on into the exponent, as it should.
    let half = 1 << (DROPPED - 1);
    f16::from_bits((bits + half) >> DROPPED << DROPPED).to_f32()
}

/// Writes all files of one model to `out`, and its entry in `out/catalog.json`.
pub fn export(
    preset: &Preset,
    vae: Vae,
    train: &Images,
    test: &Images,
    out: &Path,
) -> Result<(), Failure> {
    fs::create_dir_all(out).map_err(io(out))?;
    let name = format!("{}.safetensors", preset.id);
    // What is measured, encoded and drawn is what is shipped: the weights after rounding.
    let draft = card(preset, train, &[]);
    let vae = vae.map(&mut Coarser);
    let rounded = block_on(weights::save(&vae, &draft, Precision::F16))?;
    let (_, vae) = weights::load_vae(&name, &rounded, &device::cpu())?;
    let figures = measure(&vae, &preset.config, test)?;
    println!(
        "{}: shipped weights, test −ELBO {:.2} = {:.2} + KL {:.2} nats",
        preset.id, figures.negative_elbo, figures.reconstruction, figures.kl
    );
    let bytes = block_on(weights::save(
        &vae,
        &card(preset, train, &metrics_of(&figures)),
        Precision::F16,
    ))?;
    write(&out.join(&name), &bytes)?;
    write(
        &out.join(format!("{}.points.safetensors", preset.id)),
        &points(&vae, preset, test)?,
    )?;
    if preset.config.latent == 2 {
        let path = out.join(format!("{}.poster.png", preset.id));
        write(&path, &poster(&vae, preset)?)?;
    }
    list(preset, &out.join("catalog.json"))
}

fn card(preset: &Preset, train: &Images, metrics: &[Metric]) -> Card {
    Card {
        version: CARD_VERSION,
        title: preset.title.to_owned(),
        summary: preset.summary.to_owned(),
        architecture: Architecture::Vae(preset.config.clone()),
        data: DataFacts {
            name: "MNIST".to_owned(),
            authors: "Yann LeCun, Corinna Cortes, Christopher J. C. Burges".to_owned(),
            licence: "CC-BY-SA-3.0".to_owned(),
            images: train.len(),
        },
        licence: "MIT OR Apache-2.0".to_owned(),
        metrics: metrics.to_vec(),
        command: format!(
            "cargo run --release -p model --features pretrain --bin pretrain -- --data FOLDER \
             --model {} --epochs {}",
            preset.id, preset.training.epochs
        ),
        digest: String::new(),
    }
}

fn metrics_of(figures: &ElboFigures) -> Vec<Metric> {
    let metric = |name: &str, value: f64| Metric {
        name: name.to_owned(),
        value: (value * 100.0).round() / 100.0,
        unit: "nats".to_owned(),
        on: format!("{} test images", weights::grouped(figures.images)),
    };
    vec![
        metric("Negative ELBO", figures.negative_elbo),
        metric("Reconstruction", figures.reconstruction),
        metric("KL divergence", figures.kl),
    ]
}

/// The first test images, encoded, with their labels and what is measured of them.
fn points(vae: &Vae, preset: &Preset, test: &Images) -> Result<Vec<u8>, Failure> {
    let latent = preset.config.latent;
    let indices: Vec<usize> = (0..test.len().min(POINTS)).collect();
    let images = test.batch(&indices, &device::cpu());
    let codes = block_on(vae.encoder.forward(images).read())?;
    let means = &codes.means;
    let spread = means
        .iter()
        .fold(0.0_f32, |most, mean| most.max(mean.abs()));
    let inside = means
        .iter()
        .filter(|mean| mean.abs() <= POSTER_EXTENT)
        .count();
    println!(
        "{}: encoded means reach {spread:.2}; {:.2} % of coordinates within ±{POSTER_EXTENT}",
        preset.id,
        100.0 * inside as f64 / means.len() as f64
    );
    let labels = test.labels().unwrap_or_default()[..indices.len()].to_vec();
    let points = EncodedPoints {
        codes,
        labels,
        factors: factors(test, &indices),
    };
    Ok(weights::points_to_bytes(latent, points)?)
}

/// What is measured of each image, in the order of [`FACTORS`]; 0 of an image without ink.
fn factors(images: &Images, indices: &[usize]) -> Vec<(String, Vec<f32>)> {
    let width = images.shape().width;
    let measures = [::latent::slant, ::latent::thickness];
    let of = |measure: fn(&[f32], usize) -> Option<f32>| {
        let each = indices.iter().map(|&index| images.values(&[index]));
        each.map(|grey| measure(&grey, width).unwrap_or(0.0))
            .collect()
    };
    let named = FACTORS.iter().zip(measures);
    named
        .map(|(&name, measure)| (name.to_owned(), of(measure)))
        .collect()
}

fn poster(vae: &Vae, preset: &Preset) -> Result<Vec<u8>, Failure> {
    let shape = preset.config.image;
    let plane = Plane::of_axes(&[0.0, 0.0], 0, 1, POSTER_EXTENT);
    let points = plane.points(POSTER_TILES, 0..POSTER_TILES);
    let pictures = block_on(latent::pictures(vae, 2, shape, &points, &device::cpu()))?;
    let sheet = latent::montage(&pictures, shape, POSTER_TILES);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(
        &mut bytes,
        (POSTER_TILES * shape.width) as u32,
        (POSTER_TILES * shape.height) as u32,
    );
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let png_error = |error: png::EncodingError| Error::Io {
        file: "poster".to_owned(),
        reason: error.to_string(),
    };
    let mut writer = encoder.write_header().map_err(png_error)?;
    writer.write_image_data(&sheet).map_err(png_error)?;
    writer.finish().map_err(png_error)?;
    Ok(bytes)
}

/// Puts the model's entry into the catalogue, in place of an older one.
fn list(preset: &Preset, path: &Path) -> Result<(), Failure> {
    let id = preset.id;
    let entry = json!({
        "id": id,
        "title": preset.title,
        "weights": format!("assets/models/{id}.safetensors"),
        "points": format!("assets/models/{id}.points.safetensors"),
        "poster": (preset.config.latent == 2).then(|| format!("assets/models/{id}.poster.png")),
        "latent": preset.config.latent,
    });
    let broken = |error: serde_json::Error| Failure::Catalogue {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let mut entries: Vec<Value> = if path.exists() {
        let text = fs::read_to_string(path).map_err(io(path))?;
        serde_json::from_str(&text).map_err(broken)?
    } else {
        Vec::new()
    };
    match entries.iter_mut().find(|old| old["id"] == id) {
        Some(old) => *old = entry,
        None => entries.push(entry),
    }
    let text = serde_json::to_string_pretty(&entries).map_err(broken)?;
    write(path, format!("{text}\n").as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(io(path))
}
