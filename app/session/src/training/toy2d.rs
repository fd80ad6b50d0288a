//! What is seen of runs on points of a plane.

use std::sync::Arc;

use protocol::payload::f32_values;
use protocol::{FrameHeader, FrameLayerKind, QualityUpdate};

/// What is seen of a run on points.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Toy2dView {
    /// Each of the runs side by side; the first is the run itself.
    pub runs: Vec<Toy2dRun>,
    /// Rises with every frame.
    pub version: u64,
    /// Whether data points were pushed: their density is not known any more.
    pub pushed: bool,
}

/// One of the runs side by side.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Toy2dRun {
    /// Steps taken before the newest frame.
    pub step: u32,
    /// The newest of each kind.
    layers: Vec<(FrameLayerKind, RowMatrix)>,
    /// How near it came to its data, oldest first.
    pub qualities: Vec<Arc<QualityUpdate>>,
}

/// Rows of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct RowMatrix {
    /// Numbers in each row.
    pub columns: usize,
    /// All of them, row by row.
    pub values: Arc<[f32]>,
}

impl RowMatrix {
    /// How many rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// Each row.
    pub fn each(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.columns.max(1))
    }
}

impl Toy2dRun {
    /// The newest of a kind, if the run has any.
    pub fn layer(&self, kind: FrameLayerKind) -> Option<&RowMatrix> {
        let found = self.layers.iter().find(|(known, _)| *known == kind);
        found.map(|(_, values)| values)
    }

    /// The newest measurement.
    pub fn quality(&self) -> Option<&Arc<QualityUpdate>> {
        self.qualities.last()
    }
}

impl Toy2dView {
    pub(super) fn run(&mut self, run: usize) -> Option<&mut Toy2dRun> {
        // As many as are ever side by side.
        if run > run_spec::ComparisonLosses::MAX {
            return None;
        }
        if self.runs.len() <= run {
            self.runs.resize_with(run + 1, Toy2dRun::default);
        }
        self.runs.get_mut(run)
    }

    /// Forgets what was measured after a step: the run went back to it.
    pub(super) fn truncate(&mut self, step: u32) {
        for run in &mut self.runs {
            run.qualities.retain(|quality| quality.step <= step);
        }
    }

    /// Takes a frame's layers in place of those of the same kinds.
    pub(super) fn take(&mut self, frame: &FrameHeader, payload: &[u8]) {
        let numbers = f32_values(payload);
        self.version += 1;
        let Some(run) = self.run(frame.run) else {
            return;
        };
        run.step = frame.step;
        let mut rest = numbers.as_slice();
        for layer in &frame.layers {
            let length = layer.rows.saturating_mul(layer.columns);
            let Some((values, others)) = rest.split_at_checked(length) else {
                return;
            };
            rest = others;
            run.layers.retain(|(kind, _)| *kind != layer.kind);
            let values = RowMatrix {
                columns: layer.columns,
                values: values.into(),
            };
            run.layers.push((layer.kind, values));
        }
    }
}
