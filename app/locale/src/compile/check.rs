//! Holds a language against English.

use std::fmt;

use super::catalogue::{Language, Part};
use super::message::Message;

/// A message of a language that does not fit English's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The language.
    pub language: String,
    /// Where: part, file and key.
    pub place: String,
    /// What: a few words.
    pub wrong: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.language, self.place, self.wrong)
    }
}

/// What is missing from a language, what it has too much, and whose arguments differ.
pub fn compare_with_english(english: &Language, other: &Language) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut note = |part: &Part, file: &str, key: &str, wrong: String| {
        faults.push(Fault {
            language: other.tag.clone(),
            place: format!("{}/{file}.ftl `{key}`", part.name),
            wrong,
        });
    };
    for part in &english.parts {
        for (file, message) in part.messages() {
            match find(other, part, file, &message.key) {
                None => note(part, file, &message.key, "is missing".to_owned()),
                Some(translated) if names(message) != names(translated) => {
                    let wrong = format!(
                        "has the arguments {:?} for {:?}",
                        names(translated),
                        names(message)
                    );
                    note(part, file, &message.key, wrong);
                }
                Some(_) => {}
            }
        }
    }
    for part in &other.parts {
        for (file, message) in part.messages() {
            if find(english, part, file, &message.key).is_none() {
                note(part, file, &message.key, "is not in English".to_owned());
            }
        }
    }
    faults
}

pub(super) fn find<'a>(
    language: &'a Language,
    part: &Part,
    file: &str,
    key: &str,
) -> Option<&'a Message> {
    let part = language.parts.iter().find(|of| of.name == part.name)?;
    part.find(file, key)
}

/// The names of a message's arguments, sorted.
pub(super) fn names(message: &Message) -> Vec<String> {
    let mut names: Vec<String> = message
        .parameters()
        .into_iter()
        .map(|parameter| parameter.name)
        .collect();
    names.sort();
    names
}
