//! A table from a file, on its way.

use std::sync::Arc;

use evaluation::OpenedTable;
use file_kind::FileKind;

/// A table that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct TableFile {
    /// The file's name.
    pub name: String,
    /// What it holds.
    pub table: OpenedTable,
}

/// A file that is to be read as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableJob {
    /// Identifies it; never used twice.
    pub number: u32,
    /// The file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// What the worker says of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum TableAnswer {
    /// It is a table: the parts of [`OpenedTable::from_parts`].
    Table {
        /// Families, a line each.
        names: String,
        /// Their figures.
        numbers: Vec<f64>,
        /// Columns that are not known, a line each.
        ignored: String,
    },
    /// It is none: the code of [`evaluation::TableFault`] and what belongs to it, a line each.
    Refused(String),
    /// The worker broke, or did not start.
    Broken,
}

/// Why a file was not opened as a table.
#[derive(Clone, Debug, PartialEq)]
pub enum TableRefusal {
    /// It is of another kind.
    Kind(FileKind),
    /// It has too many bytes: how many.
    TooLarge(f64),
    /// It came with others: how many files there were.
    Several(usize),
    /// What the reader says: a code of [`evaluation::TableFault`], and its arguments.
    Fault {
        /// The code.
        code: String,
        /// What belongs to it.
        arguments: Vec<String>,
    },
    /// There was nobody to read it.
    Broken,
}
