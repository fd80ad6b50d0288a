//! Takes the place of training in an engine that was built to explore only.

use std::convert::Infallible;

use crate::engine_device::OpenDevice;
use protocol::{EngineKind, RunId, TrainCommand};

/// A training worker that never exists.
pub struct NoTraining(Infallible);

impl NoTraining {
    pub fn new(_device: OpenDevice, _kind: EngineKind) -> Option<Self> {
        None
    }

    pub fn is_busy(&self) -> bool {
        match self.0 {}
    }

    #[allow(clippy::unused_async, reason = "as the one that trains")]
    pub async fn handle(&mut self, _: RunId, _: TrainCommand, _: Option<Vec<u8>>) {
        match self.0 {}
    }

    #[allow(clippy::unused_async, reason = "as the one that trains")]
    pub async fn turn(&mut self) {
        match self.0 {}
    }
}
