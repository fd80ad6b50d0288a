//! Groups of images, and the direction between them.

use leptos::html;
use leptos::prelude::*;

use super::{images, send, state};
use crate::view::components::{UiContext, button, button_unless};
use crate::words::projection as words;
use session::{ProjectionInput, Session};

/// The two groups.
pub(super) fn groups(ui: UiContext) -> AnyView {
    let count = |session: &Session, in_a| state(session).map_or(0, |it| it.count(in_a)) as f64;
    let a = move |session: &Session| {
        let count = count(session, true);
        words::GroupA { count }.text()
    };
    let b = move |session: &Session| match count(session, false) {
        0.0 => words::group_rest().to_owned(),
        count => words::GroupB { count }.text(),
    };
    let has_none = |session: &Session| state(session).is_none_or(|it| it.groups.is_empty());
    let ungroup = button_unless(ui, words::ungroup(), has_none, move || {
        send(ui, ProjectionInput::Ungroup);
    });
    let csv = button(words::csv(), move || send(ui, ProjectionInput::TakeCsv));
    view! {
        <section hidden=ui.hidden_unless(|session| images(session).is_some())>
            <h3>{words::groups()}</h3>
            <p class="note">{words::groups_note()}</p>
            <p class="projection-groups" role="status">
                <span class="group-a">{ui.text(a)}</span>
                <span class="group-b">{ui.text(b)}</span>
            </p>
            {save(ui)}
            <p class="buttons">{ungroup} {csv}</p>
        </section>
    }
    .into_any()
}

/// The name of a direction, and the button that saves it.
fn save(ui: UiContext) -> AnyView {
    let name = NodeRef::<html::Input>::new();
    let saved = RwSignal::new(String::new());
    let act = move || {
        let Some(input) = name.get_untracked() else {
            return;
        };
        let count = |session: &Session| session.tools.vectors.len();
        let before = ui.now(count);
        send(ui, ProjectionInput::Save(input.value()));
        if ui.now(count) > before {
            let last = |session: &Session| session.tools.vectors.last().map(|it| it.name.clone());
            let name = ui.now(last).unwrap_or_default();
            saved.set(words::Saved { name: &name }.text());
            input.set_value("");
        } else {
            // An alert says why.
            saved.set(String::new());
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            act();
        }
    };
    view! {
        <div class="formula-row">
            <input
                type="text"
                maxlength="24"
                aria-label=words::name()
                placeholder=words::name()
                node_ref=name
                on:keydown=on_key
            />
            {button(words::save(), act)}
        </div>
        <p class="note" role="status">
            {move || saved.get()}
        </p>
    }
    .into_any()
}
