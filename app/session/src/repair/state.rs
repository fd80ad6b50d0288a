//! What the Repair room consists of, as views read it.

use std::sync::Arc;

use super::comparison::RepairComparison;
use super::damage::{DamageKind, DamageSettings, DamagedPicture};
use crate::failure_reason::FailureReason;
use crate::pictures::ImagePixels;
use crate::prepared_picture::PictureFault;
use protocol::RequestId;

/// The Repair room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepairRoom {
    /// The picture that was taken.
    pub picture: Option<RepairPicture>,
    /// What is done to it.
    pub settings: DamageSettings,
    /// The picture as damaged, once there are a picture and a model.
    pub damaged: Option<Arc<DamagedPicture>>,
    /// The newest restoration of it.
    pub outcome: Option<RepairOutcome>,
    /// Why the newest one was not to be had.
    pub failed: Option<FailureReason>,
    /// Whether a picture was ever taken or put away. Until then the model's own comes by itself.
    pub(super) was_filled: bool,
    /// The model on screen that all this is about, and which class it draws.
    pub(super) of: Option<(String, u64)>,
    /// What is to be asked once the background worker holds the model: a seed, and what is restored.
    pub(super) due: Option<u32>,
    /// What the background worker was asked, and by which seed.
    pub(super) asked: Option<(RequestId, u32)>,
}

/// A picture that was taken to be damaged.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairPicture {
    /// As it was taken.
    pub(super) raw: ImagePixels,
    /// Whether it is centred and scaled as the training data were.
    pub(super) centred: bool,
    /// As the model on screen takes it, or why it cannot be made so.
    pub prepared: Result<ImagePixels, PictureFault>,
}

/// A restoration.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairOutcome {
    /// The most probable picture so far, with what is known in its place.
    pub restored: ImagePixels,
    /// The point that it is of.
    pub z: Vec<f32>,
    /// Steps of the search.
    pub step: u32,
    /// Others that are as probable, by their share of all; none before the end.
    pub draws: Arc<[ImagePixels]>,
    /// What share of independent draws the weighed ones were worth.
    pub effective: f32,
    /// What a method without a model makes of it; at the end.
    pub baseline: Option<ImagePixels>,
    /// What encoder and decoder make of the damaged picture in one pass, with what is known in its place,
    /// where the model has an encoder.
    pub passed: Option<ImagePixels>,
    /// How near all are to the truth, where it is known; at the end.
    pub comparison: Option<RepairComparison>,
    /// Whether it has ended.
    pub done: bool,
}

/// Why there is nothing to restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairFault {
    /// There is no model on screen.
    NoModel,
    /// No picture was taken.
    NoPicture,
    /// It cannot be made as the model takes it.
    Picture(PictureFault),
    /// Nothing of it is hidden or damaged.
    NothingDamaged,
    /// All of it is hidden.
    EverythingHidden,
    /// Its sides are no multiples of what it is divided by.
    NotDivisible {
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
        /// What they are divided by.
        by: usize,
    },
}

impl RepairRoom {
    /// Whether a restoration is under way.
    pub fn is_running(&self) -> bool {
        self.due.is_some() || self.asked.is_some()
    }

    /// Why there is nothing to restore, if there is nothing.
    pub fn fault(&self) -> Option<RepairFault> {
        if self.of.is_none() {
            return Some(RepairFault::NoModel);
        }
        let Some(picture) = &self.picture else {
            return Some(RepairFault::NoPicture);
        };
        let prepared = match &picture.prepared {
            Ok(prepared) => prepared,
            Err(fault) => return Some(RepairFault::Picture(*fault)),
        };
        let (width, height) = (prepared.width, prepared.height);
        let (settings, by) = (&self.settings, self.settings.shrink.max(1));
        match settings.kind {
            DamageKind::Erase | DamageKind::Missing => {
                let hidden = settings.hidden.iter().filter(|hidden| **hidden).count();
                if hidden == 0 {
                    Some(RepairFault::NothingDamaged)
                } else {
                    (hidden == width * height).then_some(RepairFault::EverythingHidden)
                }
            }
            DamageKind::Noise => {
                (settings.noise_tenths == 0).then_some(RepairFault::NothingDamaged)
            }
            DamageKind::Shrink => {
                let fits = width.is_multiple_of(by) && height.is_multiple_of(by);
                (!fits).then_some(RepairFault::NotDivisible { width, height, by })
            }
        }
    }

    /// Whether an answer with this id is the room's.
    pub(crate) fn awaits(&self, id: RequestId) -> bool {
        matches!(self.asked, Some((asked, _)) if asked == id)
    }
}
