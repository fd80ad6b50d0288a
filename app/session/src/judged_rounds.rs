//! What the game asks of the trainer, and what comes of it.

use std::sync::Arc;

use run_spec::RunSpec;

use crate::failure_reason::FailureReason;
use crate::pictures::ImagePixels;

/// What the trainer is to hand out pictures of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RoundOrder {
    /// A run that is trained for this alone; the snapshots of the run on screen if there is none.
    pub spec: Option<Box<RunSpec>>,
    /// At which steps, rising.
    pub steps: Vec<u32>,
    /// How many pictures of each kind, each time.
    pub count: usize,
}

/// What becomes of an order.
#[derive(Clone, Debug, PartialEq)]
pub enum RoundNews {
    /// The run has taken so many steps.
    Trained(u32),
    /// Pictures arrived.
    Pictures {
        /// Steps that the run had taken.
        step: u32,
        /// Real ones, then as many generated ones.
        pictures: Arc<[ImagePixels]>,
        /// The probability of being real that the discriminator gives each.
        scores: Vec<f32>,
    },
    /// There will be no more of them.
    Failed(FailureReason),
}
