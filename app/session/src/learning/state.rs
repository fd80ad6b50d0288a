//! What the Learn room consists of, as the views read it.

use std::sync::Arc;

use lesson::{ControlSet, LessonSpec, LessonStep};
use run_spec::RunSpec;

use super::class::ClassRecords;
use super::tour::TourStop;
use crate::discrimination::DiscriminationGame;
use crate::room::Room;

/// A minute, in milliseconds.
pub(super) const MINUTE: f64 = 60_000.0;
/// A longer time between two ticks, in milliseconds, is one for which the page was asleep or the lesson
/// not on screen.
const LONGEST_TICK: f64 = 5_000.0;

/// The Learn room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LearnRoom {
    /// The lesson that was asked for, until the page has fetched it.
    pub wanted: Option<LessonPlace>,
    /// The lesson that is open; the list of lessons if there is none.
    pub open: Option<OpenLesson>,
    /// The game, if it is open. Nothing else is then.
    pub game: Option<Box<DiscriminationGame>>,
    /// The controls that a link chose; everything is shown if there is none.
    pub shown: Option<ControlSet>,
    /// Where the tour is, while it is on.
    pub tour: Option<TourStop>,
    /// Whether the page is as a projector needs it. No address of the page says so: a link that is copied
    /// there is for the class.
    pub projector: bool,
    /// What a class did, where a teacher added files of that.
    pub class: ClassRecords,
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
    /// For how long it was open, in this visit and before, in milliseconds.
    pub(super) open_millis: f64,
    /// When that was last added to.
    pub(super) ticked: Option<f64>,
    /// The room that the step is about.
    pub stage: Room,
    /// Whether its worksheet lies over the page.
    pub worksheet: bool,
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

    /// For how many minutes it was open, in this visit and before.
    pub fn minutes(&self) -> u32 {
        (self.open_millis / MINUTE) as u32
    }

    /// Adds the time since it was looked at last, unless the visitor was elsewhere meanwhile.
    pub(super) fn spend(&mut self, now: f64, is_hidden: bool) {
        let gap = now - self.ticked.replace(now).unwrap_or(now);
        if !is_hidden && (0.0..=LONGEST_TICK).contains(&gap) {
            self.open_millis += gap;
        }
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
