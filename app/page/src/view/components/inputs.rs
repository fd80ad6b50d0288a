//! Inputs of more than one element.

use leptos::prelude::*;

use super::UiContext;
use super::ui_context::{LiveAttribute, LiveText};
use session::Session;

/// The options of a combobox: word and title of each. The option whose word `chosen` returns is
/// selected.
pub(in crate::view) fn options<'a>(
    ui: UiContext,
    words: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: impl Fn(&Session) -> String + Send + Sync + 'static,
) -> Vec<AnyView> {
    options_that_fit(ui, words, chosen, |_, _| true)
}

/// The same, of which only those are shown whose word `fits`.
pub(in crate::view) fn options_that_fit<'a>(
    ui: UiContext,
    words: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: impl Fn(&Session) -> String + Send + Sync + 'static,
    fits: fn(&Session, &str) -> bool,
) -> Vec<AnyView> {
    let chosen: Box<dyn Fn(&Session) -> String + Send + Sync> = Box::new(chosen);
    // A memo, so that options are written only when another one is chosen: what the visitor is
    // choosing stays.
    let chosen = Memo::new(move |_| ui.read(&chosen));
    let words = words.into_iter();
    words
        .map(|(word, title)| {
            let value = word.to_owned();
            let selected = {
                let word = value.clone();
                move || chosen.with(|chosen| *chosen == word)
            };
            let word = value.clone();
            let hidden = ui.hidden_unless(move |session| fits(session, &word));
            view! {
                <option value=value prop:selected=selected hidden=hidden>
                    {title.to_owned()}
                </option>
            }
            .into_any()
        })
        .collect()
}

/// A labelled whole number, `least` or more. What is no number is none: the one before is shown again, as is
/// what the session made of one that it does not take.
pub(in crate::view) fn number_field(
    ui: UiContext,
    (name, least): (&'static str, &'static str),
    shown: impl Fn(&Session) -> bool + Send + 'static,
    of: impl Fn(&Session) -> u32 + Send + Sync + 'static,
    set: impl Fn(u32) + 'static,
) -> AnyView {
    let value = RwSignal::new(String::new());
    let now = ui.memo(move |session| of(session).to_string());
    Effect::new(move |_| value.set(now.get()));
    let on_change = move |event| {
        match event_target_value(&event).trim().parse() {
            Ok(number) => set(number),
            Err(_) => value.set(String::new()),
        }
        value.set(now.get_untracked());
    };
    view! {
        <label class="labelled" hidden=ui.hidden_unless(shown)>
            <span>{name}</span>
            <input
                type="number"
                min=least
                step="1"
                inputmode="numeric"
                prop:value=move || value.get()
                on:change=on_change
            />
        </label>
    }
    .into_any()
}

/// A slider over whole numbers from 0 to `max`, on a line that is filled up to it.
///
/// `label` is its accessible name, or empty within a `<label>`; `value_text` is its value in words.
pub(in crate::view) fn slider(
    ui: UiContext,
    label: &'static str,
    max: impl Fn(&Session) -> usize + Clone + Send + 'static,
    value: impl Fn(&Session) -> usize + Clone + Send + Sync + 'static,
    value_text: LiveAttribute,
    set: impl Fn(usize) + 'static,
) -> AnyView {
    let (most, at) = (max.clone(), value.clone());
    let filled =
        ui.text(move |session| (at(session) as f64 / most(session).max(1) as f64).to_string());
    let max = ui.text(move |session| max(session).to_string());
    let value = ui.text_property(move |session| value(session).to_string());
    boxed_slider(label, (filled, max, value), value_text, Box::new(set))
}

/// The elements are compiled once, not for each call.
fn boxed_slider(
    label: &'static str,
    (filled, max, value): (LiveText, LiveText, LiveText),
    value_text: LiveAttribute,
    set: Box<dyn Fn(usize)>,
) -> AnyView {
    let on_input = move |event| {
        if let Ok(value) = event_target_value(&event).parse() {
            set(value);
        }
    };
    // `max` stands before the value, which the browser keeps below it.
    view! {
        <span class="timeline-track" style=("--to", filled)>
            <input
                type="range"
                min="0"
                step="1"
                max=max
                prop:value=value
                aria-label=(!label.is_empty()).then_some(label)
                aria-valuetext=value_text
                on:input=on_input
            />
        </span>
    }
    .into_any()
}

/// Moves the focus to an element.
pub(in crate::view) fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let node = document().get_element_by_id(id);
    if let Some(node) = node.and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) {
        // It is in the page, so focusing it cannot fail.
        let _ = node.focus();
    }
}
