//! How pictures that a visitor brings become images of one size.

use serde::{Deserialize, Serialize};

use crate::ImageShape;

/// How a picture of another shape fills an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PictureFit {
    /// Its middle fills the image.
    Crop,
    /// All of it is in the image, on the colour of its border.
    Fit,
}

/// How pictures become images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureOptions {
    /// Pixels down.
    pub height: usize,
    /// Pixels across.
    pub width: usize,
    /// What happens to pictures of another shape.
    pub fit: PictureFit,
    /// RGB rather than grey.
    pub colour: bool,
    /// Light becomes dark.
    pub invert: bool,
    /// From this value on white, below it black.
    pub threshold: Option<u8>,
}

impl PictureOptions {
    /// The size of the images.
    pub fn shape(&self) -> ImageShape {
        ImageShape {
            channels: if self.colour { 3 } else { 1 },
            height: self.height,
            width: self.width,
        }
    }
}

/// What a form asks of the pictures that are brought for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WantedPictures {
    /// Pixels a side.
    pub side: usize,
    /// Channels, if its data set says them.
    pub channels: Option<usize>,
}

/// How pictures that were brought are to be prepared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureWishes {
    /// As the visitor chose.
    pub chosen: Option<PictureOptions>,
    /// Otherwise as the form wants them, as far as they fit it, and else as suits them.
    pub wanted: Option<WantedPictures>,
}
