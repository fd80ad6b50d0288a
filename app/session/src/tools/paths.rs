//! Pins, and ways between them.

use latent::{LatentRoute, random_walk};

use super::facts::Facts;
use super::sizes::PINS;
use super::state::{ExploreTools, PathKind};
use crate::context::Context;
use crate::limits::EXTENT;
use crate::moves::PointChange;

/// A random walk has this many points.
pub const LONGEST_WALK: usize = 121;

/// From one point of a random walk to the next it is this far.
pub const WALK_STEP: f32 = 0.1;

impl ExploreTools {
    /// Sets the point aside.
    pub(super) fn pin(&mut self, facts: &Facts, pin: usize) {
        if pin < PINS {
            self.remember(facts, PointChange::Other);
            self.pins[pin] = Some(facts.view.point.clone());
            self.path.at = None;
        }
    }

    pub(super) fn unpin(&mut self, facts: &Facts, context: &mut Context, pin: usize) {
        if self.pins.get(pin).is_some_and(Option::is_some) {
            self.remember(facts, PointChange::Other);
            self.pins[pin] = None;
            self.path.at = None;
            self.plane_may_be_gone(facts, context);
        }
    }

    pub(super) fn go_to_pin(&mut self, facts: &Facts, context: &mut Context, pin: usize) {
        if let Some(Some(point)) = self.pins.get(pin).cloned() {
            self.move_to(facts, context, &point, PointChange::Other);
        }
    }

    pub(super) fn set_path(&mut self, kind: PathKind) {
        self.path.kind = kind;
        self.path.at = None;
        self.path.playing = false;
    }

    /// Whether there is a path to go along.
    pub(crate) fn has_path(&self) -> bool {
        match self.path.kind {
            PathKind::Walk => !self.path.walk.is_empty(),
            PathKind::Linear | PathKind::Spherical => self.pinned().nth(1).is_some(),
        }
    }

    /// The point at a share of the path.
    pub(crate) fn along(&self, facts: &Facts, at: f32) -> Option<Vec<f32>> {
        match self.path.kind {
            PathKind::Walk => {
                let walk = &self.path.walk;
                LatentRoute::new(walk, facts.view.point.len(), self.interpolation(), false)
                    .map(|route| route.at(at))
            }
            PathKind::Linear | PathKind::Spherical => {
                Some(self.route(facts, self.interpolation())?.at(at))
            }
        }
    }

    pub(super) fn set_along(&mut self, facts: &Facts, context: &mut Context, at: f32) {
        if !at.is_finite() {
            return;
        }
        let at = at.clamp(0.0, 1.0);
        if let Some(point) = self.along(facts, at) {
            self.move_to(facts, context, &point, PointChange::Path);
            self.path.at = Some(at);
        }
    }

    pub(super) fn play_path(&mut self, playing: bool) {
        self.path.playing = playing && self.has_path();
        self.rest();
    }

    /// A random walk from the point on screen.
    pub(super) fn walk(&mut self, facts: &Facts, uniforms: &[f64]) {
        let mut numbers = uniforms.iter().copied().filter(|number| number.is_finite());
        let walk = random_walk(
            &facts.view.point,
            LONGEST_WALK - 1,
            WALK_STEP,
            EXTENT,
            // Numbers that run out leave the walk where it is.
            || numbers.next().unwrap_or(0.5),
        );
        self.path.kind = PathKind::Walk;
        self.path.walk = walk.into();
        self.path.at = Some(0.0);
        self.path.playing = false;
    }
}
