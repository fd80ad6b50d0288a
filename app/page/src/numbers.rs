//! Numbers as the visitor reads and writes them.

use crate::words::{self, explore, units, with_decimal_sign};
use session::EXTENT;

/// A coordinate for reading: two decimals, a true minus sign, and no negative zero.
pub fn coordinate(value: f32) -> String {
    with_decimal_sign(plain(value).replace('-', "\u{2212}"))
}

/// A coordinate for an `<input>`'s value and for attributes: as [`coordinate`], in ASCII.
pub fn plain(value: f32) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" {
        "0.00".to_owned()
    } else {
        text
    }
}

/// Milliseconds for the engine badge.
pub fn millis(value: f64) -> String {
    if value < 0.1 {
        units::under_tenth_millis().to_owned()
    } else if value < 10.0 {
        units::MillisFine { value }.text()
    } else {
        units::Millis { value }.text()
    }
}

/// A measurement with about four digits.
pub fn short(value: f64) -> String {
    let size = value.abs();
    let text = if !value.is_finite() {
        units::not_a_number().to_owned()
    } else if size != 0.0 && size < 1e-3 || size >= 1e6 {
        let (mut shown, mut exponent) = (value, 0);
        while shown.abs() < 1.0 {
            (shown, exponent) = (shown * 10.0, exponent - 1);
        }
        while shown.abs() >= 10.0 {
            (shown, exponent) = (shown / 10.0, exponent + 1);
        }
        format!("{shown:.2}e{exponent}")
    } else if size < 10.0 {
        format!("{value:.3}")
    } else if size < 1000.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    };
    with_decimal_sign(text.replace('-', "\u{2212}"))
}

/// A number with so many digits after the point.
pub fn fixed(value: f32, digits: usize) -> String {
    with_decimal_sign(format!("{value:.digits$}"))
}

/// Seconds as minutes and seconds, with hours where there are any.
pub fn clock(seconds: f64) -> String {
    // `as` saturates, and takes NaN to 0.
    let seconds = seconds as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A whole number with its thousands apart.
pub fn grouped(value: usize) -> String {
    words::grouped(value)
}

/// Reads a coordinate that the visitor typed: decimal point or comma, any minus sign.
///
/// # Errors
/// A sentence for the visitor if it is no number, or one that the sliders cannot reach.
pub fn parse_coordinate(text: &str) -> Result<f32, String> {
    let ascii = text
        .trim()
        .replace(['\u{2212}', '\u{2013}'], "-")
        .replace(',', ".");
    match ascii.parse::<f32>() {
        Ok(value) if value.abs() <= EXTENT => Ok(value),
        Ok(value) if value.is_finite() => Err(explore::CoordinateBeyond {
            extent: EXTENT.into(),
            typed: text.trim(),
        }
        .text()),
        _ => Err(explore::CoordinateUnreadable {
            extent: EXTENT.into(),
        }
        .text()),
    }
}

/// Marks along an axis of which `extent` to either side of `centre` is shown, in prior standard
/// deviations: their places and what they say, at round distances.
pub fn marks(centre: f32, extent: f32) -> Vec<(f32, String)> {
    // From hundredths on, the finest distance that keeps the marks apart.
    let steps = [0.01_f32, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0];
    let step = steps.into_iter().find(|step| extent / step <= 4.0);
    let step = step.unwrap_or(5.0);
    let digits = match step {
        step if step >= 1.0 => 0,
        step if step >= 0.1 => 1,
        _ => 2,
    };
    let first = ((centre - extent) / step).ceil() as i32;
    let last = ((centre + extent) / step).floor() as i32;
    (first..=last)
        .map(|at| {
            let value = at as f32 * step;
            // A sum rather than a product, so that zero is not negative.
            let label = format!("{:.digits$}", value + 0.0).replace('-', "\u{2212}");
            (value, with_decimal_sign(label))
        })
        .collect()
}

/// The name of a latent dimension, counted from 0: `z1`, `z2`, …
pub fn axis_name(dimension: usize) -> String {
    format!("z{}", dimension + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinate_reads_with_a_true_minus_and_without_a_negative_zero() {
        assert_eq!(coordinate(-1.2), "\u{2212}1.20");
        assert_eq!(coordinate(-0.001), "0.00");
        assert_eq!(plain(-0.25), "-0.25");
    }

    #[test]
    fn commas_and_every_minus_sign_are_read() {
        assert_eq!(parse_coordinate(" \u{2212}0,5 "), Ok(-0.5));
        assert_eq!(parse_coordinate("-.5"), Ok(-0.5));
        assert_eq!(parse_coordinate("+3.5"), Ok(3.5));
    }

    #[test]
    fn what_is_no_coordinate_is_answered_by_a_sentence() {
        for text in ["", "abc", "NaN", "inf", "1e9", "3.51", "1.2.3"] {
            let sentence = parse_coordinate(text).expect_err(text);
            assert!(sentence.starts_with("Type a number from"), "{sentence}");
        }
    }

    #[test]
    fn marks_are_round_and_lie_within_what_is_shown() {
        let labels = |centre, extent| -> Vec<String> {
            marks(centre, extent)
                .into_iter()
                .map(|(_, label)| label)
                .collect()
        };
        assert_eq!(
            labels(0.0, 3.5),
            ["\u{2212}3", "\u{2212}2", "\u{2212}1", "0", "1", "2", "3"]
        );
        assert_eq!(
            labels(0.5, 0.4),
            [
                "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"
            ]
        );
        for (centre, extent) in [(0.0, 0.05), (-6.9, 7.0), (1.234, 0.77)] {
            let marks = marks(centre, extent);
            assert!((3..=9).contains(&marks.len()), "{marks:?}");
            assert!(
                marks
                    .iter()
                    .all(|(value, _)| (value - centre).abs() <= extent * 1.001)
            );
        }
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn a_measurement_keeps_about_four_digits() {
        assert_eq!(short(0.0), "0.000");
        assert_eq!(short(-0.71828), "\u{2212}0.718");
        assert_eq!(short(146.23), "146.2");
        assert_eq!(short(20_480.4), "20480");
        assert_eq!(short(1.25e-5), "1.25e\u{2212}5");
        assert_eq!(short(f64::NAN), "not a number");
    }

    #[test]
    fn a_clock_shows_hours_only_where_there_are_any() {
        assert_eq!(clock(59.9), "0:59");
        assert_eq!(clock(754.0), "12:34");
        assert_eq!(clock(3_661.0), "1:01:01");
    }

    #[test]
    fn milliseconds_keep_the_digits_that_matter() {
        assert_eq!(millis(0.04), "< 0.1 ms");
        assert_eq!(millis(0.42), "0.4 ms");
        assert_eq!(millis(190.4), "190 ms");
    }
}
