//! Content, style and result, and the result with each direction alone.

use std::sync::Arc;

use leptos::prelude::*;

use super::send;
use crate::view::components::{
    PictureKey, UiContext, button, button_image, keyed_list, pixel_canvas,
};
use crate::words::models::direction_title;
use crate::words::style as words;
use session::{ExploreEvent, ImageStrip, STYLE_PICTURES, Session, SessionEvent, StyleInput};

/// Content, style and result.
pub(super) fn pictures(ui: UiContext) -> AnyView {
    let there = |session: &Session| session.style_strip().is_some();
    let unchanged = |session: &Session| session.taken_over().is_empty();
    view! {
        <section class="style-result" hidden=ui.hidden_unless(there)>
            <div class="style-pictures">
                {picture(ui, words::content(), 0)} {picture(ui, words::style(), 1)}
                {picture(ui, words::result(), 2)}
            </div>
            <p class="note" hidden=ui.hidden_unless(unchanged)>
                {words::nothing_taken()}
            </p>
            {button(words::go(), move || send(ui, StyleInput::Go))}
        </section>
    }
    .into_any()
}

fn picture(ui: UiContext, name: &'static str, at: usize) -> AnyView {
    let key = move |session: &Session| {
        let strip = session.style_strip()?;
        Some(PictureKey::nth(&strip.pictures, at))
    };
    let pixels = move |session: &Session| session.style_strip()?.pictures.get(at).cloned();
    view! {
        <figure>
            {pixel_canvas(ui, name, key, pixels)} <figcaption aria-hidden="true">{name}</figcaption>
        </figure>
    }
    .into_any()
}

/// The result with each direction alone; a click goes there.
pub(super) fn alone(ui: UiContext) -> AnyView {
    // With one direction, it is the result.
    let there = |session: &Session| {
        session
            .style_strip()
            .is_some_and(|strip| strip.pictures.len() > STYLE_PICTURES + 1)
    };
    view! {
        <figure class="strip" hidden=ui.hidden_unless(there)>
            <figcaption>
                <h3>{words::alone()}</h3>
                <span>{words::alone_note()}</span>
            </figcaption>
            <ul class="style-alone">
                {keyed_list(ui, Session::taken_over, move |name| alone_image(ui, name))}
            </ul>
        </figure>
    }
    .into_any()
}

/// Which picture of the strip shows a direction alone.
fn place(session: &Session, name: &str) -> Option<(ImageStrip, usize)> {
    let at = session.taken_over().iter().position(|it| it == name)?;
    Some((session.style_strip()?.clone(), STYLE_PICTURES + at))
}

fn alone_image(ui: UiContext, name: String) -> AnyView {
    let title = direction_title(&name).to_owned();
    let label = words::TakeAlone { name: &title }.text();
    let name: Arc<str> = name.into();
    let [key, pixels, go] = std::array::from_fn(|_| Arc::clone(&name));
    let key = move |session: &Session| {
        let (strip, at) = place(session, &key)?;
        Some(PictureKey::nth(&strip.pictures, at))
    };
    let pixels = move |session: &Session| {
        let (strip, at) = place(session, &pixels)?;
        strip.pictures.get(at).cloned()
    };
    let on_click = move |_| {
        if let Some((strip, at)) = ui.now(|session| place(session, &go)) {
            let point = strip.point(at).to_vec();
            ui.dispatch.send(SessionEvent::SetPoint(point));
            ui.explore(ExploreEvent::Rest);
        }
    };
    let image = button_image(ui, label.clone(), key, pixels);
    view! {
        <li>
            <button
                type="button"
                class="example"
                aria-label=label.clone()
                title=label
                on:click=on_click
            >
                {image}
            </button>
            <span aria-hidden="true">{title}</span>
        </li>
    }
    .into_any()
}
