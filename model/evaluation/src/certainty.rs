//! What a classifier takes pictures for.

/// A classifier's verdict on some pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassCertainty {
    /// The share of pictures that it is sure of.
    pub sure_share: f64,
    /// How many classes are among those.
    pub classes_seen: usize,
    /// The entropy of the classes that it takes all pictures for, in bits: log₂ of how many there are if
    /// they are spread evenly.
    pub entropy: f64,
}

/// Sums a classifier's probabilities up; a picture counts as sure of which the likeliest class has at
/// least `sure`.
///
/// # Shapes
/// `probabilities`: `[n, classes]`
///
/// # Panics
/// When there are no classes.
pub fn class_certainty(probabilities: &[f32], classes: usize, sure: f32) -> ClassCertainty {
    assert_ne!(classes, 0, "a classifier has classes");
    let mut all = vec![0_usize; classes];
    let mut certain = vec![0_usize; classes];
    for row in probabilities.chunks_exact(classes) {
        let mut likeliest = 0;
        for (class, share) in row.iter().enumerate() {
            if *share > row[likeliest] {
                likeliest = class;
            }
        }
        all[likeliest] += 1;
        certain[likeliest] += usize::from(row[likeliest] >= sure);
    }
    let count = (probabilities.len() / classes).max(1) as f64;
    let shares = all.iter().map(|&number| number as f64 / count);
    let entropy: f64 = shares
        .filter(|share| *share > 0.0)
        .map(|share| -share * share.log2())
        .sum();
    ClassCertainty {
        sure_share: certain.iter().sum::<usize>() as f64 / count,
        classes_seen: certain.iter().filter(|&&number| number > 0).count(),
        // Of one class it is −0.
        entropy: entropy.max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_pictures_and_an_even_spread_are_counted() {
        let probabilities = [
            [0.9, 0.1, 0.0, 0.0],
            [0.1, 0.7, 0.1, 0.1],
            [0.0, 0.0, 0.8, 0.2],
            [0.1, 0.1, 0.1, 0.7],
        ];
        let found = class_certainty(&probabilities.concat(), 4, 0.8);
        assert_eq!((found.sure_share, found.classes_seen), (0.5, 2));
        assert!((found.entropy - 2.0).abs() < 1e-12);
        let one = class_certainty(&[1.0, 0.0, 1.0, 0.0], 2, 0.8);
        assert_eq!((one.classes_seen, one.entropy), (1, 0.0));
    }
}
