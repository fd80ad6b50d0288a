//! What is wrong with a specification.

use std::fmt;

/// A field that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in JSON.
    pub field: &'static str,
    /// The field's name on the page.
    pub label: &'static str,
    /// What may be entered.
    pub expected: String,
    /// What was.
    pub found: String,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: expected {}, found {}.",
            self.label, self.expected, self.found
        )
    }
}

impl std::error::Error for FieldError {}
