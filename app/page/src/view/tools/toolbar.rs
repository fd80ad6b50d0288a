//! Which tool is shown; the pins; undo, links and files.

use std::rc::Rc;

use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::image_strip::strip_image;
use super::{shortcuts, tool_row};
use crate::host;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless, focus};
use crate::view::components::live_element::{LiveElement, el, svg};
use crate::words::tools as words;
use session::{
    ExploreEvent, ExploreExport, PIN_NAMES, PINS, Session, SessionEvent, StripKind, Tool, film_of,
};

/// The bar.
pub(super) fn toolbar(ui: UiContext) -> LiveElement {
    el("div", "tools-bar")
        .with(tabs(ui))
        .with(pins(ui))
        .with(actions(ui))
}

fn tabs(ui: UiContext) -> LiveElement {
    let tab = |tool: Tool| {
        let here = move |session: &Session| session.tools.tool == tool;
        el("button", "")
            .set("type", "button")
            .set("role", "tab")
            .set("id", &format!("tool-tab-{}", tool.word()))
            .set("aria-controls", &format!("tool-{}", tool.word()))
            .say(tool_row(tool).title)
            .attribute("aria-selected", move |session| {
                Some(here(session).to_string())
            })
            .attribute("tabindex", move |session| {
                Some(if here(session) { "0" } else { "-1" }.to_owned())
            })
            .on("click", move |_| ui.explore(ExploreEvent::Open(tool)))
    };
    let on_key = move |event: web_sys::Event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        let here = ui.now(|session| session.tools.tool);
        let at = Tool::ALL.iter().position(|tool| *tool == here);
        let (at, count) = (at.unwrap_or_default(), Tool::ALL.len());
        let there = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        ui.explore(ExploreEvent::Open(Tool::ALL[there]));
        focus(&format!("tool-tab-{}", Tool::ALL[there].word()));
    };
    el("div", "tool-tabs")
        .set("role", "tablist")
        .set("aria-label", words::tools())
        .with_all(Tool::ALL.map(tab))
        .on("keydown", on_key)
}

/// A place for each pin: what it shows, and how to set it.
fn pins(ui: UiContext) -> LiveElement {
    let pin = |at: usize| {
        let name = PIN_NAMES[at];
        let set = move |session: &Session| session.tools.pins[at].is_some();
        // The index in the strip is the number of pins set before this one.
        let place = move |session: &Session| {
            let before = &session.tools.pins[..at];
            set(session).then(|| before.iter().flatten().count())
        };
        let here = button(name, move || ui.explore(ExploreEvent::Pin(at)))
            .set("aria-label", &words::PinHere { name }.text())
            .set("title", &words::PinHereTitle { name }.text());
        let go = el("button", "pin-picture")
            .set("type", "button")
            .set("aria-label", &words::GoTo { name }.text())
            .attribute("title", move |session| {
                let point = session.tools.pins[at].as_ref()?;
                let shown: Vec<String> = point
                    .iter()
                    .take(6)
                    .map(|z| numbers::coordinate(*z))
                    .collect();
                let point = &shown.join(words::coordinate_separator());
                Some(words::GoToTitle { name, point }.text())
            })
            .with(
                strip_image(
                    &words::PictureAt { name }.text(),
                    |session| session.tools.films.get(&StripKind::Pins).cloned(),
                    place,
                )
                .set("aria-hidden", "true"),
            )
            .on("click", move |_| ui.explore(ExploreEvent::GoTo(at)));
        let away = button("\u{d7}", move || ui.explore(ExploreEvent::Unpin(at)))
            .set("aria-label", &words::Remove { name }.text());
        el("div", "pin")
            .flag("data-set", set)
            .with(here)
            .with(go.shown_if(set))
            .with(away.shown_if(set))
    };
    el("div", "pins")
        .set("role", "group")
        .set("aria-label", words::pins())
        .with(el("span", "pins-title").say(words::pins()))
        .with_all((0..PINS).map(pin))
}

fn actions(ui: UiContext) -> LiveElement {
    let undo = button_unless(
        ui,
        words::undo(),
        |session| !session.tools.history.can_undo(),
        move || ui.explore(ExploreEvent::Undo),
    );
    let redo = button_unless(
        ui,
        words::redo(),
        |session| !session.tools.history.can_redo(),
        move || ui.explore(ExploreEvent::Redo),
    );
    el("div", "tools-actions")
        .with(undo)
        .with(redo)
        .with(copy(ui))
        .with(save(ui))
        .with(
            el("button", "icon-button")
                .set("type", "button")
                .set("aria-label", words::shortcuts())
                .set("title", words::shortcuts_title())
                .with(
                    svg("svg", "")
                        .set("viewBox", "0 0 20 20")
                        .set("aria-hidden", "true")
                        .with(svg("path", "").set(
                            "d",
                            "M7.300 7.500a2.700 2.700 0 1 1 3.900 2.400c-.8.4-1.200.9-1.200 1.800v.3M10 14.700v.1",
                        )),
                )
                .on("click", move |_| shortcuts::open()),
        )
}

/// Copies the address and confirms it.
fn copy(ui: UiContext) -> LiveElement {
    let said = Rc::new(std::cell::Cell::new(""));
    let shown = Rc::clone(&said);
    let act = move || {
        let said = Rc::clone(&said);
        spawn_local(async move {
            host::write_address(ui.session);
            match host::copy_link().await {
                Ok(()) => said.set(words::link_copied()),
                Err(_) => {
                    said.set("");
                    ui.dispatch
                        .send(SessionEvent::Trouble(words::link_not_copied().to_owned()));
                }
            }
            ui.refresh();
        });
    };
    el("span", "copy")
        .with(button(words::copy_link(), act))
        .with(
            el("span", "copied")
                .set("role", "status")
                .text(move |_| shown.get().to_owned()),
        )
}

/// The downloads.
fn save(ui: UiContext) -> LiveElement {
    let item = |name: &str, what: ExploreExport| {
        button(name, move || ui.explore(ExploreEvent::Take(what)))
    };
    let path = |session: &Session| session.has_path();
    let encoded = |session: &Session| session.models.points.is_some();
    let strip = button(words::save_strip(), move || {
        let slot = ui.now(|session| film_of(session.tools.path.kind));
        ui.explore(ExploreEvent::Take(ExploreExport::Strip(slot)));
    });
    el("details", "save")
        .with(el("summary", "button").say(words::save()))
        .with(
            el("div", "save-list")
                .set("role", "group")
                .set("aria-label", words::save())
                .with(item(words::save_picture(), ExploreExport::Picture))
                .with(item(words::save_map(), ExploreExport::Map))
                .with(
                    strip.shown_if(move |session| {
                        path(session) && session.tools.tool == Tool::Paths
                    }),
                )
                .with(item(words::save_path(), ExploreExport::Path).shown_if(path))
                .with(item(words::save_coordinates(), ExploreExport::Coordinates))
                .with(item(words::save_latents(), ExploreExport::Latents))
                .with(item(words::save_encoded(), ExploreExport::Encoded).shown_if(encoded)),
        )
}
