//! Writes what `assets/models` ships: weights with their card, encoded test images, a poster of the
//! map, and the catalogue.

use std::fs;
use std::path::{Path, PathBuf};

use ::latent::{EXTENT, LatentSlice, MAP_LEVELS};
use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Tensor, TensorData};
use futures::executor::block_on;
use half::f16;
use local_files::{check_output_file, write_whole};
use model::data::Images;
use model::error::{ConfigFound, ConfigRequirement};
use model::latent;
use model::metrics::ElboFigures;
use model::random::{HostRng, RandomStream};
use model::vae::Vae;
use model::weights::{
    self, CARD_VERSION, CardMetric, DataFacts, EncodedPoints, FACTORS, ModelArchitecture,
    ModelCard, WeightPrecision,
};
use model::{ModelError, device};
use run_spec::ImageShape;
use serde_json::{Value, json};

use crate::judge::judge;
use crate::presets::{ModelRecipe, ShippedPreset, VaeRecipe};
use crate::vae::measure;
use crate::{PretrainError, io};

/// How many test images are shipped as points of the latent space.
const POINTS: usize = 2_000;
/// The poster shows the map's coarse level, as the page draws it.
const POSTER_TILES: usize = MAP_LEVELS[0];

/// Draws from the prior that a generator is measured by.
const SAMPLES: usize = 1_000;
/// A classifier that gives a digit this probability is sure of it.
const SURE: f32 = 0.9;

/// Rounds weights to eight significant bits of the eleven that 16-bit numbers have: the zeros travel
/// for next to nothing once compressed, and the bound hardly changes.
struct MantissaRounding;

/// Bits of a 16-bit number that are not kept.
const DROPPED: u16 = 3;

