//! When the visitor is not busy: nothing that comes unasked may get between a finger and a slider, and a
//! key is first for what has the focus.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use crate::host::now;

/// How long nobody touches a page that is calm, in milliseconds.
const REST: f64 = 1_200.0;

/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// What a visitor does who is busy.
const TOUCHES: [&str; 7] = [
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointercancel",
    "keydown",
    "wheel",
    "input",
];

/// Where something is typed or chosen, or lies over the page.
const BUSY_PLACES: &str = "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, \
                           select, dialog[open], dialog[open] *";

/// What is known of a visitor's hands.
struct Hands {
    last: Cell<f64>,
    is_down: Cell<bool>,
}

/// Whether a key is Escape, and nothing that has the focus waits for it.
pub(super) fn is_free_escape(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let is_busy = target.is_some_and(|it| it.matches(BUSY_PLACES).unwrap_or_default());
    event.key() == "Escape" && !event.default_prevented() && !is_busy
}

/// Calls back once, when the page is calm. `may_come` says whether it still should; after it said no,
/// nothing follows.
pub(super) fn when_calm(may_come: impl Fn() -> bool + 'static, act: impl FnOnce() + 'static) {
    let hands = Rc::new(Hands {
        last: Cell::new(now()),
        is_down: Cell::new(false),
    });
    let listeners = TOUCHES.map(|name| {
        let hands = Rc::clone(&hands);
        window_event_listener_untyped(name, move |event| hands.follow(&event))
    });
    look(
        hands,
        Box::new(may_come),
        Box::new(act),
        Vec::from(listeners),
    );
}

fn look(
    hands: Rc<Hands>,
    may_come: Box<dyn Fn() -> bool>,
    act: Box<dyn FnOnce()>,
    listeners: Vec<WindowListenerHandle>,
) {
    let again = move || {
        let is_over = !may_come();
        if !is_over && !hands.rest() {
            look(hands, may_come, act, listeners);
            return;
        }
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        if !is_over {
            act();
        }
    };
    set_timeout(again, LOOK);
}

impl Hands {
    fn follow(&self, event: &web_sys::Event) {
        match event.type_().as_str() {
            "pointerup" | "pointercancel" => self.is_down.set(false),
            // One that was down before anybody listened, or went up outside of the window.
            "pointerdown" | "pointermove" => {
                let buttons = event.dyn_ref::<MouseEvent>().map_or(0, MouseEvent::buttons);
                let was_down = self.is_down.replace(buttons != 0);
                if buttons == 0 && !was_down {
                    return;
                }
            }
            _ => {}
        }
        self.last.set(now());
    }

    fn rest(&self) -> bool {
        let focused = document().active_element();
        let is_busy_place = |focused: &Element| focused.matches(BUSY_PLACES).unwrap_or_default();
        let is_free = !focused.as_ref().is_some_and(is_busy_place);
        // Also what was pressed before anybody listened, and is held still.
        let is_pressed = document()
            .query_selector(":active")
            .is_ok_and(|found| found.is_some());
        is_free
            && !is_pressed
            && !document().hidden()
            && !self.is_down.get()
            && now() - self.last.get() >= REST
    }
}
