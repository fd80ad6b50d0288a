//! Writes what `assets/models` ships: weights with their card, encoded test images, a poster of the
//! map, and the catalogue.

use std::fs;
use std::path::{Path, PathBuf};

use ::latent::{EXTENT, LatentSlice, MAP_LEVELS, SliceBasis};
use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Tensor, TensorData};
use futures::executor::block_on;
use half::f16;
use local_files::{check_output_file, write_whole};
use model::data::{ImageDrawer, Images};
use model::error::{ConfigFound, ConfigRequirement};
use model::latent::{self, LatentDecoder};
use model::metrics::ElboFigures;
use model::random::{HostRng, RandomStream};
use model::vae::Vae;
use model::weights::{
    self, CARD_VERSION, CardDirection, CardMetric, DataFacts, EncodedPoints, LatentModel,
    ModelArchitecture, ModelCard, WeightPrecision,
};
use model::{ModelError, device};
use run_spec::{DatasetId, ImageShape};
use serde_json::{Value, json};

use crate::images::{ImageSource, SplitImages};
use crate::judge::judge;
use crate::known_effects::{PRIOR_DRAWS, Subject, TEST_IMAGES};
use crate::presets::{ModelRecipe, ShippedPreset, VaeRecipe};
use crate::vae::measure;
use crate::{PretrainError, faces, hanzi, io, measured};

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
    images: &SplitImages,
    out: &Path,
) -> Result<(), PretrainError> {
    let SplitImages {
        test,
        facts: data,
        drawer,
        ..
    } = images;
    let name = format!("{}.safetensors", preset.id);
    // What is measured, encoded and drawn is what is shipped: the weights after rounding.
    let architecture = ModelArchitecture::Vae(recipe.config.clone());
    let draft = card(preset, architecture, data);
    let vae = vae.map(&mut MantissaRounding);
    let rounded = block_on(weights::save(&vae, &draft, WeightPrecision::F16))?;
    let (_, vae) = weights::load_vae(&name, &rounded, &device::cpu())?;
    let figures = measure(&vae, &recipe.config, test, &device::cpu())?;
    println!(
        "{}: shipped weights, test −ELBO {:.2} = {:.2} + KL {:.2} nats",
        preset.id, figures.negative_elbo, figures.reconstruction, figures.kl
    );
    let known = known(preset, &vae, test, drawer.as_ref())?;
    let card = ModelCard {
        metrics: metrics_of(&figures)
            .into_iter()
            .chain(known.metrics)
            .collect(),
        directions: known.directions,
        ..draft
    };
    card.check_directions()?;
    let bytes = block_on(weights::save(&vae, &card, WeightPrecision::F16))?;
    // All is made before the first file is written.
    let mut files = vec![
        (weights_path(preset, out), bytes),
        (
            points_path(preset, out),
            points(&vae, preset, test, known.factors)?,
        ),
    ];
    let plane = poster_plane(recipe.config.latent, &card.directions);
    if let Some(plane) = &plane {
        let poster = poster(&vae, recipe.config.image, plane)?;
        files.push((poster_path(preset, out), poster));
    }
    for (path, bytes) in files {
        write_whole(&path, &bytes)?;
    }
    list(
        preset,
        plane.is_some(),
        card.directions.len(),
        &catalogue_path(out),
    )
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
    let (directions, metrics) = match preset.source {
        ImageSource::Drawn(_) => faces::measure_generator(&Subject {
            model: &model,
            latent: model.latent(),
            shape: model.image(),
            points: PRIOR_DRAWS,
        })?,
        ImageSource::Folder(_) => (Vec::new(), judged(preset.id, &model)?),
    };
    let card = ModelCard {
        metrics,
        directions,
        ..draft
    };
    card.check_directions()?;
    let bytes = block_on(weights::save(&generator, &card, WeightPrecision::F16))?;
    println!("{}: {} bytes", preset.id, bytes.len());
    let plane = poster_plane(model.latent(), &card.directions);
    if let Some(plane) = &plane {
        let poster = poster(&model, model.image(), plane)?;
        write_whole(&poster_path(preset, out), &poster)?;
    }
    write_whole(&weights_path(preset, out), &bytes)?;
    list(
        preset,
        plane.is_some(),
        card.directions.len(),
        &catalogue_path(out),
    )
}

