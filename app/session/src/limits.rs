//! Constants that several parts share.

/// Sliders and map reach this far from zero, in prior standard deviations.
pub const EXTENT: f32 = 3.5;

/// The [`CatalogEntry::id`](crate::CatalogEntry::id) of the model that is being trained.
pub const LIVE_MODEL: &str = "live";

/// The preset that the Train room opens with.
pub const FIRST_PRESET: &str = "classroom";

/// The map's tiles across and down, coarse first, then fine.
pub const MAP_LEVELS: [usize; 2] = [10, 20];
