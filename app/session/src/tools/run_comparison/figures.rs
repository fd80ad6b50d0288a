//! What becomes of the pictures of a run: figures, worked out by another worker.

use evaluation::{EvaluationColumn, EvaluationValues};
use run_spec::DatasetId;

use super::state::{ComparedRunPhase, EvaluationJob, RunComparisonState};
use crate::context::Context;

impl RunComparisonState {
    /// The pictures of a run are measured.
    pub(super) fn evaluated(&mut self, context: &mut Context, number: u32, figures: &[f64]) {
        let columns = EvaluationColumn::ALL.len();
        let Some(job) = self.job.take_if(|job| job.number == number) else {
            return;
        };
        if figures.len() != columns * (job.stops.len() + 1) {
            self.job = Some(job);
            self.evaluation_failed(context, number);
            return;
        }
        let mut rows = figures.chunks_exact(columns).map(values_of);
        if self.data_values.is_none() {
            self.data_values = rows.next();
        } else {
            rows.next();
        }
        let run = &mut self.runs[job.run];
        run.stops = stops_of(&job, rows);
        run.phase = job.then.clone();
        self.train_next(context);
    }

    /// Pictures could not be measured: the run keeps what its trainer measured.
    pub(super) fn evaluation_failed(&mut self, context: &mut Context, number: u32) {
        let Some(job) = self.job.take_if(|job| job.number == number) else {
            return;
        };
        let run = &mut self.runs[job.run];
        run.stops = stops_of(&job, std::iter::repeat_with(EvaluationValues::default));
        run.phase = ComparedRunPhase::Unmeasured;
        self.train_next(context);
    }
}

/// The classifier of a data set's pictures, a file of the site's `assets/classifiers/`. The one of MNIST
/// knows other digits, too.
pub(super) fn classifier_of(data: DatasetId) -> Option<&'static str> {
    let shows_digits = data.info().classes == DatasetId::Mnist.info().classes;
    shows_digits.then_some("mnist.safetensors")
}

/// A number that is not finite is no figure.
fn values_of(figures: &[f64]) -> EvaluationValues {
    let mut values = EvaluationValues::default();
    for (column, figure) in EvaluationColumn::ALL.into_iter().zip(figures) {
        if figure.is_finite() {
            values.set(column, *figure);
        }
    }
    values
}

/// The figures of a run's stops, those of its trainer among them.
fn stops_of(
    job: &EvaluationJob,
    rows: impl Iterator<Item = EvaluationValues>,
) -> Vec<(u32, EvaluationValues)> {
    let stops = job.stops.iter().zip(rows);
    stops
        .map(|(stop, mut values)| {
            let measured = &stop.measurement;
            values.set(EvaluationColumn::Steps, f64::from(measured.step));
            // The first versions of files counted none.
            if measured.seconds > 0.0 {
                values.set(EvaluationColumn::Seconds, measured.seconds);
            }
            for (column, value) in [
                (EvaluationColumn::NegativeElbo, measured.negative_elbo),
                (EvaluationColumn::BitsPerImage, measured.bits_per_image),
            ] {
                if let Some(value) = value {
                    values.set(column, value);
                }
            }
            (100 * measured.checkpoint / job.checkpoints, values)
        })
        .collect()
}
