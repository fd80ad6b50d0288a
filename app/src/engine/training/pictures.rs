//! What there is to see of a run on images, and what Explore gets of it.

use model::vae::Encoded;
use model::weights::Precision;
use web_time::Instant;

use super::post;
use super::run::Run;
use super::sheets::{pairs, sheet};
use crate::engine::held::{Trouble, le_bytes};
use crate::protocol::{RequestId, TrainNews};

impl Run {
    /// Sends samples, and reconstructions where there are any.
    pub(super) async fn show(&mut self) -> Result<(), Trouble> {
        let begun = Instant::now();
        let step = self.trainer.steps();
        let noise = self.trainer.fixed_noise();
        let pictures = self.trainer.pictures(&noise).await?;
        self.watch.see(step, &pictures);
        let (sheet, bytes) = sheet(&pictures, &self.trainer);
        post(TrainNews::Samples { step, sheet }, Some(&bytes));
        let rebuilt = self.trainer.reconstructions(&self.held_out).await;
        if let Some(rebuilt) = rebuilt? {
            let (sheet, bytes) = pairs(&self.held_out, &rebuilt, &self.trainer);
            post(TrainNews::Reconstructions { step, sheet }, Some(&bytes));
        }
        self.spent += begun.elapsed();
        self.sampled = Instant::now();
        Ok(())
    }

    /// Sends held-out images as the encoder sees them, where there is one.
    async fn send_points(&mut self) -> Result<(), Trouble> {
        let codes = self.trainer.posteriors(&self.encoded).await?;
        let Some(Encoded { means, spreads }) = codes else {
            return Ok(());
        };
        let latent = self.trainer.spec().latent;
        let count = self.encoded.len();
        let labels = self.encoded.labels().map(<[u8]>::to_vec);
        // Coordinates of a run that diverges are no places on a map.
        if means.iter().chain(&spreads).any(|value| !value.is_finite()) {
            return Ok(());
        }
        let mut payload = le_bytes([&means, &spreads]);
        payload.extend(labels.unwrap_or_else(|| vec![0; count]));
        let step = self.trainer.steps();
        let news = TrainNews::Points {
            step,
            count,
            latent,
        };
        post(news, Some(&payload));
        Ok(())
    }

    pub(super) async fn send_weights(&mut self, id: Option<RequestId>) -> Result<(), Trouble> {
        let step = self.trainer.steps();
        let title = format!("{}, {step} steps", self.name);
        let bytes = self.trainer.weights(&title, Precision::F32).await;
        let bytes = bytes?;
        post(TrainNews::Weights { id, step }, Some(&bytes));
        self.send_points().await?;
        self.weighed = Instant::now();
        Ok(())
    }
}
