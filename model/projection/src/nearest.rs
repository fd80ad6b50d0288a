//! The nearest rows of each row, by comparing all pairs: some thousands of points take less than a
//! second, and nothing is approximated.

use crate::squared;

/// The nearest rows of each row, nearest first, without itself.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestRows {
    /// How many there are of each.
    pub count: usize,
    /// `[n, count]`
    pub indices: Vec<u32>,
    /// Euclidean distances, `[n, count]`
    pub distances: Vec<f32>,
}

impl NearestRows {
    /// The nearest rows of row `at`, with their distances.
    pub fn of(&self, at: usize) -> impl Iterator<Item = (usize, f32)> {
        let range = at * self.count..(at + 1) * self.count;
        let indices = self.indices[range.clone()].iter();
        indices
            .zip(&self.distances[range])
            .map(|(index, distance)| (*index as usize, *distance))
    }
}

/// Finds the `count` nearest rows of each row, or as many as there are. Of rows that are as far, the first
/// come first.
///
/// # Shapes
/// `rows`: `[n, width]`
pub fn nearest(rows: &[f32], width: usize, count: usize) -> NearestRows {
    let all = rows.len() / width.max(1);
    let count = count.min(all.saturating_sub(1));
    let mut found = NearestRows {
        count,
        indices: Vec::with_capacity(all * count),
        distances: Vec::with_capacity(all * count),
    };
    if count == 0 {
        return found;
    }
    let mut others: Vec<(f32, u32)> = Vec::with_capacity(all);
    for (at, row) in rows.chunks_exact(width).enumerate() {
        others.clear();
        for (index, other) in rows.chunks_exact(width).enumerate() {
            if index != at {
                others.push((squared(row, other), index as u32));
            }
        }
        let order = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if count < others.len() {
            others.select_nth_unstable_by(count - 1, order);
        }
        others[..count].sort_unstable_by(order);
        for (distance, index) in &others[..count] {
            found.indices.push(*index);
            found.distances.push(distance.sqrt());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_none_is_its_own_neighbour() {
        let found = nearest(&[0.0, 1.0, 3.0, 7.0], 1, 2);
        assert_eq!(found.indices, [1, 2, 0, 2, 1, 0, 2, 1]);
        assert_eq!(found.of(3).collect::<Vec<_>>(), [(2, 4.0), (1, 6.0)]);
        let found = nearest(&[0.0, 1.0, 3.0], 1, 9);
        assert_eq!((found.count, found.indices.len()), (2, 6));
    }
}
