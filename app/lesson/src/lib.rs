//! What a lesson of the Learn room is.
//!
//! A lesson is a folder `assets/lessons/<number>-<id>/`: `lesson.json` has its steps as data
//! ([`LessonSpec`]), and a Markdown file for each language has its text. `docs/lessons.md` documents
//! both for those who write one.
//!
//! - `spec`: steps; `task`: what a step asks for, as a check over the page's state; `controls`: groups
//!   of controls that are shown; `live_number`: numbers of the moment that a text may name.
//! - `text`: a lesson's text as the page gets it.
//! - `compile`, for builds only: reads folders, refuses what the page could not show, and writes what
//!   it fetches.

mod controls;
mod live_number;
mod spec;
mod task;
mod text;

#[cfg(feature = "compile")]
pub mod compile;

pub use controls::{ControlGroup, ControlPlace, ControlSet, UnknownControl};
pub use live_number::LiveNumber;
pub use spec::{LessonSpec, LessonStep};
pub use task::StepTask;
pub use text::{CompiledLesson, LessonRow, LessonText, StepText};
