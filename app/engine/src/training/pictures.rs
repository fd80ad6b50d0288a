//! What there is to see of a run on images, and what Explore gets of it.

use model::data::Images;
use model::train::Trainer;
use model::vae::EncodedImages;
use model::weights::WeightPrecision;
use protocol::payload::{PointsPayload, PosteriorPayload};
use web_time::{Duration, Instant};

use super::post;
use super::run::{Run, Scene};
use super::sheets::{pairs, sheet};
use crate::held::Trouble;
use protocol::{RequestId, TrainNews};

/// How often samples are sent.
const SAMPLES_EVERY: Duration = Duration::from_millis(500);
/// How often weights are sent for Explore.
const WEIGHTS_EVERY: Duration = Duration::from_millis(1000);
/// How many images are reconstructed.
const RECONSTRUCTED: usize = 16;
/// Points on Explore's map.
const ENCODED: usize = 500;

/// Held-out images, and when they were last shown.
pub struct Pictures {
    held_out: Images,
    /// Those that Explore shows as points.
    encoded: Images,
    sampled: Instant,
    weighed: Instant,
}

impl Pictures {
    pub(super) fn of(trainer: &Trainer) -> Self {
        Self {
            held_out: trainer.source().held_out(RECONSTRUCTED),
            encoded: trainer.source().held_out(ENCODED),
            sampled: Instant::now(),
            weighed: Instant::now(),
        }
    }
}

impl Run {
    /// Sends the pictures and weights that are due.
    pub(super) async fn tell_pictures(&mut self) -> Result<(), Trouble> {
        let Scene::Pictures(pictures) = &self.scene else {
            return Ok(());
        };
        let weights = pictures.weighed.elapsed() >= WEIGHTS_EVERY;
        if pictures.sampled.elapsed() >= SAMPLES_EVERY {
            self.show_pictures().await?;
        }
        if weights {
            self.send_weights(None).await?;
        }
        Ok(())
    }

    /// Shows the run as it is, and gives Explore its weights: at once if it is one on images, and
    /// otherwise in its turn.
    pub(super) async fn show(&mut self) -> Result<(), Trouble> {
        self.has_changed();
        if matches!(self.scene, Scene::Pictures(_)) {
            self.show_pictures().await?;
            self.send_weights(None).await?;
        }
        Ok(())
    }

    /// Sends samples, and reconstructions where there are any.
    async fn show_pictures(&mut self) -> Result<(), Trouble> {
        let Scene::Pictures(shown) = &mut self.scene else {
            return Ok(());
        };
        let begun = Instant::now();
        let step = self.trainer.steps();
        let noise = self.trainer.fixed_noise();
        let pictures = self.trainer.pictures(&noise).await?;
        self.watch.see(step, &pictures);
        let (sheet, bytes) = sheet(&pictures, &self.trainer);
        post(TrainNews::Samples { step, sheet }, Some(&bytes));
        let rebuilt = self.trainer.reconstructions(&shown.held_out).await;
        if let Some(rebuilt) = rebuilt? {
            let (sheet, bytes) = pairs(&shown.held_out, &rebuilt, &self.trainer);
            post(TrainNews::Reconstructions { step, sheet }, Some(&bytes));
        }
        self.spent += begun.elapsed();
        shown.sampled = Instant::now();
        Ok(())
    }

    /// Sends held-out images as the encoder sees them, where there is one.
    async fn send_points(&mut self) -> Result<(), Trouble> {
        let Scene::Pictures(shown) = &mut self.scene else {
            return Ok(());
        };
        shown.weighed = Instant::now();
        let codes = self.trainer.posteriors(&shown.encoded).await?;
        let Some(EncodedImages { means, spreads }) = codes else {
            return Ok(());
        };
        let latent = self.trainer.spec().latent;
        let count = shown.encoded.len();
        let labels = shown.encoded.labels().map(<[u8]>::to_vec);
        // Coordinates of a run that diverges are no places on a map.
        if means.iter().chain(&spreads).any(|value| !value.is_finite()) {
            return Ok(());
        }
        let payload = PointsPayload {
            posteriors: PosteriorPayload { means, spreads },
            factors: Vec::new(),
            labels: labels.unwrap_or_else(|| vec![0; count]),
        };
        let step = self.trainer.steps();
        let news = TrainNews::Points {
            step,
            count,
            latent,
        };
        post(news, Some(&payload.write()));
        Ok(())
    }

    /// Sends the model as a weights file, and to Explore what belongs on its map.
    pub(super) async fn send_weights(&mut self, id: Option<RequestId>) -> Result<(), Trouble> {
        let step = self.trainer.steps();
        let title = format!("{}, {step} steps", self.name);
        let bytes = self.trainer.weights(&title, WeightPrecision::F32).await;
        let bytes = bytes?;
        post(TrainNews::Weights { id, step }, Some(&bytes));
        self.send_points().await
    }
}
