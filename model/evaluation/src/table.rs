//! Runs and their figures.

use serde::{Deserialize, Serialize};

use crate::{EvaluationColumn, MeasuredValue};

/// The figures of a run, a place for each column.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvaluationValues {
    /// In the order of [`EvaluationColumn::ALL`]; shorter where the last are missing.
    values: Vec<Option<f64>>,
}

impl EvaluationValues {
    /// The figure of a column, if it was measured.
    pub fn get(&self, column: EvaluationColumn) -> Option<f64> {
        self.values.get(column.index()).copied().flatten()
    }

    /// Notes a figure; one that is not finite is none.
    pub fn set(&mut self, column: EvaluationColumn, value: f64) {
        let value = value.is_finite().then_some(value);
        if self.values.len() <= column.index() {
            if value.is_none() {
                return;
            }
            self.values.resize(column.index() + 1, None);
        }
        self.values[column.index()] = value;
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunOutcome {
    /// It was measured.
    #[default]
    Measured,
    /// Its numbers were no longer finite: it has no figures but steps and seconds.
    Diverged,
}

/// A run at one of its stops.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationRow {
    /// Runs of one family differ by their seed only: a family's id, or the name of a file.
    pub family: String,
    /// The run's seed.
    pub seed: u32,
    /// At which share of its budget it was measured, percent; 100 is the end.
    pub stop: u32,
    /// How it ended.
    pub outcome: RunOutcome,
    /// Its figures, steps and seconds among them.
    pub values: EvaluationValues,
}

/// All runs of a comparison.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvaluationTable {
    /// In the order in which they were measured.
    pub rows: Vec<EvaluationRow>,
}

/// A family at one stop, over its seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilySummary {
    /// Its id.
    pub family: String,
    /// Runs that were measured or diverged.
    pub runs: usize,
    /// How many of them diverged.
    pub diverged: usize,
    /// In the order of [`EvaluationColumn::ALL`].
    pub(crate) values: Vec<Option<MeasuredValue>>,
}

impl FamilySummary {
    /// The mean of a column over the runs that have it, with its error.
    pub fn value(&self, column: EvaluationColumn) -> Option<MeasuredValue> {
        self.values.get(column.index()).copied().flatten()
    }
}

impl EvaluationTable {
    /// The families, in the order in which they came.
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        for row in &self.rows {
            if !families.contains(&row.family.as_str()) {
                families.push(&row.family);
            }
        }
        families
    }

    /// The stops, in percent, first to last.
    pub fn stops(&self) -> Vec<u32> {
        let mut stops: Vec<u32> = self.rows.iter().map(|row| row.stop).collect();
        stops.sort_unstable();
        stops.dedup();
        stops
    }

    /// Every family that was measured at a stop.
    pub fn summaries(&self, stop: u32) -> Vec<FamilySummary> {
        let families = self.families().into_iter();
        families
            .filter_map(|family| self.summary(family, stop))
            .collect()
    }

    /// A family at a stop; `None` if no run of it came so far.
    pub fn summary(&self, family: &str, stop: u32) -> Option<FamilySummary> {
        let rows = self.rows.iter();
        let rows: Vec<_> = rows
            .filter(|row| row.family == family && row.stop == stop)
            .collect();
        if rows.is_empty() {
            return None;
        }
        let of = |column: EvaluationColumn| {
            MeasuredValue::of(rows.iter().filter_map(|row| row.values.get(column)))
        };
        let diverged = rows
            .iter()
            .filter(|row| row.outcome == RunOutcome::Diverged);
        Some(FamilySummary {
            family: family.to_owned(),
            runs: rows.len(),
            diverged: diverged.count(),
            values: EvaluationColumn::ALL.into_iter().map(of).collect(),
        })
    }

    /// How a column goes on over a family's stops, for charts: what `against` was (steps or seconds, as a
    /// rule), and the figure.
    pub fn course(
        &self,
        family: &str,
        against: EvaluationColumn,
        column: EvaluationColumn,
    ) -> Vec<(f64, MeasuredValue)> {
        let stops = self.stops().into_iter();
        let points = stops.filter_map(|stop| {
            let summary = self.summary(family, stop)?;
            Some((summary.value(against)?.mean, summary.value(column)?))
        });
        points.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(family: &str, seed: u32, stop: u32, distance: Option<f64>) -> EvaluationRow {
        let mut values = EvaluationValues::default();
        values.set(EvaluationColumn::Steps, f64::from(10 * stop));
        if let Some(distance) = distance {
            values.set(EvaluationColumn::FrechetDistance, distance);
        }
        EvaluationRow {
            family: family.to_owned(),
            seed,
            stop,
            outcome: match distance {
                Some(_) => RunOutcome::Measured,
                None => RunOutcome::Diverged,
            },
            values,
        }
    }

    #[test]
    fn seeds_become_means_and_runs_that_diverged_are_counted_apart() {
        let table = EvaluationTable {
            rows: vec![
                row("vae", 1, 50, Some(9.0)),
                row("vae", 1, 100, Some(4.0)),
                row("gan", 1, 100, Some(7.0)),
                row("vae", 2, 100, Some(6.0)),
                row("vae", 3, 100, None),
            ],
        };
        assert_eq!(table.families(), ["vae", "gan"]);
        assert_eq!(table.stops(), [50, 100]);
        let summaries = table.summaries(100);
        assert_eq!(summaries.len(), 2);
        assert_eq!((summaries[0].runs, summaries[0].diverged), (3, 1));
        let distance = summaries[0]
            .value(EvaluationColumn::FrechetDistance)
            .expect("two runs");
        assert_eq!((distance.mean, distance.runs), (5.0, 2));
        assert_eq!(summaries[0].value(EvaluationColumn::Precision), None);
        assert_eq!(table.summary("gan", 50), None);
        let course = table.course(
            "vae",
            EvaluationColumn::Steps,
            EvaluationColumn::FrechetDistance,
        );
        let means: Vec<_> = course.iter().map(|(at, value)| (*at, value.mean)).collect();
        assert_eq!(means, [(500.0, 9.0), (1000.0, 5.0)]);
    }

    #[test]
    fn a_figure_that_is_not_finite_is_none() {
        let mut values = EvaluationValues::default();
        values.set(EvaluationColumn::Sharpness, f64::NAN);
        assert_eq!(values.get(EvaluationColumn::Sharpness), None);
    }
}
