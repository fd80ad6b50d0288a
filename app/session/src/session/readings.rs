//! What views read that follows from more than one part.

use latent::SliceBasis;

use super::{Session, facts};
use crate::alerts::Alert;
use crate::models::NamedDirection;
use crate::moves::MapPlane;
use crate::pictures::ImagePixels;
use crate::questions::StripKind;
use crate::tools::{Facts, ImageStrip, STYLE_PICTURES, StyleManner, along};
use protocol::{CardFacts, EngineKind};

impl Session {
    /// Whether a decoded picture is there.
    pub fn ready(&self) -> bool {
        self.view.picture.is_some()
    }

    /// What the visitor should know, oldest first.
    pub fn alerts(&self) -> &[Alert] {
        self.outbox.alerts().all()
    }

    /// What the address should say: the part behind `#`, and what of it makes another entry of the
    /// browser's history. `None` before there is anything to say.
    pub fn address(&self) -> Option<(String, String)> {
        // Where nobody went, nobody wants to go back. What waits for code may name a lesson.
        let rooms = self
            .rooms
            .filter(|_| !self.drifts() && !self.awaits_lesson())?;
        rooms
            .code()
            .address(&self.training, &self.tools, &self.learn, &self.facts())
    }

    fn facts(&self) -> Facts<'_> {
        facts(self.room, &self.models, &self.view, &self.training)
    }

    /// What the trainer computes with, and on how many threads; `None` without one.
    pub fn trains_on(&self) -> Option<(EngineKind, usize)> {
        let worker = self.workers.slots.trainer.as_ref()?;
        Some((worker.kind, worker.threads))
    }

    /// What the card of the model that is compared with says, once it is there.
    pub fn other_card(&self) -> Option<CardFacts> {
        let worker = self.workers.slots.explorer.as_ref()?;
        worker
            .loaded
            .get(self.tools.compared_model.as_ref()?)
            .cloned()
    }

    /// Whether the point moves by itself.
    pub fn drifts(&self) -> bool {
        self.drifted_to.as_ref() == Some(&self.view.point)
    }

    /// The directions along the map's edges, and the point from which its coordinates count.
    pub fn basis(&self) -> (SliceBasis, Vec<f32>) {
        self.tools.basis(&self.facts())
    }

    /// Where the point lies on the map.
    pub fn position(&self) -> (f32, f32) {
        self.tools.position(&self.facts())
    }

    /// Whether the map can show a plane.
    pub fn can_show(&self, plane: MapPlane) -> bool {
        self.tools.can_show(&self.facts(), plane)
    }

    /// Whether the labels of the encoded images are digits: those in colour are none, nor those of a
    /// model that is shown on a plane of its own, along what its images are known to differ in.
    pub fn shows_digits(&self) -> bool {
        let shown = self.models.on_screen.as_ref();
        let is_grey = shown.is_none_or(|model| model.card.channels == 1);
        is_grey && self.models.own_plane() == MapPlane::Axes
    }

    /// Whether there is a path to go along.
    pub fn has_path(&self) -> bool {
        self.tools.has_path()
    }

    /// The dimensions in the table of traversals, by how much they say (KL), as far as known.
    pub fn traversed(&self) -> Vec<usize> {
        self.tools.traversed(&self.facts())
    }

    /// Directions by name: those of the model's card, those measured in the encoded images (slant,
    /// thickness), then those that the visitor saved.
    pub fn directions(&self) -> Vec<NamedDirection> {
        self.tools.directions(&self.facts())
    }

    /// Whose manner the tool Style takes over, if that is there.
    pub fn style_manner(&self) -> Option<StyleManner> {
        self.tools.style_manner(&self.facts())
    }

    /// Whether there is such a manner.
    pub fn has_manner(&self, manner: &StyleManner) -> bool {
        self.tools.manner_point(&self.facts(), manner).is_some()
    }

    /// The directions that the tool Style takes over.
    pub fn taken_over(&self) -> Vec<String> {
        let names = self.directions().into_iter().map(|it| it.name);
        names
            .filter(|name| self.tools.own.style.takes(name))
            .collect()
    }

    /// What the tool Style shows: content, manner, result, then each of [`Self::taken_over`] alone.
    pub fn style_strip(&self) -> Option<&ImageStrip> {
        let strip = self.tools.strips.get(&StripKind::Style)?;
        let count = STYLE_PICTURES + self.taken_over().len();
        let shown = self.style_manner().is_some() && strip.pictures.len() == count;
        shown.then_some(strip)
    }

    /// How many lengths of a direction the point is along it.
    pub fn along_vector(&self, direction: &[f32]) -> f32 {
        along(&self.view.point, direction)
    }

    /// KL(q(z | x) ‖ prior) of each latent dimension, nats, mean over the encoded images; empty if it
    /// is not known.
    pub fn kl(&self) -> &[f32] {
        self.models.kl()
    }

    /// What a side makes of the picture that was brought: [`StripKind::Reconstruction`] or
    /// [`StripKind::TheirReconstruction`], once it is of that picture.
    pub fn reconstruction(&self, kind: StripKind) -> Option<&ImageStrip> {
        self.tools.reconstruction(kind)
    }

    /// Whether a side is still to say what it makes of the picture that was brought.
    pub fn reconstructs(&self, kind: StripKind) -> bool {
        let card = match kind {
            StripKind::TheirReconstruction => self.other_card(),
            _ => self.shown_card(),
        };
        card.is_some_and(|card| self.tools.reconstructs(kind, &card))
    }

    fn shown_card(&self) -> Option<CardFacts> {
        self.models
            .on_screen
            .as_ref()
            .map(|model| model.card.clone())
    }

    /// The error between the picture that was brought and a side's reconstruction of it: root mean
    /// square, grey values in [0, 1].
    pub fn reconstruction_error(&self, kind: StripKind) -> Option<f32> {
        self.tools.reconstruction_error(kind)
    }

    /// The pictures that both models of the Compare room decoded of the same point, once there are
    /// such.
    pub fn compared_pictures(&self) -> Option<(&ImagePixels, &ImagePixels)> {
        let ours = self.view.picture.as_ref()?;
        let strip = self.tools.strips.get(&StripKind::Other)?;
        let theirs = strip.pictures.first()?;
        let same_point = strip.points[..] == ours.z[..];
        let on_screen = self.models.shown_id() == Some(&ours.model);
        (same_point && on_screen).then_some((&ours.pixels, theirs))
    }

    /// Whether the nearest images are those of the picture on screen, rather than of one before it.
    pub fn nearest_is_current(&self) -> bool {
        let nearest = self.tools.own.neighbours.nearest.as_ref();
        nearest.is_none_or(|near| {
            let version = self.models.shown_id().map(|id| self.models.version(id));
            near.z == self.view.point && Some(near.version) == version
        })
    }
}
