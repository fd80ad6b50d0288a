//! Keys, and the sheet that lists them.

use std::cell::Cell;

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::title_of;
use crate::host::{self, random_point};
use crate::view::components::{UiContext, button, button_while};
use crate::words::{MessageFn, separators, shortcuts as words};
use session::{ControlGroup, ExploreEvent, ExploreTool, PIN_NAMES, Room, Session, SessionEvent};

/// The sheet's id.
const SHEET: &str = "shortcuts";
/// Where it is kept that single keys do nothing.
const OFF: &str = "latentscape-keys-off";

/// The keys and what they do; `None` stands for the keys that open tools, which [`ExploreTool::ALL`] lists.
const KEYS: [Option<(MessageFn, MessageFn)>; 19] = [
    Some((words::pin_keys, words::pin)),
    Some((words::go_to_pin_keys, words::go_to_pin)),
    Some((words::play_keys, words::play)),
    Some((words::randomize_keys, words::randomize)),
    Some((words::centre_keys, words::centre)),
    Some((words::copy_link_keys, words::copy_link)),
    None,
    Some((words::undo_keys, words::undo)),
    Some((words::redo_keys, words::redo)),
    Some((words::move_point_keys, words::move_point)),
    Some((words::move_map_keys, words::move_map)),
    Some((words::zoom_keys, words::zoom)),
    Some((words::drag_map_keys, words::drag_map)),
    Some((words::film_strip_keys, words::film_strip)),
    Some((words::projection_keys, words::projection)),
    Some((words::brush_keys, words::brush)),
    Some((words::brush_down_keys, words::brush_down)),
    Some((words::slider_wheel_keys, words::slider_wheel)),
    Some((words::sheet_keys, words::sheet)),
];

/// The sheet.
pub(super) fn shortcuts(ui: UiContext, take_tour: fn(UiContext)) -> AnyView {
    let numbers = (1..=ExploreTool::ALL.len()).map(|at| at.to_string());
    let numbers = numbers.collect::<Vec<_>>().join(separators::item());
    let titles: Vec<_> = ExploreTool::ALL
        .iter()
        .map(|&tool| title_of(tool))
        .collect();
    let titles = titles.join(separators::item());
    let row = |row: Option<(MessageFn, MessageFn)>| {
        let (keys, what) = match row {
            Some((keys, what)) => (keys().to_owned(), what().to_owned()),
            None => (numbers.clone(), titles.clone()),
        };
        view! {
            <div>
                <dt>{keys}</dt>
                <dd>{what}</dd>
            </div>
        }
    };
    let rows: Vec<_> = KEYS.map(row).into();
    let on_change = |event| {
        let off = !event_target_checked(&event);
        SWITCHED_OFF.set(off);
        if let Ok(Some(storage)) = window().local_storage() {
            // Not kept for the next visit where the browser does not let it.
            let _ = if off {
                storage.set_item(OFF, "1")
            } else {
                storage.remove_item(OFF)
            };
        }
    };
    view! {
        <dialog class="shortcuts" id=SHEET aria-label=words::shortcuts()>
            <h2>{words::shortcuts()}</h2>
            <dl>{rows}</dl>
            <label class="tool-choice">
                <input type="checkbox" prop:checked=!SWITCHED_OFF.get() on:change=on_change />
                <span>{words::single_keys()}</span>
            </label>
            <p class="buttons">
                {button_while(
                    ui,
                    words::take_tour(),
                    |session| session.controls().is_none(),
                    move || {
                        close();
                        take_tour(ui);
                    },
                )} {button(words::close(), close)}
            </p>
        </dialog>
    }
    .into_any()
}

std::thread_local! {
    /// Whether single keys do nothing. Storage only remembers it, because it may be forbidden.
    static SWITCHED_OFF: Cell<bool> = Cell::new(remembered_off());
}

fn remembered_off() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.is_some_and(|storage| matches!(storage.get_item(OFF), Ok(Some(_))))
}

fn on_sheet(method: &str) {
    if let Some(sheet) = document().get_element_by_id(SHEET) {
        // Older browsers have no dialogs; they have the manual.
        host::call_method(&sheet, method, &js_sys::Array::new());
    }
}

/// Shows the sheet.
pub(super) fn open() {
    on_sheet("showModal");
}

fn close() {
    on_sheet("close");
}

/// Listens to keys that no control wants for itself.
pub(super) fn listen(ui: UiContext) {
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.default_prevented() {
            return;
        }
        let here = ui.now(|session| session.shows(Room::Explore));
        if here && !types(&event) && act(ui, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether the key is meant for a text, or for a sheet that lies over the page.
fn types(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let Some(target) = target else { return false };
    let texts = "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, select, \
                 dialog[open], dialog[open] *, [aria-modal=true] *";
    target.matches(texts).unwrap_or(false)
}

fn act(ui: UiContext, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    if command && !event.alt_key() {
        if !ui.now(|session| session.has_control(ControlGroup::Actions)) {
            return false;
        }
        match (key.to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => ui.explore(ExploreEvent::Undo),
            ("z", true) | ("y", false) => ui.explore(ExploreEvent::Redo),
            _ => return false,
        }
        return true;
    }
    if command || event.alt_key() || SWITCHED_OFF.get() {
        return false;
    }
    let latent = ui.now(|session: &Session| session.view.point.len());
    let pin = PIN_NAMES
        .iter()
        .position(|name| key.eq_ignore_ascii_case(name));
    let tool = key
        .parse::<usize>()
        .ok()
        .and_then(|number| ExploreTool::ALL.get(number.checked_sub(1)?).copied());
    let wanted = match (pin, tool, key.as_str()) {
        (Some(_), ..) => ControlGroup::Pins,
        (_, Some(tool), _) => ControlGroup::Tool(tool),
        (.., "p" | "P") => ControlGroup::Tool(ExploreTool::Paths),
        (.., "r" | "R" | "o" | "O") => ControlGroup::Sliders,
        _ => ControlGroup::Actions,
    };
    // What is not shown has no keys either.
    if !ui.now(|session| session.has_control(wanted)) {
        return false;
    }
    match (pin, tool, key.as_str()) {
        (Some(pin), ..) if event.shift_key() => ui.explore(ExploreEvent::Pin(pin)),
        (Some(pin), ..) => ui.explore(ExploreEvent::GoTo(pin)),
        (_, Some(tool), _) => ui.explore(ExploreEvent::Open(tool)),
        (.., "p" | "P") => {
            let playing = ui.now(|session| session.tools.path.playing);
            ui.explore(ExploreEvent::PlayPath(!playing));
        }
        (.., "r" | "R") => ui
            .dispatch
            .send(SessionEvent::SetPoint(random_point(ui.session))),
        (.., "o" | "O") => ui.dispatch.send(SessionEvent::SetPoint(vec![0.0; latent])),
        (.., "l" | "L") => {
            let copy = document().query_selector(".copy button");
            if let Ok(Some(button)) = copy {
                button.unchecked_ref::<HtmlElement>().click();
            }
        }
        (.., "?") => open(),
        _ => return false,
    }
    true
}
