//! What the page sees of a run on images, and what Explore gets of it.

use model::ModelError;
use model::data::Images;
use model::train::Trainer;
use model::vae::PosteriorValues;
use web_time::{Duration, Instant};

use super::disentanglement::DisentanglementMeter;
use super::sheets::{pairs, sheet};
use crate::channel::post_update;
use crate::error::RequestError;
use crate::report::RunMonitor;
use protocol::payload::{EncodedPointsPayload, PosteriorPayload};
use protocol::{RunId, TrainerUpdate};

/// How often samples are sent.
const SAMPLES_EVERY: Duration = Duration::from_millis(500);
/// How often weights are sent for Explore.
const WEIGHTS_EVERY: Duration = Duration::from_millis(1000);
/// How many images are reconstructed.
const RECONSTRUCTED: usize = 16;
/// Points on Explore's map.
const ENCODED: usize = 500;

/// Held-out images, and when they were last shown.
pub struct ImageDisplay {
    held_out: Images,
    /// Those that Explore shows as points.
    encoded: Images,
    /// Of a run whose pictures' factors are known.
    disentanglement: Option<DisentanglementMeter>,
    sampled: Instant,
    weighed: Instant,
}

impl ImageDisplay {
    pub(super) fn of(trainer: &Trainer) -> Self {
        Self {
            held_out: trainer.source().held_out(RECONSTRUCTED),
            encoded: trainer.source().held_out(ENCODED),
            disentanglement: DisentanglementMeter::of(trainer),
            sampled: Instant::now(),
            weighed: Instant::now(),
        }
    }

    /// Whether samples are due, and whether weights are.
    pub(super) fn due(&self) -> (bool, bool) {
        (
            self.sampled.elapsed() >= SAMPLES_EVERY,
            self.weighed.elapsed() >= WEIGHTS_EVERY,
        )
    }

    /// Sends samples, and reconstructions where there are any.
    pub(super) async fn show(
        &mut self,
        id: RunId,
        trainer: &Trainer,
        monitor: &mut RunMonitor,
    ) -> Result<(), RequestError> {
        let step = trainer.steps();
        let noise = trainer.fixed_noise();
        self.sampled = Instant::now();
        let pictures = match trainer.pictures(&noise).await {
            // The next step's losses are no numbers either, and end the run.
            Err(ModelError::PicturesNotFinite) => return Ok(()),
            pictures => pictures?,
        };
        monitor.observe_samples(step, &pictures);
        let (sheet, bytes) = sheet(&pictures, trainer);
        post_update(id, TrainerUpdate::Samples { step, sheet }, Some(&bytes));
        let rebuilt = match trainer.reconstructions(&self.held_out).await {
            Err(ModelError::PicturesNotFinite) => None,
            rebuilt => rebuilt?,
        };
        if let Some(rebuilt) = rebuilt {
            let (sheet, bytes) = pairs(&self.held_out, &rebuilt, trainer);
            let update = TrainerUpdate::Reconstructions { step, sheet };
            post_update(id, update, Some(&bytes));
        }
        self.sampled = Instant::now();
        Ok(())
    }

    /// Measures how far latent dimensions are known factors, when that is due.
    pub(super) async fn measure(
        &mut self,
        id: RunId,
        trainer: &Trainer,
    ) -> Result<(), RequestError> {
        match &mut self.disentanglement {
            Some(meter) => meter.advance(id, trainer).await,
            None => Ok(()),
        }
    }

    /// Sends held-out images as the encoder sees them, where there is one.
    pub(super) async fn send_points(
        &mut self,
        id: RunId,
        trainer: &Trainer,
    ) -> Result<(), RequestError> {
        self.weighed = Instant::now();
        let codes = trainer.posteriors(&self.encoded).await?;
        let Some(PosteriorValues { means, stds }) = codes else {
            return Ok(());
        };
        let latent = trainer.spec().latent;
        let count = self.encoded.len();
        let labels = self.encoded.labels().map(<[u8]>::to_vec);
        // A run that diverges has coordinates that no map can show.
        if means.iter().chain(&stds).any(|value| !value.is_finite()) {
            return Ok(());
        }
        let payload = EncodedPointsPayload {
            posteriors: PosteriorPayload {
                means,
                spreads: stds,
            },
            factors: Vec::new(),
            labels: labels.unwrap_or_else(|| vec![0; count]),
        };
        let step = trainer.steps();
        let update = TrainerUpdate::EncodedPoints {
            step,
            count,
            latent,
        };
        post_update(id, update, Some(&payload.write()));
        Ok(())
    }
}
