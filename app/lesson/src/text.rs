//! A lesson's text as the page gets it.

use serde::{Deserialize, Serialize};

use crate::spec::LessonSpec;

/// A row of the list of lessons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LessonRow {
    /// How addresses name it.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// About how long it takes.
    pub minutes: u32,
    /// Steps that it has.
    pub steps: usize,
    /// Those that ask for something, from 0.
    pub tasks: Vec<usize>,
    /// Its place on the path of lessons, from 1.
    pub number: u32,
    /// The language of what follows.
    pub lang: String,
    /// Its title.
    pub title: String,
    /// What one will learn.
    pub summary: String,
}

/// A lesson in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompiledLesson {
    /// What it is.
    pub lesson: LessonSpec,
    /// What it says.
    pub text: LessonText,
}

/// What a lesson says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LessonText {
    /// In which language.
    pub lang: String,
    /// Its title.
    pub title: String,
    /// What one will learn.
    pub summary: String,
    /// The text of each step.
    pub steps: Vec<StepText>,
}

/// What a step says. HTML is what the build made of Markdown that has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepText {
    /// Its heading.
    pub title: String,
    /// Its paragraphs, as HTML.
    pub html: String,
    /// What the visitor is asked to do, as HTML; empty if nothing.
    pub task: String,
}
