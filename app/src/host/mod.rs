//! The glue between the page's [`Session`] and the browser: workers, clock, address, randomness.
//!
//! [`start`] is called once by the view. It returns a [`Shell`]: the session to read, and a
//! [`Dispatch`] to send [`Event`]s to.

mod adapter;
mod address;
mod browser;
mod dispatch;
mod lock;
mod prior;
mod worker;

pub use adapter::probe_adapter;
pub use dispatch::Dispatch;
pub use lock::{Watch, watch_lock};
pub use prior::prior_sample;

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::session::{Adapter, Event, Session};

/// How often the session is told that time passes.
const TICK: Duration = Duration::from_secs(1);

/// What a view needs: the state to read, and where to send what the visitor did.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The page's state. Views read it; only [`Dispatch::send`] changes it.
    pub session: ReadSignal<Session>,
    /// Where events go.
    pub dispatch: Dispatch,
}

/// Starts the page: makes the session and an engine, and asks the browser for its WebGPU adapter.
///
/// To be called once, by the root component, whose life is the page's.
pub fn start() -> Shell {
    let (session, write) = signal(Session::new());
    let dispatch = Dispatch::new(write);
    let (choice, trouble) = address::engine_choice();
    dispatch.send(Event::Started {
        choice,
        // Asking can take longer than the CPU engine takes to draw the first picture.
        adapter: Adapter::Unknown,
        base: address::base(),
    });
    if let Some(trouble) = trouble {
        dispatch.send(Event::Trouble(trouble));
    }
    spawn_local(async move {
        dispatch.send(Event::AdapterFound(probe_adapter().await));
    });
    set_interval(
        move || {
            dispatch.send(Event::Tick {
                now: browser::now(),
            })
        },
        TICK,
    );
    Shell { session, dispatch }
}
