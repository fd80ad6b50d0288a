//! The rows that the figures of runs become.

use evaluation::{EvaluationColumn, EvaluationRow, EvaluationTable, EvaluationValues, RunOutcome};

use super::state::{ComparedRunPhase, ComparedRunState, RunComparisonState};

/// The stop at which a run has had its whole budget, percent.
pub(super) const LAST_STOP: u32 = 100;

impl RunComparisonState {
    /// A row for each run and stop, those of runs that diverged included.
    pub fn table(&self) -> EvaluationTable {
        let rows = self.runs.iter().flat_map(ComparedRunState::rows);
        EvaluationTable {
            rows: rows.collect(),
        }
    }
}

impl ComparedRunState {
    fn rows(&self) -> Vec<EvaluationRow> {
        let row = |stop: u32, outcome, values: EvaluationValues| EvaluationRow {
            family: self.source.row().to_owned(),
            seed: self.seed,
            stop,
            outcome,
            values,
        };
        let stops = self.stops.iter();
        let mut rows: Vec<_> = stops
            .map(|(stop, values)| row(*stop, RunOutcome::Measured, values.clone()))
            .collect();
        if self.phase == ComparedRunPhase::Diverged {
            let mut values = EvaluationValues::default();
            values.set(EvaluationColumn::Steps, f64::from(self.step));
            values.set(EvaluationColumn::Seconds, self.seconds);
            rows.push(row(LAST_STOP, RunOutcome::Diverged, values));
        }
        rows
    }
}
