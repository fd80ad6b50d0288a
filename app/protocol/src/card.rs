//! What a model's card says, as the page shows it.

use latent::CardDirection;
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
    /// Directions of its latent space whose effect is known, if it has any.
    pub directions: Vec<CardDirection>,
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
    /// Whether the latent point modulates every hidden layer of the decoder (arXiv:1810.01365), so that
    /// each can have a point of its own.
    pub self_modulation: bool,
    /// What the model was trained on.
    pub data: CardDataset,
    /// Licence of the weights, an SPDX expression, if it is stated.
    pub licence: Option<String>,
    /// Measured figures, as the card has them.
    pub metrics: Vec<MeasuredFigure>,
    /// SHA-256 over the tensors, in hexadecimal.
    pub digest: String,
    /// The model that this one goes on from, by the name of its file, if it does.
    pub base: Option<String>,
    /// What is known of an ONNX file, which has no card.
    pub onnx: Option<OnnxFacts>,
}

/// What is known of a decoder from an ONNX file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnnxFacts {
    /// How many classes there are to choose from; 0 without a class.
    pub classes: usize,
    /// The program that wrote the file, as the file says.
    pub producer: String,
    /// The range that its values were recognised to have, such as `0…1`.
    pub range: String,
    /// Its encoder, if there is one.
    pub encoder: Option<OnnxEncoderFacts>,
}

/// What was recognised of an encoder from an ONNX file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnnxEncoderFacts {
    /// The file's name.
    pub file: String,
    /// The range that it takes the pictures' values to have, such as `0…1`.
    pub range: String,
    /// What it gives beside the mean: `log-variance`, `log-deviation`, `variance`, `deviation`, or `none`.
    pub spread: String,
    /// Root mean square difference of some of the decoder's pictures and what came back of them, in per
    /// cent of the way from black to white.
    pub error: f64,
    /// All of it, for another engine.
    pub form: String,
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
