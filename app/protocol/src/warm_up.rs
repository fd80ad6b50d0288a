//! Compiling shaders before a run's first step.

use run_spec::StepTurn;
use serde::{Deserialize, Serialize};

/// How far the compiling of shaders is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WarmUpProgress {
    /// Pieces that are done.
    pub done: u32,
    /// Pieces in all.
    pub of: u32,
    /// The piece under way; none once all are done.
    pub piece: Option<WarmUpPiece>,
    /// Time spent on it so far, in milliseconds.
    pub millis: f64,
}

/// What shaders are compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarmUpPiece {
    /// What the page shows of the run.
    Pictures,
    /// A part of a step.
    Step(StepTurn),
}
