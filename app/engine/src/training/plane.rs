//! What there is to see of runs on points, and how near they come to their data.

use model::metrics::plane::{SampleEvaluator, Toy2dQuality};
use model::train::{Toy2dFrame, Trainer, ViewRequest};
use web_time::Instant;

use super::pace::Telling;
use super::post;
use super::run::{Run, Scene};
use crate::held::Trouble;
use protocol::payload::f32_bytes;
use protocol::{Finding, FrameLayer, FrameLayerKind, PlaneFrame, Quality, TrainNews};

/// So many of the points that are learnt from are shown.
const REAL: usize = 500;
/// So many generated points are compared with as many held-out ones.
const MEASURED: usize = 2500;

/// What measures a run's points; made when it is first wanted.
#[derive(Default)]
pub struct Measuring {
    ruler: Option<SampleEvaluator>,
}

impl Run {
    /// Pushes the data of all runs about a place.
    ///
    /// # Errors
    /// When they are no points.
    pub(super) fn push(&mut self, at: [f32; 2], by: [f32; 2], radius: f32) -> Result<(), Trouble> {
        let Scene::Plane(measuring) = &mut self.scene else {
            return Err("Expected a run on points to push, found one on images.".into());
        };
        measuring.ruler = None;
        let known = self
            .trainer
            .source()
            .points()
            .is_some_and(|points| points.mixture().is_some());
        self.trainer.source_mut().push(at, by, radius);
        for rival in &mut self.rivals {
            rival.trainer.source_mut().push(at, by, radius);
        }
        if known {
            // Which parts are reached cannot be told any more, and nor can that they are not.
            self.watch_anew();
        }
        self.pace.data_changed();
        Ok(())
    }

    /// Tells what has been due for the longest time, if anything is due.
    pub(super) async fn tell_plane(&mut self) -> Result<(), Trouble> {
        let begun = self.made.elapsed();
        let Some(telling) = self.pace.next(begun, self.playing) else {
            return Ok(());
        };
        let at = Instant::now();
        let done = match telling {
            Telling::Frame { run, data } => self.send_frame(run, data).await,
            Telling::Measure { run } => self.send_quality(run).await,
        };
        if done.is_err() {
            // Trying again would fail again.
            self.pace.settle();
        } else {
            self.pace.told(telling, begun, at.elapsed());
        }
        done
    }

    fn trainer_of(&self, run: usize) -> &Trainer {
        let rival = run.checked_sub(1).and_then(|rival| self.rivals.get(rival));
        rival.map_or(&self.trainer, |rival| &rival.trainer)
    }

    async fn send_frame(&self, run: usize, data: bool) -> Result<(), Trouble> {
        let trainer = self.trainer_of(run);
        let Toy2dFrame {
            mut layers,
            mut values,
        } = trainer.plane_view(&ViewRequest::default()).await?;
        if data && let Some(points) = trainer.source().points() {
            let real = points.training();
            let real = &real[..real.len().min(2 * REAL)];
            layers.push(FrameLayer {
                kind: FrameLayerKind::Real,
                rows: real.len() / 2,
                columns: 2,
            });
            values.extend_from_slice(real);
        }
        let step = trainer.steps();
        let frame = PlaneFrame { run, step, layers };
        post(TrainNews::Plane { frame }, Some(&f32_bytes(&values)));
        Ok(())
    }

    async fn send_quality(&mut self, run: usize) -> Result<(), Trouble> {
        let generated = self.trainer_of(run).generated(MEASURED).await?;
        let step = self.trainer_of(run).steps();
        let Scene::Plane(measuring) = &mut self.scene else {
            return Ok(());
        };
        let Some(points) = self.trainer.source().points() else {
            return Ok(());
        };
        let ruler = measuring
            .ruler
            .get_or_insert_with(|| SampleEvaluator::of(points, MEASURED));
        let found = ruler.measure(&generated);
        let rival = run.checked_sub(1);
        let rival = rival.and_then(|rival| self.rivals.get_mut(rival));
        let findings = match rival {
            Some(rival) => {
                rival.watch.cover(step, &found);
                rival.findings().await?
            }
            None => {
                self.watch.cover(step, &found);
                Vec::new()
            }
        };
        let quality = quality(run, step, found, findings);
        post(TrainNews::Quality { quality }, None);
        Ok(())
    }
}

fn quality(run: usize, step: u32, found: Toy2dQuality, findings: Vec<Finding>) -> Quality {
    let mut measures = found.measures;
    // JSON has no word for other numbers.
    measures.retain(|it| it.value.is_finite() && it.error.is_finite());
    Quality {
        run,
        step,
        points: found.points,
        measures,
        coverage: found.coverage,
        findings,
    }
}
