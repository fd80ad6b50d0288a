//! A file that the visitor brought.

use std::sync::Arc;

/// A file that the visitor opened, dropped or pasted.
#[derive(Clone, Debug, PartialEq)]
pub struct BroughtFile {
    /// Its name; none of what was pasted.
    pub name: String,
    /// Its bytes; only the first of what is too large to be opened.
    pub bytes: Arc<[u8]>,
    /// How many bytes it has.
    pub size: f64,
}
