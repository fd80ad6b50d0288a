//! The one way into the session.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;

use super::worker::Workers;
use super::{keep, save};
use session::{Effect, Event, Session};

/// A handle to the session's event queue; copies all lead to the same queue.
#[derive(Clone, Copy)]
pub struct Dispatch {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

struct Inner {
    session: WriteSignal<Session>,
    workers: Workers,
    queue: RefCell<VecDeque<Event>>,
    /// Whether the queue is being worked off further up the stack.
    busy: Cell<bool>,
}

impl Dispatch {
    pub(super) fn new(session: WriteSignal<Session>) -> Dispatch {
        Dispatch {
            inner: StoredValue::new_local(Rc::new(Inner {
                session,
                workers: Workers::default(),
                queue: RefCell::default(),
                busy: Cell::new(false),
            })),
        }
    }

    /// Applies an event to the session and carries out what follows from it.
    ///
    /// May be called from anywhere, also while another event is being applied: events are applied
    /// one after another, in the order in which they were sent.
    pub fn send(&self, event: Event) {
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        inner.queue.borrow_mut().push_back(event);
        if inner.busy.replace(true) {
            return;
        }
        while let Some(event) = inner.next() {
            let effects = inner
                .session
                .try_update_untracked(|session| session.apply(event));
            for effect in effects.unwrap_or_default() {
                inner.carry_out(effect, *self);
            }
        }
        inner.busy.set(false);
        // Engines are at work before the page is drawn anew.
        inner.session.notify();
    }

    pub(super) fn with_workers(&self, act: impl FnOnce(&Workers)) {
        if let Some(inner) = self.inner.try_get_value() {
            act(&inner.workers);
        }
    }
}

impl Inner {
    fn next(&self) -> Option<Event> {
        self.queue.borrow_mut().pop_front()
    }

    fn carry_out(&self, effect: Effect, dispatch: Dispatch) {
        let (worker, done) = match effect {
            Effect::StartWorker {
                worker,
                engine,
                role,
                threads,
            } => (
                worker,
                self.workers
                    .start(worker, (engine, role, threads), dispatch),
            ),
            Effect::StopWorker { worker } => {
                self.workers.stop(worker);
                (worker, Ok(()))
            }
            Effect::Send {
                worker,
                message,
                payload,
            } => (
                worker,
                self.workers.send(worker, &message, payload.as_deref()),
            ),
            Effect::Save { name, kind, bytes } => {
                return save::save(&name, kind, &bytes, dispatch);
            }
            Effect::SavePictures { name, grids } => {
                return save::save_pictures(name, grids, dispatch);
            }
            Effect::Locate { data } => return keep::locate(data),
            Effect::Keep { note, checkpoint } => {
                return keep::keep(&note, &checkpoint);
            }
        };
        if let Err(reason) = done {
            dispatch.send(Event::WorkerDied { worker, reason });
        }
    }
}
