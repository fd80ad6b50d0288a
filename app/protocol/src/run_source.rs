//! Where a run begins, and where its images are.

use serde::{Deserialize, Serialize};

/// Where a run begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RunStart {
    /// At its first step.
    Untrained,
    /// At a checkpoint: the first bytes of the payload.
    Checkpoint {
        /// How many.
        bytes: usize,
    },
    /// At its first step, with the weights of a model that the site ships.
    Weights {
        /// Its address, absolute.
        url: String,
    },
    /// At a checkpoint that the site ships.
    Shipped {
        /// Its address, absolute.
        url: String,
    },
}

/// Where a run's images are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum DataFiles {
    /// Nowhere: the trainer draws them.
    Procedural,
    /// Nowhere: the trainer draws them from the strokes of characters.
    Strokes {
        /// Address of the strokes, absolute.
        url: String,
    },
    /// In IDX files of the site's own origin, plain or gzip.
    Idx {
        /// Address of the images, absolute.
        images: String,
        /// Address of the labels, absolute.
        labels: String,
    },
    /// A data set that is not shipped, in the site's own `data/` folder, or else at a mirror.
    Remote {
        /// Its folder below the site's `data/`.
        name: String,
        /// Address of the site's folder, absolute, ending in `/`.
        base: String,
        /// Whether the visitor asked for a mirror, which is of another origin.
        mirror: bool,
    },
    /// In the message's payload: an IDX file that the visitor opened.
    Payload {
        /// The file's name, for messages about it.
        name: String,
    },
}
