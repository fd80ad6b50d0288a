//! What the tools may know of the other parts.

use std::sync::Arc;

use crate::models::{Models, ShownModel};
use crate::room::Room;
use crate::view::LatentView;

/// What the tools may know of the other parts.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a> {
    /// The room on screen.
    pub room: Room,
    /// The models.
    pub models: &'a Models,
    /// Point, picture and map.
    pub view: &'a LatentView,
    /// Images of the visitor's own, for training: a name and bytes.
    pub own_images: Option<&'a (String, Arc<[u8]>)>,
}

impl Facts<'_> {
    /// The model on screen.
    pub fn model(&self) -> Option<&ShownModel> {
        self.models.on_screen.as_ref()
    }
}
