//! A run that shows what it computes with.

use std::collections::BTreeMap;
use std::error::Error;

use model::Device;
use model::data::{Images, TrainingData, digits, faces};
use model::random::{HostRng, RandomStream};
use model::train::{LossName, StepPart, Trainer};
use run_spec::{DatasetId, ImageShape, RunSpec, SpecField, preset};
use serde::Deserialize;

/// So many faces are held.
const FACES: u64 = 1_000;

/// Whatever went wrong, as a sentence.
pub type BenchError = Box<dyn Error>;

/// What is trained or decoded: a preset, and fields in place of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenchRecipe {
    /// The preset's name.
    pub preset: String,
    /// Fields by their names in JSON, values as the page's form has them.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// What is learnt.
    #[serde(default)]
    pub data: BenchData,
}

/// What a recipe's model learns. Preparing it costs next to nothing, so that a step is measured and
/// not the drawing of strokes.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BenchData {
    /// The shipped digits.
    #[default]
    Digits,
    /// 1,000 drawn faces, in colour.
    Faces,
    /// 2,400 points of eight Gaussians on a ring.
    Points,
}

impl BenchRecipe {
    /// Reads a recipe as `workloads.json` has it.
    ///
    /// # Errors
    /// What JSON lacks.
    pub fn from_json(json: &str) -> Result<Self, BenchError> {
        Ok(serde_json::from_str(json)?)
    }

    /// The whole specification.
    ///
    /// # Errors
    /// A name that is not known, or a value that is refused.
    pub fn spec(&self) -> Result<RunSpec, BenchError> {
        let preset = preset(&self.preset)
            .ok_or_else(|| format!("expected a preset's name, found `{}`.", self.preset))?;
        let mut spec = preset.spec();
        spec.data = match self.data {
            BenchData::Digits => DatasetId::Digits,
            BenchData::Faces | BenchData::Points => DatasetId::Own,
        };
        for (name, value) in &self.set {
            let field = SpecField::named(name)
                .ok_or_else(|| format!("expected a field's name, found `{name}`."))?;
            field.set(&mut spec, value)?;
        }
        Ok(spec)
    }
}

/// A run, and what it computes with.
pub struct BenchRun {
    trainer: Trainer,
    held_out: Images,
}

impl BenchRun {
    /// A run that has not begun.
    ///
    /// # Errors
    /// Those of [`BenchRecipe::spec`] and [`Trainer::new`].
    pub fn new(recipe: &BenchRecipe, device: &Device) -> Result<Self, BenchError> {
        let spec = recipe.spec()?;
        let source = match recipe.data {
            BenchData::Digits => shipped_digits(spec.image_size)?,
            BenchData::Faces => TrainingData::held(some_faces(spec.image_size), None)?,
            BenchData::Points => TrainingData::held(ring_of_gaussians(), None)?,
        };
        let trainer = Trainer::new(&spec, source, device)?;
        let held_out = trainer.source().held_out(64);
        Ok(Self { trainer, held_out })
    }

    /// The whole specification.
    pub fn spec(&self) -> &RunSpec {
        self.trainer.spec()
    }

    /// Every number of the run's state by name, as a safetensors file.
    ///
    /// # Errors
    /// When the device fails.
    pub async fn state(&self) -> Result<Vec<u8>, BenchError> {
        Ok(self.trainer.checkpoint().await?)
    }

    /// Puts the run into a state of [`Self::state`].
    ///
    /// # Errors
    /// When the file is no state of such a run.
    pub fn restore(&mut self, state: &[u8]) -> Result<(), BenchError> {
        Ok(self.trainer.restore(state)?)
    }

    /// The images of step `step`, counted from 0.
    ///
    /// # Shapes
    /// `[batch, pixels]`, image by image, in planes of channels, values in [0, 1]
    pub fn images(&self, step: u32) -> Vec<f32> {
        let spec = self.spec();
        let source = self.trainer.source();
        source.batch(u64::from(spec.seed), step, spec.batch).pixels
    }

