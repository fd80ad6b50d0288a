//! The one way into the session.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use leptos::prelude::*;

use crate::session::{Event, Session};

/// A handle to the session's event queue; copies all lead to the same queue.
#[derive(Clone, Copy)]
pub struct Dispatch {
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    session: WriteSignal<Session>,
    queue: RefCell<VecDeque<Event>>,
    draining: Cell<bool>,
}

impl Dispatch {
    pub(super) fn new(session: WriteSignal<Session>) -> Dispatch {
        Dispatch {
            inner: StoredValue::new_local(Inner {
                session,
                queue: RefCell::default(),
                draining: Cell::new(false),
            }),
        }
    }

    /// Applies an event to the session and carries out what follows from it.
    ///
    /// May be called from anywhere, also while another event is being applied: events are applied
    /// one after another, in the order in which they were sent.
    pub fn send(&self, event: Event) {
        self.inner.with_value(|inner| {
            inner.queue.borrow_mut().push_back(event);
            if inner.draining.replace(true) {
                return;
            }
            loop {
                let next = inner.queue.borrow_mut().pop_front();
                let Some(event) = next else { break };
                inner.session.update(|session| {
                    session.apply(event);
                });
            }
            inner.draining.set(false);
        });
    }
}
