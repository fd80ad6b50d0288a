//! What can go wrong, as sentences that say what was expected, what was found and what to do.

use std::path::{Path, PathBuf};

/// Every failure of this crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocalFileError {
    /// A path that should be a folder is none.
    #[error("expected a folder of {expected}, found {found} at {}. Name the folder that holds them.", path.display())]
    NotAFolder {
        /// What the folder should hold.
        expected: String,
        /// What is there.
        found: &'static str,
        /// Where.
        path: PathBuf,
    },
    /// A folder lacks a file.
    #[error(
        "expected the file {name} in {}, packed with gzip or not, found {found}. Name the folder that holds the four IDX files, or rename the file.",
        folder.display()
    )]
    NoFile {
        /// The file's usual name.
        name: String,
        /// Where it was looked for.
        folder: PathBuf,
        /// What the folder holds instead.
        found: String,
    },
    /// An output folder cannot be one.
    #[error(
        "{option}: expected a folder, or a path where one can be made, found a file at {}. Name another folder.",
        path.display()
    )]
    FileInPlace {
        /// The option that names the folder.
        option: String,
        /// The file that is in the way.
        path: PathBuf,
    },
    /// An output file cannot be one.
    #[error(
        "{option}: expected the path of a file, found the folder {}. Add a file's name to it.",
        path.display()
    )]
    FolderInPlace {
        /// The option that names the file.
        option: String,
        /// The folder that is in the way.
        path: PathBuf,
    },
    /// The folder of an output file does not exist.
    #[error(
        "{option}: expected a file in a folder that exists, found no folder {}. Make the folder, or name another.",
        folder.display()
    )]
    NoOutputFolder {
        /// The option that names the file.
        option: String,
        /// The folder that is missing.
        folder: PathBuf,
    },
    /// An output cannot be written.
    #[error(
        "{option}: expected a place that may be written, found that {} may not ({reason}). Name another.",
        path.display()
    )]
    NotWritable {
        /// The option that names the output.
        option: String,
        /// The output.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// There is no room for an output.
    #[error(
        "{option}: expected room for {megabytes} MB at {}, found less ({reason}). Make room, or name another place.",
        path.display()
    )]
    NoRoom {
        /// The option that names the output.
        option: String,
        /// The output.
        path: PathBuf,
        /// How much it takes.
        megabytes: u64,
        /// What the system said.
        reason: String,
    },
    /// A file or folder could not be read or written.
    #[error("{} could not be {action}: {reason}.", path.display())]
    System {
        /// `read` or `written`.
        action: &'static str,
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl LocalFileError {
    /// For `map_err`: wraps what the system said about `path`.
    pub fn system(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::System {
            action,
            path,
            reason: error.to_string(),
        }
    }
}
