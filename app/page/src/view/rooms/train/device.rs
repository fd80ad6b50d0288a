//! Where runs are trained: in this browser, or in the lab that serves the page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::host::{find_lab, note_lab_choice, was_lab_chosen};
use crate::view::components::{UiContext, options};
use crate::words::lab as words;
use session::{LabEvent, Session, TrainEvent};

const HERE: &str = "here";
const THERE: &str = "there";

/// The choice, which is shown where there is one.
pub(super) fn device(ui: UiContext) -> AnyView {
    look_for_lab(ui);
    let there = ui.memo(offered);
    let content = move || there.get().map(|there| choice(ui, &there));
    content.into_any()
}

/// What the lab is called, if there is one.
fn offered(session: &Session) -> Option<String> {
    let lab = session.training.lab.as_ref()?;
    Some(
        words::There {
            name: &lab.facts.name,
            processor: &lab.facts.processor,
        }
        .text(),
    )
}

fn choice(ui: UiContext, there: &str) -> AnyView {
    let chosen = |session: &Session| {
        let place = if session.training.trains_in_lab() {
            THERE
        } else {
            HERE
        };
        place.to_owned()
    };
    let choose = move |event| {
        let chosen = event_target_value(&event) == THERE;
        note_lab_choice(chosen);
        ui.send(TrainEvent::Lab(LabEvent::Chosen(chosen)));
    };
    view! {
        <select aria-label=words::device() on:change=choose>
            {options(ui, [(HERE, words::here()), (THERE, there)].into_iter(), chosen)}
        </select>
        // Where this is shown, `train.css` hides the page's word that nothing is uploaded.
        <p
            class="note device-note"
            hidden=ui.hidden_unless(|session| session.training.trains_in_lab())
        >
            {words::sends()}
        </p>
    }
    .into_any()
}

/// Asks the lab, if one serves the page.
fn look_for_lab(ui: UiContext) {
    spawn_local(async move {
        let Some(facts) = find_lab().await else {
            return;
        };
        let is_first = ui.now(|session| session.training.lab.is_none());
        ui.send(TrainEvent::Lab(LabEvent::Found(facts)));
        if is_first && was_lab_chosen() {
            ui.send(TrainEvent::Lab(LabEvent::Chosen(true)));
        }
    });
}
