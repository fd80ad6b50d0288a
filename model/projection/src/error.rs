//! What cannot be projected.

use crate::{FEWEST, MOST};

/// Why points cannot be projected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProjectionError {
    /// A view has two dimensions or three.
    #[error("a view has 2 or 3 dimensions, not {0}")]
    Dimensions(usize),
    /// The numbers are no rows.
    #[error("expected rows of {width} numbers, found {found} numbers")]
    Rows {
        /// How many numbers a row has.
        width: usize,
        /// How many numbers there are.
        found: usize,
    },
    /// A number is infinite or none.
    #[error("expected finite numbers, found another")]
    NotFinite,
    /// There are too few points, or too many.
    #[error("expected {FEWEST} to {MOST} points, found {0}")]
    Count(usize),
    /// Principal components could not be found.
    #[error("{0}")]
    Principal(String),
}
