//! A table of figures from a file: families with their means at each stop.

use crate::{EvaluationColumn, FamilySummary, MeasuredValue};

/// The stop at which runs have had their whole budget, percent.
pub const END_STOP: u32 = 100;

const COLUMNS: usize = EvaluationColumn::ALL.len();
/// Family, stop, runs, diverged runs; then mean, error and count of each column.
const WIDTH: usize = 4 + 3 * COLUMNS;

/// What a table's file holds: each family at each of its stops, over its seeds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenedTable {
    /// Families in the order in which they came, each from its first stop to its last.
    pub courses: Vec<(u32, FamilySummary)>,
    /// Columns that are not known here.
    pub ignored: Vec<String>,
}

impl OpenedTable {
    /// The families that were measured at the end.
    pub fn ends(&self) -> impl Iterator<Item = &FamilySummary> {
        let all = self.courses.iter();
        all.filter(|(stop, _)| *stop == END_STOP)
            .map(|(_, summary)| summary)
    }

    /// How many runs its families have at the end.
    pub fn runs(&self) -> usize {
        self.ends().map(|summary| summary.runs).sum()
    }

    /// How a column goes on over a family's stops, as [`EvaluationTable::course`](crate::EvaluationTable::course)
    /// has it.
    pub fn course(
        &self,
        family: &str,
        against: EvaluationColumn,
        column: EvaluationColumn,
    ) -> Vec<(f64, MeasuredValue)> {
        let own = self.courses.iter().map(|(_, summary)| summary);
        own.filter(|summary| summary.family == family)
            .filter_map(|summary| Some((summary.value(against)?.mean, summary.value(column)?)))
            .collect()
    }

    /// The table as plain numbers, which a worker hands out, and the families' names, a line each.
    pub fn to_parts(&self) -> (String, Vec<f64>) {
        let mut names: Vec<&str> = Vec::new();
        let mut numbers = Vec::with_capacity(WIDTH * self.courses.len());
        for (stop, summary) in &self.courses {
            if names.last() != Some(&summary.family.as_str()) {
                names.push(&summary.family);
            }
            let (runs, diverged) = (summary.runs as f64, summary.diverged as f64);
            numbers.extend([(names.len() - 1) as f64, f64::from(*stop), runs, diverged]);
            for column in EvaluationColumn::ALL {
                let value = summary.value(column);
                let error = value.and_then(|value| value.standard_error);
                numbers.extend([
                    value.map_or(f64::NAN, |value| value.mean),
                    error.unwrap_or(f64::NAN),
                    value.map_or(0.0, |value| value.runs as f64),
                ]);
            }
        }
        (names.join("\n"), numbers)
    }

    /// The table of such parts, with the columns that are not known, a line each; `None` if they do not fit.
    pub fn from_parts(names: &str, numbers: &[f64], ignored: &str) -> Option<Self> {
        let (rows, []) = numbers.as_chunks::<WIDTH>() else {
            return None;
        };
        let names: Vec<&str> = names.split('\n').collect();
        let course = |row: &[f64; WIDTH]| {
            let [family, stop, runs, diverged, figures @ ..] = row;
            let values = figures.chunks(3).map(|figure| {
                let [mean, error, runs] = figure else {
                    return None;
                };
                mean.is_finite().then_some(MeasuredValue {
                    mean: *mean,
                    standard_error: error.is_finite().then_some(*error),
                    runs: *runs as usize,
                })
            });
            let summary = FamilySummary {
                family: (*names.get(*family as usize)?).to_owned(),
                runs: *runs as usize,
                diverged: *diverged as usize,
                values: values.collect(),
            };
            Some((*stop as u32, summary))
        };
        Some(Self {
            courses: rows.iter().map(course).collect::<Option<_>>()?,
            ignored: ignored
                .split('\n')
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}
