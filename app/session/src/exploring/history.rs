//! Undo and redo.
//!
//! What is remembered is the point, the pins and the visitor's vectors, as they were before each
//! change. Changes of one kind that follow one another without a rest, such as a drag, are one.

use super::state::{NamedDirection, PINS};
use crate::Session;

/// More changes than this are forgotten, the oldest first.
const MOST: usize = 200;

/// What changed last; changes of the same kind belong together until something rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointChange {
    /// One coordinate was moved.
    Coordinate(usize),
    /// The point was moved on the map.
    Map,
    /// The point was moved along a path.
    Path,
    /// The point was moved along a direction.
    Along,
    /// Something else, which always stands for itself.
    Other,
}

/// What can be undone, and redone.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UndoHistory {
    past: Vec<HistoryEntry>,
    future: Vec<HistoryEntry>,
    last: Option<PointChange>,
}

#[derive(Clone, Debug, PartialEq)]
struct HistoryEntry {
    point: Vec<f32>,
    pins: [Option<Vec<f32>>; PINS],
    vectors: Vec<NamedDirection>,
}

impl UndoHistory {
    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

impl Session {
    /// Remembers how things stand, before a change of some kind.
    pub(crate) fn remember(&mut self, kind: PointChange) {
        let keep = self.keep();
        let history = &mut self.exploring.history;
        let goes_on = kind != PointChange::Other && history.last == Some(kind);
        history.last = Some(kind);
        if goes_on {
            return;
        }
        history.future.clear();
        if history.past.last() != Some(&keep) {
            history.past.push(keep);
            if history.past.len() > MOST {
                history.past.remove(0);
            }
        }
    }

    /// What follows is a change of its own.
    pub(crate) fn rest(&mut self) {
        self.exploring.history.last = None;
    }

    /// Takes the last change back.
    pub(crate) fn undo(&mut self) {
        let now = self.keep();
        let history = &mut self.exploring.history;
        // A change that came to nothing is no change.
        while let Some(before) = history.past.pop() {
            if before != now {
                history.future.push(now);
                self.put_back(before);
                return;
            }
        }
    }

    /// Makes the change again that was taken back last.
    pub(crate) fn redo(&mut self) {
        if let Some(after) = self.exploring.history.future.pop() {
            let now = self.keep();
            self.exploring.history.past.push(now);
            self.put_back(after);
        }
    }

    fn keep(&self) -> HistoryEntry {
        HistoryEntry {
            point: self.point.clone(),
            pins: self.exploring.pins.clone(),
            vectors: self.exploring.vectors.clone(),
        }
    }

    fn put_back(&mut self, keep: HistoryEntry) {
        self.exploring.history.last = None;
        self.point = keep.point;
        self.exploring.pins = keep.pins;
        self.exploring.vectors = keep.vectors;
        self.exploring.path.playing = false;
        self.exploring.path.at = None;
    }
}
