//! Files that the visitor opens or drops. What they are, the session finds out.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Element, File, FileList};

use super::app_context;
use crate::host::AppContext;
use session::{AlertText, BroughtFile, Room, Session, SessionEvent};

/// Larger files are refused before they fill the page's memory; a decoder is a thousandth of it.
const MAX_BYTES: f64 = 512.0 * 1024.0 * 1024.0;
/// So much of a larger one says what it is.
const BEGINNING: f64 = 65_536.0;
/// Of several files, so many are looked at.
const MOST_FILES: u32 = 4;

/// Reads files and hands them to the session.
fn open(files: &FileList, app: AppContext) {
    let dispatch = app.dispatch;
    let more = files.length().saturating_sub(MOST_FILES) as usize;
    // The list changes with its input.
    let listed: Vec<File> = (0..MOST_FILES).filter_map(|at| files.get(at)).collect();
    spawn_local(async move {
        let mut files = Vec::new();
        for file in listed {
            let (name, size) = (file.name(), file.size());
            let end = if size > MAX_BYTES { BEGINNING } else { size };
            let read = match file.slice_with_f64_and_f64(0.0, end) {
                Ok(part) => JsFuture::from(part.array_buffer()).await,
                Err(error) => Err(error),
            };
            match read {
                Ok(buffer) => files.push(BroughtFile {
                    name,
                    bytes: js_sys::Uint8Array::new(&buffer).to_vec().into(),
                    size,
                }),
                Err(_) => dispatch.send(SessionEvent::Trouble(AlertText::FileNotReadable(name))),
            }
        }
        dispatch.send(SessionEvent::OpenFiles { files, more });
    });
}

/// A button that opens a file, and the input behind it. It accepts any file: endings say nothing, and
/// some systems show no others.
pub(super) fn open_button(
    name: &'static str,
    title: &'static str,
    input_name: &'static str,
) -> AnyView {
    let app = app_context();
    let file = NodeRef::<html::Input>::new();
    let on_file = move |_| {
        let Some(input) = file.get_untracked() else {
            return;
        };
        if let Some(picked) = input.files() {
            open(&picked, app);
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
            multiple
            hidden
            aria-label=input_name
            node_ref=file
            on:change=on_file
        />
    }
    .into_any()
}

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| {
        data.types()
            .includes(&wasm_bindgen::JsValue::from_str("Files"), 0)
    })
}

/// Whether what is dropped here goes into a text field.
fn is_over_text(event: &DragEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    // Browsers of ours all know the selector.
    target.is_some_and(|target| target.matches(":read-write").unwrap_or_default())
}

/// Takes files dropped anywhere on the page, and says so while one hovers.
#[component]
pub(super) fn DropZone(
    /// What may be dropped while a room is on screen.
    hint: fn(Room) -> &'static str,
) -> impl IntoView {
    let app = app_context();
    let hovering = RwSignal::new(false);

    // Where controls that open files are hidden, files are not taken either.
    let takes = move || app.session.with_untracked(Session::takes_files);
    let over = window_event_listener(ev::dragover, move |event| {
        let files = carries_files(&event);
        if files {
            // Where a part of the page takes them for itself, the page does not.
            let is_taken = event.default_prevented();
            hovering.set(takes() && !is_taken);
            if let Some(data) = event.data_transfer().filter(|_| !takes() && !is_taken) {
                data.set_drop_effect("none");
            }
        }
        // A link would be followed, and a run be lost.
        if files || !is_over_text(&event) {
            event.prevent_default();
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Leaving for a child element has a related target; leaving the window has none.
        if event.related_target().is_none() {
            hovering.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        hovering.set(false);
        if event.default_prevented() {
            return;
        }
        let data = event.data_transfer();
        if let Some(files) = data
            .filter(|_| carries_files(&event))
            .and_then(|data| data.files())
        {
            event.prevent_default();
            open(&files, app);
        } else if !is_over_text(&event) {
            event.prevent_default();
            app.dispatch
                .send(SessionEvent::Trouble(AlertText::LinkDropped));
        }
    });
    let paste = window_event_listener(ev::paste, move |event| {
        let files = event.clipboard_data().and_then(|data| data.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            event.prevent_default();
            open(&files, app);
        }
    });
    on_cleanup(move || {
        paste.remove();
        over.remove();
        leave.remove();
        drop.remove();
    });

    let said = move || hint(app.session.with(|session| session.stage()));
    view! {
        <div class="drop-zone" aria-hidden="true" hidden=move || !hovering.get()>
            <p>{move || if hovering.get() { said() } else { "" }}</p>
        </div>
    }
}
