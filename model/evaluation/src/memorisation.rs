//! Whether generated pictures are training pictures: their distance to the nearest of those, beside the
//! distance that held-out pictures have.

/// Below which of the held-out pictures' distances a generated picture counts as near.
const NEAR_QUANTILE: f64 = 0.05;

/// Bytes after which a distance is given up that is too long already.
const PIECE: usize = 64;

/// How near pictures are to training pictures, compared with held-out ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memorisation {
    /// The mean distance to the nearest training picture, divided by that of held-out pictures. Near 1
    /// where pictures are new as held-out ones are, near 0 where they are copies. Blur lowers it, too.
    pub ratio: f64,
    /// The share of pictures that are nearer to a training picture than 95 % of held-out pictures are:
    /// 0.05 is what held-out pictures have.
    pub share_near: f64,
}

/// Compares distances of generated pictures, as [`nearest_distances`] gives them, with those of held-out
/// ones. `None` without any of either, or if held-out pictures are training pictures.
pub fn memorisation(generated: &[f64], held_out: &[f64]) -> Option<Memorisation> {
    let expected = mean(held_out)?;
    let ratio = mean(generated)? / expected;
    if !ratio.is_finite() {
        return None;
    }
    let mut sorted = held_out.to_vec();
    sorted.sort_by(f64::total_cmp);
    let near = sorted[(NEAR_QUANTILE * held_out.len() as f64) as usize];
    let nearer = generated.iter().filter(|distance| **distance < near);
    Some(Memorisation {
        ratio,
        share_near: nearer.count() as f64 / generated.len() as f64,
    })
}

/// The distance from each picture to the nearest training picture: the root of the mean squared difference
/// of a grey value, 0 to 1.
///
/// # Shapes
/// `pictures`, `training`: `[n, size]` bytes → `[n]`
pub fn nearest_distances(pictures: &[u8], training: &[u8], size: usize) -> Vec<f64> {
    let distance = |picture: &[u8]| {
        let mut least = u32::MAX;
        for other in training.chunks_exact(size) {
            least = squared_below(picture, other, least);
        }
        (f64::from(least) / size as f64).sqrt() / 255.0
    };
    pictures.chunks_exact(size).map(distance).collect()
}

/// The squared distance between two pictures, or `least` if it is no less.
fn squared_below(one: &[u8], other: &[u8], least: u32) -> u32 {
    let mut sum = 0_u32;
    for (one, other) in one.chunks(PIECE).zip(other.chunks(PIECE)) {
        let squares = one
            .iter()
            .zip(other)
            .map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2));
        sum += squares.sum::<u32>();
        if sum >= least {
            return least;
        }
    }
    sum
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_at_no_distance_and_others_at_theirs() {
        let training = [[0_u8; 70], [255; 70]].concat();
        let mut picture = [0_u8; 70];
        picture[69] = 51;
        let found = nearest_distances(&[picture, [255; 70]].concat(), &training, 70);
        assert!((found[0] - (0.04_f64 / 70.0).sqrt()).abs() < 1e-12);
        assert_eq!(found[1], 0.0);
    }

    #[test]
    fn a_memory_is_told_from_new_pictures() {
        let held_out: Vec<f64> = (0..100).map(|at| 1.0 + f64::from(at) / 100.0).collect();
        let same = memorisation(&held_out, &held_out).expect("some");
        assert!((same.ratio - 1.0).abs() < 1e-12);
        assert!((same.share_near - 0.05).abs() < 1e-12);
        let copies = memorisation(&[0.0; 4], &held_out).expect("some");
        assert_eq!((copies.ratio, copies.share_near), (0.0, 1.0));
        assert_eq!(memorisation(&[1.0], &[0.0]), None);
        assert_eq!(memorisation(&[], &held_out), None);
    }
}
