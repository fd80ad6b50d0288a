//! The Learn room: an open lesson, its steps and its tasks; the controls that a link chose; and the
//! tour of a first visit; projector mode; and what a class did.
//!
//! - `state`: what the room consists of; `update`: what can happen to it; `address`: what addresses
//!   say of lessons, and name of chosen controls; `check`: whether a task is solved; `tour`: the tour's
//!   stops; `class`: files of what students did.

mod address;
mod check;
mod class;
mod state;
mod tour;
mod update;

pub(crate) use address::{controls_text, lesson_text};
pub use class::*;
pub use state::{LearnRoom, LessonPlace, OpenLesson};
pub use tour::{TourMove, TourStop};
pub(crate) use update::LearnFacts;
pub use update::{LearnEvent, LoadedLearning};
