//! A lesson as data.

use serde::{Deserialize, Serialize};

use crate::controls::ControlSet;
use crate::task::StepTask;

/// A lesson, without its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonSpec {
    /// How addresses name it.
    pub id: String,
    /// Rises when steps change so that links to them mean others.
    pub version: u32,
    /// About how long it takes.
    pub minutes: u32,
    /// Its steps.
    pub steps: Vec<LessonStep>,
}

/// A step of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonStep {
    /// The anchor of its section in the text.
    pub section: String,
    /// Where it takes place, as an address has it: `room=explore&model=…` or `room=train&preset=…`.
    /// Followed when the step begins, unless the step before was at the same place.
    pub setup: String,
    /// The controls that are shown.
    pub controls: ControlSet,
    /// Whether a step in slow motion has the lines of the run's program beside it from the beginning.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub code: bool,
    /// What the visitor is asked to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<StepTask>,
}

impl LessonStep {
    /// The room where it takes place, as addresses name it, and what of the setup is for that room.
    pub fn place(&self) -> (&str, &str) {
        let setup = self.setup.strip_prefix("room=").unwrap_or(&self.setup);
        setup.split_once('&').unwrap_or((setup, ""))
    }
}
