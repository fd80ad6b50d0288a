//! What rooms are furnished with that arrive after the first picture: small elements that follow the
//! session, see [`element`].

pub(super) mod element;
pub(super) mod parts;
pub(super) mod surface;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use self::element::Binding;
use crate::host::Dispatch;
use session::{ExploreEvent, Session, SessionEvent, TrainEvent};

/// The way from a room's controls to the session.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub dispatch: Dispatch,
    pub session: ReadSignal<Session>,
    /// Rises when something that only concerns the look has changed.
    pub look: RwSignal<u32>,
}

impl Desk {
    /// A desk for the room of [`super::shell`].
    pub fn new() -> Self {
        let shell = super::shell();
        Self {
            dispatch: shell.dispatch,
            session: shell.session,
            look: RwSignal::new(0),
        }
    }

    /// Something was done in the Train room.
    pub fn send(self, event: TrainEvent) {
        self.dispatch.send(SessionEvent::Train(event));
    }

    /// Something was done with the tools of Explore.
    pub fn explore(self, event: ExploreEvent) {
        self.dispatch.send(SessionEvent::Explore(event));
    }

    /// What the session says of something now.
    pub fn now<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.session.with_untracked(read)
    }

    /// Has everything brought up to date, although there is no news.
    pub fn refresh(self) {
        self.look.update(|look| *look = look.wrapping_add(1));
    }
}

/// What follows the session in a room.
pub(super) type Bindings = Rc<RefCell<Vec<Binding>>>;

/// Brings what follows the session up to date: the drawings, or the rest.
pub(super) fn update(bindings: &RefCell<Vec<Binding>>, session: &Session, drawn: bool) {
    for binding in bindings.borrow_mut().iter_mut() {
        if binding.drawn == drawn {
            binding.run(session);
        }
    }
}
