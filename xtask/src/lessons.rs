//! Lessons: the build checks and compiles them, `cargo xtask lesson new` begins one.

use std::fs;
use std::path::Path;

use lesson::compile::{
    KnownModel, KnownModels, LessonFault, LessonFile, compile_lessons, missing_languages,
    read_lessons,
};
use locale::compile::{PSEUDO, read_languages};

use serde_json::Value;

use crate::error::Error;
use crate::places::ProjectPaths;

/// Where lessons lie, below the project's root.
const FOLDER: &str = "assets/lessons";
/// The lesson that a new one is made from, there.
const EXAMPLE: &str = "_example";
/// What of it stands for the new lesson's id.
const EXAMPLE_ID: &str = "my-lesson";

/// What `lesson` can do.
#[derive(clap::Subcommand, Clone, Debug)]
pub enum LessonCommand {
    /// Make a folder for a new lesson, from an example.
    New {
        /// How addresses are to name it: small letters, digits and hyphens.
        id: String,
    },
    /// Check all lessons, as the build does.
    Check,
}

/// Carries out a command.
///
/// # Errors
/// [`Error::Lessons`], and those of reading and writing.
pub fn lesson(places: &ProjectPaths, command: &LessonCommand) -> Result<(), Error> {
    match command {
        LessonCommand::New { id } => begin(&places.root.join(FOLDER), id),
        LessonCommand::Check => {
            let compiled = compile(places)?;
            println!("{} files of lessons are well", compiled.len());
            Ok(())
        }
    }
}

/// Writes lessons into `dist/lessons/`.
///
/// # Errors
/// [`Error::Lessons`] if the page could not show one, and those of reading and writing.
pub fn write(places: &ProjectPaths) -> Result<(), Error> {
    let folder = places.dist().join("lessons");
    fs::create_dir_all(&folder).map_err(Error::io("written", &folder))?;
    for file in compile(places)? {
        let path = folder.join(&file.name);
        fs::write(&path, file.text).map_err(Error::io("written", &path))?;
    }
    Ok(())
}

/// Compiles lessons in all languages that the page has. Missing texts are warned of.
fn compile(places: &ProjectPaths) -> Result<Vec<LessonFile>, Error> {
    let catalogue = read_languages(&places.root.join("app/page/locales"))?;
    let others = catalogue.others.iter().map(|language| language.tag.clone());
    let mut languages = vec![catalogue.english.tag.clone()];
    languages.extend(others);
    languages.push(PSEUDO.to_owned());
    let (folders, mut faults) = read_lessons(&places.root.join(FOLDER));
    let (files, more) = compile_lessons(&folders, &languages, &known_models(places)?);
    faults.extend(more);
    for missing in missing_languages(&folders, &languages) {
        println!("warning: lessons: {missing}");
    }
    if faults.is_empty() {
        Ok(files)
    } else {
        Err(Error::Lessons(faults))
    }
}

/// The shipped models, by the catalogue and their cards.
fn known_models(places: &ProjectPaths) -> Result<KnownModels, Error> {
    let path = places.root.join("assets/models/catalog.json");
    let text = fs::read(&path).map_err(Error::io("read", &path))?;
    let catalog: Value = serde_json::from_slice(&text).unwrap_or_default();
    let models = catalog
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|model| {
            let file = places.root.join(model["weights"].as_str()?);
            let directions = card(&file).map(|card| card["directions"].clone());
            Some(directions.map(|directions| KnownModel {
                id: model["id"].as_str().unwrap_or_default().to_owned(),
                latent: model["latent"].as_u64().unwrap_or_default() as usize,
                directions: serde_json::from_value(directions).unwrap_or_default(),
                has_images: model["points"].is_string(),
            }))
        });
    Ok(KnownModels(models.collect::<Result<_, _>>()?))
}

