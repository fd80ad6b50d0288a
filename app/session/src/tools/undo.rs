//! Moves of the point by a tool, undo and redo.

use super::facts::Facts;
use super::history::HistoryEntry;
use super::state::ExploreTools;
use crate::context::Context;
use crate::limits::EXTENT;
use crate::moves::PointChange;
use crate::outbox::FollowUp;

impl ExploreTools {
    /// The point moved away from `before`, and no tool moved it.
    pub(crate) fn point_moved(&mut self, before: Vec<f32>, change: PointChange) {
        let before = HistoryEntry {
            point: before,
            pins: self.pins.clone(),
            vectors: self.vectors.clone(),
        };
        self.history.remember(before, change);
        self.leave_path();
    }

    /// The point is not on the path any more.
    pub(super) fn leave_path(&mut self) {
        self.path.at = None;
        self.path.playing = false;
    }

    /// Moves the point, and remembers where it was.
    pub(super) fn move_to(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        point: &[f32],
        change: PointChange,
    ) {
        if point.len() == facts.view.latent() && point.iter().all(|value| value.is_finite()) {
            self.remember(facts, change);
            let clamped = point.iter().map(|value| value.clamp(-EXTENT, EXTENT));
            context.follow_up(FollowUp::PlacePoint(clamped.collect()));
            if change != PointChange::Path {
                self.leave_path();
            }
        }
    }

    /// Remembers how things stand, before a change of some kind.
    pub(super) fn remember(&mut self, facts: &Facts, change: PointChange) {
        let now = self.history_entry(facts);
        self.history.remember(now, change);
    }

    /// What follows is a change of its own.
    pub(crate) fn rest(&mut self) {
        self.history.rest();
    }

    /// Takes the last change back.
    pub(super) fn undo(&mut self, facts: &Facts, context: &mut Context) {
        let now = self.history_entry(facts);
        if let Some(before) = self.history.undo(now) {
            self.put_back(context, before);
        }
    }

    /// Makes the change again that was taken back last.
    pub(super) fn redo(&mut self, facts: &Facts, context: &mut Context) {
        let now = self.history_entry(facts);
        if let Some(after) = self.history.redo(now) {
            self.put_back(context, after);
        }
    }

    fn history_entry(&self, facts: &Facts) -> HistoryEntry {
        HistoryEntry {
            point: facts.view.point.clone(),
            pins: self.pins.clone(),
            vectors: self.vectors.clone(),
        }
    }

    fn put_back(&mut self, context: &mut Context, entry: HistoryEntry) {
        context.follow_up(FollowUp::PlacePoint(entry.point));
        self.pins = entry.pins;
        self.vectors = entry.vectors;
        self.leave_path();
    }
}
