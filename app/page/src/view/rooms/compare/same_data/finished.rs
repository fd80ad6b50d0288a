//! Runs from files, and kept ones: opened, listed and removed.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, FileList, MouseEvent};

use super::{send, state};
use crate::view::components::{UiContext, focus, keyed_list};
use crate::words::compare_runs as words;
use crate::words::recipe::{choice_title, data_title};
use crate::words::{kept_run_title, spec_error_sentence};
use session::{
    AlertText, BroughtFile, FinishedRun, RunComparisonInput, RunFileFault, RunMisfit, Session,
    SessionEvent,
};

/// The button that opens files.
const OPEN: &str = "same-data-open";
/// Of a file with more bytes only the beginning is read, which says what it is.
const MAX_BYTES: f64 = 512.0 * 1024.0 * 1024.0;
const BEGINNING: f64 = 65_536.0;
pub(super) const BYTES_PER_MEGABYTE: f64 = 1024.0 * 1024.0;

/// The list, a button that adds to it, and what is said of files that are not in it.
pub(super) fn finished(ui: UiContext) -> AnyView {
    let (input, pick, on_pick) = picker(move |files| read(ui, &files));
    view! {
        <fieldset class="same-data-finished">
            <legend>{words::from_files()}</legend>
            <p class="note">{words::from_files_note()}</p>
            <ul>{keyed_list(ui, numbers, move |number| entry(ui, &number))}</ul>
            <p class="buttons">
                <button type="button" class="button" id=OPEN on:click=pick>
                    {words::open_runs()}
                </button>
                <input
                    type="file"
                    multiple
                    hidden
                    aria-label=words::run_files()
                    node_ref=input
                    on:change=on_pick
                />
            </p>
            {kept(ui)}
            <div role="status" aria-label=words::refused_files()>
                <ul class="same-data-faults">
                    {keyed_list(ui, refused, |said| view! { <li>{said}</li> }.into_any())}
                </ul>
            </div>
        </fieldset>
    }
    .into_any()
}

/// Runs that the browser keeps, each with a button that adds it; nothing while it keeps none.
fn kept(ui: UiContext) -> AnyView {
    let ids = |session: &Session| {
        let list = session.training.kept.list.iter();
        list.map(|run| run.id.clone()).collect::<Vec<_>>()
    };
    let keeps_some = |session: &Session| !session.training.kept.list.is_empty();
    view! {
        <details hidden=ui.hidden_unless(keeps_some)>
            <summary>{words::kept_runs()}</summary>
            <p class="buttons">{keyed_list(ui, ids, move |id| kept_run(ui, id))}</p>
        </details>
    }
    .into_any()
}

fn kept_run(ui: UiContext, id: String) -> AnyView {
    let row = StoredValue::new(id);
    let title = move |session: &Session| {
        let run = row.with_value(|id| session.training.kept_run(id));
        run.map(|run| (kept_run_title(&run.name, &run.preset).to_owned(), run.step))
    };
    let name = ui.text(move |session| {
        title(session).map_or_else(String::new, |(title, step)| {
            words::AddKept {
                title: &title,
                step: step.into(),
            }
            .text()
        })
    });
    let add = move |_| {
        if let Some((title, _)) = ui.now(title) {
            let id = row.get_value();
            send(ui, RunComparisonInput::AddKept { id, title });
        }
    };
    view! {
        <button type="button" class="button" on:click=add>
            {name}
        </button>
    }
    .into_any()
}

/// An input for files, what shows its dialogue, and what hears of the files that were picked.
pub(super) fn picker(
    take: impl Fn(FileList) + 'static,
) -> (NodeRef<html::Input>, impl Fn(MouseEvent), impl Fn(Event)) {
    let input = NodeRef::<html::Input>::new();
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let on_pick = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(files) = input.files() {
            take(files);
        }
        // Lets the same file be opened again.
        input.set_value("");
    };
    (input, pick, on_pick)
}

/// Reads files and hands them to the session.
fn read(ui: UiContext, files: &FileList) {
    // The list changes with its input. One more than fit, so that it is said of it.
    let listed: Vec<File> = (0..=FinishedRun::MOST as u32)
        .filter_map(|at| files.get(at))
        .collect();
    spawn_local(async move {
        let mut files = Vec::new();
        for file in listed {
            files.extend(brought(ui, &file, MAX_BYTES).await);
        }
        send(ui, RunComparisonInput::AddFiles(files));
    });
}

