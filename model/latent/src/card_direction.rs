//! Directions whose effect is known, as model cards have them.

use serde::{Deserialize, Serialize};

/// A direction of a latent space along which something known changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardDirection {
    /// What changes, e.g. `smile`: 1 to 64 characters. Those of shipped models are known to the page.
    pub id: String,
    /// A unit vector, `[latent]`.
    pub z: Vec<f32>,
    /// The coordinate along `z` (a point's inner product with it) at which there is least of it.
    pub low: f32,
    /// That at which there is most.
    pub high: f32,
}
