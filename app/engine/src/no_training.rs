//! An engine that was built to explore only has nothing to train with.

use std::convert::Infallible;

use model::Device;

use protocol::{EngineKind, TrainCommand};

/// There is none.
pub struct Training(Infallible);

impl Training {
    pub fn new(_device: Device, _kind: EngineKind) -> Option<Self> {
        None
    }

    pub fn is_busy(&self) -> bool {
        match self.0 {}
    }

    #[allow(clippy::unused_async, reason = "as the one that trains")]
    pub async fn obey(&mut self, _command: TrainCommand, _payload: Option<Vec<u8>>) {
        match self.0 {}
    }

    #[allow(clippy::unused_async, reason = "as the one that trains")]
    pub async fn turn(&mut self) {
        match self.0 {}
    }
}
