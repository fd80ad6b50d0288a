//! The brush that pushes data points: a soft circle that follows the pointer or the arrow keys.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

use crate::view::components::UiContext;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::train_world as words;
use protocol::TOY2D_REACH;
use session::TrainEvent;

/// The id of the element that describes how to use the brush.
pub(super) const HINT: &str = "world-hint";

/// How far an arrow key moves the brush, in the data's units.
const STEP: f32 = 0.1;

/// The brush of one canvas.
struct PushBrush {
    ui: UiContext,
    frame: HtmlElement,
    circle: HtmlElement,
    at: Cell<(f32, f32)>,
    /// The pointer that pushes, and where it was when points were last pushed.
    held: Cell<Option<(i32, (f32, f32))>>,
    waiting: Cell<bool>,
}

/// A frame around the canvas, in which points can be pushed.
pub(super) fn pushable(ui: UiContext, canvas: LiveElement) -> LiveElement {
    let circle = el("span", "brush").attr("aria-hidden", "true");
    let frame = el("div", "world-frame")
        .attr("tabindex", "0")
        .attr("role", "application")
        .attr("aria-label", words::push_points())
        .attr("aria-describedby", HINT);
    let brush = Rc::new(PushBrush {
        ui,
        frame: frame.node.clone().unchecked_into(),
        circle: circle.node.clone().unchecked_into(),
        at: Cell::default(),
        held: Cell::default(),
        waiting: Cell::default(),
    });
    let (down, moved, up, lost, key) = (
        Rc::clone(&brush),
        Rc::clone(&brush),
        Rc::clone(&brush),
        Rc::clone(&brush),
        brush,
    );
    frame
        .child(canvas)
        .child(circle)
        .on("pointerdown", move |event| down.press(&event))
        .on("pointermove", move |event| moved.follow(&event))
        .on("pointerup", move |event| up.release(&event))
        .on("pointercancel", move |event| lost.release(&event))
        .on("keydown", move |event| key.steer(&event))
}

impl PushBrush {
    fn press(self: &Rc<Self>, event: &Event) {
        let event: &PointerEvent = event.unchecked_ref();
        if event.button() != 0 || self.held.get().is_some() {
            return;
        }
        // Fails for a pointer that is gone already.
        let _ = self.frame.set_pointer_capture(event.pointer_id());
        let place = place(&self.frame, event);
        self.move_to(place);
        self.held.set(Some((event.pointer_id(), place)));
        self.mark("data-held", true);
    }

    fn follow(self: &Rc<Self>, event: &Event) {
        let event: &PointerEvent = event.unchecked_ref();
        let held = self.held.get();
        if held.is_some_and(|(pointer, _)| pointer != event.pointer_id()) {
            return;
        }
        self.move_to(place(&self.frame, event));
        // Points are pushed at most once per animation frame.
        if held.is_some() && !self.waiting.replace(true) {
            let brush = Rc::clone(self);
            request_animation_frame(move || {
                brush.waiting.set(false);
                brush.push();
            });
        }
    }

    fn release(&self, event: &Event) {
        let event: &PointerEvent = event.unchecked_ref();
        let held = self.held.get();
        if held.is_some_and(|(pointer, _)| pointer == event.pointer_id()) {
            self.push();
            self.held.set(None);
            self.mark("data-held", false);
        }
    }

    /// Pushes points from where they were last pushed to where the brush is.
    fn push(&self) {
        let Some((pointer, from)) = self.held.get() else {
            return;
        };
        let to = self.at.get();
        self.held.set(Some((pointer, to)));
        self.send(from, (to.0 - from.0, to.1 - from.1));
    }

    fn send(&self, from: (f32, f32), by: (f32, f32)) {
        if by != (0.0, 0.0) {
            self.ui.send(TrainEvent::Push { from, by });
        }
    }

    fn steer(&self, event: &Event) {
        let event: &KeyboardEvent = event.unchecked_ref();
        let by = match event.key().as_str() {
            "ArrowLeft" => (-STEP, 0.0),
            "ArrowRight" => (STEP, 0.0),
            "ArrowUp" => (0.0, STEP),
            "ArrowDown" => (0.0, -STEP),
            _ => return,
        };
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        let from = self.at.get();
        self.move_to((from.0 + by.0, from.1 + by.1));
        if event.shift_key() {
            self.send(from, by);
        }
    }

    /// Moves the circle within the canvas.
    fn move_to(&self, place: (f32, f32)) {
        let [x, y] = [place.0, place.1].map(|value| value.clamp(-TOY2D_REACH, TOY2D_REACH));
        self.at.set((x, y));
        let share = |value: f32| format!("{:.2}%", 50.0 * (1.0 + value / TOY2D_REACH));
        let style = self.circle.style();
        // Neither name is malformed.
        let _ = style.set_property("left", &share(x));
        let _ = style.set_property("top", &share(-y));
    }

    fn mark(&self, name: &str, there: bool) {
        let frame: &Element = &self.frame;
        let _ = frame.toggle_attribute_with_force(name, there);
    }
}

/// Where an event lies, in the data's units.
fn place(frame: &HtmlElement, event: &PointerEvent) -> (f32, f32) {
    let frame = frame.get_bounding_client_rect();
    let share = |at: i32, from: f64, length: f64| {
        ((f64::from(at) - from) / length.max(1.0) * 2.0 - 1.0) as f32 * TOY2D_REACH
    };
    (
        share(event.client_x(), frame.left(), frame.width()),
        -share(event.client_y(), frame.top(), frame.height()),
    )
}
