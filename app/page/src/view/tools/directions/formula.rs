//! Arithmetic with pins and directions.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::view::components::{UiContext, button};
use crate::words::{directions as words, formula_error_sentence, read_formula, said_formula};
use session::{ExploreEvent, Session};

/// A formula that there is enough for.
fn example(session: &Session) -> Option<String> {
    let example = match (&session.models.points, session.tools.pinned().count()) {
        (Some(points), _) if !points.directions.is_empty() => words::example_with_attributes(),
        (Some(_), _) => words::example_with_digits(),
        (None, 0 | 1) => words::example_without_pins(),
        (None, _) => words::example_with_pins(),
    };
    Some(example.to_owned())
}

fn outcome(session: &Session) -> String {
    match &session.tools.formula.outcome {
        Some(Ok(read)) => words::PointIs {
            read: &said_formula(read),
        }
        .text(),
        Some(Err(error)) => formula_error_sentence(error),
        None => words::names().to_owned(),
    }
}

/// The formula and its outcome.
pub(super) fn formula(ui: UiContext) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let go = move || {
        if let Some(input) = input.get_untracked() {
            let own: Vec<_> = ui.now(|session| {
                let saved = session.tools.vectors.iter();
                saved.map(|vector| vector.name.clone()).collect()
            });
            ui.explore(ExploreEvent::Evaluate(read_formula(&input.value(), &own)));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            go();
        }
    };
    let invalid = |session: &Session| matches!(session.tools.formula.outcome, Some(Err(_)));
    view! {
        <section class="formula">
            <h3>
                <label for="formula">{words::arithmetic()}</label>
            </h3>
            <div class="formula-row">
                <input
                    class="text"
                    type="text"
                    id="formula"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="formula-outcome"
                    placeholder=ui.attribute(example)
                    aria-invalid=ui.flag(invalid)
                    node_ref=input
                    on:keydown=on_key
                />
                {button(words::go(), go)}
            </div>
            <p class="note" id="formula-outcome" role="status">
                {ui.text(outcome)}
            </p>
        </section>
    }
    .into_any()
}
