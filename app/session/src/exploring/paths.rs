//! Pins, and ways between them.

use latent::{Route, random_walk};

use super::history::PointChange;
use super::state::{PINS, PathKind};
use crate::{EXTENT, Session};

/// A random walk has this many points.
pub const LONGEST_WALK: usize = 121;

/// From one point of a random walk to the next it is this far.
pub const WALK_STEP: f32 = 0.1;

impl Session {
    /// Sets the point aside.
    pub(super) fn pin(&mut self, pin: usize) {
        if pin < PINS {
            self.remember(PointChange::Other);
            self.exploring.pins[pin] = Some(self.point.clone());
            self.exploring.path.at = None;
        }
    }

    pub(super) fn unpin(&mut self, pin: usize) {
        if self.exploring.pins.get(pin).is_some_and(Option::is_some) {
            self.remember(PointChange::Other);
            self.exploring.pins[pin] = None;
            self.exploring.path.at = None;
            self.plane_may_be_gone();
        }
    }

    pub(super) fn go_to_pin(&mut self, pin: usize) {
        if let Some(Some(point)) = self.exploring.pins.get(pin).cloned() {
            self.move_to(&point, PointChange::Other);
        }
    }

    /// Moves the point, and remembers where it was.
    pub(super) fn move_to(&mut self, point: &[f32], kind: PointChange) {
        if point.len() == self.point.len() && point.iter().all(|value| value.is_finite()) {
            self.remember(kind);
            let clamped = point.iter().map(|value| value.clamp(-EXTENT, EXTENT));
            self.point = clamped.collect();
            if kind != PointChange::Path {
                self.exploring.path.at = None;
                self.exploring.path.playing = false;
            }
        }
    }

    pub(super) fn set_path(&mut self, kind: PathKind) {
        self.exploring.path.kind = kind;
        self.exploring.path.at = None;
        self.exploring.path.playing = false;
    }

    /// Whether there is a path to go along.
    pub fn has_path(&self) -> bool {
        match self.exploring.path.kind {
            PathKind::Walk => !self.exploring.path.walk.is_empty(),
            PathKind::Linear | PathKind::Spherical => self.exploring.pinned().nth(1).is_some(),
        }
    }

    /// The point at a share of the path.
    pub fn along(&self, at: f32) -> Option<Vec<f32>> {
        match self.exploring.path.kind {
            PathKind::Walk => {
                let walk = &self.exploring.path.walk;
                Route::new(walk, self.point.len(), self.interpolation(), false)
                    .map(|route| route.at(at))
            }
            PathKind::Linear | PathKind::Spherical => {
                Some(self.route(self.interpolation())?.at(at))
            }
        }
    }

    pub(super) fn set_along(&mut self, at: f32) {
        if !at.is_finite() {
            return;
        }
        let at = at.clamp(0.0, 1.0);
        if let Some(point) = self.along(at) {
            self.move_to(&point, PointChange::Path);
            self.exploring.path.at = Some(at);
        }
    }

    pub(super) fn play_path(&mut self, playing: bool) {
        self.exploring.path.playing = playing && self.has_path();
        self.rest();
    }

    /// A random walk from the point on screen.
    pub(super) fn walk(&mut self, uniforms: &[f64]) {
        let mut numbers = uniforms.iter().copied().filter(|number| number.is_finite());
        let walk = random_walk(
            &self.point,
            LONGEST_WALK - 1,
            WALK_STEP,
            EXTENT,
            // Numbers that run out leave the walk where it is.
            || numbers.next().unwrap_or(0.5),
        );
        self.exploring.path.kind = PathKind::Walk;
        self.exploring.path.walk = walk.into();
        self.exploring.path.at = Some(0.0);
        self.exploring.path.playing = false;
    }
}
