//! What a model's card says, as the page shows it.

use serde::{Deserialize, Serialize};

use crate::unread::Unread;

/// What a model card says, as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CardFacts {
    /// The model's title.
    pub title: String,
    /// One or two sentences on what it is.
    pub summary: String,
    /// How many latent dimensions it has.
    pub latent: usize,
    /// Picture height in pixels.
    pub height: usize,
    /// Picture width in pixels.
    pub width: usize,
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// Whether it can encode pictures.
    pub encoder: bool,
    /// The rest, which only the lazily loaded views read.
    pub details: Unread<CardDetails>,
}

/// What a card says of layers, data and figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CardDetails {
    /// How many numbers the model consists of.
    pub parameters: usize,
    /// The encoder's layers, if there is one.
    pub encoder: Option<LayerWidths>,
    /// The layers of the decoder or generator.
    pub decoder: LayerWidths,
    /// What the model was trained on.
    pub data: CardDataset,
    /// Licence of the weights, an SPDX expression, if it is stated.
    pub licence: Option<String>,
    /// Measured figures, as the card has them.
    pub metrics: Vec<MeasuredFigure>,
    /// SHA-256 over the tensors, in hexadecimal.
    pub digest: String,
}

/// The widths of a network's layers, in the order in which values pass them: an encoder's
/// convolutions come before its dense layers, a decoder's behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerWidths {
    /// Channels of convolutions.
    pub conv: Vec<usize>,
    /// Numbers of dense layers.
    pub dense: Vec<usize>,
}

/// What a model was trained on, as its card has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CardDataset {
    /// The data set's name.
    pub name: String,
    /// How many images of it.
    pub images: f64,
    /// Who made it.
    pub authors: String,
    /// Its licence.
    pub licence: String,
}

/// A figure that was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasuredFigure {
    /// What was measured, such as `KL divergence`.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// Its unit, such as `nats`.
    pub unit: String,
    /// What it was measured on.
    pub on: String,
}
