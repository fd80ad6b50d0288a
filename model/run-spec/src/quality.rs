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
