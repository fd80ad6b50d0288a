//! Errors as data, for a page that words them.

/// Which message of a catalogue says something, and what fills it in: how an error is told to a page
/// that words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// The message's key.
    pub id: &'static str,
    /// Its arguments, in the order in which the English message first names them.
    pub arguments: Vec<String>,
}
