//! What the trainer says of points of a plane, of their measures, and of the inside of a step.

use run_spec::{FrameLayer, ModeCoverage, QualityMeasure, RunFinding, StepTurn, TraceStageKind};
use serde::{Deserialize, Serialize};

/// What there is to see of a run on points. The payload holds [`Self::layers`] one after the other,
/// little-endian `f32`, row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaneFrame {
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
pub struct Quality {
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

/// One thing that happens in a training step, in the order in which it happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// What happens.
    pub kind: TraceStageKind,
    /// Whose turn it is.
    pub turn: StepTurn,
    /// Numbers that its formula is about: name and value.
    pub numbers: Vec<(String, f32)>,
    /// What it makes.
    pub tensors: Vec<Glimpse>,
}

/// A tensor at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Glimpse {
    /// Its letter, e.g. `z`, `G(z)`, `h1`.
    pub name: String,
    /// Its sizes.
    pub shape: Vec<usize>,
    /// Mean of all values.
    pub mean: f32,
    /// Standard deviation of all values.
    pub deviation: f32,
    /// The least value.
    pub least: f32,
    /// The greatest value.
    pub most: f32,
    /// The first few values.
    pub first: Vec<f32>,
    /// Where its rows are in the payload, if they can be drawn (points, pictures): first number and
    /// how many numbers; little-endian `f32`.
    pub rows: Option<(usize, usize)>,
}
