//! The folders of the catalogues.
//!
//! `locales/<language>/<part>/<file>.ftl`: a part is what travels together, a file is a module of
//! the generated Rust.

use std::fs;
use std::path::{Path, PathBuf};

use super::message::Message;
use super::read::read_file;

/// The language that all others are compared with.
pub const ENGLISH: &str = "en";

/// English made longer and put in brackets, for tests.
pub const PSEUDO: &str = "en-XA";

/// What is wrong with a catalogue.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A folder or file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is no Fluent, or uses what is not supported.
    #[error("{}: {wrong}", path.display())]
    File {
        /// Where.
        path: PathBuf,
        /// What.
        wrong: String,
    },
    /// Two files of a language have one name.
    #[error("two files of {language} are called {file}.ftl")]
    FileTwice {
        /// The language.
        language: String,
        /// The files' name.
        file: String,
    },
    /// There is no English.
    #[error("there is no folder {ENGLISH} in {}", path.display())]
    NoEnglish {
        /// Where it should be.
        path: PathBuf,
    },
}

/// All languages.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// What the others are compared with.
    pub english: Language,
    /// The others, by their tags.
    pub others: Vec<Language>,
}

/// One language.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its tag, as in `lang=`.
    pub tag: String,
    /// Its parts, by name.
    pub parts: Vec<Part>,
}

/// What travels together.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its files, by name, without `.ftl`.
    pub files: Vec<(String, Vec<Message>)>,
}

impl Part {
    /// Every message with its file.
    pub fn messages(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.files.iter().flat_map(|(file, messages)| {
            messages.iter().map(move |message| (file.as_str(), message))
        })
    }

    pub(super) fn find(&self, file: &str, key: &str) -> Option<&Message> {
        self.messages()
            .find(|(of, message)| *of == file && message.key == key)
            .map(|(_, message)| message)
    }
}

/// Reads the folder that has a folder for each language.
///
/// # Errors
/// [`CatalogueError`], for the first file that is wrong in itself.
pub fn read_languages(folder: &Path) -> Result<Catalogue, CatalogueError> {
    let mut languages = Vec::new();
    for (tag, path) in entries(folder, "")? {
        languages.push(read_language(tag, &path)?);
    }
    let at = languages.iter().position(|read| read.tag == ENGLISH);
    let at = at.ok_or_else(|| CatalogueError::NoEnglish {
        path: folder.to_owned(),
    })?;
    Ok(Catalogue {
        english: languages.remove(at),
        others: languages,
    })
}

fn read_language(tag: String, folder: &Path) -> Result<Language, CatalogueError> {
    let mut parts = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for (name, path) in entries(folder, "")? {
        let mut files = Vec::new();
        for (file, path) in entries(&path, ".ftl")? {
            if names.contains(&file) {
                return Err(CatalogueError::FileTwice {
                    language: tag,
                    file,
                });
            }
            let text = fs::read_to_string(&path).map_err(|source| CatalogueError::Io {
                path: path.clone(),
                source,
            })?;
            let messages =
                read_file(&text).map_err(|wrong| CatalogueError::File { path, wrong })?;
            names.push(file.clone());
            files.push((file, messages));
        }
        parts.push(Part { name, files });
    }
    Ok(Language { tag, parts })
}

/// What lies in a folder and ends so, by name without that ending.
fn entries(folder: &Path, ending: &str) -> Result<Vec<(String, PathBuf)>, CatalogueError> {
    let broken = |source| CatalogueError::Io {
        path: folder.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(ending)
            && !name.starts_with('.')
            && entry.path().is_dir() == ending.is_empty()
        {
            found.push((name.to_owned(), entry.path()));
        }
    }
    found.sort();
    Ok(found)
}
