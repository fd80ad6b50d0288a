//! What the visitor sees.
//!
//! Views read the [`Session`](crate::session::Session) through memos as narrow as what they show,
//! so that moving the point redraws a slider, a marker and a picture, and nothing else. They never
//! change it: whatever the visitor does becomes an [`Event`](crate::session::Event).

mod alerts;
mod engine_badge;
mod explore;
mod files;
mod header;
mod kit;
mod pieces;
mod theme;
mod train;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::host::{self, Shell};
use crate::session::Room;

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
    view! {
        <header::Header />
        <main id="main">
            <explore::Explore />
            <TrainRoom />
        </main>
        <footer class="footer">
            <p>"Every picture is decoded on this device. Nothing is uploaded."</p>
        </footer>
        <alerts::Alerts />
        <files::DropZone />
    }
}

/// How far a room's piece of the program is.
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

/// The Train room, whose piece of the program is fetched when the first picture is there, or when
/// the room is entered, and which is made when it is first shown.
#[component]
fn TrainRoom() -> impl IntoView {
    let session = shell().session;
    let here = Memo::new(move |_| session.with(|session| session.room == Room::Train));
    let visited = Memo::new(move |before| here.get() || before.copied().unwrap_or_default());
    let piece = RwSignal::new(Piece::Away);
    let fetch = move || {
        if matches!(piece.get_untracked(), Piece::Away | Piece::Failed) {
            piece.set(Piece::Coming);
            spawn_local(async move {
                let loaded = pieces::fetch_train_room().await;
                piece.set(if loaded { Piece::Here } else { Piece::Failed });
            });
        }
    };
    Effect::new(move |_| {
        if here.get() {
            fetch();
        }
    });
    let ready = Memo::new(move |_| session.with(|session| session.picture.is_some()));
    Effect::new(move |_| {
        if ready.get() {
            set_timeout(fetch, IDLE);
        }
    });
    let content = move || match piece.get() {
        _ if !visited.get() => None,
        Piece::Away | Piece::Coming => {
            Some(view! { <p class="room-note" role="status">"Loading the room…"</p> }.into_any())
        }
        Piece::Here => pieces::train_room(),
        Piece::Failed => Some(
            view! {
                <div class="room-note" role="alert">
                    <p>{NOT_ARRIVED}</p>
                    <button type="button" class="button" on:click=move |_| fetch()>
                        "Try again"
                    </button>
                </div>
            }
            .into_any(),
        ),
    };
    view! {
        <div role="tabpanel" id="room-train" aria-labelledby="tab-train" hidden=move || !here.get()>
            {content}
        </div>
    }
}
