//! Reads the folders of lessons.

use std::fs;
use std::path::Path;

use super::{ENGLISH, LessonFault, PSEUDO, markdown};
use crate::spec::LessonSpec;
use crate::text::LessonText;

/// A lesson's folder, read.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonFolder {
    /// Its name: `<number>-<id>`.
    pub name: String,
    /// Its number on the path of lessons.
    pub number: u32,
    /// Its steps.
    pub spec: LessonSpec,
    /// Its texts: language and Markdown.
    pub texts: Vec<(String, String)>,
}

/// Reads all lessons, in the order of their numbers. A folder that begins with `_` is no lesson.
pub fn read_lessons(root: &Path) -> (Vec<LessonFolder>, Vec<LessonFault>) {
    let mut folders = Vec::new();
    let mut faults = Vec::new();
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) => {
            let place = root.display().to_string();
            return (folders, vec![LessonFault::new(&place, error.to_string())]);
        }
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !path.is_dir() || name.starts_with(['_', '.']) {
            continue;
        }
        match read_folder(&path, &name) {
            Ok(folder) => folders.push(folder),
            Err(fault) => faults.push(fault),
        }
    }
    folders.sort_by_key(|folder| folder.number);
    (folders, faults)
}

fn read_folder(path: &Path, name: &str) -> Result<LessonFolder, LessonFault> {
    let fault = |fault: String| LessonFault::new(name, fault);
    let number = name.split_once('-').and_then(|(number, id)| {
        let number = number.parse::<u32>().ok()?;
        Some((number, id))
    });
    let Some((number, id)) = number else {
        let expected = "expected a folder called <number>-<id>, such as 1-latent-space";
        return Err(fault(expected.to_owned()));
    };
    let json = fs::read_to_string(path.join("lesson.json"));
    let json = json.map_err(|error| fault(format!("lesson.json: {error}")))?;
    let spec: LessonSpec = serde_json::from_str(&json)
        .map_err(|error| LessonFault::new(&format!("{name}/lesson.json"), error.to_string()))?;
    if spec.id != id {
        return Err(fault(format!(
            "expected the id “{id}” of the folder's name, found “{}”",
            spec.id
        )));
    }
    let mut texts = Vec::new();
    for file in fs::read_dir(path).into_iter().flatten().flatten() {
        let file = file.path();
        if file.extension().is_some_and(|it| it == "md") {
            let tag = file.file_stem().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&file);
            let text = text.map_err(|error| fault(format!("{tag}.md: {error}")))?;
            texts.push((tag.into_owned(), text));
        }
    }
    texts.sort();
    Ok(LessonFolder {
        name: name.to_owned(),
        number,
        spec,
        texts,
    })
}

impl LessonFolder {
    /// The text in a language; English where it has none, and English in brackets for the
    /// pseudo-locale.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn text(&self, language: &str) -> Result<LessonText, LessonFault> {
        let find = |wanted: &str| self.texts.iter().find(|(tag, _)| tag == wanted);
        let found = find(language).or_else(|| find(ENGLISH));
        let Some((tag, source)) = found else {
            let fault = format!("expected {ENGLISH}.md, which is missing");
            return Err(LessonFault::new(&self.name, fault));
        };
        let place = format!("{}/{tag}.md", self.name);
        let brackets = language == PSEUDO;
        markdown::lesson_text(source, tag, &self.spec, brackets)
            .map_err(|fault| LessonFault::new(&place, fault))
    }
}
