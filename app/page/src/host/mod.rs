//! The glue between the page's [`Session`] and the browser: workers, clock, address, randomness.
//!
//! [`start`] is called once by the view. It returns a [`AppContext`]: the session to read, and a
//! [`EventDispatch`] to send [`SessionEvent`]s to.

mod adapter;
mod address;
mod browser;
pub mod canvas;
mod commands;
mod device;
mod dispatch;
mod download;
mod film;
mod image_reader;
mod lab;
mod locale;
mod page_assets;
mod prior;
mod projections;
mod worker;
mod worker_lock;

pub use adapter::probe_adapter;
pub use address::{base, copy_link, copy_text, names_a_room};
pub use browser::now;
pub use device::ask_picture_sets;
pub use dispatch::EventDispatch;
pub use lab::{find_lab, note_lab_choice, was_lab_chosen};
pub use locale::{change_language, fetch_messages, hold_elements, language_options};
pub use page_assets::{call_method, fetch_text, load_script, load_styles};
pub use prior::{prior_sample, random_point};
pub use projections::{ProjectionWorker, evaluate, project, read_table};
pub use worker_lock::{LockWatch, watch_lock};

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use self::commands::HostCommands;
use session::{
    ExploreEvent, GpuAdapter, LearnEvent, Room, RoomAddress, Session, SessionEvent, TrainEvent,
};

/// How often the session is told that time passes.
const TICK: Duration = Duration::from_secs(1);

/// What a view needs: the state to read, and where to send what the visitor did.
#[derive(Clone, Copy)]
pub struct AppContext {
    /// The page's state. Views read it; only [`EventDispatch::send`] changes it.
    pub session: ReadSignal<Session>,
    /// Where events go.
    pub dispatch: EventDispatch,
}

/// Starts the page: makes the session and an engine, and asks the browser for its WebGPU adapter.
///
/// Call it once, from the root component, which lives as long as the page.
pub fn start() -> AppContext {
    let (session, write) = signal(Session::new());
    let commands = HostCommands::default();
    let dispatch = EventDispatch::new(write, move |effect, dispatch| {
        commands.carry_out(effect, dispatch);
    });
    let (choice, trouble) = address::engine_choice();
    // The model of a shared link is the first that is loaded.
    if let Some((room, place)) = address::fragment()
        && room.address() == RoomAddress::LatentPlace
        && let Some(model) = address::model_of(&place)
    {
        dispatch.send(SessionEvent::ChooseModel(model.to_owned()));
    }
    dispatch.send(SessionEvent::Started {
        choice,
        // Asking can take longer than the CPU engine takes to draw the first picture.
        adapter: GpuAdapter::Unknown,
        base: base(),
    });
    if let Some(trouble) = trouble {
        dispatch.send(SessionEvent::Trouble(trouble));
    }
    follow(address::fragment(), dispatch);
    let entry = keep_address(session);
    spawn_local(async move {
        dispatch.send(SessionEvent::AdapterFound(probe_adapter().await));
    });
    // The listeners live as long as the page.
    let _ = window_event_listener(ev::hashchange, move |event| {
        let to = event.new_url();
        address::followed(&to);
        // It has an entry in the history already.
        entry.take();
        follow(address::fragment_of(&to), dispatch);
    });
    let told = move |event: web_sys::Event| {
        let hidden = || TrainEvent::Hidden(document().hidden());
        dispatch.send(SessionEvent::Train(
            device::train_event(&event).unwrap_or_else(hidden),
        ));
    };
    let names = device::DEVICE_EVENTS.into_iter();
    listen(names.chain(["visibilitychange"]), told);
    // A tab may be opened unseen.
    dispatch.send(SessionEvent::Train(TrainEvent::Hidden(document().hidden())));
    device::find_threads();
    set_interval(
        move || dispatch.send(SessionEvent::Tick { now: now() }),
        TICK,
    );
    AppContext { session, dispatch }
}

/// Calls back at events of the document, for the life of the page.
pub fn listen(
    names: impl IntoIterator<Item = &'static str>,
    act: impl FnMut(web_sys::Event) + 'static,
) {
    let told = browser::callback(act);
    for name in names {
        let told = told.as_ref().unchecked_ref();
        // Fails only if the callback is none.
        let _ = document().add_event_listener_with_callback(name, told);
    }
    told.forget();
}

/// Shows the room that an address names.
fn follow(address: Option<(Room, String)>, dispatch: EventDispatch) {
    let Some((room, text)) = address else {
        dispatch.send(SessionEvent::ShowRoom(Room::Explore));
        return;
    };
    if room.address() != RoomAddress::Lesson {
        dispatch.send(SessionEvent::ShowRoom(room));
    }
    dispatch.send(match room.address() {
        RoomAddress::RunLink => SessionEvent::Train(TrainEvent::FollowLink(text)),
        RoomAddress::LatentPlace => SessionEvent::Explore(ExploreEvent::Follow(text)),
        // Shows the room itself: a tab would also set the open lesson's step up again.
        RoomAddress::Lesson => SessionEvent::Learn(LearnEvent::Follow(text)),
    });
}

/// How long the address waits for the point to rest.
const ADDRESS_RESTS: Duration = Duration::from_millis(350);

/// What an entry of the browser's history stands for, if the page made one.
type NewestEntry = Rc<RefCell<Option<String>>>;

/// Keeps the address in step with the room on screen and its content. Returns what the newest entry of
/// the history stands for.
fn keep_address(session: ReadSignal<Session>) -> NewestEntry {
    let waiting = Rc::new(Cell::new(false));
    let newest = NewestEntry::default();
    let entry = Rc::clone(&newest);
    Effect::new(move |_| {
        // Reruns only when a part of the session changes that the address holds.
        let Some((_, now)) = session.with(Session::address) else {
            return;
        };
        let settled =
            session.with_untracked(|session| session.room.address()) == RoomAddress::RunLink;
        if settled || entry.borrow().as_ref() != Some(&now) {
            write(session, &entry);
        } else if !waiting.replace(true) {
            let (waiting, entry) = (Rc::clone(&waiting), Rc::clone(&entry));
            set_timeout(
                move || {
                    waiting.set(false);
                    write(session, &entry);
                },
                ADDRESS_RESTS,
            );
        }
    });
    newest
}

/// Brings the address up to date at once.
pub fn write_address(session: ReadSignal<Session>) {
    if let Some((fragment, _)) = session.with_untracked(Session::address) {
        address::show(&fragment, false);
    }
}

fn write(session: ReadSignal<Session>, entry: &RefCell<Option<String>>) {
    if let Some((fragment, now)) = session.with_untracked(Session::address) {
        let mut entry = entry.borrow_mut();
        let another = entry.as_ref().is_some_and(|before| *before != now);
        address::show(&fragment, another);
        *entry = Some(now);
    }
}
