//! How far a run's latent dimensions are known factors: measured every few seconds on held-out drawn
//! pictures, at a bounded share of the run's time.

use model::data::FactorValues;
use model::data::Images;
use model::train::Trainer;
use web_time::{Duration, Instant};

use crate::channel::post_update;
use crate::error::RequestError;
use protocol::{RunId, TrainerUpdate};

/// Pictures that are encoded. Of fewer, chance says more than the codes: of these, the shipped model
/// of faces has a gap of 0.0914, and of 10,000 one of 0.0908
/// (`the_gap_of_a_thousand_faces_is_that_of_ten_thousand`).
const PICTURES: usize = 1_000;
/// Pictures that are drawn in one turn, so that messages are answered meanwhile.
const AT_ONCE: usize = 50;
/// The least time between two measurements.
const EVERY: Duration = Duration::from_secs(5);
/// A measurement may take one part in so many of a run's time.
const SHARE: u32 = 30;

/// Measures a run.
pub struct DisentanglementMeter {
    images: Images,
    factors: Vec<FactorValues>,
    measured: Instant,
    wait: Duration,
}

impl DisentanglementMeter {
    /// `None` for a run without an encoder, or on pictures whose factors are not known.
    pub(super) fn of(trainer: &Trainer) -> Option<Self> {
        if !trainer.spec().model.has_encoder() {
            return None;
        }
        let factors = trainer.source().held_out_factors(PICTURES);
        (!factors.is_empty()).then(|| Self {
            images: trainer.source().held_out(0),
            factors,
            measured: Instant::now(),
            wait: EVERY,
        })
    }

    /// Draws some of the pictures, or measures the run if all are there and it is time.
    pub(super) async fn advance(
        &mut self,
        id: RunId,
        trainer: &Trainer,
    ) -> Result<(), RequestError> {
        let drawn = self.images.len();
        if drawn < PICTURES {
            let more = trainer.source().held_out_from(drawn, AT_ONCE);
            self.images.join(more);
            return Ok(());
        }
        if self.measured.elapsed() < self.wait {
            return Ok(());
        }
        let begun = Instant::now();
        let score = trainer.disentanglement(&self.images, &self.factors).await?;
        self.wait = EVERY.max(begun.elapsed() * SHARE);
        self.measured = Instant::now();
        if let Some(score) = score {
            let step = trainer.steps();
            post_update(id, TrainerUpdate::Disentanglement { step, score }, None);
        }
        Ok(())
    }
}
