//! What the trainer says of runs on two-dimensional toy data.

use run_spec::{FrameLayer, ModeCoverage, QualityMeasure, RunFinding};
use serde::{Deserialize, Serialize};

/// What there is to see of a run on points. The payload holds [`Self::layers`] one after the other,
/// little-endian `f32`, row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrameHeader {
    /// Which of the runs side by side: 0 is the run itself.
    pub run: usize,
    /// Steps taken before.
    pub step: u32,
    /// What the payload holds.
    pub layers: Vec<FrameLayer>,
}

/// How near generated points come to held-out ones.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QualityUpdate {
    /// Which of the runs side by side: 0 is the run itself.
    pub run: usize,
    /// Steps taken before.
    pub step: u32,
    /// How many generated points were compared with as many held-out ones.
    pub points: usize,
    /// Divergences and distances.
    pub measures: Vec<QualityMeasure>,
    /// Parts of the density, such as modes, that generated points reach; none where the density has
    /// no parts.
    pub coverage: Option<ModeCoverage>,
    /// What the detectors see in a run beside the first one; what they see in that one is told with
    /// its progress.
    pub findings: Vec<RunFinding>,
}
