//! What cannot be measured.

use thiserror::Error;

/// Why a figure cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EvaluationError {
    /// The numbers are no whole rows.
    #[error("expected rows of {width} numbers, found {found} numbers")]
    Rows {
        /// Numbers in a row.
        width: usize,
        /// Numbers in all.
        found: usize,
    },
    /// A number is not finite, as those of a run that diverged.
    #[error("expected finite numbers, found one that is not")]
    NotFinite,
    /// Too few for the measure.
    #[error("expected {fewest} pictures or more, found {found}")]
    TooFew {
        /// How many it takes.
        fewest: usize,
        /// How many there are.
        found: usize,
    },
    /// Two sets have features of different lengths.
    #[error("expected features of {expected} numbers, found {found}")]
    Width {
        /// Those of one set.
        expected: usize,
        /// Those of the other.
        found: usize,
    },
}
