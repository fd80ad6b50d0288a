//! What runs of a sweep are measured by: pictures as `train judge` does, points by how near they come to
//! their density.

use evaluation::EvaluationColumn;
use futures::executor::block_on;
use model::data::{ToyPoints, TrainingData};
use model::metrics::SampleEvaluator;
use model::train::Trainer;

use super::SweepArguments;
use super::plan::{SweepPlan, SweepRun};
use crate::TrainError;
use crate::judge::PictureMeasure;

/// The names of a sweep's figures, in the table's order. Seconds are among them for the sake of whoever
/// reads tables of `train judge`, and always empty: they are no two runs' the same.
pub fn columns(is_points: bool) -> Vec<&'static str> {
    let ids = |columns: &[EvaluationColumn]| columns.iter().map(|column| column.id()).collect();
    if is_points {
        let rest = [EvaluationColumn::Steps, EvaluationColumn::Seconds];
        ids(&[&EvaluationColumn::POINTS[..], &rest].concat())
    } else {
        ids(&EvaluationColumn::PICTURES)
    }
}

/// Measures a run.
pub enum FigureMeasure {
    /// Against held-out pictures.
    Pictures(Box<PictureMeasure>),
    /// Against held-out points.
    Points(Box<SampleEvaluator>),
}

impl FigureMeasure {
    /// Looks at a run's data.
    ///
    /// # Errors
    /// A sentence on a classifier that cannot be used.
    pub fn new(
        arguments: &SweepArguments,
        plan: &SweepPlan,
        run: &SweepRun,
        source: &TrainingData,
    ) -> Result<Self, TrainError> {
        if let Some(points) = source.points() {
            let evaluator = SampleEvaluator::of(points, ToyPoints::HELD_OUT);
            return Ok(Self::Points(Box::new(evaluator)));
        }
        // The same training pictures for every run.
        let seed = plan.runs.first().map_or(1, |run| run.spec.seed);
        let classifier = arguments.classifier.as_deref();
        let measure = PictureMeasure::new(&plan.measure, classifier, run.spec.data, source, seed)?;
        Ok(Self::Pictures(Box::new(measure)))
    }

    /// A run's figures, in the order of [`columns`].
    ///
    /// # Errors
    /// When the device fails.
    pub fn measure(&self, trainer: &Trainer) -> Result<Vec<Option<f64>>, TrainError> {
        match self {
            Self::Pictures(measure) => {
                let values = block_on(measure.evaluate(trainer))?;
                let all = EvaluationColumn::PICTURES.into_iter();
                Ok(all.map(|column| values.get(column)).collect())
            }
            Self::Points(evaluator) => {
                let points = block_on(trainer.generated(ToyPoints::HELD_OUT))?;
                let quality = evaluator.measure(&points);
                let measure = |name: &str| quality.measure(name).map(|found| found.value);
                let modes = quality.coverage.as_ref();
                let found = [
                    measure("Grid KL"),
                    measure("Grid JS"),
                    measure("MMD²"),
                    modes.map(|modes| modes.reached as f64),
                    modes.map(|modes| modes.high_quality),
                    Some(f64::from(trainer.steps())),
                    None,
                ];
                let finite = found.map(|value| value.filter(|value| value.is_finite()));
                Ok(finite.to_vec())
            }
        }
    }

    /// The figures of a run that diverged after so many steps.
    pub fn diverged(&self, steps: u32) -> Vec<Option<f64>> {
        let is_points = matches!(self, Self::Points(_));
        let steps =
            |column: &str| (column == EvaluationColumn::Steps.id()).then_some(f64::from(steps));
        columns(is_points).into_iter().map(steps).collect()
    }
}
