//! For each dimension what moving along it changes, with what it carries.

use leptos::prelude::*;

use crate::numbers;
use crate::view::components::{UiContext, image_strip, keyed_list};
use crate::words::directions as words;
use session::{ExploreEvent, ROWS, Session, StripKind, TRAVERSED};

/// The table.
pub(super) fn traversals(ui: UiContext) -> AnyView {
    let note = |session: &Session| {
        if session.kl().is_empty() {
            words::traversals_note()
        } else {
            words::traversals_note_ordered()
        }
        .to_owned()
    };
    // Labels are as many as there are rows, so that a row's height is one share.
    let rows = |session: &Session| {
        let rows = 0..session.traversed().len();
        rows.map(|at| at.to_string()).collect::<Vec<_>>()
    };
    let label = move |at: String| label(ui, at.parse().unwrap_or_default());
    let picture = words::traversals_picture();
    view! {
        <section class="traversals">
            <h3>{words::traversals()}</h3>
            <p class="note">{ui.text(note)}</p>
            <div class="table">
                <ol>{keyed_list(ui, rows, label)}</ol>
                <div class="film">{image_strip(ui, StripKind::Traversals, picture, TRAVERSED)}</div>
            </div>
            {all_rows(ui)}
        </section>
    }
    .into_any()
}

/// The dimension of a row, and what it carries.
fn label(ui: UiContext, at: usize) -> AnyView {
    let inactive = move |session: &Session| {
        let dimension = session.traversed().get(at).copied();
        let kl = dimension.and_then(|dimension| session.kl().get(dimension).copied());
        kl.is_some_and(|kl| !latent::is_active(kl))
    };
    let text = move |session: &Session| {
        let Some(dimension) = session.traversed().get(at).copied() else {
            return String::new();
        };
        let name = numbers::axis_name(dimension);
        match session.kl().get(dimension) {
            Some(kl) if !latent::is_active(*kl) => words::Inactive { axis: &name }.text(),
            Some(kl) => words::Nats {
                axis: &name,
                kl: f64::from(*kl),
            }
            .text(),
            None => name,
        }
    };
    view! { <li data-inactive=ui.flag(inactive)>{ui.text(text)}</li> }.into_any()
}

/// Shows all rows, or the first ones.
fn all_rows(ui: UiContext) -> AnyView {
    let name = |session: &Session| {
        if session.tools.all_rows {
            words::ShowFirst { count: ROWS as f64 }.text()
        } else {
            let count = session.view.point.len() as f64;
            words::ShowAll { count }.text()
        }
    };
    let toggle = move |_| {
        let all = ui.now(|session| !session.tools.all_rows);
        ui.explore(ExploreEvent::AllRows(all));
    };
    view! {
        <button
            type="button"
            class="button"
            hidden=ui.hidden_unless(|session| session.view.point.len() > ROWS)
            on:click=toggle
        >
            {ui.text(name)}
        </button>
    }
    .into_any()
}
