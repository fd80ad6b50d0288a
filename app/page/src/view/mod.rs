//! What the visitor sees.
//!
//! Views read the [`Session`](session::Session) through memos as narrow as what they show,
//! so that moving the point redraws a slider, a marker and a picture, and nothing else. They never
//! change it: everything that the visitor does becomes an [`SessionEvent`](session::SessionEvent).

mod alerts;
mod components;
mod engine_badge;
mod files;
mod header;
mod rooms;
mod theme;
mod tools;

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
    document().set_title(words::title());
    root.set_inner_html("");
    mount_to(root.unchecked_into(), App).forget();
}

/// The session and the way into it, for any component below [`App`].
fn app_context() -> AppContext {
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
            <rooms::RoomPanels />
        </main>
        <footer class="footer">
            <p>{words::footer()}</p>
        </footer>
        <alerts::Alerts />
        <files::DropZone />
    }
}
