//! All figures by which runs of different models are compared.

use burn::tensor::{Tensor, TensorData};
use evaluation::{
    ClassifiedPictures, EvaluationColumn, EvaluationValues, RatePoint, ReferencePictures,
    StepCodec, bits_at_error, mean_squared_error,
};

use super::trainer::Trainer;
use crate::ModelResult;
use crate::data::Images;
use crate::latent::read_pictures;
use crate::metrics::BATCH;
use crate::random::{HostRng, RandomStream};

/// Steps of codes that are tried for bits at a quality, each 1/√2 of the one before.
const CODE_STEPS: i32 = 14;
/// The first of them, in spreads of the codes.
const COARSEST_STEP: f32 = 4.0;
/// Of how many held-out images the codes are written in steps.
const CODED_IMAGES: usize = 1000;
/// Training images whose codes say how often each step is taken.
const KNOWN_CODES: usize = 5000;

/// What runs are compared with, and how.
pub struct RunEvaluator<'a> {
    /// Held-out and training images.
    pub reference: &'a ReferencePictures,
    /// The held-out images that are encoded.
    pub held_out: &'a Images,
    /// How many pictures are drawn of each run.
    pub draws: usize,
    /// The mean squared error that bits per image are counted for.
    pub error: f64,
    /// What a classifier makes of pictures (bytes), the same that `reference` was made with.
    #[allow(clippy::type_complexity, reason = "a function")]
    pub classify: &'a dyn Fn(&[u8]) -> Option<ClassifiedPictures>,
}

impl RunEvaluator<'_> {
    /// Measures a run. Draws are of z ~ N(0, 1), the same z for every run; ELBO and reconstructions are
    /// of the held-out images. What cannot be measured of such pictures stays empty.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn evaluate(&self, trainer: &Trainer) -> ModelResult<EvaluationValues> {
        let mut values = EvaluationValues::default();
        let latent = trainer.spec().latent;
        let noise = HostRng::new(0, RandomStream::Evaluation).normals(self.draws * latent);
        let pictures = trainer.many_pictures(&noise).await?;
        let classified = (self.classify)(&pictures);
        // Too few pictures, or features of another length: those figures are left out.
        let _ = self
            .reference
            .evaluate(&pictures, classified.as_ref(), &mut values);
        if trainer.spec().model.has_encoder() {
            self.measure_codes(trainer, &mut values).await?;
        }
        values.set(EvaluationColumn::Steps, f64::from(trainer.steps()));
        Ok(values)
    }

    async fn measure_codes(
        &self,
        trainer: &Trainer,
        values: &mut EvaluationValues,
    ) -> ModelResult<()> {
        if trainer.spec().model.has_kl()
            && let Some(figures) = trainer.elbo(self.held_out, 0).await?
        {
            values.set(EvaluationColumn::NegativeElbo, figures.negative_elbo);
        }
        let mut reconstructed = Vec::new();
        let mut expected = Vec::new();
        for first in (0..self.held_out.len()).step_by(BATCH) {
            let part = self.held_out.part(first, BATCH);
            (0..part.len()).for_each(|index| expected.extend(part.bytes(index)));
            reconstructed.extend(trainer.reconstructions(&part).await?.unwrap_or_default());
        }
        values.set(
            EvaluationColumn::ReconstructionError,
            mean_squared_error(&reconstructed, &expected),
        );
        let images = self.held_out.part(0, CODED_IMAGES);
        let points = trainer.rate_points(&images).await?;
        if let Some(bits) = bits_at_error(&points, self.error) {
            values.set(EvaluationColumn::BitsPerImage, bits);
        }
        Ok(())
    }
}

impl Trainer {
    /// Pictures of any number of latent points, some at a time.
    ///
    /// # Errors
    /// As [`Self::pictures`].
    pub async fn many_pictures(&self, points: &[f32]) -> ModelResult<Vec<u8>> {
        let mut pixels = Vec::new();
        for points in points.chunks(BATCH * self.spec().latent) {
            pixels.extend(self.pictures(points).await?);
        }
        Ok(pixels)
    }

    /// Bits of a code and the error that it leaves, from coarse steps to fine ones; how often each step is
    /// taken is learnt from training images. None without an encoder.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn rate_points(&self, images: &Images) -> ModelResult<Vec<RatePoint>> {
        let seed = u64::from(self.spec().seed);
        let training = self.source().training(seed, KNOWN_CODES);
        let known = self.many_codes(&training).await?;
        let codes = self.many_codes(images).await?;
        if known.is_empty() || codes.is_empty() {
            return Ok(Vec::new());
        }
        let expected: Vec<u8> = (0..images.len())
            .flat_map(|index| images.bytes(index).iter().copied())
            .collect();
        let mut points = Vec::new();
        for index in 0..CODE_STEPS {
            let step = COARSEST_STEP * 0.5_f32.powf(index as f32 / 2.0);
            let codec = StepCodec::new(&known, self.spec().latent, step);
            let (left, bits) = codec.coded(&codes);
            let pictures = self.many_reconstructions(&left).await?;
            points.push(RatePoint {
                bits,
                error: mean_squared_error(&pictures, &expected),
            });
        }
        Ok(points)
    }

    /// The posterior means of any number of images; empty without an encoder.
    async fn many_codes(&self, images: &Images) -> ModelResult<Vec<f32>> {
        let mut codes = Vec::with_capacity(images.len() * self.spec().latent);
        for first in (0..images.len()).step_by(BATCH) {
            let part = images.part(first, BATCH);
            codes.extend(self.encode(&part).await?.unwrap_or_default());
        }
        Ok(codes)
    }

    /// What the decoder makes of codes.
    async fn many_reconstructions(&self, codes: &[f32]) -> ModelResult<Vec<u8>> {
        let decoder = self.networks.reconstructor();
        let device = self.device.clone().without_autodiff();
        let latent = self.spec().latent;
        let mut pixels = Vec::new();
        for codes in codes.chunks(BATCH * latent) {
            let z = TensorData::new(codes.to_vec(), [codes.len() / latent, latent]);
            let pictures = decoder.pictures(Tensor::from_data(z, &device), self.growth());
            pixels.extend(read_pictures(pictures, self.image).await?);
        }
        Ok(pixels)
    }
}
