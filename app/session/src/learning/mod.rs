//! The Learn room: an open lesson, its steps and its tasks; the controls that a link chose; and the
//! tour of a first visit; projector mode; and what a class did.
//!
//! - `state`: what the room consists of; `update`: what can happen to it; `address`: what addresses
//!   say of lessons, and name of chosen controls; `facts`: what it may know of the other parts; `check`: whether a task is solved; `tour`: the tour's
//!   stops; `class`: files of what students did.

mod address;
mod check;
mod class;
mod facts;
mod state;
mod tour;
mod update;

pub(crate) use address::{controls_text, lesson_text};
pub use class::*;
pub(crate) use facts::LearnFacts;
pub use state::{LearnRoom, LessonPlace, OpenLesson};
pub use tour::{TourMove, TourStop};
pub use update::{LearnEvent, LoadedLearning};
