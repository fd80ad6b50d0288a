//! A model of the visitor's pictures, and why there is none.

use std::sync::Arc;

use run_spec::{FEWEST_PERSONAL, ImageShape, personal_bases};

use super::picture_store::KeptPictureSet;
use protocol::RequestId;

/// A model of the visitor's pictures, from the wish to the file.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum PersonalModel {
    /// Nothing.
    #[default]
    None,
    /// The pictures are being read.
    Reading {
        /// Which set.
        set: String,
        /// What they are called.
        name: String,
    },
    /// It is being made.
    Making {
        /// The request.
        id: RequestId,
        /// What the pictures are called.
        name: String,
        /// Steps taken.
        done: u32,
        /// Steps in all.
        of: u32,
    },
    /// It was made, and can be saved.
    Made {
        /// What the pictures are called.
        name: String,
        /// Its weights file.
        bytes: Arc<[u8]>,
    },
}

/// Why no such model can be made of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonalRefusal {
    /// There are too few pictures.
    FewPictures {
        /// How many it takes.
        least: usize,
        /// How many there are.
        found: usize,
    },
    /// No shipped model has pictures of this size.
    OtherSize(ImageShape),
}

impl PersonalModel {
    /// Why none can be made of a set; `None` if it can.
    pub fn refusal(set: &KeptPictureSet) -> Option<PersonalRefusal> {
        let image = set.image();
        if personal_bases(image).next().is_none() {
            return Some(PersonalRefusal::OtherSize(image));
        }
        (set.count < FEWEST_PERSONAL).then_some(PersonalRefusal::FewPictures {
            least: FEWEST_PERSONAL,
            found: set.count,
        })
    }

    /// Whether one is on its way.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Reading { .. } | Self::Making { .. })
    }

    pub(super) fn is_reading(&self, id: &str) -> bool {
        matches!(self, Self::Reading { set, .. } if set == id)
    }

    pub(super) fn is_making(&self, asked: RequestId) -> bool {
        matches!(self, Self::Making { id, .. } if *id == asked)
    }
}
