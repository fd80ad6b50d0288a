//! How many of each thing the tools show.

/// How many points can be pinned.
pub const PINS: usize = 4;

/// What the pins are called.
pub const PIN_NAMES: [&str; PINS] = ["A", "B", "C", "D"];

/// Frames of a film strip.
pub const FRAMES: usize = 11;

/// Pictures across a sheet between four pins, and down.
pub const CORNERS: usize = 7;

/// Pictures of draws from the prior.
pub const SAMPLES: usize = 24;

/// Steps of a traversal along one dimension, from −3 to 3.
pub const TRAVERSED: usize = 9;

/// Rows of the table of traversals that are shown at first.
pub const ROWS: usize = 12;
