//! Undo and redo.
//!
//! What is remembered is the point, the pins and the visitor's vectors, as they were before each
//! change. Changes of one kind that follow one another without a rest, such as a drag, are one.

use super::sizes::PINS;
use crate::models::NamedDirection;
use crate::moves::PointChange;

/// More changes than this are forgotten, the oldest first.
const MOST: usize = 200;

/// What can be undone, and redone.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UndoHistory {
    past: Vec<HistoryEntry>,
    future: Vec<HistoryEntry>,
    last: Option<PointChange>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct HistoryEntry {
    pub point: Vec<f32>,
    pub pins: [Option<Vec<f32>>; PINS],
    pub vectors: Vec<NamedDirection>,
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

    /// Remembers how things stood, before a change of some kind.
    pub(super) fn remember(&mut self, before: HistoryEntry, change: PointChange) {
        let goes_on = change != PointChange::Other && self.last == Some(change);
        self.last = Some(change);
        if goes_on {
            return;
        }
        self.future.clear();
        if self.past.last() != Some(&before) {
            self.past.push(before);
            if self.past.len() > MOST {
                self.past.remove(0);
            }
        }
    }

    /// What follows is a change of its own.
    pub(super) fn rest(&mut self) {
        self.last = None;
    }

    /// How things stood before the last change that came to something.
    pub(super) fn undo(&mut self, now: HistoryEntry) -> Option<HistoryEntry> {
        // A change that came to nothing is no change.
        while let Some(before) = self.past.pop() {
            if before != now {
                self.future.push(now);
                self.last = None;
                return Some(before);
            }
        }
        None
    }

    /// How things stood before the last change was taken back.
    pub(super) fn redo(&mut self, now: HistoryEntry) -> Option<HistoryEntry> {
        let after = self.future.pop()?;
        self.past.push(now);
        self.last = None;
        Some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32) -> HistoryEntry {
        HistoryEntry {
            point: vec![x],
            pins: Default::default(),
            vectors: Vec::new(),
        }
    }

    #[test]
    fn a_drag_is_one_change_until_it_rests() {
        let mut history = UndoHistory::default();
        history.remember(at(0.0), PointChange::Map);
        history.remember(at(1.0), PointChange::Map);
        history.rest();
        history.remember(at(2.0), PointChange::Map);
        assert_eq!(history.undo(at(3.0)), Some(at(2.0)));
        assert_eq!(history.undo(at(2.0)), Some(at(0.0)));
        assert_eq!(history.redo(at(0.0)), Some(at(2.0)));
    }

    #[test]
    fn a_change_that_came_to_nothing_is_not_taken_back() {
        let mut history = UndoHistory::default();
        history.remember(at(0.0), PointChange::Other);
        assert_eq!(history.undo(at(0.0)), None);
    }
}
