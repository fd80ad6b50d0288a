//! Messages in the visitor's language.
//!
//! A catalogue is a folder of [Fluent](https://projectfluent.org) files for each language. At build
//! time the module `compile` (feature `compile`) reads them, checks the languages against English,
//! generates a typed function or struct for each message, and writes each language as compact text.
//! At run time [`format_message`] fills a message in; plurals and numbers come from the browser
//! through [`NumberFormat`], so that no data about languages are part of the program.

#[cfg(feature = "compile")]
pub mod compile;
mod format;

pub use format::{Argument, EnglishNumbers, NumberFormat, NumberStyle, format_message};

/// Splits a compact part of a catalogue into its messages.
///
/// `None` if the text was compiled from other keys or arguments than the program that reads it
/// (`layout`): its messages would be mixed up.
pub fn split_part(text: &str, layout: u64) -> Option<Vec<&str>> {
    let mut lines = text.lines();
    let of = u64::from_str_radix(lines.next()?, 16).ok()?;
    (of == layout).then(|| lines.collect())
}
