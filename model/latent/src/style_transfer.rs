//! A point with another point's coordinates along some directions.
//!
//! Named directions are not orthogonal: whoever goes along one moves along others, too. So what is taken
//! over is found by least squares, in closed form.

use crate::principal::symmetric_eigen;
use crate::vector::{are_rows, dot64, double, reject, scale, single};

/// A direction whose part at a right angle to others is shorter than this, at length 1, counts as lying
/// among them: an angle of 6°. To hold a coordinate along it still would take ten times the step.
const LEAST_ANGLE: f64 = 0.1;

/// `content`, moved so that its coordinates along the `taken` directions are those of `manner`, while
/// those along the `kept` ones change as little as possible. Of all such points it is the nearest to
/// `content`. `strength` is the share of that way: 0 for `content`, 1 for all of it.
///
/// With T the unit vectors of `taken`, K those of `kept` and t = Tᵀ(manner − content), the step Δ is the
/// shortest that minimises ‖KᵀΔ‖² subject to TᵀΔ = t. There always is one, because manner − content
/// itself has these coordinates. Kept directions that lie among the taken ones (within 6°) move along.
///
/// `None` unless all are as many finite numbers. A direction without length says nothing.
///
/// # Shapes
/// `content`, `manner`, each direction: `[latent]` → `[latent]`
pub fn style_transfer(
    content: &[f32],
    manner: &[f32],
    taken: &[&[f32]],
    kept: &[&[f32]],
    strength: f32,
) -> Option<Vec<f32>> {
    let latent = content.len();
    let mut all = taken.iter().chain(kept).chain([&manner]);
    let fits = are_rows(content, latent)
        && strength.is_finite()
        && all.all(|row| row.len() == latent && are_rows(row, latent));
    if !fits {
        return None;
    }
    let content = double(content);
    let differs: Vec<f64> = double(manner)
        .iter()
        .zip(&content)
        .map(|(manner, content)| manner - content)
        .collect();
    let basis = orthonormal(taken);
    // The part of the difference that lies among the taken directions, Δ's only part there.
    let mut step = vec![0.0; latent];
    for unit in &basis {
        add(&mut step, unit, dot64(&differs, unit));
    }
    hold_still(&mut step, &basis, kept);
    let strength = f64::from(strength);
    let moved: Vec<f64> = content
        .iter()
        .zip(&step)
        .map(|(content, step)| content + strength * step)
        .collect();
    Some(single(&moved))
}

/// Adds to `step` what is at a right angle to `basis` and takes back, as far as that can be, what `step`
/// changes along `kept`: w = −N (NᵀN)⁺ Kᵀ step, where N is what of K is at a right angle to `basis`.
fn hold_still(step: &mut [f64], basis: &[Vec<f64>], kept: &[&[f32]]) {
    let kept: Vec<Vec<f64>> = kept.iter().filter_map(|row| unit(double(row))).collect();
    let free: Vec<Vec<f64>> = kept
        .iter()
        .map(|row| {
            let mut free = row.clone();
            for unit in basis {
                reject(&mut free, unit);
            }
            free
        })
        .collect();
    let count = kept.len();
    let gram: Vec<f64> = free
        .iter()
        .flat_map(|one| free.iter().map(|other| dot64(one, other)))
        .collect();
    let changes: Vec<f64> = kept.iter().map(|row| dot64(row, step)).collect();
    let (values, vectors) = symmetric_eigen(&gram, count);
    let mut weights = vec![0.0; count];
    for (&value, vector) in values.iter().zip(vectors.chunks_exact(count.max(1))) {
        if value > LEAST_ANGLE * LEAST_ANGLE {
            add(&mut weights, vector, -dot64(vector, &changes) / value);
        }
    }
    for (weight, free) in weights.iter().zip(&free) {
        add(step, free, *weight);
    }
}

/// An orthonormal basis of what vectors span.
fn orthonormal(rows: &[&[f32]]) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for row in rows {
        let Some(mut row) = unit(double(row)) else {
            continue;
        };
        let mut length = 1.0;
        for unit in &basis {
            length = reject(&mut row, unit);
        }
        // What remains of a sum of those before is rounding.
        if length > 1e-5 {
            scale(&mut row, 1.0 / length);
            basis.push(row);
        }
    }
    basis
}

/// The vector at length 1; `None` without a length.
fn unit(mut row: Vec<f64>) -> Option<Vec<f64>> {
    let length = dot64(&row, &row).sqrt();
    (length > 0.0).then(|| {
        scale(&mut row, 1.0 / length);
        row
    })
}

