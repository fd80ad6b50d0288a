//! My pictures: what the visitor brings to train on, as the panel shows it.

use protocol::GatheredPictures;
use run_spec::PictureOptions;

use super::personal_model::PersonalModel;
use super::picture_store::{CameraState, KeptPictureSet};
use crate::pictures::ImagePixels;

/// Fewer pictures cannot be trained on: one is held out.
const FEWEST: usize = 2;

/// What the panel shows.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PicturePanel {
    /// The sets that the browser keeps, newest first.
    pub kept: Vec<KeptPictureSet>,
    /// What was gathered, until it is kept.
    pub gathered: Option<GatheredPictures>,
    /// Some of it as a model would see it.
    pub sheet: Option<ImagePixels>,
    /// How many files were read, of how many, while some are.
    pub progress: Option<(usize, usize)>,
    /// What the set is called.
    pub name: String,
    /// The class of what is brought next; empty for what folders and labels say.
    pub class_name: String,
    /// Pixels across and down a tile, if what is brought next are sprite sheets.
    pub tile: Option<[usize; 2]>,
    /// Whether a set is being kept or read.
    pub busy: bool,
    /// What the camera does.
    pub camera: CameraState,
    /// A model of a kept set.
    pub personal: PersonalModel,
    /// How many pictures the set has that was chosen last to train on, those that are held out included.
    pub chosen_count: usize,
    /// How often a set was chosen.
    pub choices: u32,
    /// Whether the room shows itself once there are pictures.
    pub(super) shows_itself: bool,
    /// The options that the visitor chose.
    pub(super) chosen: Option<PictureOptions>,
}

impl PicturePanel {
    /// How what was gathered is prepared: as the visitor chose, whether or not it is shown so already.
    pub fn options(&self) -> Option<PictureOptions> {
        let gathered = self.gathered.as_ref()?;
        Some(self.chosen.unwrap_or(gathered.options))
    }

    /// How many pictures were brought: of what was gathered, or else of the set that was chosen last.
    pub fn brought(&self) -> usize {
        let gathered = self.gathered.as_ref();
        gathered.map_or(self.chosen_count, |gathered| gathered.count)
    }

    /// Whether what was gathered can be kept.
    pub fn can_be_kept(&self) -> bool {
        let gathered = self.gathered.as_ref();
        let is_enough = gathered.is_some_and(|gathered| gathered.count >= FEWEST);
        is_enough && !self.busy && self.progress.is_none()
    }

    /// Nothing is gathered any more.
    pub(super) fn clear(&mut self) {
        (self.gathered, self.sheet, self.progress) = (None, None, None);
        (self.chosen, self.busy, self.shows_itself) = (None, false, false);
        self.name.clear();
    }
}