/// A file with its bytes, of one with more than `most` only its beginning; none if the browser cannot read it,
/// which is said.
pub(super) async fn brought(ui: UiContext, file: &File, most: f64) -> Option<BroughtFile> {
    let (name, size) = (file.name(), file.size());
    let end = if size > most { BEGINNING } else { size };
    let read = match file.slice_with_f64_and_f64(0.0, end) {
        Ok(part) => JsFuture::from(part.array_buffer()).await,
        Err(error) => Err(error),
    };
    let Ok(buffer) = read else {
        let text = AlertText::FileNotReadable(name);
        ui.dispatch.send(SessionEvent::Trouble(text));
        return None;
    };
    Some(BroughtFile {
        name,
        bytes: js_sys::Uint8Array::new(&buffer).to_vec().into(),
        size,
    })
}

fn files(session: &Session) -> impl Iterator<Item = &FinishedRun> {
    let files = state(session).map_or(&[][..], |state| &state.files);
    files.iter().map(AsRef::as_ref)
}

fn numbers(session: &Session) -> Vec<String> {
    files(session).map(|file| file.number.to_string()).collect()
}

/// A run with what it is, why it is left out if it is, and a button that removes it.
fn entry(ui: UiContext, number: &str) -> AnyView {
    let number = number.parse().unwrap_or(0_u32);
    let of = move |session: &Session, say: fn(&Session, &FinishedRun) -> String| {
        let mut files = files(session);
        let found = files.find(|file| file.number == number);
        found.map_or_else(String::new, |file| say(session, file))
    };
    let name = ui.text(move |session| of(session, |_, file| file.name.clone()));
    let facts = ui.text(move |session| of(session, |_, file| facts(file)));
    let misfit = ui.text(move |session| of(session, misfit));
    let remove_named = ui.attribute(move |session| {
        let name = &of(session, |_, file| file.name.clone());
        Some(words::RemoveNamed { name }.text())
    });
    let remove = move |_| {
        focus(OPEN);
        send(ui, RunComparisonInput::RemoveFile(number));
    };
    view! {
        <li>
            <span class="same-data-file">{name}</span>
            <span class="note">{facts}</span>
            <button type="button" class="button" aria-label=remove_named on:click=remove>
                {words::remove()}
            </button>
            <span class="same-data-misfit">{misfit}</span>
        </li>
    }
    .into_any()
}

fn facts(file: &FinishedRun) -> String {
    let model = file.spec.model;
    words::FileFacts {
        model: choice_title("model", model.as_str(), model.as_str()),
        data: data_title(file.spec.data),
        step: file.step.into(),
    }
    .text()
}

/// Why a run is left out.
fn misfit(session: &Session, file: &FinishedRun) -> String {
    let plan = state(session).map(|state| &state.plan);
    match plan.and_then(|plan| file.misfit(plan)) {
        Some(RunMisfit::Data { expected, found }) => words::OtherData {
            expected: data_title(expected),
            found: data_title(found),
        }
        .text(),
        Some(RunMisfit::Size { expected, found }) => words::OtherSize {
            expected: expected as f64,
            found: found as f64,
        }
        .text(),
        None => String::new(),
    }
}

/// What is said of files that are not compared.
fn refused(session: &Session) -> Vec<String> {
    let refused = state(session).map_or(&[][..], |state| &state.refused);
    refused
        .iter()
        .map(|(name, fault)| fault_sentence(name, fault))
        .collect()
}

fn fault_sentence(name: &str, fault: &RunFileFault) -> String {
    match fault {
        RunFileFault::TooLarge(size) => words::RunTooLarge {
            name,
            megabytes: size / BYTES_PER_MEGABYTE,
        }
        .text(),
        RunFileFault::NoRun(kind) => words::NoRun {
            name,
            kind: kind.as_str(),
        }
        .text(),
        RunFileFault::Unreadable => words::RunUnreadable { name }.text(),
        RunFileFault::CutShort { expected, found } => words::RunCutShort {
            name,
            expected: *expected as f64,
            found: *found as f64,
        }
        .text(),
        RunFileFault::Specification(error) => words::RunSpecification {
            name,
            reason: &spec_error_sentence(error),
        }
        .text(),
        RunFileFault::TooMany(most) => words::TooManyRuns {
            name,
            most: *most as f64,
        }
        .text(),
    }
}
