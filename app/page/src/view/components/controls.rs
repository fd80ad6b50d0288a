//! Controls of the lazily loaded rooms.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::UiContext;
use super::live_element::{LiveElement, el};
use session::Session;

/// A button.
pub(in crate::view) fn button(name: &str, act: impl Fn() + 'static) -> LiveElement {
    el("button", "button")
        .attr("type", "button")
        .text(name)
        .on("click", move |_| act())
}

/// A button that does nothing while `senseless` holds. It is marked as disabled by ARIA only, so that
/// it keeps the focus.
pub(in crate::view) fn button_unless(
    ui: UiContext,
    name: &str,
    senseless: impl Fn(&Session) -> bool + Copy + 'static,
    act: impl Fn() + 'static,
) -> LiveElement {
    let act = move || {
        if !ui.now(senseless) {
            act();
        }
    };
    button(name, act).live_attr("aria-disabled", move |session| {
        senseless(session).then(|| "true".to_owned())
    })
}

/// Moves the focus to an element.
pub(in crate::view) fn focus(id: &str) {
    let node = leptos::prelude::document().get_element_by_id(id);
    if let Some(node) = node.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        // It is in the page, so focusing it cannot fail.
        let _ = node.focus();
    }
}

/// A switch.
pub(in crate::view) fn switch(
    ui: UiContext,
    name: &str,
    on: impl Fn(&Session) -> bool + Clone + 'static,
    set: impl Fn(bool) + 'static,
) -> LiveElement {
    let shown = on.clone();
    el("button", "switch")
        .attr("type", "button")
        .attr("role", "switch")
        .live_attr("aria-checked", move |session| {
            Some(shown(session).to_string())
        })
        .child(el("span", "switch-track").attr("aria-hidden", "true"))
        .child(el("span", "").text(name))
        .on("click", move |_| set(!ui.now(&on)))
}
