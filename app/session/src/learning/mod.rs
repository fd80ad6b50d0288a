//! The Learn room: an open lesson, its steps and its tasks; and the controls that a link chose.
//!
//! - `state`: what the room consists of; `update`: what can happen to it; `address`: what addresses
//!   say of lessons and of chosen controls; `check`: whether a task is solved.

mod address;
mod check;
mod state;
mod update;

pub(crate) use address::{controls_of, controls_text, lesson_text};
pub use state::{LearnRoom, LessonPlace, OpenLesson};
pub(crate) use update::LearnFacts;
pub use update::{LearnEvent, LoadedLearning};
