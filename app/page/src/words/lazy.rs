//! Words of rooms whose code is lazy-loaded.
//!
//! Alerts lie outside the rooms, so the first program words them; those that only rooms raise would
//! make it larger for nothing. The lazy chunk hands their words over when it arrives, before a room
//! can raise one.

use std::cell::Cell;

use protocol::{RoomError, Unread};
use session::RoomAlert;

/// What the lazy chunk words.
#[derive(Clone, Copy)]
pub struct LazyWords {
    /// What an alert of the rooms says.
    pub room_alert: fn(&RoomAlert) -> String,
    /// What an engine cannot do for a room.
    pub room_error: fn(&Unread<RoomError>) -> String,
}

thread_local! {
    static WORDS: Cell<Option<LazyWords>> = Cell::new(at_once());
}

/// In one piece, the program has them from the beginning.
#[cfg(not(feature = "split"))]
fn at_once() -> Option<LazyWords> {
    Some(super::lazy_words())
}

#[cfg(feature = "split")]
fn at_once() -> Option<LazyWords> {
    None
}

/// Takes what the lazy chunk words.
pub fn install_lazy_words(words: LazyWords) {
    WORDS.set(Some(words));
}

/// What an alert of the rooms says.
pub(super) fn lazy_room_alert_sentence(alert: &RoomAlert) -> String {
    let words = WORDS.get();
    words.map_or_else(String::new, |words| (words.room_alert)(alert))
}

/// What an engine cannot do for a room.
pub(super) fn lazy_room_error_sentence(error: &Unread<RoomError>) -> String {
    let words = WORDS.get();
    words.map_or_else(String::new, |words| (words.room_error)(error))
}
