//! How near generated points of two-dimensional toy data come to held-out ones.

use serde::{Deserialize, Serialize};

/// A divergence or distance between generated and held-out points, with its error and its floor.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QualityMeasure {
    /// `Grid KL`, `Grid JS` or `MMD²`.
    pub name: String,
    /// Its value: nats, or the square of a distance between means in the kernel's space.
    pub value: f64,
    /// Its standard error, from the number of points.
    pub error: f64,
    /// What two samples of the data give: no generator can be shown to be better. `MMD²` has no
    /// bias, so its floor may be below 0.
    pub floor: f64,
}

/// Which modes of a density generated points reach.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ModeCoverage {
    /// What the parts of the density are: `modes`, `arcs`, `squares`.
    pub parts: String,
    /// How many there are.
    pub of: usize,
    /// How many have at least one generated point of high quality.
    pub reached: usize,
    /// The share of generated points of high quality: within three standard deviations of a centre
    /// (arXiv:1705.07761, section 4.1).
    pub high_quality: f64,
    /// Its standard error, √(p (1 − p) / n).
    pub error: f64,
    /// The same share of a sample of the data.
    pub floor: f64,
    /// Generated points of high quality by part.
    pub counts: Vec<u32>,
}

impl ModeCoverage {
    /// Whether generated points miss the density's parts: they reach half of them, or fewer. The
    /// detector of mode collapse and the page both ask here.
    pub fn misses_parts(&self) -> bool {
        2 * self.reached <= self.of
    }
}

#[cfg(test)]
mod tests {
    use super::ModeCoverage;

    #[test]
    fn half_of_the_parts_are_too_few_and_one_more_is_enough() {
        let misses = |reached, of| {
            let coverage = ModeCoverage {
                reached,
                of,
                ..ModeCoverage::default()
            };
            coverage.misses_parts()
        };
        assert!(misses(0, 8) && misses(4, 8) && misses(12, 25));
        assert!(!misses(5, 8) && !misses(13, 25) && !misses(1, 1));
    }
}
