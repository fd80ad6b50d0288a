//! What the visitor sees.
//!
//! Views read the [`Session`](session::Session) through memos as narrow as what they show,
//! so that moving the point redraws a slider, a marker and a picture, and nothing else. They never
//! change it: everything that the visitor does becomes an [`SessionEvent`](session::SessionEvent).

mod alerts;
mod chunks;
mod components;
mod engine_badge;
mod files;
mod header;
mod map_context;
mod rooms;
mod split;
mod theme;
mod tools;

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::host::{self, AppContext};
use crate::words::page as words;

/// The element that the page is built in; it holds a still of the page until then.
const ROOT: &str = "app";

/// Replaces the still that `index.html` painted by the living page.
///
/// Does nothing where the start-up checks took the root element away.
pub fn mount() {
    let Some(root) = document().get_element_by_id(ROOT) else {
        return;
    };
    // Mounting brings up what drives effects.
    mount_to(root.unchecked_into(), start).forget();
}

/// Starts what outlives the views, which are made anew in another language.
fn start() {
    provide_context(host::start());
    provide_context(theme::start());
    rooms::start(split::rooms_chunk());
    if let Some(page) = Owner::current() {
        show(page);
    }
}

thread_local! {
    /// The owner of what outlives the views, and that of the views: their signals, effects, listeners.
    static OWNERS: RefCell<Option<(Owner, Owner)>> = const { RefCell::new(None) };
}

/// Makes all views, in the language that is said now.
fn show(page: Owner) {
    let Some(root) = document().get_element_by_id(ROOT) else {
        return;
    };
    document().set_title(words::title());
    root.set_inner_html("");
    let views = page.with(Owner::new);
    // Dropping views would bring the code that takes each of them down. Those that are paused and cleaned
    // up do nothing any more; what is left of them is memory.
    views.with(|| mount_to(root.unchecked_into(), App).forget());
    OWNERS.set(Some((page, views)));
}

/// Says everything in another language from now on; whether its messages arrived, if no newer choice
/// overtook this one.
async fn change_language(language: String) -> Option<bool> {
    let arrived = host::change_language(&language).await;
    if arrived == Some(true) {
        let give = host::hold_elements();
        if let Some((page, views)) = OWNERS.take() {
            views.pause();
            views.cleanup();
            show(page);
        }
        give();
    }
    arrived
}

/// The session and the way into it, for any component below [`App`].
fn app_context() -> AppContext {
    expect_context()
}

/// The whole page.
#[component]
fn App() -> impl IntoView {
    view! {
        <header::Header />
        <main id="main">
            <rooms::RoomPanels />
        </main>
        <footer class="footer">
            <p>{words::footer()}</p>
        </footer>
        <alerts::Alerts />
        <files::DropZone hint=|room| rooms::page_room(room).drop_hint />
    }
}
