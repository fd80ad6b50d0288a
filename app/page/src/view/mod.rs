//! What the visitor sees.
//!
//! Views read the [`Session`](session::Session) through memos as narrow as what they show,
//! so that moving the point redraws a slider, a marker and a picture, and nothing else. They never
//! change it: whatever the visitor does becomes an [`Event`](session::Event).

mod alerts;
mod compare;
mod engine_badge;
mod explore;
mod files;
mod header;
mod kit;
mod pieces;
mod theme;
mod tools;
mod train;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::host::{self, Dispatch, Shell};
use session::{Event, Room};

/// The element that the page is built in; it holds a still of the page until then.
const ROOT: &str = "app";

/// Replaces the still that `index.html` painted by the living page.
///
/// Does nothing where the start-up checks took the root element away.
pub fn mount() {
    let Some(root) = document().get_element_by_id(ROOT) else {
        return;
    };
    root.set_inner_html("");
    mount_to(root.unchecked_into(), App).forget();
}

/// The session and the way into it, for any component below [`App`].
fn shell() -> Shell {
    expect_context()
}

/// The whole page.
#[component]
fn App() -> impl IntoView {
    provide_context(host::start());
    provide_context(theme::start());
    provide_rooms();
    view! {
        <header::Header />
        <main id="main">
            <explore::Explore />
            <LateRoom
                room=Room::Train
                id="room-train"
                tab="tab-train"
                make=pieces::train_room
            />
            <LateRoom
                room=Room::Compare
                id="room-compare"
                tab="tab-compare"
                make=pieces::compare_room
            />
        </main>
        <footer class="footer">
            <p>"Every picture is decoded on this device. Nothing is uploaded."</p>
        </footer>
        <alerts::Alerts />
        <files::DropZone />
    }
}

/// How far a piece of the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Away,
    Coming,
    Here,
    Failed,
}

/// How long after the first picture the pieces are fetched that nobody has asked for yet.
const IDLE: Duration = Duration::from_secs(1);

const NOT_ARRIVED: &str = "This room did not arrive. This is usually the network; trying again \
    helps, or reloading the page.";

/// The rooms' piece of the program: how far it is.
#[derive(Clone, Copy)]
struct Rooms {
    piece: RwSignal<Piece>,
    dispatch: Dispatch,
}

impl Rooms {
    fn fetch(self) {
        if matches!(self.piece.get_untracked(), Piece::Away | Piece::Failed) {
            self.piece.set(Piece::Coming);
            spawn_local(async move {
                let arrived = pieces::fetch_rooms().await;
                self.piece.set(match arrived {
                    Some(late) => {
                        self.dispatch.send(Event::RoomsArrived(late));
                        Piece::Here
                    }
                    None => Piece::Failed,
                });
            });
        }
    }
}

/// Has the rooms' piece fetched when the first picture is there, or when a room is entered.
fn provide_rooms() {
    let session = shell().session;
    let rooms = Rooms {
        piece: RwSignal::new(Piece::Away),
        dispatch: shell().dispatch,
    };
    provide_context(rooms);
    if host::names_a_place() {
        rooms.fetch();
    }
    let away = Memo::new(move |_| session.with(|session| session.room != Room::Explore));
    Effect::new(move |_| {
        if away.get() {
            rooms.fetch();
        }
    });
    let ready = Memo::new(move |_| session.with(|session| session.picture.is_some()));
    Effect::new(move |_| {
        if ready.get() {
            set_timeout(move || rooms.fetch(), IDLE);
        }
    });
}

/// A room that is made when it is first shown, once its piece of the program is there.
#[component]
fn LateRoom(
    room: Room,
    id: &'static str,
    tab: &'static str,
    make: fn() -> Option<AnyView>,
) -> impl IntoView {
    let session = shell().session;
    let rooms: Rooms = expect_context();
    let here = Memo::new(move |_| session.with(|session| session.room == room));
    let visited = Memo::new(move |before| here.get() || before.copied().unwrap_or_default());
    let content = move || match rooms.piece.get() {
        _ if !visited.get() => None,
        Piece::Away | Piece::Coming => {
            Some(view! { <p class="room-note" role="status">"Loading the room…"</p> }.into_any())
        }
        Piece::Here => make(),
        Piece::Failed => Some(
            view! {
                <div class="room-note" role="alert">
                    <p>{NOT_ARRIVED}</p>
                    <button type="button" class="button" on:click=move |_| rooms.fetch()>
                        "Try again"
                    </button>
                </div>
            }
            .into_any(),
        ),
    };
    view! {
        <div role="tabpanel" id=id aria-labelledby=tab hidden=move || !here.get()>
            {content}
        </div>
    }
}

/// The Explore room's tools, which arrive after the first picture.
#[component]
fn Tools() -> impl IntoView {
    let rooms: Rooms = expect_context();
    move || match rooms.piece.get() {
        Piece::Here => pieces::tools(),
        Piece::Away | Piece::Coming => None,
        Piece::Failed => Some(
            view! {
                <p class="room-note tools" role="status">
                    "The tools did not arrive. "
                    <button type="button" class="button" on:click=move |_| rooms.fetch()>
                        "Try again"
                    </button>
                </p>
            }
            .into_any(),
        ),
    }
}
