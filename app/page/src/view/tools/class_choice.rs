//! Which class a conditional decoder draws.

use leptos::prelude::*;

use crate::view::components::{UiContext, options};
use crate::words::tools as words;
use session::{ExploreEvent, Session};

/// The classes of the model on screen, if it has any.
pub(super) fn class_choice(ui: UiContext) -> AnyView {
    let shown = Memo::new(move |_| ui.read(|session| session.models.on_screen.clone()));
    let classes = Memo::new(move |_| {
        let details = shown.get().map(|model| model.card.details.read());
        let onnx = details.and_then(|details| details.ok()?.onnx);
        onnx.map_or(0, |onnx| onnx.classes)
    });
    let choice = move || {
        let count = classes.get();
        (count > 0).then(|| select(ui, count))
    };
    view! { {choice} }.into_any()
}

fn select(ui: UiContext, count: usize) -> AnyView {
    let names: Vec<String> = (0..count).map(|class| class.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let classes = options(ui, names.iter().map(|name| (*name, *name)), |session| {
        chosen(session).to_string()
    });
    let choose = move |event| {
        if let Ok(class) = event_target_value(&event).parse() {
            ui.explore(ExploreEvent::DrawClass(class));
        }
    };
    view! {
        <label class="tool-class">
            <span>{words::class()}</span>
            <select on:change=choose>{classes}</select>
        </label>
    }
    .into_any()
}

fn chosen(session: &Session) -> usize {
    let shown = session.models.on_screen.as_ref();
    shown.map_or(0, |model| session.models.class(&model.id))
}
