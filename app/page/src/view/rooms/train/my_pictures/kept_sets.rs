//! Sets that the browser keeps: trained on, deleted.

use leptos::prelude::*;

use super::parts::{block, named_button, note};
use super::personal;
use super::{panel, send};
use crate::view::components::{LiveFlag, UiContext, keyed_list};
use crate::words::pictures as words;
use session::{KeptPictureSet, PictureEvent, Session};

const BYTES_PER_MEGABYTE: f64 = 1e6;

/// The list.
pub(super) fn kept_sets(ui: UiContext) -> AnyView {
    let count = ui.text(|session| {
        let kept = &panel(session).kept;
        words::Kept {
            count: kept.len() as f64,
            megabytes: kept.iter().map(|set| set.bytes).sum::<f64>() / BYTES_PER_MEGABYTE,
        }
        .text()
    });
    let ids = |session: &Session| {
        let kept = panel(session).kept.iter();
        kept.map(|set| set.id.clone()).collect::<Vec<_>>()
    };
    let rows = view! { <ul>{keyed_list(ui, ids, move |id| kept_set(ui, &id))}</ul> }.into_any();
    let shown = |session: &Session| !panel(session).kept.is_empty();
    block("my-kept", ui.hidden_unless(shown), vec![note(count), rows])
}

fn facts(set: &KeptPictureSet) -> String {
    words::Facts {
        name: &set.name,
        count: set.count as f64,
        height: set.height as f64,
        width: set.width as f64,
        colours: if set.channels == 3 { "colour" } else { "grey" },
        megabytes: set.bytes / BYTES_PER_MEGABYTE,
    }
    .text()
}

/// A set, and what can be done with it. Deleting takes two presses of different buttons.
fn kept_set(ui: UiContext, id: &str) -> AnyView {
    let row = StoredValue::new(id.to_owned());
    let found = move |session: &Session| {
        let kept = &panel(session).kept;
        row.with_value(|id| kept.iter().find(|set| set.id == *id).cloned())
    };
    let asked = RwSignal::new(false);
    let button =
        |text: &'static str, named: fn(&str) -> String, hidden: LiveFlag, act: Box<dyn Fn()>| {
            let label = ui.attribute(move |session| Some(named(&found(session)?.name)));
            named_button(text, label, hidden, act)
        };
    let buttons = vec![
        button(
            words::train(),
            |name| words::TrainNamed { name }.text(),
            Box::new(|| false),
            Box::new(move || send(ui, PictureEvent::Train(row.get_value()))),
        ),
        button(
            words::make_yours(),
            |name| words::MakeYoursNamed { name }.text(),
            ui.flag(move |session| personal::is_hidden(session, found(session).as_ref())),
            Box::new(move || send(ui, PictureEvent::MakeYours(row.get_value()))),
        ),
        button(
            words::delete(),
            |name| words::DeleteNamed { name }.text(),
            Box::new(move || asked.get()),
            Box::new(move || asked.set(true)),
        ),
        button(
            words::confirm(),
            |name| words::ConfirmNamed { name }.text(),
            Box::new(move || !asked.get()),
            Box::new(move || send(ui, PictureEvent::Delete(row.get_value()))),
        ),
        button(
            words::keep_it(),
            |name| words::KeepItNamed { name }.text(),
            Box::new(move || !asked.get()),
            Box::new(move || asked.set(false)),
        ),
    ];
    let facts = ui.text(move |session| found(session).as_ref().map(facts).unwrap_or_default());
    let parts = vec![
        note(facts),
        block("kept-actions", Box::new(|| false), buttons),
        note(personal::why_not(ui, found)),
    ];
    view! { <li>{parts}</li> }.into_any()
}
