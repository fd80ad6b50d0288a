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
    ExploreEvent, ExploreExport, ExploreTool, PIN_NAMES, PINS, Session, SessionEvent, StripKind,
    film_of,
};

/// The bar.
pub(super) fn toolbar(ui: UiContext) -> LiveElement {
    el("div", "tools-bar")
        .child(tabs(ui))
        .child(pins(ui))
        .child(actions(ui))
}

fn tabs(ui: UiContext) -> LiveElement {
    let tab = |tool: ExploreTool| {
        let here = move |session: &Session| session.tools.tool == tool;
        el("button", "")
            .attr("type", "button")
            .attr("role", "tab")
            .attr("id", &format!("tool-tab-{}", tool.as_str()))
            .attr("aria-controls", &format!("tool-{}", tool.as_str()))
            .text(tool_row(tool).title)
            .live_attr("aria-selected", move |session| {
                Some(here(session).to_string())
            })
            .live_attr("tabindex", move |session| {
                Some(if here(session) { "0" } else { "-1" }.to_owned())
            })
            .on("click", move |_| ui.explore(ExploreEvent::Open(tool)))
    };
    let on_key = move |event: web_sys::Event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        let here = ui.now(|session| session.tools.tool);
        let at = ExploreTool::ALL.iter().position(|tool| *tool == here);
        let (at, count) = (at.unwrap_or_default(), ExploreTool::ALL.len());
        let there = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        ui.explore(ExploreEvent::Open(ExploreTool::ALL[there]));
        focus(&format!("tool-tab-{}", ExploreTool::ALL[there].as_str()));
    };
    el("div", "tool-tabs")
        .attr("role", "tablist")
        .attr("aria-label", words::tools())
        .children(ExploreTool::ALL.map(tab))
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
            .attr("aria-label", &words::PinHere { name }.text())
            .attr("title", &words::PinHereTitle { name }.text());
        let go = el("button", "pin-picture")
            .attr("type", "button")
            .attr("aria-label", &words::GoTo { name }.text())
            .live_attr("title", move |session| {
                let point = session.tools.pins[at].as_ref()?;
                let shown: Vec<String> = point
                    .iter()
                    .take(6)
                    .map(|z| numbers::coordinate(*z))
                    .collect();
                let point = &shown.join(words::coordinate_separator());
                Some(words::GoToTitle { name, point }.text())
            })
            .child(
                strip_image(
                    &words::PictureAt { name }.text(),
                    |session| session.tools.films.get(&StripKind::Pins).cloned(),
                    place,
                )
                .attr("aria-hidden", "true"),
            )
            .on("click", move |_| ui.explore(ExploreEvent::GoTo(at)));
        let away = button("\u{d7}", move || ui.explore(ExploreEvent::Unpin(at)))
            .attr("aria-label", &words::Remove { name }.text());
        el("div", "pin")
            .live_flag("data-set", set)
            .child(here)
            .child(go.live_show(set))
            .child(away.live_show(set))
    };
    el("div", "pins")
        .attr("role", "group")
        .attr("aria-label", words::pins())
        .child(el("span", "pins-title").text(words::pins()))
        .children((0..PINS).map(pin))
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
        .child(undo)
        .child(redo)
        .child(copy(ui))
        .child(save(ui))
        .child(
            el("button", "icon-button")
                .attr("type", "button")
                .attr("aria-label", words::shortcuts())
                .attr("title", words::shortcuts_title())
                .child(
                    svg("svg", "")
                        .attr("viewBox", "0 0 20 20")
                        .attr("aria-hidden", "true")
                        .child(svg("path", "").attr(
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
        .child(button(words::copy_link(), act))
        .child(
            el("span", "copied")
                .attr("role", "status")
                .live_text(move |_| shown.get().to_owned()),
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
        .child(el("summary", "button").text(words::save()))
        .child(
            el("div", "save-list")
                .attr("role", "group")
                .attr("aria-label", words::save())
                .child(item(words::save_picture(), ExploreExport::Picture))
                .child(item(words::save_map(), ExploreExport::Map))
                .child(strip.live_show(move |session| {
                    path(session) && session.tools.tool == ExploreTool::Paths
                }))
                .child(item(words::save_path(), ExploreExport::Path).live_show(path))
                .child(item(words::save_coordinates(), ExploreExport::Coordinates))
                .child(item(words::save_latents(), ExploreExport::Latents))
                .child(item(words::save_encoded(), ExploreExport::Encoded).live_show(encoded)),
        )
}
