//! How many of each thing the tools show.

pub use latent::explore_link::PIN_NAMES;

/// How many points can be pinned.
pub const PINS: usize = PIN_NAMES.len();

/// Frames of a film strip.
pub const FRAMES: usize = 11;

/// Pictures across a sheet between four pins, and down.
pub const CORNERS: usize = 7;

/// Pictures of draws from the prior.
pub const SAMPLES: usize = 24;

/// How far a traversal, or a direction's slider, goes to either side, in prior standard deviations.
pub const TRAVERSAL_EXTENT: f32 = 3.0;

/// Steps of a traversal along one dimension.
pub const TRAVERSED: usize = 9;

/// Images on one page of a data set.
pub const REFERENCE_PAGE: usize = 30;

/// How many of the nearest images of each kind are shown.
pub const NEAREST_SHOWN: usize = 6;

/// Rows of the table of traversals that are shown at first.
pub const ROWS: usize = 12;
