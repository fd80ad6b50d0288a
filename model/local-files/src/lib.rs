//! Files that native programs are given and write.
//!
//! A program looks for its inputs and tries its outputs before it begins to compute, so that a
//! mistyped path costs a sentence and not the hours of a run. It writes a file beside its place
//! and renames it, so that a reader finds the old file or the whole new one.
//!
//! | module | holds |
//! |---|---|
//! | [`find_idx_file`] | a data set's file, by the names that downloads and archives give it |
//! | [`check_output_file`], [`check_output_folder`], [`check_output_room`] | whether an output can be written |
//! | [`write_whole`] | writing all of a file or nothing |
//! | [`crate_folder!`] | where a crate's own files are, for tests and tools |

mod checkout;
mod error;
mod find;
mod output;

pub use checkout::crate_folder_of;
pub use error::LocalFileError;
pub use find::{find_idx_file, find_idx_files};
pub use output::{check_output_file, check_output_folder, check_output_room, write_whole};
