//! A training step in slow motion: its stages, and which of them is on screen.

use std::sync::Arc;

use protocol::{TensorSummary, TraceStage};

/// A step that was taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct StepPlayback {
    /// Steps taken, this one included.
    pub step: u32,
    /// What happened, in its order; never empty.
    pub stages: Vec<TraceStage>,
    /// Rows of tensors, as [`TensorSummary::rows`] says.
    pub values: Arc<[f32]>,
    /// The stage on screen.
    pub at: usize,
    /// Whether stages follow one another by themselves.
    pub walking: bool,
}

impl StepPlayback {
    /// The stage on screen.
    pub fn stage(&self) -> Option<&TraceStage> {
        self.stages.get(self.at)
    }

    /// A tensor's rows, if they can be drawn.
    pub fn rows(&self, glimpse: &TensorSummary) -> Option<&[f32]> {
        let (first, count) = glimpse.rows?;
        self.values.get(first..first.checked_add(count)?)
    }
}
