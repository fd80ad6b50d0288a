//! Constants that several parts share.

pub use latent::{EXTENT, MAP_LEVELS};

/// The [`CatalogEntry::id`](crate::CatalogEntry::id) of the model that is being trained.
pub const LIVE_MODEL: &str = "live";

/// The preset that the Train room opens with.
pub const FIRST_PRESET: &str = "classroom";
