//! Directions that mean something: from one group of points to another, and along what is measured.
//!
//! Adding such a vector to a point is White's *attribute vector* (*Sampling Generative Networks*,
//! arXiv:1609.04468, section 3), after the word vectors of Mikolov et al. (arXiv:1301.3781).

use std::fmt;

use crate::vector::{are_rows, dot, norm, single};

/// Why points give no direction. Its [`Display`](fmt::Display) is for native programs; the page words
/// it.
#[derive(Clone, Debug, PartialEq)]
pub enum DirectionError {
    /// Other numbers than so many points.
    NotPoints {
        /// How many points.
        expected: usize,
        /// Coordinates of each.
        latent: usize,
        /// Numbers that there are.
        found: usize,
    },
    /// Too few points with a value.
    TooFew {
        /// How many.
        found: usize,
    },
    /// All have this value.
    AllEqual(f32),
    /// A class without points.
    NoPointsOfClass(u8),
}

impl fmt::Display for DirectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPoints {
                expected,
                latent,
                found,
            } => write!(
                f,
                "Expected {expected} points of {latent} finite coordinates, found {found} numbers."
            ),
            Self::TooFew { found } => write!(
                f,
                "A direction needs at least three points whose value was measured, found {found}."
            ),
            Self::AllEqual(value) => write!(
                f,
                "A direction needs points that differ, but all have the value {value}."
            ),
            Self::NoPointsOfClass(class) => write!(
                f,
                "There are no points of the class {class}; choose one that the data set has."
            ),
        }
    }
}

impl std::error::Error for DirectionError {}

/// The mean of some points. `None` unless they are rows of finite numbers.
///
/// # Shapes
/// `rows`: `[n, latent]` → `[latent]`
pub fn mean(rows: &[f32], latent: usize) -> Option<Vec<f32>> {
    let whole = are_rows(rows, latent);
    whole.then(|| single(&mean_of(rows.chunks_exact(latent), latent)))
}

/// The vector from the mean of `from` to that of `to`. `None` unless both are rows of finite
/// numbers.
///
/// # Shapes
/// `from`: `[n, latent]`, `to`: `[m, latent]` → `[latent]`
pub fn difference(from: &[f32], to: &[f32], latent: usize) -> Option<Vec<f32>> {
    let both = are_rows(from, latent) && are_rows(to, latent);
    both.then(|| between(from.chunks_exact(latent), to.chunks_exact(latent), latent))
}

/// The vector along which a measured factor grows: from the mean of the third of the points with
/// its least values to that of the third with its largest. Points whose value is not finite do not
/// count.
///
/// # Shapes
/// `rows`: `[n, latent]`, `factor`: `[n]` → `[latent]`
///
/// # Errors
/// [`DirectionError`] if there are fewer than three points that count, or they all have one value.
pub fn of_factor(rows: &[f32], latent: usize, factor: &[f32]) -> Result<Vec<f32>, DirectionError> {
    check(rows, latent, factor.len())?;
    let row = |index: usize| &rows[index * latent..(index + 1) * latent];
    let mut order: Vec<usize> = (0..factor.len())
        .filter(|&index| factor[index].is_finite())
        .collect();
    order.sort_by(|&one, &other| factor[one].total_cmp(&factor[other]));
    let third = order.len() / 3;
    if third == 0 {
        return Err(DirectionError::TooFew { found: order.len() });
    }
    if factor[order[0]] == factor[order[order.len() - 1]] {
        return Err(DirectionError::AllEqual(factor[order[0]]));
    }
    let least = order[..third].iter().map(|&index| row(index));
    let largest = order[order.len() - third..].iter().map(|&index| row(index));
    Ok(between(least, largest, latent))
}

/// The vector from the mean of one class's points to that of another's.
///
/// # Shapes
/// `rows`: `[n, latent]`, `labels`: `[n]` → `[latent]`
///
/// # Errors
/// [`DirectionError`] if one of the classes has no points.
pub fn between_classes(
    rows: &[f32],
    latent: usize,
    labels: &[u8],
    from: u8,
    to: u8,
) -> Result<Vec<f32>, DirectionError> {
    check(rows, latent, labels.len())?;
    for class in [from, to] {
        if !labels.contains(&class) {
            return Err(DirectionError::NoPointsOfClass(class));
        }
    }
    let of = |class: u8| {
        let pairs = rows.chunks_exact(latent).zip(labels);
        pairs
            .filter(move |(_, label)| **label == class)
            .map(|(row, _)| row)
    };
    Ok(between(of(from), of(to), latent))
}

/// How far along a vector's direction each point lies: inner products with the vector at length 1.
/// `None` if the vector has no length, or the points are no rows of finite numbers.
///
/// # Shapes
/// `rows`: `[n, latent]`, `vector`: `[latent]` → `[n]`
pub fn project(rows: &[f32], latent: usize, vector: &[f32]) -> Option<Vec<f32>> {
    let length = norm(vector);
    let fits = are_rows(rows, latent) && vector.len() == latent;
    (fits && length.is_finite() && length > 0.0).then(|| {
        let rows = rows.chunks_exact(latent);
        rows.map(|row| (dot(row, vector) / length) as f32).collect()
    })
}

