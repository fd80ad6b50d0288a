//! What the Learn room consists of, as the views read it.

use std::sync::Arc;

use lesson::{ControlSet, LessonSpec, LessonStep};
use run_spec::RunSpec;

use crate::room::Room;

/// The Learn room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LearnRoom {
    /// The lesson that was asked for, until the page has fetched it.
    pub wanted: Option<LessonPlace>,
    /// The lesson that is open; the list of lessons if there is none.
    pub open: Option<OpenLesson>,
    /// The controls that a link chose; everything is shown if there is none.
    pub shown: Option<ControlSet>,
}

/// A step of a lesson, as addresses name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonPlace {
    /// The lesson's id.
    pub lesson: String,
    /// The version that the address was made for.
    pub version: Option<u32>,
    /// The step, from 0; that where the visitor left off if there is none.
    pub step: Option<usize>,
}

/// A lesson that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLesson {
    /// What it is.
    pub spec: Arc<LessonSpec>,
    /// The step on screen, from 0.
    pub step: usize,
    /// Which steps are done.
    pub done: Vec<bool>,
    /// The room that the step is about.
    pub stage: Room,
    /// The set-up that was followed last.
    pub(super) set_up: String,
    /// What was so when the step began, once its set-up is there.
    pub(super) begun: Option<StepStart>,
    /// What the step went on with when the visitor went to another room.
    pub(super) left: Option<StepPlace>,
}

/// What a step goes on with.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum StepPlace {
    /// A model, by its id.
    Model(String),
    /// A run, by its number on this page, and what the form says if that is something else.
    Run {
        number: Option<u64>,
        form: Option<Box<RunSpec>>,
    },
}

/// What tasks count from: what was so when a step began, and what happened since.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StepStart {
    /// The point then.
    pub point: Vec<f32>,
    /// The point that was looked at last.
    pub last: Vec<f32>,
    /// How far the point went since, all ways together.
    pub walked: f32,
    /// The digits that it met.
    pub digits: [bool; 10],
    /// Steps that the run had taken then.
    pub run_step: u32,
    /// Whether the point went along a path.
    pub along: bool,
    /// Formulas that had been worked out then.
    pub formulas: u32,
    /// Pictures that had been brought to Explore then.
    pub pictures: u32,
    /// Sets of pictures that had been chosen to train on.
    pub choices: u32,
}

impl OpenLesson {
    /// The step on screen; `None` for a lesson without steps, which no build makes.
    pub fn now(&self) -> Option<&LessonStep> {
        self.spec.steps.get(self.step)
    }

    /// How many different digits the visitor met since the step began.
    pub fn digits_met(&self) -> usize {
        let begun = self.begun.as_ref();
        begun.map_or(0, |begun| begun.digits.iter().filter(|met| **met).count())
    }

    /// Whether all steps are done.
    pub fn is_done(&self) -> bool {
        self.done.iter().all(|done| *done)
    }
}

impl LearnRoom {
    /// The room that is on screen beside a lesson, if one is open.
    pub fn stage(&self) -> Option<Room> {
        self.open.as_ref().map(|open| open.stage)
    }

    /// Whether the step on screen is to be set up again.
    pub(crate) fn is_displaced(&self) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| open.set_up.is_empty())
    }
}
