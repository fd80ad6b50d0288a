//! Downloads of a run, and files that can be opened.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::run;
use crate::host::copy_link;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless};
use crate::view::components::live_element::{LiveElement, el};
use crate::view::{app_context, files};
use crate::words::{MessageFn, train_files as words};
use session::{Session, SessionEvent, TrainEvent, TrainExport};

/// How long the button says that the link was copied.
const COPIED: Duration = Duration::from_secs(2);

/// The downloads and their names.
const EXPORTS: [(TrainExport, MessageFn); 6] = [
    (TrainExport::Weights, words::weights),
    (TrainExport::Checkpoint, words::run),
    (TrainExport::Spec, words::specification),
    (TrainExport::Log, words::log),
    (TrainExport::Grid, words::samples),
    (TrainExport::Timeline, words::timeline),
];

/// Kinds of files that can be opened here.
const ACCEPTED: &str = ".json,.safetensors,.gz,.idx,.ubyte,application/json,application/gzip";

fn cannot(what: TrainExport, session: &Session) -> bool {
    match what {
        TrainExport::Spec => false,
        TrainExport::Grid => run(session).is_none_or(|run| run.grid().is_none()),
        TrainExport::Timeline => run(session).is_none_or(|run| run.record.frames.is_empty()),
        TrainExport::Weights | TrainExport::Checkpoint | TrainExport::Log => run(session).is_none(),
    }
}

/// The buttons.
pub(super) fn run_files(ui: UiContext) -> LiveElement {
    let exports = EXPORTS.map(|(what, name)| {
        button_unless(
            ui,
            name(),
            move |session| cannot(what, session),
            move || ui.send(TrainEvent::Export(what)),
        )
    });
    let unkept = el("p", "keep-note")
        .text(words::unkept())
        .live_show(|session| session.training.unkept);
    el("section", "keep")
        .attr("aria-label", words::section())
        .child(
            el("div", "keep-row")
                .child(el("h2", "").text(words::save()))
                .children(exports),
        )
        .child(
            el("div", "keep-row")
                .child(el("h2", "").text(words::open_or_share()))
                .children(open_file())
                .child(link_button(ui))
                .child(unkept),
        )
}

/// The button that opens a file, and the input behind it.
fn open_file() -> [LiveElement; 2] {
    let app = app_context();
    let input = el("input", "")
        .attr("type", "file")
        .attr("accept", ACCEPTED)
        .attr("hidden", "")
        .attr("aria-label", words::open_input());
    let node: HtmlInputElement = input.node.clone().unchecked_into();
    let picked = node.clone();
    let input = input.on("change", move |_| {
        if let Some(file) = picked.files().and_then(|files| files.get(0)) {
            files::open(file, app);
        }
        // Lets the same file be opened again.
        picked.set_value("");
    });
    let button = button(words::open(), move || node.click()).attr("title", words::open_title());
    [button, input]
}

/// Copies the page's address, which describes the run.
fn link_button(ui: UiContext) -> LiveElement {
    let copied = Rc::new(Cell::new(false));
    let shown = Rc::clone(&copied);
    let copy = move || {
        let copied = Rc::clone(&copied);
        spawn_local(async move {
            if copy_link().await.is_ok() {
                copied.set(true);
                ui.refresh();
                set_timeout(
                    move || {
                        copied.set(false);
                        ui.refresh();
                    },
                    COPIED,
                );
            } else {
                ui.dispatch
                    .send(SessionEvent::Trouble(words::link_not_copied().to_owned()));
            }
        });
    };
    button("", copy).live_text(move |_| {
        let name = if shown.get() {
            words::link_copied()
        } else {
            words::copy_link()
        };
        name.to_owned()
    })
}
