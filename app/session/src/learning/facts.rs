//! What the Learn room may know of the other parts.

use crate::models::Models;
use crate::tools::ExploreTools;
use crate::training::TrainRoom;
use crate::view::LatentView;

/// What the Learn room may know of the other parts.
#[derive(Clone, Copy)]
pub(crate) struct LearnFacts<'a> {
    pub models: &'a Models,
    pub view: &'a LatentView,
    pub tools: &'a ExploreTools,
    pub training: &'a TrainRoom,
    /// When the last tick came, in milliseconds.
    pub now: Option<f64>,
}
