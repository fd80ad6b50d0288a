//! Curves and bars: smoothing, thinning, and SVG paths.

use std::fmt::Write;

use session::LogRow;

/// Some columns of a log, ready for drawing: the steps, then the values of each column in `at`.
///
/// Values are averaged exponentially with a weight of `smoothing` (0 to below 1) for the past,
/// corrected for its beginning as in Adam (arXiv:1412.6980, section 3). Where there is no value,
/// there is NaN. At most about `most` points are left; each is the mean of those that it stands for.
pub fn columns(rows: &[LogRow], at: &[usize], smoothing: f64, most: usize) -> Vec<Vec<f64>> {
    let each = rows.len().div_ceil(most.max(1)).max(1);
    let mut columns = vec![means(rows.iter().map(|row| f64::from(row.step)), each)];
    for &at in at {
        let (mut sum, mut weight) = (0.0, 0.0);
        let smooth = rows.iter().map(|row| {
            let value = row.values.get(at).copied().unwrap_or(f32::NAN);
            if !value.is_finite() {
                return f64::NAN;
            }
            sum = smoothing * sum + (1.0 - smoothing) * f64::from(value);
            weight = smoothing * weight + (1.0 - smoothing);
            sum / weight
        });
        columns.push(means(smooth, each));
    }
    columns
}

/// The mean of every `each` values, without those that are missing.
fn means(values: impl Iterator<Item = f64>, each: usize) -> Vec<f64> {
    let mut out = Vec::new();
    let (mut sum, mut count, mut seen) = (0.0, 0.0, 0);
    let mut values = values.peekable();
    while let Some(value) = values.next() {
        if value.is_finite() {
            sum += value;
            count += 1.0;
        }
        seen += 1;
        if seen == each || values.peek().is_none() {
            out.push(sum / count);
            (sum, count, seen) = (0.0, 0.0, 0);
        }
    }
    out
}

/// The path of bars side by side, in a box `values.len()` wide and 1 high, from its lower edge; from
/// its upper edge down if `hanging`. A bar of `top` fills the box.
pub fn bars(values: &[f64], top: f64, hanging: bool) -> String {
    let mut path = String::new();
    for (at, value) in values.iter().enumerate() {
        let height = (value / top).clamp(0.0, 1.0);
        if height > 0.0 {
            let from = if hanging { 0.0 } else { 1.0 - height };
            let _ = write!(path, "M{at} {from:.3}h1v{height:.3}h-1z");
        }
    }
    path
}

/// The path of a curve in a box 1 wide and 1 high, with a logarithmic height; nothing of fewer than
/// two values.
pub fn sparkline(values: &[f64]) -> String {
    let logs: Vec<f64> = values
        .iter()
        .map(|value| value.max(1e-9).ln())
        .filter(|log| log.is_finite())
        .collect();
    let low = logs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut path = String::new();
    if logs.len() < 2 {
        return path;
    }
    // A curve that hardly moves is drawn as one.
    let span = (high - low).max(0.5);
    let middle = (high + low) / 2.0;
    for (at, log) in logs.iter().enumerate() {
        let x = at as f64 / (logs.len() - 1) as f64;
        let y = 0.5 - (log - middle) / span;
        let _ = write!(path, "{}{x:.4} {y:.3}", if at == 0 { 'M' } else { 'L' });
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: &[f32]) -> Vec<LogRow> {
        let rows = values.iter().enumerate().map(|(step, &value)| LogRow {
            step: step as u32,
            seconds: 0.0,
            values: vec![value],
        });
        rows.collect()
    }

    #[test]
    fn without_smoothing_a_curve_is_what_was_measured() {
        let found = columns(&rows(&[3.0, 1.0, 2.0]), &[0], 0.0, 100);
        assert_eq!(found, [[0.0, 1.0, 2.0], [3.0, 1.0, 2.0]]);
    }

    #[test]
    fn smoothing_leaves_a_constant_as_it_is() {
        for value in columns(&rows(&[5.0; 20]), &[0], 0.9, 100)[1].iter() {
            assert!((value - 5.0).abs() < 1e-12);
        }
    }

    #[test]
    fn smoothing_by_half_weighs_the_past_by_halves() {
        let found = &columns(&rows(&[0.0, 1.0]), &[0], 0.5, 100)[1];
        // (0.25 · 0 + 0.5 · 1) / 0.75
        assert!((found[1] - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_long_log_is_thinned_to_means_and_its_mean_stays() {
        let values: Vec<f32> = (0..4000).map(|value| value as f32).collect();
        let found = columns(&rows(&values), &[0], 0.0, 800);
        assert_eq!(found[0].len(), 800);
        assert_eq!(found[0][0], 2.0);
        let mean = found[1].iter().sum::<f64>() / 800.0;
        assert!((mean - 1999.5).abs() < 1e-6);
    }

    #[test]
    fn what_was_not_measured_is_a_gap_and_spoils_nothing() {
        let found = &columns(&rows(&[f32::NAN, 2.0, f32::NAN, 2.0]), &[0, 1], 0.9, 100);
        assert!(found[1][0].is_nan() && found[1][2].is_nan());
        assert!((found[1][3] - 2.0).abs() < 1e-12);
        assert!(found[2].iter().all(|value| value.is_nan()));
    }

    #[test]
    fn bars_stand_on_the_lower_edge_or_hang_from_the_upper() {
        assert_eq!(bars(&[0.0, 1.0], 2.0, false), "M1 0.500h1v0.500h-1z");
        assert_eq!(bars(&[4.0], 2.0, true), "M0 0.000h1v1.000h-1z");
    }

    #[test]
    fn a_sparkline_needs_two_values_and_stays_in_its_box() {
        assert_eq!(sparkline(&[1.0]), "");
        assert_eq!(sparkline(&[1.0, 100.0]), "M0.0000 1.000L1.0000 0.000");
        assert_eq!(sparkline(&[3.0, 3.0]), "M0.0000 0.500L1.0000 0.500");
    }
}
