//! The models on offer.

use serde::{Deserialize, Serialize};

use crate::model_origin::ModelOrigin;

/// A model that can be picked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CatalogEntry {
    /// Identifies it.
    pub id: String,
    /// What it calls itself, where it does.
    pub title: String,
    /// Where it comes from.
    #[serde(skip)]
    pub origin: ModelOrigin,
    /// Path of the weights below the site's folder; `None` for a file that the visitor opened.
    pub weights: Option<String>,
    /// Path of its encoded test images below the site's folder, where there are any.
    pub points: Option<String>,
    /// Path of a picture of its map below the site's folder, where there is one.
    pub poster: Option<String>,
    /// Latent dimensions.
    pub latent: usize,
    /// How many directions its card has: their sliders have a place before the card is there.
    pub directions: usize,
}

/// The shipped models, the first of which is shown first. Written by `pretrain`.
///
/// # Panics
/// Never: a test reads the same text.
pub fn catalog() -> Vec<CatalogEntry> {
    protocol::json::read(include_str!("../../../../assets/models/catalog.json")).unwrap_or_default()
}
