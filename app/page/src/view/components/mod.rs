//! What the lazily loaded rooms are built of: small elements that follow the session, see
//! [`live_element`].

pub(super) mod controls;
pub(super) mod drawing_canvas;
pub(super) mod live_element;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;

use self::live_element::LiveBinding;
use crate::host::EventDispatch;
use session::{ExploreEvent, Session, SessionEvent, TrainEvent};

/// The way from a room's controls to the session.
#[derive(Clone, Copy)]
pub(super) struct UiContext {
    pub dispatch: EventDispatch,
    pub session: ReadSignal<Session>,
    /// Counts changes that concern only the look.
    pub look: RwSignal<u32>,
}

impl UiContext {
    /// The context of a room below [`super::app_context`].
    pub fn new() -> Self {
        let app = super::app_context();
        Self {
            dispatch: app.dispatch,
            session: app.session,
            look: RwSignal::new(0),
        }
    }

    /// Sends an event of the Train room.
    pub fn send(self, event: TrainEvent) {
        self.dispatch.send(SessionEvent::Train(event));
    }

    /// Sends an event of the Explore tools.
    pub fn explore(self, event: ExploreEvent) {
        self.dispatch.send(SessionEvent::Explore(event));
    }

    /// Reads the session without following it.
    pub fn now<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.session.with_untracked(read)
    }

    /// Updates all elements, although the session has not changed.
    pub fn refresh(self) {
        self.look.update(|look| *look = look.wrapping_add(1));
    }
}

/// All bindings of a room.
pub(super) type LiveBindings = Rc<RefCell<Vec<LiveBinding>>>;

/// Runs the bindings of drawings, or all others.
pub(super) fn update(bindings: &RefCell<Vec<LiveBinding>>, session: &Session, drawn: bool) {
    for binding in bindings.borrow_mut().iter_mut() {
        if binding.drawn == drawn {
            binding.run(session);
        }
    }
}
