//! Buttons.

use leptos::prelude::*;

use super::UiContext;
use session::Session;

/// A button.
pub(in crate::view) fn button(name: &'static str, act: impl Fn() + 'static) -> AnyView {
    let act: Box<dyn Fn()> = Box::new(act);
    view! {
        <button type="button" class="button" on:click=move |_| act()>
            {name}
        </button>
    }
    .into_any()
}

/// A button that does nothing while `senseless` holds. It is marked as disabled by ARIA only, so that
/// it keeps the focus.
pub(in crate::view) fn button_unless(
    ui: UiContext,
    name: &'static str,
    title: &'static str,
    senseless: fn(&Session) -> bool,
    hidden: fn(&Session) -> bool,
    act: impl Fn() + 'static,
) -> AnyView {
    let act: Box<dyn Fn()> = Box::new(act);
    view! {
        <button
            type="button"
            class="button"
            title=title
            aria-disabled=ui.attribute(move |session| {
                senseless(session).then(|| "true".to_owned())
            })
            hidden=ui.flag(hidden)
            on:click=move |_| {
                if !ui.now(senseless) {
                    act();
                }
            }
        >
            {name}
        </button>
    }
    .into_any()
}
