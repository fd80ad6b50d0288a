//! Compiles the folders of lessons.
//!
//! - `folder`: reads `assets/lessons/`; `check`: whether steps, places, tasks and controls are such
//!   that the page can follow them; `run_check`: whether a step in Train leaves a way to what it asks
//!   for; `markdown`: text to HTML; `formula`: LaTeX to MathML; `live_span`: the places of numbers of the
//!   moment in both.

mod check;
mod folder;
mod formula;
mod live_span;
mod markdown;
mod run_check;

pub use folder::{LessonFolder, read_lessons};

use latent::CardDirection;

use crate::text::{CompiledLesson, LessonRow};

/// What is wrong with a lesson: where, and what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {fault}")]
pub struct LessonFault {
    /// The file, below the folder of lessons.
    pub place: String,
    /// What was expected and what was found.
    pub fault: String,
}

impl LessonFault {
    fn new(place: &str, fault: impl Into<String>) -> Self {
        Self {
            place: place.to_owned(),
            fault: fault.into(),
        }
    }
}

/// What lessons may name: models. Presets and fields are the run's specification's own.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct KnownModels(pub Vec<KnownModel>);

/// A model that lessons may name.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct KnownModel {
    /// How addresses name it.
    pub id: String,
    /// Latent dimensions.
    pub latent: usize,
    /// The directions of its card.
    pub directions: Vec<CardDirection>,
    /// Whether encoded images come with it, so that it has an encoder.
    pub has_images: bool,
}

/// The language that a lesson always has.
pub const ENGLISH: &str = "en";
/// The language that is made of English, for tests.
pub const PSEUDO: &str = "en-XA";

/// A file that the page fetches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonFile {
    /// Its name, in the site's folder of lessons.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// Compiles all lessons in these languages: a list and a file for each lesson, by language. What is
/// wrong with any lesson, and which texts are missing, is returned too; a missing text is English.
pub fn compile_lessons(
    folders: &[LessonFolder],
    languages: &[String],
    models: &KnownModels,
) -> (Vec<LessonFile>, Vec<LessonFault>) {
    let mut files = Vec::new();
    let mut faults = Vec::new();
    for folder in folders {
        faults.extend(check::faults_of(folder, models));
    }
    for (at, folder) in folders.iter().enumerate() {
        let before = &folders[..at];
        if before
            .iter()
            .any(|other| other.spec.id == folder.spec.id || other.number == folder.number)
        {
            let fault = "another lesson has its id or its number";
            faults.push(LessonFault::new(&folder.name, fault));
        }
    }
    for language in languages {
        let mut rows = Vec::new();
        for (number, folder) in (1..).zip(folders) {
            let text = match folder.text(language) {
                Ok(text) => text,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            let spec = &folder.spec;
            rows.push(LessonRow {
                id: spec.id.clone(),
                version: spec.version,
                minutes: spec.minutes,
                steps: spec.steps.len(),
                tasks: (0..spec.steps.len())
                    .filter(|at| spec.steps[*at].task.is_some())
                    .collect(),
                number,
                lang: text.lang.clone(),
                title: text.title.clone(),
                summary: text.summary.clone(),
            });
            let compiled = CompiledLesson {
                lesson: spec.clone(),
                text,
            };
            push(
                &mut files,
                format!("{}.{language}.json", spec.id),
                &compiled,
                &mut faults,
            );
        }
        push(&mut files, format!("{language}.json"), &rows, &mut faults);
    }
    (files, faults)
}

fn push(
    files: &mut Vec<LessonFile>,
    name: String,
    value: &impl serde::Serialize,
    faults: &mut Vec<LessonFault>,
) {
    match serde_json::to_string(value) {
        Ok(text) => files.push(LessonFile { name, text }),
        Err(error) => faults.push(LessonFault::new(&name, error.to_string())),
    }
}

/// Which of these languages a lesson has no text in.
pub fn missing_languages(folders: &[LessonFolder], languages: &[String]) -> Vec<LessonFault> {
    let mut missing = Vec::new();
    for folder in folders {
        for language in languages.iter().filter(|tag| *tag != PSEUDO) {
            if !folder.texts.iter().any(|(tag, _)| tag == language) {
                let fault = format!("expected {language}.md, which is missing; English is shown");
                missing.push(LessonFault::new(&folder.name, fault));
            }
        }
    }
    missing
}
