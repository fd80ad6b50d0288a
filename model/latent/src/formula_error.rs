//! Why a sum of named points cannot be read, or comes to nothing, as data.

use std::fmt;

/// Why a sum of named points cannot be read, or comes to nothing. Its [`Display`](fmt::Display) is for
/// native programs; the page words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormulaError {
    /// A name is of another latent space.
    OtherSpace {
        /// The name.
        name: String,
        /// Coordinates of the space.
        expected: usize,
        /// The name's.
        found: usize,
    },
    /// The sum is beyond what a number can be.
    SumTooLarge,
    /// The sum has more names and numbers than these.
    TooLong(usize),
    /// A coefficient is beyond what a number can be.
    NumberTooLarge,
    /// No sign between two names.
    SignMissing {
        /// The name before.
        first: String,
        /// The name behind.
        second: String,
    },
    /// Something else than what may stand there.
    Unexpected {
        /// What may.
        expected: FormulaPart,
        /// What does, as far as it is worth showing; empty at the end of the text.
        found: String,
        /// Names that are known, some of them.
        known: Vec<String>,
    },
}

/// What may stand at a place of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaPart {
    /// A name.
    Name,
    /// A name, after a number.
    NameAfterNumber,
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSpace {
                name,
                expected,
                found,
            } => write!(
                f,
                "Expected {expected} coordinates, but “{name}” has {found}; it belongs to another \
                 model."
            ),
            Self::SumTooLarge => {
                f.write_str("Expected a point, but the sum is too large; use smaller numbers.")
            }
            Self::TooLong(most) => write!(
                f,
                "Expected a sum of at most {most} names and numbers, found more; shorten it."
            ),
            Self::NumberTooLarge => {
                f.write_str("Expected a number that is not too large; use a smaller one.")
            }
            Self::SignMissing { first, second } => write!(
                f,
                "Expected + or \u{2212} between “{first}” and “{second}”, found none; write one."
            ),
            Self::Unexpected {
                expected,
                found,
                known,
            } => {
                let expected = match expected {
                    FormulaPart::Name => "the name of a point or a vector",
                    FormulaPart::NameAfterNumber => "a name after the number",
                };
                write!(f, "Expected {expected}, found ")?;
                match found.as_str() {
                    "" => f.write_str("the end; ")?,
                    found => write!(f, "“{found}”; ")?,
                }
                match &known[..] {
                    [] => f.write_str("there are no names yet; pin a point first."),
                    known => write!(f, "known are {}.", known.join(", ")),
                }
            }
        }
    }
}

impl std::error::Error for FormulaError {}