    /// The first `count` numbers of step `step`'s noise, in the order in which the step draws them.
    pub fn noise(&self, step: u32, count: usize) -> Vec<f32> {
        HostRng::new(u64::from(self.spec().seed), RandomStream::Noise(step)).normals(count)
    }

    /// Takes so many steps.
    pub fn steps(&mut self, count: u32) {
        for _ in 0..count {
            self.trainer.step(StepPart::Whole);
        }
    }

    /// The newest step's losses, by name. On a GPU, this is what waits for it.
    ///
    /// # Errors
    /// When the device fails.
    pub async fn losses(&mut self) -> Result<Vec<(LossName, f32)>, BenchError> {
        Ok(self.trainer.report().await?.losses)
    }

    /// Pictures of latent points.
    ///
    /// # Shapes
    /// `z`: `[n, latent]` → `[n, pixels]`, 0 black to 255 white
    ///
    /// # Errors
    /// When `z` are no points, or the device fails.
    pub async fn decode(&self, z: &[f32]) -> Result<Vec<u8>, BenchError> {
        Ok(self.trainer.pictures(z).await?)
    }

    /// Latent points to decode: draws from the prior, the same for everyone.
    ///
    /// # Shapes
    /// → `[count, latent]`
    pub fn points(&self, count: usize) -> Vec<f32> {
        HostRng::new(0, RandomStream::Evaluation).normals(count * self.spec().latent)
    }

    /// 64 images that are never trained on.
    ///
    /// # Shapes
    /// `[64, pixels]`, 0 black to 255 white
    pub fn held_out(&self) -> Vec<u8> {
        let images = &self.held_out;
        (0..images.len())
            .flat_map(|at| images.bytes(at).to_vec())
            .collect()
    }

    /// The posterior means of [`Self::held_out`].
    ///
    /// # Shapes
    /// `[64, latent]`
    ///
    /// # Errors
    /// Without an encoder, or when the device fails.
    pub async fn encode(&self) -> Result<Vec<f32>, BenchError> {
        let means = self.trainer.encode(&self.held_out).await?;
        means.ok_or_else(|| "expected a model with an encoder.".into())
    }
}

fn shipped_digits(side: usize) -> model::ModelResult<TrainingData> {
    let images = include_bytes!("../../assets/data/uci-digits-images.idx.gz");
    let labels = include_bytes!("../../assets/data/uci-digits-labels.idx.gz");
    digits::source(images, labels, side)
}

fn some_faces(side: usize) -> Images {
    let faces = (0..FACES).flat_map(|index| faces::draw(0, index, side).pixels);
    Images::new(ImageShape::square(side, 3), faces.collect())
}

/// Points of a plane in [0, 1]², as images of two bytes: five steps of a byte are the Gaussians'
/// standard deviation.
fn ring_of_gaussians() -> Images {
    let mut random = HostRng::new(0, RandomStream::Evaluation);
    let around = |at: usize, noise: [f32; 2]| {
        let angle = (at % 8) as f32 * std::f32::consts::TAU / 8.0;
        let (sin, cos) = angle.sin_cos();
        [
            0.5 + 0.35 * cos + 0.02 * noise[0],
            0.5 + 0.35 * sin + 0.02 * noise[1],
        ]
    };
    let bytes = random
        .normals(2 * 2_400)
        .chunks_exact(2)
        .enumerate()
        .flat_map(|(at, noise)| around(at, [noise[0], noise[1]]))
        .map(|grey| (grey * 255.0).round() as u8)
        .collect();
    Images::new(ImageShape::POINT, bytes)
}

/// Losses as a JSON object.
///
/// # Errors
/// When a loss is no number.
pub fn losses_json(losses: &[(LossName, f32)]) -> Result<String, BenchError> {
    let mut object = serde_json::Map::new();
    for (name, value) in losses {
        let Some(name) = serde_json::to_value(name)?.as_str().map(str::to_owned) else {
            return Err("expected a loss with a name.".into());
        };
        object.insert(name, serde_json::to_value(value)?);
    }
    Ok(serde_json::Value::Object(object).to_string())
}
