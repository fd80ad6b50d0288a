//! One of several choices in a tool.

use leptos::prelude::*;

use crate::view::components::UiContext;
use session::Session;

/// A radio button of a group, and its name. It is there while `shown` holds.
pub(in crate::view) fn tool_choice(
    ui: UiContext,
    group: &'static str,
    name: &'static str,
    shown: impl Fn(&Session) -> bool + Send + 'static,
    chosen: impl Fn(&Session) -> bool + Send + Sync + 'static,
    choose: impl Fn() + 'static,
) -> AnyView {
    let choose: Box<dyn Fn()> = Box::new(choose);
    view! {
        <label class="tool-choice" hidden=ui.hidden_unless(shown)>
            <input
                type="radio"
                name=group
                prop:checked=ui.flag_property(chosen)
                on:change=move |_| choose()
            />
            <span>{name}</span>
        </label>
    }
    .into_any()
}
