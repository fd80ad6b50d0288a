//! The event queue, the only way to change the session.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;

use session::{HostCommand, Session, SessionEvent};

/// A handle to the session's event queue; copies all lead to the same queue.
#[derive(Clone, Copy)]
pub struct EventDispatch {
    queue: StoredValue<Rc<EventQueue>, LocalStorage>,
}

/// Carries out what the session asks of the browser.
type CarryOut = Box<dyn Fn(HostCommand, EventDispatch)>;

/// The events that were sent and not yet applied, and what applies them.
struct EventQueue {
    session: WriteSignal<Session>,
    carry_out: CarryOut,
    waiting: RefCell<VecDeque<SessionEvent>>,
    /// Whether the queue is being worked off further up the stack.
    busy: Cell<bool>,
}

impl EventDispatch {
    /// A queue before `session`. `carry_out` is called with each effect of an event.
    pub(super) fn new(
        session: WriteSignal<Session>,
        carry_out: impl Fn(HostCommand, EventDispatch) + 'static,
    ) -> EventDispatch {
        EventDispatch {
            queue: StoredValue::new_local(Rc::new(EventQueue {
                session,
                carry_out: Box::new(carry_out),
                waiting: RefCell::default(),
                busy: Cell::new(false),
            })),
        }
    }

    /// Applies an event to the session and carries out what follows from it.
    ///
    /// May be called from anywhere, also while another event is being applied: events are applied
    /// one after another, in the order in which they were sent.
    pub fn send(&self, event: SessionEvent) {
        let Some(queue) = self.queue.try_get_value() else {
            return;
        };
        queue.waiting.borrow_mut().push_back(event);
        if queue.busy.replace(true) {
            return;
        }
        while let Some(event) = queue.next() {
            let effects = queue
                .session
                .try_update_untracked(|session| session.apply(event));
            for effect in effects.unwrap_or_default() {
                (queue.carry_out)(effect, *self);
            }
        }
        queue.busy.set(false);
        // Notify last, so that engines start working before the page is redrawn.
        queue.session.notify();
    }
}

impl EventQueue {
    fn next(&self) -> Option<SessionEvent> {
        self.waiting.borrow_mut().pop_front()
    }
}
