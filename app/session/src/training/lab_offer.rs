//! A lab that trains for this page, as the page has it.

use protocol::{EngineKind, LabFacts};

/// A lab that trains for this page, and whether the visitor wants that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabOffer {
    /// What it says of itself.
    pub facts: LabFacts,
    /// Whether runs are trained there.
    pub chosen: bool,
    /// The browser's own trainer, which waits meanwhile.
    pub(super) reserve: Option<ReserveTrainer>,
}

/// A trainer of the browser's that has nothing to do. It is loaded while there is a lab: once that is gone,
/// so is the server that a trainer could be loaded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReserveTrainer {
    pub worker: u64,
    pub kind: EngineKind,
    pub threads: usize,
}
