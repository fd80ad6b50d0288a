//! What a class did: a student saves a file, and a teacher adds those of all to a table.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileList};

use super::class_table::{class_table, send};
use super::shelf::LessonShelf;
use crate::view::components::{UiContext, button};
use crate::words::class_files as words;
use lesson::LessonRow;
use session::{ClassEvent, MOST_STUDENT_BYTES, MOST_STUDENT_FILES, ProgressFile, StudentFile};

/// What a student did, to save.
pub(super) fn my_progress(shelf: LessonShelf, ui: UiContext, rows: Vec<LessonRow>) -> AnyView {
    let name = NodeRef::<html::Input>::new();
    let records = StoredValue::new(rows);
    let records = move || records.with_value(|rows| shelf.records(rows));
    let has_nothing = Memo::new(move |_| records().is_empty());
    let save = move |_| {
        let lessons = untrack(records);
        if !lessons.is_empty() {
            let name = name.get_untracked().map(|input| input.value());
            let name = name.unwrap_or_default();
            send(ui, ClassEvent::SaveProgress(ProgressFile { name, lessons }));
        }
    };
    view! {
        <details class="teach mine">
            <summary>{words::mine()}</summary>
            <p class="note">{words::mine_note()}</p>
            <div class="teach-row">
                <label class="my-name">
                    <span>{words::your_name()}</span>
                    <input type="text" maxlength="60" autocomplete="off" node_ref=name />
                </label>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || has_nothing.get().then_some("true")
                    on:click=save
                >
                    {words::save()}
                </button>
            </div>
            <p class="note" role="status">
                {move || if has_nothing.get() { words::nothing_yet() } else { "" }}
            </p>
        </details>
    }
    .into_any()
}

/// Where a teacher adds files, and what they come to.
pub(super) fn class_files(ui: UiContext, rows: Vec<LessonRow>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let is_reading = RwSignal::new(false);
    let lessons = StoredValue::new(rows.clone());
    let add = move |files: &FileList| {
        let lessons = lessons.get_value();
        read(ui, files, lessons, is_reading);
    };
    let on_pick = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(files) = input.files() {
            add(&files);
        }
        // Lets the same files be added again.
        input.set_value("");
    };
    let on_drop = move |event: DragEvent| {
        // The page takes no file that is meant for the table.
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(files) = files {
            add(&files);
        }
    };
    let pick = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <div
            class="teach-part class-files"
            on:dragover=|event| event.prevent_default()
            on:drop=on_drop
        >
            <h3>{words::class()}</h3>
            <p class="note">{words::class_note()}</p>
            <p class="buttons">
                {button(words::add(), pick)}
                <input
                    type="file"
                    multiple
                    hidden
                    aria-label=words::add_input()
                    node_ref=input
                    on:change=on_pick
                />
                <span role="status">
                    {move || if is_reading.get() { words::reading() } else { "" }}
                </span>
            </p>
            {class_table(ui, rows)}
        </div>
    }
    .into_any()
}

/// Reads files and hands them to the session. Those that are too large are named, not read.
fn read(ui: UiContext, files: &FileList, lessons: Vec<LessonRow>, is_reading: RwSignal<bool>) {
    let count = files.length() as usize;
    if count > MOST_STUDENT_FILES {
        send(ui, ClassEvent::TooMany(count));
        return;
    }
    // The list changes with its input.
    let listed: Vec<File> = (0..files.length()).filter_map(|at| files.get(at)).collect();
    if listed.is_empty() {
        return;
    }
    is_reading.set(true);
    spawn_local(async move {
        let mut files = Vec::new();
        for file in listed {
            let (name, size) = (file.name(), file.size());
            let bytes = if size > MOST_STUDENT_BYTES as f64 {
                None
            } else {
                JsFuture::from(file.array_buffer())
                    .await
                    .ok()
                    .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec().into())
            };
            files.push(StudentFile { name, size, bytes });
        }
        is_reading.try_set(false);
        send(ui, ClassEvent::Add { files, lessons });
    });
}
