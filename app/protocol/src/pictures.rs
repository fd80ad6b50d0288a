//! What is said of pictures that the visitor brings, between the program that gathers them and the page.

use run_spec::PictureOptions;
use serde::{Deserialize, Serialize};

use crate::ImageSheet;

/// Pictures that were gathered so far. Payload: some of them as a model would see them, an
/// [`ImageSheet`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatheredPictures {
    /// How many.
    pub count: usize,
    /// How they were prepared.
    pub options: PictureOptions,
    /// How many are in the payload.
    pub shown: usize,
    /// How the payload is laid out.
    pub sheet: ImageSheet,
    /// The classes that occur, and how many pictures each has.
    pub classes: Vec<(String, usize)>,
    /// What was left out, by reason.
    pub left_out: Vec<LeftOutPictures>,
}

/// Files, or pictures in them, that were left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutPictures {
    /// The reason: a code of `picture_set::PictureError`, or another of the importer's.
    pub reason: String,
    /// What was found, of the first.
    pub found: String,
    /// How many.
    pub count: usize,
    /// The first few names.
    pub names: Vec<String>,
}