impl ModuleMapper for MantissaRounding {
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

/// Where a model's weights go.
pub fn weights_path(preset: &ShippedPreset, out: &Path) -> PathBuf {
    out.join(format!("{}.safetensors", preset.id))
}

/// Where a VAE's encoded test images go.
fn points_path(preset: &ShippedPreset, out: &Path) -> PathBuf {
    out.join(format!("{}.points.safetensors", preset.id))
}

/// Where the poster of a plane goes.
fn poster_path(preset: &ShippedPreset, out: &Path) -> PathBuf {
    out.join(format!("{}.poster.png", preset.id))
}

fn catalogue_path(out: &Path) -> PathBuf {
    out.join("catalog.json")
}

/// Whether everything that a model's training ends with can be written.
///
/// # Errors
/// [`PretrainError::Output`], or [`PretrainError::Catalogue`] when the list that is there is none.
pub fn check_outputs(preset: &ShippedPreset, out: &Path) -> Result<(), PretrainError> {
    for path in [
        weights_path(preset, out),
        points_path(preset, out),
        poster_path(preset, out),
        catalogue_path(out),
    ] {
        check_output_file("--out", &path)?;
    }
    catalogue(&catalogue_path(out)).map(drop)
}

/// Writes all files of a VAE to `out`, and its entry in `out/catalog.json`.
pub fn vae(
    preset: &ShippedPreset,
    recipe: &VaeRecipe,
    vae: Vae,
    data: &DataFacts,
    test: &Images,
    out: &Path,
) -> Result<(), PretrainError> {
    let name = format!("{}.safetensors", preset.id);
    // What is measured, encoded and drawn is what is shipped: the weights after rounding.
    let architecture = ModelArchitecture::Vae(recipe.config.clone());
    let draft = card(preset, architecture, data);
    let vae = vae.map(&mut MantissaRounding);
    let rounded = block_on(weights::save(&vae, &draft, WeightPrecision::F16))?;
    let (_, vae) = weights::load_vae(&name, &rounded, &device::cpu())?;
    let figures = measure(&vae, &recipe.config, test)?;
    println!(
        "{}: shipped weights, test −ELBO {:.2} = {:.2} + KL {:.2} nats",
        preset.id, figures.negative_elbo, figures.reconstruction, figures.kl
    );
    let card = ModelCard {
        metrics: metrics_of(&figures),
        ..draft
    };
    let bytes = block_on(weights::save(&vae, &card, WeightPrecision::F16))?;
    // All is made before the first file is written.
    let mut files = vec![
        (weights_path(preset, out), bytes),
        (points_path(preset, out), points(&vae, preset, test)?),
    ];
    if recipe.config.latent == 2 {
        let poster = poster(&vae, recipe.config.image)?;
        files.push((poster_path(preset, out), poster));
    }
    for (path, bytes) in files {
        write_whole(&path, &bytes)?;
    }
    list(preset, &catalogue_path(out))
}

/// Writes a generator that was trained, from its weights file, and its entry in `out/catalog.json`.
/// `file` names the weights in messages.
pub fn generator(
    preset: &ShippedPreset,
    file: &str,
    trained: &[u8],
    data: &DataFacts,
    out: &Path,
) -> Result<(), PretrainError> {
    let name = format!("{}.safetensors", preset.id);
    let (of_run, model) = weights::load(file, trained, &device::cpu())?;
    let Some(sampler) = model.into_sampler() else {
        return Err(PretrainError::Model(ModelError::Config {
            field: "architecture",
            expected: ConfigRequirement::Generator,
            found: ConfigFound::Value(of_run.architecture.summary().join("; ").into()),
        }));
    };
    let draft = card(preset, of_run.architecture, data);
    let generator = sampler.generator.map(&mut MantissaRounding);
    let rounded = block_on(weights::save(&generator, &draft, WeightPrecision::F16))?;
    let (_, model) = weights::load(&name, &rounded, &device::cpu())?;
    let noise = HostRng::new(0, RandomStream::Evaluation).normals(SAMPLES * model.latent());
    let pictures = block_on(model.pictures(&noise, &device::cpu()))?;
    let mut metrics = Vec::new();
    if let Some(verdict) = judge(&pictures, model.image(), SURE)? {
        println!(
            "{}: a classifier is at least 90 % sure of {:.1} % of samples, {} digits among them",
            preset.id,
            100.0 * verdict.sure,
            verdict.digits
        );
        let on = format!("{} draws from the prior", weights::grouped(SAMPLES));
        let metric = |name: &str, value: f64, unit: &str| CardMetric {
            name: name.to_owned(),
            value,
            unit: unit.to_owned(),
            on: on.clone(),
        };
        let share = (1e3 * verdict.sure).round() / 10.0;
        metrics.push(metric(
            "A classifier is 90 % sure of",
            share,
            "% of samples",
        ));
        metrics.push(metric("Digits among those", verdict.digits as f64, "of 10"));
    }
    let card = ModelCard { metrics, ..draft };
    let bytes = block_on(weights::save(&generator, &card, WeightPrecision::F16))?;
    println!("{}: {} bytes", preset.id, bytes.len());
    write_whole(&weights_path(preset, out), &bytes)?;
    list(preset, &catalogue_path(out))
}

fn card(preset: &ShippedPreset, architecture: ModelArchitecture, data: &DataFacts) -> ModelCard {
    ModelCard {
        version: CARD_VERSION,
        title: preset.title.to_owned(),
        summary: preset.summary.to_owned(),
        architecture,
        data: data.clone(),
        licence: "MIT OR Apache-2.0".to_owned(),
        metrics: Vec::new(),
        command: format!(
            "cargo run --release -p model --features pretrain --bin pretrain -- --data FOLDER \
             --model {} --epochs {}",
            preset.id,
            preset.recipe.epochs()
        ),
        digest: String::new(),
    }
}

fn metrics_of(figures: &ElboFigures) -> Vec<CardMetric> {
    let metric = |name: &str, value: f64| CardMetric {
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
fn points(vae: &Vae, preset: &ShippedPreset, test: &Images) -> Result<Vec<u8>, PretrainError> {
    let latent = preset.recipe.latent();
    let indices: Vec<usize> = (0..test.len().min(POINTS)).collect();
    let images = test.batch(&indices, &device::cpu());
    let codes = block_on(vae.encoder.forward(images).read())?;
    let means = &codes.means;
    let spread = means
        .iter()
        .fold(0.0_f32, |most, mean| most.max(mean.abs()));
    let inside = means.iter().filter(|mean| mean.abs() <= EXTENT).count();
    println!(
        "{}: encoded means reach {spread:.2}; {:.2} % of coordinates within ±{EXTENT}",
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

fn poster(vae: &Vae, shape: ImageShape) -> Result<Vec<u8>, PretrainError> {
    let plane = LatentSlice::of_axes(&[0.0, 0.0], 0, 1, EXTENT);
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
    let png_error = |error: png::EncodingError| ModelError::Io {
        file: "poster".into(),
        reason: error.to_string().into(),
    };
    let mut writer = encoder.write_header().map_err(png_error)?;
    writer.write_image_data(&sheet).map_err(png_error)?;
    writer.finish().map_err(png_error)?;
    Ok(bytes)
}

/// Puts the model's entry into the catalogue, in place of an older one.
fn list(preset: &ShippedPreset, path: &Path) -> Result<(), PretrainError> {
    let id = preset.id;
    let latent = preset.recipe.latent();
    let encodes = matches!(preset.recipe, ModelRecipe::Vae(_));
    let entry = json!({
        "id": id,
        "title": preset.title,
        "weights": format!("assets/models/{id}.safetensors"),
        "points": encodes.then(|| format!("assets/models/{id}.points.safetensors")),
        "poster": (encodes && latent == 2).then(|| format!("assets/models/{id}.poster.png")),
        "latent": latent,
    });
    let mut entries = catalogue(path)?;
    match entries.iter_mut().find(|old| old["id"] == id) {
        Some(old) => *old = entry,
        None => entries.push(entry),
    }
    let text = serde_json::to_string_pretty(&entries).map_err(not_a_catalogue(path))?;
    Ok(write_whole(path, format!("{text}\n").as_bytes())?)
}

/// The catalogue's entries; none where there is no catalogue yet.
fn catalogue(path: &Path) -> Result<Vec<Value>, PretrainError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(path).map_err(io(path))?;
    serde_json::from_str(&text).map_err(not_a_catalogue(path))
}

fn not_a_catalogue(path: &Path) -> impl FnOnce(serde_json::Error) -> PretrainError + '_ {
    move |error| PretrainError::Catalogue {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
