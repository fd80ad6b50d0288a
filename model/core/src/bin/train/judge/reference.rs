//! What pictures of runs are measured against, prepared once for all of them.

use std::path::Path;

use clap::Args;
use evaluation::{EvaluationValues, ReferencePictures};
use model::ModelResult;
use model::data::{Images, TrainingData};
use model::train::{RunEvaluator, Trainer};
use run_spec::DatasetId;
use serde::{Deserialize, Serialize};

use super::classifier::PictureClassifier;
use crate::TrainError;

/// The most pictures that are drawn of a run: all pairs of them are compared.
const MAX_DRAWS: usize = 20_000;
/// The fewest: coverage looks for the fifth nearest of each.
const MIN_DRAWS: usize = 10;
/// Of pictures that are drawn without end, so many count as those that a run was trained on.
const DRAWN_TRAINING: usize = 10_000;

/// With how much runs are measured.
#[derive(Args, Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MeasuringOptions {
    /// Pictures that are drawn of each run
    #[arg(long, default_value_t = 1000)]
    count: usize,
    /// Held-out images that draws and reconstructions are compared with, at most
    #[arg(long, default_value_t = 10_000)]
    held_out: usize,
    /// Training images in which the nearest of each draw is looked for; all, if it is not said
    #[arg(long, value_name = "COUNT")]
    training: Option<usize>,
    /// Bits per image are counted for this mean squared error of reconstructions
    #[arg(long, default_value_t = 0.02)]
    error: f64,
}

impl Default for MeasuringOptions {
    /// What clap has, too.
    fn default() -> Self {
        Self {
            count: 1000,
            held_out: 10_000,
            training: None,
            error: 0.02,
        }
    }
}

impl MeasuringOptions {
    /// Whether the numbers can be meant; `before` is what their names begin with.
    ///
    /// # Errors
    /// A sentence on the first that cannot.
    pub fn check(&self, before: &str) -> Result<(), TrainError> {
        let one_or_more = [
            ("held-out", self.held_out),
            ("training", self.training.unwrap_or(1)),
        ];
        if let Some((option, _)) = one_or_more.into_iter().find(|(_, found)| *found == 0) {
            return Err(format!("{before}{option}: expected 1 or more, found 0.").into());
        }
        let found = self.count;
        if !(MIN_DRAWS..=MAX_DRAWS).contains(&found) {
            let expected = format!("expected {MIN_DRAWS} to {MAX_DRAWS}, found {found}.");
            return Err(format!("{before}count: {expected}").into());
        }
        if !(self.error > 0.0 && self.error < 1.0) {
            let expected = format!("expected a number between 0 and 1, found {}.", self.error);
            return Err(format!("{before}error: {expected}").into());
        }
        Ok(())
    }
}

/// Real pictures, looked at once, and what looks at them.
pub struct PictureMeasure {
    held_out: Images,
    classifier: Option<PictureClassifier>,
    reference: ReferencePictures,
    draws: usize,
    error: f64,
}

impl PictureMeasure {
    /// Looks at a data set's pictures; `seed` chooses the training pictures among those that are drawn
    /// without end.
    ///
    /// # Errors
    /// A sentence on a classifier that cannot be used, or on too few pictures.
    pub fn new(
        options: &MeasuringOptions,
        classifier: Option<&Path>,
        data: DatasetId,
        source: &TrainingData,
        seed: u32,
    ) -> Result<Self, TrainError> {
        let classifier = PictureClassifier::open(classifier, data, source.shape())?;
        let held_out = source.held_out(options.held_out);
        let count = source.len().unwrap_or(DRAWN_TRAINING);
        let count = options.training.unwrap_or(count);
        let training = bytes(&source.training(u64::from(seed), count));
        let pixels = bytes(&held_out);
        let classified = classifier.as_ref().map(|known| known.classify(&pixels));
        let (held, trained) = (held_out.len(), training.len() / source.shape().len());
        println!("compared with {held} held-out and {trained} training images");
        let reference =
            ReferencePictures::new(source.shape(), &pixels, classified, training, options.count)?;
        Ok(Self {
            held_out,
            classifier,
            reference,
            draws: options.count,
            error: options.error,
        })
    }

    /// All figures of a run.
    ///
    /// # Errors
    /// When the device fails.
    pub async fn evaluate(&self, trainer: &Trainer) -> ModelResult<EvaluationValues> {
        let known = self.classifier.as_ref();
        let evaluator = RunEvaluator {
            reference: &self.reference,
            held_out: &self.held_out,
            draws: self.draws,
            error: self.error,
            classify: &|pixels| known.map(|known| known.classify(pixels)),
        };
        evaluator.evaluate(trainer).await
    }

    /// What held-out pictures have themselves.
    pub fn data_values(&self) -> &EvaluationValues {
        self.reference.data_values()
    }
}

fn bytes(images: &Images) -> Vec<u8> {
    let each = (0..images.len()).flat_map(|index| images.bytes(index));
    each.copied().collect()
}
