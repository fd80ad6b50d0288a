//! Weights files that the visitor opens or drops.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File};

use super::shell;
use crate::host::Dispatch;
use crate::session::Event;

/// Larger files are refused before they fill the page's memory; a decoder is a thousandth of it.
const MAX_BYTES: f64 = 512.0 * 1024.0 * 1024.0;

/// Reads a file and hands it to the session.
pub(super) fn open(file: File, dispatch: Dispatch) {
    let name = file.name();
    if !name.to_ascii_lowercase().ends_with(".safetensors") {
        dispatch.send(Event::Trouble(format!(
            "{name} is not a .safetensors file, the only kind of weights file that can be opened."
        )));
        return;
    }
    if file.size() > MAX_BYTES {
        dispatch.send(Event::Trouble(format!(
            "{name} has {:.0} MB; at most 512 MB can be opened.",
            file.size() / (1024.0 * 1024.0)
        )));
        return;
    }
    spawn_local(async move {
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => {
                let bytes: Arc<[u8]> = js_sys::Uint8Array::new(&buffer).to_vec().into();
                dispatch.send(Event::OpenModel { name, bytes });
            }
            Err(_) => dispatch.send(Event::Trouble(format!(
                "The browser could not read {name}. Was it moved or changed meanwhile?"
            ))),
        }
    });
}

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| {
        data.types()
            .includes(&wasm_bindgen::JsValue::from_str("Files"), 0)
    })
}

/// Takes files dropped anywhere on the page, and says so while one hovers.
#[component]
pub(super) fn DropZone() -> impl IntoView {
    let dispatch = shell().dispatch;
    let hovering = RwSignal::new(false);

    let over = window_event_listener(ev::dragover, move |event| {
        if carries_files(&event) {
            event.prevent_default();
            hovering.set(true);
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Leaving for a child element has a related target; leaving the window has none.
        if event.related_target().is_none() {
            hovering.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        if !carries_files(&event) {
            return;
        }
        event.prevent_default();
        hovering.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            open(file, dispatch);
        }
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        drop.remove();
    });

    view! {
        <div class="drop-zone" aria-hidden="true" hidden=move || !hovering.get()>
            <p>"Drop a .safetensors file to open it"</p>
        </div>
    }
}