/// The card of a file of weights; nothing if it has none.
fn card(path: &Path) -> Result<Value, Error> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    let header = bytes.split_first_chunk().and_then(|(length, rest)| {
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        serde_json::from_slice::<Value>(rest.get(..length)?).ok()
    });
    let card = header.and_then(|header| {
        let card = header["__metadata__"]["latentscape.card"].as_str()?;
        serde_json::from_str(card).ok()
    });
    Ok(card.unwrap_or_default())
}

/// Makes a folder from the example, with the next free number.
fn begin(folder: &Path, id: &str) -> Result<(), Error> {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let fault = |fault: String| {
        Error::Lessons(vec![LessonFault {
            place: id.to_owned(),
            fault,
        }])
    };
    if id.is_empty() || !id.chars().all(|letter| is_plain(letter) || letter == '-') {
        let expected = "expected an id of small letters, digits and hyphens, such as latent-space";
        return Err(fault(expected.to_owned()));
    }
    let (folders, _) = read_lessons(folder);
    if let Some(taken) = folders.iter().find(|folder| folder.spec.id == id) {
        return Err(fault(format!(
            "expected a new id, but {} has it",
            taken.name
        )));
    }
    let number = folders.iter().map(|folder| folder.number).max();
    let new = folder.join(format!("{}-{id}", number.unwrap_or(0) + 1));
    let example = folder.join(EXAMPLE);
    fs::create_dir(&new).map_err(Error::io("made", &new))?;
    for entry in fs::read_dir(&example).map_err(Error::io("read", &example))? {
        let from = entry.map_err(Error::io("read", &example))?.path();
        let to = new.join(from.file_name().unwrap_or_default());
        let text = fs::read_to_string(&from).map_err(Error::io("read", &from))?;
        fs::write(&to, text.replace(EXAMPLE_ID, id)).map_err(Error::io("written", &to))?;
    }
    println!("made {}; docs/lessons.md says what is in it", new.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> ProjectPaths {
        ProjectPaths::find().expect("the project")
    }

    #[test]
    fn every_lesson_can_be_shown_in_every_language_of_the_page() {
        let places = places();
        let files = compile(&places).expect("lessons without faults");
        assert!(files.iter().any(|file| file.name == "en.json"));
        let catalogue = read_languages(&places.root.join("app/page/locales")).expect("languages");
        let (folders, _) = read_lessons(&places.root.join(FOLDER));
        let tags = catalogue.others.iter().map(|language| language.tag.clone());
        let missing = missing_languages(&folders, &tags.collect::<Vec<_>>());
        assert_eq!(missing, [], "a lesson has a text in each language");
    }

    #[test]
    fn a_lesson_made_from_the_example_is_one_that_the_page_can_show() {
        let places = places();
        let folder = std::env::temp_dir().join(format!("lessons-{}", std::process::id()));
        let example = places.root.join(FOLDER).join(EXAMPLE);
        fs::create_dir_all(folder.join(EXAMPLE)).expect("a folder");
        for name in ["lesson.json", "en.md", "zh-CN.md"] {
            let from = example.join(name);
            fs::copy(from, folder.join(EXAMPLE).join(name)).expect("a copy");
        }
        begin(&folder, "mine").expect("a new lesson");
        assert!(begin(&folder, "mine").is_err(), "the id is taken");
        assert!(begin(&folder, "My lesson").is_err(), "no id");
        let (folders, faults) = read_lessons(&folder);
        assert_eq!(faults, []);
        let models = known_models(&places).expect("models");
        let faces = models.0.iter().find(|model| model.id == "vae-faces");
        let faces = faces.expect("a model of faces");
        assert!(faces.directions.iter().any(|it| it.id == "glasses"));
        assert!(faces.has_images);
        let (files, faults) = compile_lessons(&folders, &["en".to_owned()], &models);
        assert_eq!(faults, []);
        assert_eq!(files.len(), 2, "a list and a lesson");
        fs::remove_dir_all(&folder).expect("removed");
    }
}