fn add(to: &mut [f64], row: &[f64], factor: f64) {
    for (to, row) in to.iter_mut().zip(row) {
        *to += factor * row;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::{assert_close, normals};

    /// The coordinate of a point along a direction, at length 1.
    fn along(point: &[f32], direction: &[f32]) -> f32 {
        let direction = unit(double(direction)).expect("a direction");
        dot64(&double(point), &direction) as f32
    }

    /// Rows of `normals`.
    fn rows(count: usize, latent: usize, seed: u64) -> Vec<Vec<f32>> {
        let numbers = normals(count * latent, seed);
        numbers.chunks_exact(latent).map(<[f32]>::to_vec).collect()
    }

    fn refer(rows: &[Vec<f32>]) -> Vec<&[f32]> {
        rows.iter().map(Vec::as_slice).collect()
    }

    #[test]
    fn in_two_dimensions_it_is_the_parallelogram() {
        // Along (1, 0) it has to be 3; along (1, 1) / √2 it stays 0, so z₂ goes down as z₁ goes up.
        let found = style_transfer(
            &[0.0, 0.0],
            &[3.0, 5.0],
            &[&[2.0, 0.0]],
            &[&[1.0, 1.0]],
            1.0,
        );
        assert_close(&found.expect("a point"), &[3.0, -3.0], 1e-5);
        let alone = style_transfer(&[0.0, 0.0], &[3.0, 5.0], &[&[2.0, 0.0]], &[], 1.0);
        assert_close(&alone.expect("a point"), &[3.0, 0.0], 1e-6);
    }

    #[test]
    fn taken_coordinates_are_the_manner_s_and_kept_ones_the_content_s() {
        for seed in 0..20 {
            let all = rows(7, 12, seed);
            let (content, manner) = (&all[0], &all[1]);
            let (taken, kept) = (refer(&all[2..4]), refer(&all[4..]));
            let found = style_transfer(content, manner, &taken, &kept, 1.0).expect("a point");
            for direction in taken {
                let (is, should) = (along(&found, direction), along(manner, direction));
                assert!((is - should).abs() < 1e-4, "{is} for {should}");
            }
            for direction in kept {
                let (is, should) = (along(&found, direction), along(content, direction));
                assert!((is - should).abs() < 1e-4, "{is} for {should}");
            }
        }
    }

    #[test]
    fn no_other_point_with_these_coordinates_is_nearer_to_the_content() {
        let all = rows(6, 9, 3);
        let (content, manner) = (&all[0], &all[1]);
        let found = style_transfer(content, manner, &refer(&all[2..4]), &refer(&all[4..]), 1.0);
        let found = found.expect("a point");
        let step: Vec<f64> = found
            .iter()
            .zip(content)
            .map(|(found, content)| f64::from(found - content))
            .collect();
        // The shortest step lies among the directions: at a right angle to all that is at one to them.
        let basis = orthonormal(&refer(&all[2..]));
        for seed in 10..20 {
            let mut other = double(&normals(9, seed));
            for unit in &basis {
                reject(&mut other, unit);
            }
            assert!(dot64(&step, &other).abs() < 1e-4);
        }
    }

    #[test]
    fn more_kept_directions_than_dimensions_change_by_the_least_squares() {
        // Three dimensions, one taken, six kept: no step beside the found one changes them by less.
        let all = rows(9, 3, 5);
        let (content, manner) = (&all[0], &all[1]);
        let (taken, kept) = (refer(&all[2..3]), refer(&all[3..]));
        let found = style_transfer(content, manner, &taken, &kept, 1.0).expect("a point");
        let change = |point: &[f32]| -> f32 {
            let changes = kept
                .iter()
                .map(|kept| along(point, kept) - along(content, kept));
            changes.map(|change| change * change).sum()
        };
        assert!((along(&found, taken[0]) - along(manner, taken[0])).abs() < 1e-5);
        let least = change(&found);
        let basis = orthonormal(&taken);
        for seed in 0..50 {
            let mut aside = double(&normals(3, 100 + seed));
            reject(&mut aside, &basis[0]);
            scale(&mut aside, 0.05);
            let beside = found.iter().zip(&aside);
            let beside: Vec<f32> = beside.map(|(z, aside)| z + *aside as f32).collect();
            assert!(
                change(&beside) > least - 1e-5,
                "{} < {least}",
                change(&beside)
            );
        }
    }

    #[test]
    fn strength_goes_along_a_straight_line() {
        let all = rows(5, 6, 8);
        let at = |strength: f32| {
            let (taken, kept) = (refer(&all[2..3]), refer(&all[3..]));
            style_transfer(&all[0], &all[1], &taken, &kept, strength).expect("a point")
        };
        assert_eq!(at(0.0), all[0]);
        let ends = all[0].iter().zip(at(1.0));
        let beyond: Vec<f32> = ends.map(|(from, to)| from + 1.5 * (to - from)).collect();
        assert_close(&at(1.5), &beyond, 1e-5);
    }

    #[test]
    fn directions_that_say_the_same_or_nothing_do_no_harm() {
        let (content, manner) = ([0.5, -1.0, 2.0], [1.0, 1.0, -1.0]);
        let (d, same, none) = ([1.0, 1.0, 0.0], [-3.0, -3.0, 0.0], [0.0; 3]);
        let once = style_transfer(&content, &manner, &[&d], &[], 1.0).expect("a point");
        let twice = style_transfer(&content, &manner, &[&d, &same, &none], &[&none], 1.0);
        assert_close(&twice.expect("a point"), &once, 1e-6);
        // A kept direction that is the taken one has to move along.
        let moved = style_transfer(&content, &manner, &[&d], &[&same], 1.0).expect("a point");
        assert_close(&moved, &once, 1e-6);
        let still = style_transfer(&content, &manner, &[], &[&d], 1.0);
        assert_eq!(still, Some(content.to_vec()));
    }

    #[test]
    fn a_kept_direction_close_to_a_taken_one_takes_no_wild_step() {
        for degrees in [0.01_f32, 1.0, 5.0, 7.0, 30.0] {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let found = style_transfer(&[0.0; 2], &[1.0, 0.0], &[&[1.0, 0.0]], &[&[cos, sin]], 1.0);
            let found = found.expect("a point");
            assert!((found[0] - 1.0).abs() < 1e-6);
            assert!(found[1].abs() <= 10.0, "{degrees}°: {found:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_none() {
        let z = [0.0, 1.0];
        assert_eq!(style_transfer(&[], &[], &[], &[], 1.0), None);
        assert_eq!(style_transfer(&z, &[1.0], &[], &[], 1.0), None);
        assert_eq!(style_transfer(&z, &z, &[&[1.0]], &[], 1.0), None);
        assert_eq!(style_transfer(&z, &z, &[], &[&[f32::NAN, 0.0]], 1.0), None);
        assert_eq!(style_transfer(&z, &z, &[], &[], f32::INFINITY), None);
    }
}
