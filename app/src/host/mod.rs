//! The glue between the page's [`Session`] and the browser: workers, clock, address, randomness.
//!
//! [`start`] is called once by the view. It returns a [`Shell`]: the session to read, and a
//! [`Dispatch`] to send [`Event`]s to.

mod adapter;
mod address;
mod browser;
pub mod canvas;
mod dispatch;
mod element;
mod keep;
mod lock;
mod prior;
mod save;
mod worker;

pub use adapter::probe_adapter;
pub use address::copy_link;
pub use dispatch::Dispatch;
pub use element::{ask, load_script};
pub use lock::{Watch, watch_lock};
pub use prior::prior_sample;

use std::cell::Cell;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::session::{Adapter, Event, Room, Session, TrainEvent};

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
    follow_address(dispatch);
    keep_address(session);
    spawn_local(async move {
        dispatch.send(Event::AdapterFound(probe_adapter().await));
    });
    // The listeners live as long as the page.
    let _ = window_event_listener(ev::hashchange, move |_| follow_address(dispatch));
    let told = browser::callback(move |event: web_sys::Event| {
        let hidden = || TrainEvent::Hidden(document().hidden());
        dispatch.send(Event::Train(keep::news(&event).unwrap_or_else(hidden)));
    });
    for name in keep::NEWS.into_iter().chain(["visibilitychange"]) {
        let told = told.as_ref().unchecked_ref();
        // Fails only if the callback is none.
        let _ = document().add_event_listener_with_callback(name, told);
    }
    told.forget();
    keep::find_threads();
    keep::find();
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

/// The address names a room: shows it.
fn follow_address(dispatch: Dispatch) {
    if let Some(link) = address::training_link() {
        dispatch.send(Event::Train(TrainEvent::FollowLink(link)));
    } else {
        dispatch.send(Event::ShowRoom(Room::Explore));
    }
}

/// Has the address name the room on screen, and the run that the form describes.
fn keep_address(session: ReadSignal<Session>) {
    let shown = Cell::new(None);
    Effect::new(move |_| {
        session.with(|session| {
            let training = &session.training;
            let here = (session.room == Room::Train)
                .then(|| (training.preset.clone(), training.draft.clone()));
            let before = shown.take();
            if before.as_ref() != Some(&here) {
                let link = here
                    .as_ref()
                    .map(|(preset, draft)| spec::to_link(preset, draft));
                address::show_training_link(link.as_deref());
            }
            shown.set(Some(here));
        });
    });
}
