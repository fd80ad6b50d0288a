//! The brush that pushes data points: a soft circle that follows the pointer or the arrow keys.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};

use crate::view::components::UiContext;
use crate::words::train_world as words;
use protocol::TOY2D_REACH;
use session::TrainEvent;

/// The id of the element that describes how to use the brush.
pub(super) const HINT: &str = "world-hint";

/// How far an arrow key moves the brush, in the data's units.
const STEP: f32 = 0.1;

/// The brush of one canvas.
#[derive(Clone, Copy)]
struct PushBrush {
    ui: UiContext,
    /// Where it is, in the data's units.
    at: RwSignal<(f32, f32)>,
    /// The pointer that pushes, and where it was when points were last pushed.
    drag: RwSignal<Option<(i32, (f32, f32))>>,
    /// Whether points are pushed in the next animation frame.
    waiting: StoredValue<bool>,
    /// Whether the pointer pushes: a finger may be about to scroll the page until it went sideways.
    pushes: StoredValue<bool>,
}

/// A frame around the canvas, in which points can be pushed.
pub(super) fn pushable(ui: UiContext, canvas: AnyView) -> AnyView {
    let brush = PushBrush {
        ui,
        at: RwSignal::new((0.0, 0.0)),
        drag: RwSignal::new(None),
        waiting: StoredValue::new(false),
        pushes: StoredValue::new(false),
    };
    let share = |value: f32| format!("{:.2}%", 50.0 * (1.0 + value / TOY2D_REACH));
    view! {
        <div
            class="world-frame"
            tabindex="0"
            role="application"
            aria-label=words::push_points()
            aria-describedby=HINT
            data-held=move || brush.drag.get().is_some()
            on:pointerdown=move |event| brush.press(&event)
            on:pointermove=move |event| brush.follow(&event)
            on:pointerup=move |event| brush.release(&event)
            on:pointercancel=move |event| brush.let_go(&event)
            on:keydown=move |event| brush.steer(&event)
        >
            {canvas}
            <span
                class="brush"
                aria-hidden="true"
                style:left=move || share(brush.at.get().0)
                style:top=move || share(-brush.at.get().1)
            ></span>
        </div>
    }
    .into_any()
}

impl PushBrush {
    fn press(self, event: &PointerEvent) {
        if event.button() != 0 || self.drag.get_untracked().is_some() {
            return;
        }
        let Some(frame) = frame_of(event) else { return };
        // Fails for a pointer that is gone already.
        let _ = frame.set_pointer_capture(event.pointer_id());
        let place = place(&frame, event);
        self.move_to(place);
        self.pushes.set_value(event.pointer_type() != "touch");
        self.drag.set(Some((event.pointer_id(), place)));
    }

    fn follow(self, event: &PointerEvent) {
        let drag = self.drag.get_untracked();
        if drag.is_some_and(|(pointer, _)| pointer != event.pointer_id()) {
            return;
        }
        let Some(frame) = frame_of(event) else { return };
        let to = place(&frame, event);
        self.move_to(to);
        if let Some((_, from)) = drag
            && !self.pushes.get_value()
        {
            self.pushes
                .set_value((to.0 - from.0).abs() > (to.1 - from.1).abs());
        }
        // Points are pushed at most once per animation frame.
        if drag.is_some() && !self.waiting.get_value() {
            self.waiting.set_value(true);
            request_animation_frame(move || {
                self.waiting.set_value(false);
                self.push();
            });
        }
    }

    fn release(self, event: &PointerEvent) {
        if self.is_held_by(event) {
            self.push();
            self.drag.set(None);
        }
    }

    /// The finger scrolls the page instead: what it has not pushed yet stays where it is.
    fn let_go(self, event: &PointerEvent) {
        if self.is_held_by(event) {
            self.drag.set(None);
        }
    }

    fn is_held_by(self, event: &PointerEvent) -> bool {
        let drag = self.drag.get_untracked();
        drag.is_some_and(|(pointer, _)| pointer == event.pointer_id())
    }

    /// Pushes points from where they were last pushed to where the brush is.
    fn push(self) {
        // The view may have been replaced by one in another language.
        let Some((pointer, from)) = self.drag.try_get_untracked().flatten() else {
            return;
        };
        if !self.pushes.get_value() {
            return;
        }
        let to = self.at.get_untracked();
        self.drag.set(Some((pointer, to)));
        self.send(from, (to.0 - from.0, to.1 - from.1));
    }

    fn send(self, from: (f32, f32), by: (f32, f32)) {
        if by != (0.0, 0.0) {
            self.ui.send(TrainEvent::Push { from, by });
        }
    }

    fn steer(self, event: &KeyboardEvent) {
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
        let from = self.at.get_untracked();
        self.move_to((from.0 + by.0, from.1 + by.1));
        if event.shift_key() {
            self.send(from, by);
        }
    }

    /// Moves the circle within the canvas.
    fn move_to(self, place: (f32, f32)) {
        let [x, y] = [place.0, place.1].map(|value| value.clamp(-TOY2D_REACH, TOY2D_REACH));
        self.at.set((x, y));
    }
}

/// The frame that listens to an event.
fn frame_of(event: &Event) -> Option<HtmlElement> {
    event.current_target()?.dyn_into().ok()
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