/// Pearson's correlation of two measurements, −1 to 1. `None` if there are not as many of both,
/// fewer than two, or one of them does not vary.
///
/// # Shapes
/// `x`, `y`: `[n]`
pub fn correlation(x: &[f32], y: &[f32]) -> Option<f32> {
    if x.len() != y.len() || x.len() < 2 {
        return None;
    }
    let centred = |values: &[f32]| -> Vec<f64> {
        let sum: f64 = values.iter().map(|&value| f64::from(value)).sum();
        let mean = sum / values.len() as f64;
        values
            .iter()
            .map(|&value| f64::from(value) - mean)
            .collect()
    };
    let product = |one: &[f64], other: &[f64]| -> f64 {
        one.iter().zip(other).map(|(one, other)| one * other).sum()
    };
    let (x, y) = (centred(x), centred(y));
    let scale = (product(&x, &x) * product(&y, &y)).sqrt();
    // Not of NaN either.
    (scale > 0.0 && scale.is_finite()).then(|| (product(&x, &y) / scale).clamp(-1.0, 1.0) as f32)
}

fn check(rows: &[f32], latent: usize, expected: usize) -> Result<(), DirectionError> {
    if are_rows(rows, latent) && rows.len() / latent == expected {
        Ok(())
    } else {
        Err(DirectionError::NotPoints {
            expected,
            latent,
            found: rows.len(),
        })
    }
}

fn mean_of<'a>(rows: impl Iterator<Item = &'a [f32]>, latent: usize) -> Vec<f64> {
    let (mut sums, mut count) = (vec![0.0; latent], 0.0);
    for row in rows {
        for (sum, &z) in sums.iter_mut().zip(row) {
            *sum += f64::from(z);
        }
        count += 1.0;
    }
    sums.iter().map(|sum| sum / count).collect()
}

fn between<'a>(
    from: impl Iterator<Item = &'a [f32]>,
    to: impl Iterator<Item = &'a [f32]>,
    latent: usize,
) -> Vec<f32> {
    let (from, to) = (mean_of(from, latent), mean_of(to, latent));
    to.iter()
        .zip(from)
        .map(|(to, from)| (to - from) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{assert_close, normals};

    #[test]
    fn a_difference_leads_from_one_mean_to_the_other() {
        let (from, to) = ([0.0, 0.0, 2.0, 4.0], [5.0, 5.0]);
        assert_eq!(mean(&from, 2), Some(vec![1.0, 2.0]));
        assert_eq!(difference(&from, &to, 2), Some(vec![4.0, 3.0]));
        assert_eq!(difference(&[], &to, 2), None);
        assert_eq!(difference(&from, &[f32::NAN, 0.0], 2), None);
    }

    #[test]
    fn a_factor_that_is_a_coordinate_has_that_coordinate_s_direction() {
        let rows = normals(3000 * 3, 1);
        let factor: Vec<f32> = rows.chunks_exact(3).map(|row| 2.0 * row[1] + 7.0).collect();
        let vector = of_factor(&rows, 3, &factor).expect("it varies");
        // The means of a normal's outer thirds lie at ±φ(0.431)·3 = ±1.091.
        assert_close(&vector, &[0.0, 2.18, 0.0], 0.15);
        let along = project(&rows, 3, &vector).expect("a direction");
        assert!(correlation(&along, &factor).is_some_and(|r| r > 0.99));
    }

    #[test]
    fn values_that_were_not_measured_do_not_count() {
        let factor = [1.0, f32::NAN, 2.0, 3.0, f32::INFINITY];
        let vector = of_factor(&[1.0, 50.0, 2.0, 4.0, 50.0], 1, &factor);
        assert_eq!(vector, Ok(vec![3.0]));
    }

    #[test]
    fn classes_are_told_apart_by_their_labels() {
        let rows = [0.0, 1.0, 2.0, 7.0];
        let labels = [3, 8, 3, 8];
        assert_eq!(between_classes(&rows, 1, &labels, 3, 8), Ok(vec![3.0]));
        let sentence = between_classes(&rows, 1, &labels, 3, 5)
            .expect_err("no fives")
            .to_string();
        assert!(sentence.contains("class 5"));
    }

    #[test]
    fn what_gives_no_direction_is_answered_by_a_sentence() {
        for (rows, factor) in [
            (&[1.0, 2.0][..], &[1.0, 2.0][..]),
            (&[1.0, 2.0, 3.0], &[4.0; 3]),
            (&[1.0, 2.0, 3.0], &[f32::NAN; 3]),
            (&[1.0, 2.0, 3.0], &[1.0, 2.0]),
            (&[], &[]),
        ] {
            let sentence = of_factor(rows, 1, factor)
                .expect_err("no direction")
                .to_string();
            assert!(sentence.ends_with('.'));
        }
    }

    #[test]
    fn projections_are_lengths_along_the_direction() {
        let found = project(&[3.0, 4.0, 0.0, 5.0], 2, &[6.0, 8.0]).expect("a direction");
        assert_close(&found, &[5.0, 4.0], 1e-6);
        assert_eq!(project(&[1.0, 2.0], 2, &[0.0, 0.0]), None);
        assert_eq!(project(&[1.0, 2.0], 2, &[1.0]), None);
    }

    #[test]
    fn correlation_is_one_of_a_line_and_none_of_what_does_not_vary() {
        let x = [1.0, 2.0, 4.0];
        assert_eq!(correlation(&x, &[3.0, 5.0, 9.0]), Some(1.0));
        assert_eq!(correlation(&x, &[-1.0, -2.0, -4.0]), Some(-1.0));
        for y in [&[1.0; 3][..], &[1.0, 2.0], &[f32::NAN, 1.0, 2.0], &[]] {
            assert_eq!(correlation(&x, y), None);
        }
    }
}
