//! A table of figures from a file: opened, named and removed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{DragEvent, FileList};

use super::finished::{BYTES_PER_MEGABYTE, brought, picker};
use super::{send, state};
use crate::view::components::{UiContext, button, focus};
use crate::words::{
    MOST_TABLE_MEGABYTES, compare_runs as words, separators, table_refusal_sentence,
};
use session::{RunComparisonInput, Session, TableFile};

/// The button that opens a table.
const OPEN: &str = "same-data-open-table";

/// Where a table is opened, or dropped, and what is said of it.
pub(super) fn opened(ui: UiContext) -> AnyView {
    let (input, pick, on_pick) = picker(move |files| read(ui, &files));
    let on_drop = move |event: DragEvent| {
        // The page takes no file that is meant for the comparison.
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(files) = files {
            read(ui, &files);
        }
    };
    let remove = button(words::remove_table(), move || {
        focus(OPEN);
        send(ui, RunComparisonInput::RemoveTable);
    });
    let has_table = |session: &Session| table(session).is_some();
    view! {
        <fieldset
            class="same-data-finished"
            on:dragover=|event| event.prevent_default()
            on:drop=on_drop
        >
            <legend>{words::opened_table()}</legend>
            <p class="note">{words::opened_table_note()}</p>
            <p class="buttons">
                <button type="button" class="button" id=OPEN on:click=pick>
                    {words::open_table()}
                </button>
                <input
                    type="file"
                    accept=".csv,.tsv,.txt,text/csv"
                    hidden
                    aria-label=words::table_file()
                    node_ref=input
                    on:change=on_pick
                />
                <span hidden=ui.hidden_unless(has_table)>{remove}</span>
            </p>
            <p role="status" aria-label=words::table_status()>{ui.text(status)}</p>
        </fieldset>
    }
    .into_any()
}

/// The table from a file.
pub(super) fn table(session: &Session) -> Option<&TableFile> {
    state(session)?.opened.as_deref()
}

/// Reads a file and hands it to the session.
fn read(ui: UiContext, files: &FileList) {
    let Some(file) = files.get(0) else {
        return;
    };
    if files.length() > 1 {
        let (first, count) = (file.name(), files.length() as usize);
        send(ui, RunComparisonInput::RefuseTables { first, count });
        return;
    }
    spawn_local(async move {
        if let Some(file) = brought(ui, &file, MOST_TABLE_MEGABYTES * BYTES_PER_MEGABYTE).await {
            send(ui, RunComparisonInput::OpenTable(file));
        }
    });
}

/// What is read or shown, and why the file that was opened last is not.
fn status(session: &Session) -> String {
    let Some(state) = state(session) else {
        return String::new();
    };
    let mut said = Vec::new();
    if let Some(job) = &state.table_job {
        said.push(words::ReadingTable { name: &job.name }.text());
    }
    if let Some((name, refusal)) = &state.table_refusal {
        said.push(table_refusal_sentence(name, refusal));
    }
    if let Some(TableFile { name, table }) = state.opened.as_deref() {
        let (families, runs) = (table.ends().count() as f64, table.runs() as f64);
        said.push(
            words::TableShown {
                name,
                families,
                runs,
            }
            .text(),
        );
        if !table.ignored.is_empty() {
            let names = &table.ignored.join(separators::item());
            said.push(words::ColumnsIgnored { names }.text());
        }
    }
    said.join(separators::sentence())
}
