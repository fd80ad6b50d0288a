//! A figure of several runs.

use serde::{Deserialize, Serialize};

/// A figure with its error over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeasuredValue {
    /// The mean over the runs.
    pub mean: f64,
    /// The standard error of that mean, s / √n with n − 1 in the variance; `None` of one run, which says
    /// nothing of others.
    pub standard_error: Option<f64>,
    /// How many runs have the figure.
    pub runs: usize,
}

impl MeasuredValue {
    /// Of the figures of some runs; `None` of none.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values: Vec<f64> = values.into_iter().collect();
        let runs = values.len();
        if runs == 0 {
            return None;
        }
        let count = runs as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Some(Self {
            mean,
            standard_error: (runs > 1).then(|| (squares / (count - 1.0) / count).sqrt()),
            runs,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::MeasuredValue;

    #[test]
    fn three_runs_have_a_mean_with_its_error_and_one_has_none() {
        let found = MeasuredValue::of([1.0, 2.0, 3.0]).expect("three");
        assert_eq!((found.mean, found.runs), (2.0, 3));
        let error = found.standard_error.expect("of three");
        assert!((error - 1.0 / 3.0_f64.sqrt()).abs() < 1e-15);
        let one = MeasuredValue::of([5.0]).expect("one");
        assert_eq!((one.mean, one.standard_error, one.runs), (5.0, None, 1));
        assert_eq!(MeasuredValue::of([]), None);
    }
}
