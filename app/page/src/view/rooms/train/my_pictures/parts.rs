//! What the panel is built of: few kinds of elements, so that its code is small.

use leptos::prelude::*;

use crate::view::components::{LiveAttribute, LiveFlag, LiveText};

/// Parts that stand together, and whether they are hidden.
pub(super) fn block(class: &'static str, hidden: LiveFlag, parts: Vec<AnyView>) -> AnyView {
    view! {
        <div class=class hidden=hidden>
            {parts}
        </div>
    }
    .into_any()
}

/// Buttons side by side.
pub(super) fn row(parts: Vec<AnyView>) -> AnyView {
    block("buttons", Box::new(|| false), parts)
}

/// What is said; nothing of an empty text is seen.
pub(super) fn note(text: LiveText) -> AnyView {
    live_note(text, Box::new(|| None))
}

/// The same, which is announced as `live` says: not while it counts.
pub(super) fn live_note(text: LiveText, live: LiveAttribute) -> AnyView {
    view! {
        <p class="kept-note" role="status" aria-live=live>
            {text}
        </p>
    }
    .into_any()
}

/// A field's names, and what the keyboard of a phone shows for it.
pub(super) struct FieldNames {
    pub id: &'static str,
    pub name: &'static str,
    pub help: &'static str,
    pub mode: &'static str,
}

/// A text or a number with its name and what it is for.
pub(super) fn field(names: FieldNames, value: LiveText, set: impl Fn(String) + 'static) -> AnyView {
    let set: Box<dyn Fn(String)> = Box::new(set);
    let help_id = format!("{}-help", names.id);
    view! {
        <div class="my-row">
            <label for=names.id>{names.name}</label>
            <input
                type="text"
                id=names.id
                inputmode=names.mode
                maxlength="60"
                autocomplete="off"
                aria-describedby=help_id.clone()
                prop:value=value
                on:change=move |event| set(event_target_value(&event))
            />
            <p class="setting-help" id=help_id>
                {names.help}
            </p>
        </div>
    }
    .into_any()
}

/// A button whose name says more than its text, and whether it is hidden.
pub(super) fn named_button(
    text: &'static str,
    label: LiveAttribute,
    hidden: LiveFlag,
    act: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <button
            type="button"
            class="button"
            aria-label=label
            hidden=hidden
            on:click=move |_| act()
        >
            {text}
        </button>
    }
    .into_any()
}
