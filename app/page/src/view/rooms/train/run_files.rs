//! Downloads of a run, and files that can be opened.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::run;
use crate::host::copy_link;
use crate::view::components::{UiContext, button_unless};
use crate::view::files;
use crate::words::{MessageFn, train_files as words};
use session::{RoomAlert, Session, SessionEvent, StoreFault, TakenPart, TrainEvent, TrainExport};

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

fn cannot(what: TrainExport, session: &Session) -> bool {
    match what {
        TrainExport::Spec => false,
        TrainExport::Grid => run(session).is_none_or(|run| run.grid().is_none()),
        TrainExport::Timeline => run(session).is_none_or(|run| run.record.frames.is_empty()),
        TrainExport::Weights | TrainExport::Checkpoint | TrainExport::Log => run(session).is_none(),
    }
}

/// The buttons.
pub(super) fn run_files(ui: UiContext) -> AnyView {
    let exports = EXPORTS.map(|(what, name)| {
        button_unless(
            ui,
            name(),
            move |session| cannot(what, session),
            move || ui.send(TrainEvent::Export(what)),
        )
    });
    let unkept = ui.hidden_unless(|session| {
        let fault = session.training.kept.fault.as_ref();
        fault.is_some_and(|fault| *fault != StoreFault::Full)
    });
    view! {
        <section class="keep" aria-label=words::section()>
            <div class="keep-row">
                <h2>{words::save()}</h2>
                {Vec::from(exports)}
            </div>
            <div class="keep-row">
                <h2>{words::open_or_share()}</h2>
                {files::open_button(words::open(), words::open_title(), words::open_input())}
                {link_button(ui)}
                <p class="keep-note" hidden=unkept>
                    {words::unkept()}
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// Copies the page's address, which describes the run.
fn link_button(ui: UiContext) -> AnyView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            if copy_link().await.is_ok() {
                copied.set(true);
                set_timeout(move || copied.set(false), COPIED);
            } else {
                ui.dispatch.send(SessionEvent::Trouble(
                    RoomAlert::NotTaken(TakenPart::RunLink).into(),
                ));
            }
        });
    };
    let name = move || {
        if copied.get() {
            words::link_copied()
        } else {
            words::copy_link()
        }
    };
    view! {
        <button type="button" class="button" on:click=copy>
            {name}
        </button>
    }
    .into_any()
}
