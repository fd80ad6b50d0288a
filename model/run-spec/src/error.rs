//! What is wrong with a specification.

use std::fmt;

use foreign_text::{ForeignText, beginning};

use crate::requirement::Requirement;
use crate::run::SPEC_VERSION;

/// So much is said of what was found where something else was expected.
const LONGEST_FOUND: usize = 40;

/// A field that cannot be meant. Its [`Display`](fmt::Display) is for native programs; the page words
/// it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// The field's name in JSON.
    pub field: &'static str,
    /// The field's name in English.
    pub label: &'static str,
    /// What may be entered.
    pub expected: Requirement,
    /// What was, all of it; empty for nothing.
    pub found: ForeignText,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = match self.found.as_str() {
            "" => "nothing".to_owned(),
            found => beginning(found, LONGEST_FOUND),
        };
        write!(
            f,
            "{}: expected {}, found {found}.",
            self.label, self.expected
        )
    }
}

impl std::error::Error for FieldError {}

/// Why a file or a link is no specification of a run. Its [`Display`](fmt::Display) is for native
/// programs; the page words it.
#[derive(Clone, Debug, PartialEq)]
pub enum SpecError {
    /// No JSON: what the reader says.
    NotJson(ForeignText),
    /// JSON, but no object.
    NotAnObject,
    /// Of another version, or none.
    Version {
        /// As JSON.
        found: ForeignText,
    },
    /// A field that a specification does not have.
    UnknownField(ForeignText),
    /// A link names a preset that is not there.
    UnknownPreset(ForeignText),
    /// A field of a file cannot be read.
    FileField(FieldError),
    /// A field of a link cannot be read.
    LinkField(FieldError),
    /// It can be read, and not be trained.
    Untrainable(Vec<FieldError>),
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(reason) => write!(
                f,
                "Expected a run's specification as JSON, but it cannot be read: {reason}."
            ),
            Self::NotAnObject => f.write_str("Expected a run's specification as a JSON object."),
            Self::Version { found } => write!(
                f,
                "Expected a specification of version {SPEC_VERSION}, found {found}. Export it \
                 again from a page of this version."
            ),
            Self::UnknownField(name) => write!(
                f,
                "Expected a specification, found the field “{name}”, which it does not have."
            ),
            Self::UnknownPreset(name) => write!(
                f,
                "The link asks for the preset “{name}”, which this page does not have. Choose one \
                 from the list."
            ),
            Self::FileField(error) => write!(f, "The specification cannot be read. {error}"),
            Self::LinkField(error) => write!(f, "The link cannot be followed. {error}"),
            Self::Untrainable(errors) => {
                f.write_str("This cannot be trained.")?;
                errors.iter().try_for_each(|error| write!(f, " {error}"))
            }
        }
    }
}

impl std::error::Error for SpecError {}