/// What a classifier of digits makes of draws from the prior, where it is there.
fn judged(id: &str, model: &LatentModel) -> Result<Vec<CardMetric>, PretrainError> {
    let noise = HostRng::new(0, RandomStream::Evaluation).normals(SAMPLES * model.latent());
    let pictures = block_on(model.pictures(&noise, &device::cpu()))?;
    let Some(verdict) = judge(&pictures, model.image(), SURE)? else {
        return Ok(Vec::new());
    };
    println!(
        "{id}: a classifier is at least 90 % sure of {:.1} % of samples, {} digits among them",
        100.0 * verdict.sure,
        verdict.digits
    );
    let metric = |name: &str, value: f64, unit: &str| CardMetric {
        name: name.to_owned(),
        value,
        unit: unit.to_owned(),
        on: format!("{} draws from the prior", weights::grouped(SAMPLES)),
    };
    let share = (1e3 * verdict.sure).round() / 10.0;
    Ok(vec![
        metric("A classifier is 90 % sure of", share, "% of samples"),
        metric("Digits among those", verdict.digits as f64, "of 10"),
    ])
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
        directions: Vec::new(),
        base: None,
        command: format!(
            "cargo run --release -p model --features pretrain --bin pretrain -- {}--model {} --epochs {}",
            match preset.source {
                ImageSource::Folder(_) => "--data FOLDER ",
                ImageSource::Drawn(_) => "",
            },
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

/// What is known of a VAE beyond its bound.
struct Known {
    directions: Vec<CardDirection>,
    metrics: Vec<CardMetric>,
    /// Of the first test images, [`POINTS`] or all.
    factors: Vec<(String, Vec<f32>)>,
}

fn known(
    preset: &ShippedPreset,
    vae: &Vae,
    test: &Images,
    drawer: Option<&ImageDrawer>,
) -> Result<Known, PretrainError> {
    let subject = Subject {
        model: vae,
        latent: preset.recipe.latent(),
        shape: preset.recipe.image(),
        points: TEST_IMAGES,
    };
    let count = test.len().min(POINTS);
    let (factors, (directions, metrics)) = match (preset.source, drawer) {
        (_, Some(ImageDrawer::Hanzi(strokes))) => (
            hanzi::factors(strokes, count),
            hanzi::measure(&subject, strokes, test)?,
        ),
        (_, Some(ImageDrawer::Procedural(_))) => (faces::factors(count), faces::measure(&subject)?),
        (source, None) => {
            let measures = match source {
                ImageSource::Folder(DatasetId::FashionMnist) => measured::OF_CLOTHES,
                _ => measured::OF_DIGITS,
            };
            (
                measured::factors(measures, test, count),
                measured::measure(measures, &subject, test)?,
            )
        }
    };
    Ok(Known {
        directions,
        metrics,
        factors,
    })
}

/// The first test images, encoded, with their labels and what is known of them.
fn points(
    vae: &Vae,
    preset: &ShippedPreset,
    test: &Images,
    factors: Vec<(String, Vec<f32>)>,
) -> Result<Vec<u8>, PretrainError> {
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
        factors,
    };
    Ok(weights::points_to_bytes(latent, points)?)
}

/// The plane that the page first shows of a model, where it has a poster: all of a plane, or the first two
/// of several directions.
fn poster_plane(latent: usize, directions: &[CardDirection]) -> Option<LatentSlice> {
    match directions {
        _ if latent == 2 => Some(LatentSlice::of_axes(&[0.0, 0.0], 0, 1, EXTENT)),
        [across, up, _, ..] => {
            let basis = SliceBasis::of_directions(&across.z, &up.z)?;
            Some(LatentSlice {
                origin: vec![0.0; latent],
                across: basis.across,
                up: basis.up,
                centre: (0.0, 0.0),
                extent: EXTENT,
            })
        }
        _ => None,
    }
}

fn poster(
    model: &impl LatentDecoder,
    shape: ImageShape,
    plane: &LatentSlice,
) -> Result<Vec<u8>, PretrainError> {
    let points = plane.points(POSTER_TILES, 0..POSTER_TILES);
    let latent = plane.origin.len();
    let pictures = block_on(latent::pictures(
        model,
        latent,
        shape,
        &points,
        &device::cpu(),
    ))?;
    let sheet = latent::montage(&pictures, shape, POSTER_TILES);
    let (sheet, shape) = match shape.channels {
        1 => (sheet, shape),
        _ => smaller(&sheet, POSTER_TILES * shape.width, shape),
    };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(
        &mut bytes,
        (POSTER_TILES * shape.width) as u32,
        (POSTER_TILES * shape.height) as u32,
    );
    encoder.set_color(match shape.channels {
        1 => png::ColorType::Grayscale,
        _ => png::ColorType::Rgb,
    });
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

/// Half as many pixels across and down, of 32 levels of each colour: what is seen for a moment travels
/// in a tenth of the bytes.
///
/// # Shapes
/// `sheet`: rows of `width` RGB pixels, of pictures of `shape`
fn smaller(sheet: &[u8], width: usize, shape: ImageShape) -> (Vec<u8>, ImageShape) {
    const LEVELS: u32 = 31;
    let rows: Vec<&[u8]> = sheet.chunks_exact(3 * width).collect();
    let mut pixels = Vec::with_capacity(sheet.len() / 4);
    for pair in rows.chunks_exact(2) {
        for x in 0..width / 2 {
            for channel in 0..3 {
                let at = 6 * x + channel;
                let four = [pair[0][at], pair[0][at + 3], pair[1][at], pair[1][at + 3]];
                let mean = four.iter().map(|byte| u32::from(*byte)).sum::<u32>() / 4;
                let level = (mean * LEVELS + 127) / 255;
                pixels.push(((level * 255 + LEVELS / 2) / LEVELS) as u8);
            }
        }
    }
    let half = ImageShape {
        height: shape.height / 2,
        width: shape.width / 2,
        ..shape
    };
    (pixels, half)
}

/// Puts the model's entry into the catalogue, in place of an older one.
fn list(
    preset: &ShippedPreset,
    has_poster: bool,
    directions: usize,
    path: &Path,
) -> Result<(), PretrainError> {
    let id = preset.id;
    let latent = preset.recipe.latent();
    let encodes = matches!(preset.recipe, ModelRecipe::Vae(_));
    let entry = json!({
        "id": id,
        "title": preset.title,
        "weights": format!("assets/models/{id}.safetensors"),
        "points": encodes.then(|| format!("assets/models/{id}.points.safetensors")),
        "poster": has_poster.then(|| format!("assets/models/{id}.poster.png")),
        "latent": latent,
        "directions": directions,
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
