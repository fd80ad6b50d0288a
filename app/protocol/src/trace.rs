//! The inside of a training step, stage by stage.

use run_spec::{StepTurn, TraceStageKind};
use serde::{Deserialize, Serialize};

/// One thing that happens in a training step, in the order in which it happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceStage {
    /// What happens.
    pub kind: TraceStageKind,
    /// Whose turn it is.
    pub turn: StepTurn,
    /// Numbers that its formula is about: name and value.
    pub numbers: Vec<(String, f32)>,
    /// What it makes.
    pub tensors: Vec<TensorSummary>,
}

/// A tensor at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TensorSummary {
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
