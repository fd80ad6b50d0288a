//! How far a view can be believed.

use crate::nearest::nearest;
use crate::squared;

/// Trustworthiness (Venna and Kaski 2001): 1 if all `count` nearest points of each point in the view are
/// near in truth, lower the farther they are. Comparable with scikit-learn's function of that name.
///
/// # Shapes
/// `rows`: `[n, width]`, `positions`: `[n, dimensions]`
pub fn trustworthiness(
    (rows, width): (&[f32], usize),
    (positions, dimensions): (&[f32], usize),
    count: usize,
) -> f32 {
    let all = rows.len() / width.max(1);
    // Beyond, the formula has no sense.
    let count = count.min(all.saturating_sub(1) / 2);
    if count == 0 {
        return 1.0;
    }
    let seen = nearest(positions, dimensions, count);
    let mut penalty = 0.0_f64;
    let mut distances = vec![0.0; all];
    for (at, row) in rows.chunks_exact(width).enumerate() {
        for (distance, other) in distances.iter_mut().zip(rows.chunks_exact(width)) {
            *distance = squared(row, other);
        }
        for (near, _) in seen.of(at) {
            let limit = distances[near];
            // Itself is nearer than all others, whatever rounding says.
            let nearer = distances.iter().enumerate();
            let nearer = nearer.filter(|(other, distance)| {
                *other != at && (**distance < limit || (**distance == limit && *other < near))
            });
            let rank = nearer.count() + 1;
            penalty += rank.saturating_sub(count) as f64;
        }
    }
    let (n, k) = (all as f64, count as f64);
    (1.0 - penalty * 2.0 / (n * k * (2.0 * n - 3.0 * k - 1.0))) as f32
}

/// How many of the `count` nearest points of each point are among its `count` nearest in the view, as a
/// share.
///
/// # Shapes
/// `rows`: `[n, width]`, `positions`: `[n, dimensions]`
pub fn neighbour_preservation(
    (rows, width): (&[f32], usize),
    (positions, dimensions): (&[f32], usize),
    count: usize,
) -> f32 {
    let (true_ones, seen) = (
        nearest(rows, width, count),
        nearest(positions, dimensions, count),
    );
    let all = rows.len() / width.max(1);
    let kept: usize = (0..all)
        .map(|at| {
            let is_near = |index: usize| true_ones.of(at).any(|(near, _)| near == index);
            seen.of(at).filter(|(index, _)| is_near(*index)).count()
        })
        .sum();
    kept as f32 / (all * seen.count).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_that_turns_and_scales_is_to_be_trusted() {
        let rows: Vec<f32> = (0..60).map(|at| ((at * 37) % 61) as f32).collect();
        let turned: Vec<f32> = rows
            .chunks_exact(2)
            .flat_map(|row| [-2.0 * row[1], 2.0 * row[0]])
            .collect();
        assert_eq!(trustworthiness((&rows, 2), (&turned, 2), 5), 1.0);
        assert_eq!(neighbour_preservation((&rows, 2), (&turned, 2), 5), 1.0);
    }

    #[test]
    fn a_view_that_folds_a_line_is_trusted_less() {
        // 0 to 9; the view has 9 beside 0.
        let rows: Vec<f32> = (0..10).map(|at| at as f32).collect();
        let folded: Vec<f32> = (0..10)
            .flat_map(|at| {
                let x = if at < 5 { at } else { 9 - at };
                [x as f32, 0.1 * (at / 5) as f32]
            })
            .collect();
        // Of each point one neighbour is counted, the one on the other side of the fold: for 0 that is 9, of
        // rank 9; for 1 it is 8, of rank 7 or 8 … as counted by hand: 8+6+4+2+0, twice.
        let found = trustworthiness((&rows, 1), (&folded, 2), 1);
        let (n, k) = (10.0, 1.0);
        let expected = 1.0 - 2.0 * ranks(&rows, &folded) / (n * k * (2.0 * n - 3.0 * k - 1.0));
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        assert!(found < 0.7, "{found}");
        assert!(neighbour_preservation((&rows, 1), (&folded, 2), 1) < 0.5);
    }

    /// The sum of r − 1 over each point's nearest point in the view, counted slowly.
    fn ranks(rows: &[f32], folded: &[f32]) -> f32 {
        let mut sum = 0.0;
        for at in 0..10_usize {
            let near = nearest(folded, 2, 1).indices[at] as usize;
            let mut order: Vec<usize> = (0..10).filter(|other| *other != at).collect();
            order.sort_by(|a, b| {
                let far = |other: usize| (rows[other] - rows[at]).abs();
                far(*a).total_cmp(&far(*b)).then(a.cmp(b))
            });
            let place = order.iter().position(|other| *other == near);
            sum += place.expect("another point") as f32;
        }
        sum
    }
}
