//! Files that the visitor opens or drops.

use std::sync::Arc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File};

use super::app_context;
use super::rooms::page_room;
use crate::host::{AppContext, read_picture};
use crate::words::files as words;
use session::{Room, SessionEvent, TrainEvent};

/// Larger files are refused before they fill the page's memory; a decoder is a thousandth of it.
const MAX_BYTES: f64 = 512.0 * 1024.0 * 1024.0;

/// What a file is used for, by its name.
#[derive(Clone, Copy, PartialEq)]
enum FileUse {
    /// Weights, for Explore.
    Model,
    /// A run, a specification or images, for Train.
    Training,
    /// A picture, to be encoded. Its first bytes say whether it is one.
    Picture,
}

fn use_of(name: &str, room: Room) -> FileUse {
    let name = name.to_ascii_lowercase();
    if name.ends_with(".run.safetensors") {
        FileUse::Training
    } else if name.ends_with(".safetensors") {
        FileUse::Model
    } else if room == Room::Train {
        // The trainer recognises the format by the first bytes.
        FileUse::Training
    } else {
        FileUse::Picture
    }
}

/// Reads a file and hands it to the session; the room that it belongs to is shown.
pub(super) fn open(file: File, app: AppContext) {
    let dispatch = app.dispatch;
    let name = file.name();
    let room = app.session.with_untracked(|session| session.room);
    let used = use_of(&name, room);
    if used == FileUse::Picture {
        read_picture(file, dispatch);
        return;
    }
    if file.size() > MAX_BYTES {
        dispatch.send(SessionEvent::Trouble(
            words::TooLarge {
                name: &name,
                megabytes: file.size() / (1024.0 * 1024.0),
            }
            .text(),
        ));
        return;
    }
    spawn_local(async move {
        match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => {
                let bytes: Arc<[u8]> = js_sys::Uint8Array::new(&buffer).to_vec().into();
                let (room, event) = match used {
                    FileUse::Model => (Room::Explore, SessionEvent::OpenModel { name, bytes }),
                    FileUse::Training | FileUse::Picture => (
                        Room::Train,
                        SessionEvent::Train(TrainEvent::Import { name, bytes }),
                    ),
                };
                dispatch.send(event);
                dispatch.send(SessionEvent::ShowRoom(room));
            }
            Err(_) => dispatch.send(SessionEvent::Trouble(
                words::NotReadable { name: &name }.text(),
            )),
        }
    });
}

/// A button that opens a file, and the input behind it.
pub(super) fn open_button(
    name: &'static str,
    title: &'static str,
    input_name: &'static str,
    accept: &'static str,
) -> impl IntoView {
    let app = app_context();
    let file = NodeRef::<html::Input>::new();
    let on_file = move |_| {
        let Some(input) = file.get_untracked() else {
            return;
        };
        if let Some(picked) = input.files().and_then(|files| files.get(0)) {
            open(picked, app);
        }
        // Lets the same file be opened again.
        input.set_value("");
    };
    view! {
        <button
            type="button"
            class="button"
            title=title
            on:click=move |_| {
                if let Some(input) = file.get_untracked() {
                    input.click();
                }
            }
        >
            {name}
        </button>
        <input
            type="file"
            accept=accept
            hidden
            aria-label=input_name
            node_ref=file
            on:change=on_file
        />
    }
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
    let app = app_context();
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
            open(file, app);
        }
    });
    let paste = window_event_listener(ev::paste, move |event| {
        let files = event.clipboard_data().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            event.prevent_default();
            if file.type_().starts_with("image/") {
                read_picture(file, app.dispatch);
            } else {
                open(file, app);
            }
        }
    });
    on_cleanup(move || {
        paste.remove();
        over.remove();
        leave.remove();
        drop.remove();
    });

    let hint = move || page_room(app.session.with(|session| session.room)).drop_hint;
    view! {
        <div class="drop-zone" aria-hidden="true" hidden=move || !hovering.get()>
            <p>{move || if hovering.get() { hint() } else { "" }}</p>
        </div>
    }
}
