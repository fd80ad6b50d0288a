//! What a run sends to the page, and when.

use model::train::Trainer;
use model::weights::WeightPrecision;
use web_time::{Duration, Instant};

use super::frame_scheduler::PlaneUpdate;
use super::plane::{self, MEASURED};
use super::run::{RunDisplay, TrainerRun};
use crate::error::RequestError;
use protocol::{EngineKind, RequestId, RoomError, TrainerUpdate};

/// How often measurements are sent.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// A GPU takes commands faster than it carries them out: so many steps wait for it at most.
const STEPS_AHEAD: u32 = 8;

impl TrainerRun {
    /// Sends what is due.
    pub(super) async fn report_due(&mut self, kind: EngineKind) -> Result<(), RequestError> {
        let far_ahead = kind == EngineKind::WebGpu && self.ahead >= STEPS_AHEAD;
        if far_ahead || self.reported.elapsed() >= REPORT_EVERY {
            self.report().await?;
        }
        if self.playing {
            self.report_images().await?;
            self.measure_images().await?;
        }
        self.report_points().await
    }

    /// Sends the pictures and weights that are due.
    async fn report_images(&mut self) -> Result<(), RequestError> {
        let RunDisplay::Images(images) = &self.display else {
            return Ok(());
        };
        let (samples, weights) = images.due();
        if samples {
            self.show_images().await?;
        }
        if weights {
            self.send_weights(None).await?;
        }
        Ok(())
    }

    /// Measures what is measured of runs on images now and then.
    async fn measure_images(&mut self) -> Result<(), RequestError> {
        let RunDisplay::Images(images) = &mut self.display else {
            return Ok(());
        };
        let begun = Instant::now();
        images.measure(self.id, &self.trainer).await?;
        self.spent += begun.elapsed();
        Ok(())
    }

    /// Shows the run as it is, and gives Explore its weights: at once if it is one on images, and
    /// otherwise in its turn.
    pub(super) async fn show(&mut self) -> Result<(), RequestError> {
        self.has_changed();
        if matches!(self.display, RunDisplay::Images(_)) {
            self.show_images().await?;
            self.send_weights(None).await?;
        }
        Ok(())
    }

    /// Sends samples, and reconstructions if the run has an encoder.
    async fn show_images(&mut self) -> Result<(), RequestError> {
        let RunDisplay::Images(images) = &mut self.display else {
            return Ok(());
        };
        let begun = Instant::now();
        images
            .show(self.id, &self.trainer, &mut self.monitor)
            .await?;
        self.spent += begun.elapsed();
        Ok(())
    }

    /// Sends the model as a weights file, and to Explore what belongs on its map.
    pub(super) async fn send_weights(&mut self, id: Option<RequestId>) -> Result<(), RequestError> {
        let step = self.trainer.steps();
        let title = format!("{}, {step} steps", self.name);
        let bytes = self.trainer.weights(&title, WeightPrecision::F32).await?;
        self.post(TrainerUpdate::Weights { id, step }, Some(&bytes));
        match &mut self.display {
            RunDisplay::Images(images) => images.send_points(self.id, &self.trainer).await,
            RunDisplay::Points(_) => Ok(()),
        }
    }

    /// Pushes the data of all runs about a place.
    ///
    /// # Errors
    /// When they are no points.
    pub(super) fn push(
        &mut self,
        at: [f32; 2],
        by: [f32; 2],
        radius: f32,
    ) -> Result<(), RequestError> {
        let RunDisplay::Points(points) = &mut self.display else {
            return Err(RoomError::PushedImages.into());
        };
        points.reset();
        let known = self
            .trainer
            .source()
            .points()
            .is_some_and(|points| points.mixture().is_some());
        self.trainer.source_mut().push(at, by, radius);
        for comparison in &mut self.comparisons {
            comparison.trainer.source_mut().push(at, by, radius);
        }
        if known {
            // The density has changed, so which of its parts are reached is no longer known.
            self.reset_monitor();
        }
        self.schedule.data_changed();
        Ok(())
    }

    /// Sends what has been due for the longest time, if anything is due.
    pub(super) async fn report_points(&mut self) -> Result<(), RequestError> {
        let begun = self.made.elapsed();
        let Some(update) = self.schedule.next(begun, self.playing) else {
            return Ok(());
        };
        let at = Instant::now();
        let done = match update {
            PlaneUpdate::Frame { run, data } => {
                plane::send_frame(self.id, self.trainer_of(run), run, data).await
            }
            PlaneUpdate::Measure { run } => self.send_quality(run).await,
        };
        if done.is_err() {
            // Trying again would fail again.
            self.schedule.settle();
        } else {
            self.schedule.sent(update, begun, at.elapsed());
        }
        done
    }

    fn trainer_of(&self, run: usize) -> &Trainer {
        let comparison = run
            .checked_sub(1)
            .and_then(|comparison| self.comparisons.get(comparison));
        comparison.map_or(&self.trainer, |comparison| &comparison.trainer)
    }

    async fn send_quality(&mut self, run: usize) -> Result<(), RequestError> {
        let generated = self.trainer_of(run).generated(MEASURED).await?;
        let step = self.trainer_of(run).steps();
        let RunDisplay::Points(points) = &mut self.display else {
            return Ok(());
        };
        let Some(found) = points.measure(&self.trainer, &generated) else {
            return Ok(());
        };
        let comparison = run.checked_sub(1);
        let comparison = comparison.and_then(|place| self.comparisons.get_mut(place));
        let findings = match comparison {
            Some(comparison) => {
                comparison.monitor.observe_coverage(step, &found);
                comparison.findings().await?
            }
            None => {
                self.monitor.observe_coverage(step, &found);
                Vec::new()
            }
        };
        let quality = plane::quality(run, step, found, findings);
        self.post(TrainerUpdate::Quality { quality }, None);
        Ok(())
    }
}
