//! Buttons.

use std::borrow::Cow;

use leptos::prelude::*;

use super::UiContext;
use super::ui_context::{ClickHandler, LiveAttribute, LiveFlag};
use session::Session;

/// A button.
pub(in crate::view) fn button(
    name: impl Into<Cow<'static, str>>,
    act: impl Fn() + 'static,
) -> AnyView {
    plain_button(name.into(), Box::new(act))
}

// What is generic above only boxes: the elements are compiled once, not for each call.

fn plain_button(name: Cow<'static, str>, act: Box<dyn Fn()>) -> AnyView {
    view! {
        <button type="button" class="button" on:click=move |_| act()>
            {name}
        </button>
    }
    .into_any()
}

/// A button that does nothing while `senseless` holds.
pub(in crate::view) fn button_unless(
    ui: UiContext,
    name: &'static str,
    senseless: impl Fn(&Session) -> bool + Copy + Send + 'static,
    act: impl Fn() + 'static,
) -> AnyView {
    let disabled = ui.disabled_while(senseless);
    marked_button(name, disabled, ui.click_unless(senseless, act))
}

fn marked_button(name: &'static str, disabled: LiveAttribute, click: ClickHandler) -> AnyView {
    view! {
        <button
            type="button"
            class="button"
            aria-disabled=disabled
            on:click=click
        >
            {name}
        </button>
    }
    .into_any()
}

/// A button that is there while `shown` holds.
pub(in crate::view) fn button_while(
    ui: UiContext,
    name: &'static str,
    shown: impl Fn(&Session) -> bool + Send + 'static,
    act: impl Fn() + 'static,
) -> AnyView {
    hidden_button(name, ui.hidden_unless(shown), Box::new(act))
}

fn hidden_button(name: &'static str, hidden: LiveFlag, act: Box<dyn Fn()>) -> AnyView {
    view! {
        <button
            type="button"
            class="button"
            hidden=hidden
            on:click=move |_| act()
        >
            {name}
        </button>
    }
    .into_any()
}

/// A switch.
pub(in crate::view) fn switch(
    ui: UiContext,
    name: &'static str,
    hidden: impl Fn(&Session) -> bool + Send + 'static,
    on: impl Fn(&Session) -> bool + Clone + Send + 'static,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    let shown = on.clone();
    let checked = ui.attribute(move |session| Some(shown(session).to_string()));
    let turn = move || set(!ui.now(&on));
    boxed_switch(name, checked, ui.flag(hidden), Box::new(turn))
}

fn boxed_switch(
    name: &'static str,
    checked: LiveAttribute,
    hidden: LiveFlag,
    turn: Box<dyn Fn()>,
) -> AnyView {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-checked=checked
            hidden=hidden
            on:click=move |_| turn()
        >
            <span class="switch-track" aria-hidden="true"></span>
            <span>{name}</span>
        </button>
    }
    .into_any()
}
