//! What the page sees of runs on points, and how near they come to their data.

use model::metrics::plane::{SampleEvaluator, Toy2dQuality};
use model::train::{Toy2dFrame, Trainer, ViewRequest};

use crate::channel::post_update;
use crate::error::RequestError;
use protocol::payload::f32_bytes;
use protocol::{
    FrameHeader, FrameLayer, FrameLayerKind, QualityUpdate, RunFinding, RunId, TrainerUpdate,
};

/// So many of the points that are learnt from are shown.
const REAL: usize = 500;
/// So many generated points are compared with as many held-out ones.
pub(super) const MEASURED: usize = 2500;

/// What measures a run's points; made when it is first needed.
#[derive(Default)]
pub struct PointDisplay {
    ruler: Option<SampleEvaluator>,
}

impl PointDisplay {
    /// The data have changed: what is measured next is measured anew.
    pub(super) fn reset(&mut self) {
        self.ruler = None;
    }

    /// How near `generated` points come to the data of `trainer`; `None` unless those are points.
    pub(super) fn measure(&mut self, trainer: &Trainer, generated: &[f32]) -> Option<Toy2dQuality> {
        let points = trainer.source().points()?;
        let ruler = self
            .ruler
            .get_or_insert_with(|| SampleEvaluator::of(points, MEASURED));
        Some(ruler.measure(generated))
    }
}

/// Sends a frame of the run at place `run` beside the run `id`, with its data if `data`.
pub(super) async fn send_frame(
    id: RunId,
    trainer: &Trainer,
    run: usize,
    data: bool,
) -> Result<(), RequestError> {
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
    let frame = FrameHeader { run, step, layers };
    let bytes = f32_bytes(&values);
    post_update(id, TrainerUpdate::Frame { frame }, Some(&bytes));
    Ok(())
}

/// What is measured of the run at place `run`, as the page reads it.
pub(super) fn quality(
    run: usize,
    step: u32,
    found: Toy2dQuality,
    findings: Vec<RunFinding>,
) -> QualityUpdate {
    let mut measures = found.measures;
    // JSON has no word for other numbers.
    measures.retain(|it| it.value.is_finite() && it.error.is_finite());
    QualityUpdate {
        run,
        step,
        points: found.points,
        measures,
        coverage: found.coverage,
        findings,
    }
}
