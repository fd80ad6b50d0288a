//! What the encoded images nearest to a latent point show.

use std::cmp::Reverse;

/// The nearest images that have a say.
pub const VOTERS: usize = 5;

/// Labels are below this.
const LABELS: usize = 10;

/// How many of the nearest images have each label. `rows` are posterior means, `[count, latent]`.
pub fn votes(point: &[f32], rows: &[f32], labels: &[u8]) -> [u8; LABELS] {
    let mut nearest = [(f32::INFINITY, 0_u8); VOTERS];
    let mut found = 0;
    for (row, label) in rows.chunks_exact(point.len().max(1)).zip(labels) {
        let distance: f32 = row.iter().zip(point).map(|(a, b)| (a - b) * (a - b)).sum();
        let at = nearest.partition_point(|near| near.0 <= distance);
        if at < VOTERS {
            nearest[at..].rotate_right(1);
            nearest[at] = (distance, *label);
            found = VOTERS.min(found + 1);
        }
    }
    let mut votes = [0_u8; LABELS];
    for (_, label) in &nearest[..found] {
        votes[usize::from(*label).min(LABELS - 1)] += 1;
    }
    votes
}

/// The labels that have votes, those with the most first.
pub fn ranked(votes: [u8; LABELS]) -> Vec<u8> {
    let mut labels: Vec<u8> = (0..LABELS as u8)
        .filter(|&label| votes[usize::from(label)] > 0)
        .collect();
    labels.sort_by_key(|&label| Reverse(votes[usize::from(label)]));
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_nearest_five_have_a_say_and_the_most_frequent_comes_first() {
        let rows = [0.0, 0.1, 0.2, 0.3, 0.4, 9.0, 9.1];
        let labels = [3, 7, 7, 1, 7, 5, 5];
        let votes = votes(&[0.05], &rows, &labels);
        assert_eq!(votes, [0, 1, 0, 1, 0, 0, 0, 3, 0, 0]);
        assert_eq!(ranked(votes), [7, 1, 3]);
    }

    #[test]
    fn fewer_images_than_voters_make_up_no_votes() {
        let votes = votes(&[0.0, 0.0], &[1.0, 0.0, 0.0, 2.0], &[4, 4]);
        assert_eq!(votes.iter().sum::<u8>(), 2);
        assert_eq!(ranked(votes), [4]);
        assert_eq!(ranked(super::votes(&[0.0], &[], &[])), [0_u8; 0]);
    }
}
