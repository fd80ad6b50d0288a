//! What the strips of pictures show, and what is on its way.

use std::collections::BTreeMap;

use crate::pictures::ImagePixels;
use crate::questions::{DecodeJob, StripKind};

/// What the strips show, and what is on its way.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct BatchDecodes {
    /// What each strip shows.
    pub shown: BTreeMap<StripKind, DecodeJob>,
    /// What could not be decoded; it is not asked for again.
    pub spoilt: BTreeMap<StripKind, DecodeJob>,
    /// What is being decoded, and the pictures so far.
    pub coming: Option<(StripKind, DecodeJob, Vec<ImagePixels>)>,
}

impl BatchDecodes {
    /// Takes what is being decoded, if it is this.
    pub fn take_coming(&mut self, kind: StripKind, job: &DecodeJob) -> Option<Vec<ImagePixels>> {
        let coming = self.coming.take_if(|(of, is, _)| *of == kind && is == job);
        coming.map(|(_, _, pictures)| pictures)
    }
}
