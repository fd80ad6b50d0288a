//! Buttons.

use std::borrow::Cow;

use leptos::prelude::*;

use super::UiContext;
use session::Session;

/// A button.
pub(in crate::view) fn button(
    name: impl Into<Cow<'static, str>>,
    act: impl Fn() + 'static,
) -> AnyView {
    let (name, act): (Cow<'static, str>, Box<dyn Fn()>) = (name.into(), Box::new(act));
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
    view! {
        <button
            type="button"
            class="button"
            aria-disabled=ui.disabled_while(senseless)
            on:click=ui.click_unless(senseless, act)
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
    let act: Box<dyn Fn()> = Box::new(act);
    view! {
        <button
            type="button"
            class="button"
            hidden=ui.hidden_unless(shown)
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
    let set: Box<dyn Fn(bool)> = Box::new(set);
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-checked=ui.attribute(move |session| Some(shown(session).to_string()))
            hidden=ui.flag(hidden)
            on:click=move |_| set(!ui.now(&on))
        >
            <span class="switch-track" aria-hidden="true"></span>
            <span>{name}</span>
        </button>
    }
    .into_any()
}
