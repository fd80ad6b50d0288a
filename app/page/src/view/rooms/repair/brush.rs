//! A stroke on a picture, by mouse, finger or pen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::send;
use crate::view::components::UiContext;
use session::RepairEvent;

/// The brush: which pointer draws, and where it was, as column and row.
#[derive(Clone, Copy)]
pub(super) struct PictureBrush {
    ui: UiContext,
    stroke: StoredValue<Option<(i32, usize, usize)>>,
    /// Whether what it touches is shown again.
    pub shows: RwSignal<bool>,
}

impl PictureBrush {
    pub fn new(ui: UiContext) -> Self {
        Self {
            ui,
            stroke: StoredValue::new(None),
            shows: RwSignal::new(false),
        }
    }

    pub fn press(self, event: &PointerEvent) {
        let is_brushed = self.ui.now(|session| session.repair.settings.kind.hides());
        if !is_brushed || event.button() != 0 || self.stroke.get_value().is_some() {
            return;
        }
        let Some((frame, place)) = self.place(event) else {
            return;
        };
        event.prevent_default();
        // Fails for a pointer that is gone already.
        let _ = frame.set_pointer_capture(event.pointer_id());
        self.stroke
            .set_value(Some((event.pointer_id(), place.0, place.1)));
        self.touch(vec![place]);
    }

    pub fn follow(self, event: &PointerEvent) {
        let Some((pointer, column, row)) = self.stroke.get_value() else {
            return;
        };
        if pointer != event.pointer_id() {
            return;
        }
        let Some((_, to)) = self.place(event).filter(|(_, to)| *to != (column, row)) else {
            return;
        };
        self.stroke.set_value(Some((pointer, to.0, to.1)));
        // A quick stroke leaves no gaps.
        let far = column.abs_diff(to.0).max(row.abs_diff(to.1));
        let between = |from: usize, to: usize, at: usize| {
            let along = at as f32 / far as f32;
            (from as f32 + (to as f32 - from as f32) * along).round() as usize
        };
        let places = (1..=far).map(|at| (between(column, to.0, at), between(row, to.1, at)));
        self.touch(places.collect());
    }

    pub fn end(self, event: &PointerEvent) {
        let stroke = self.stroke.get_value();
        if stroke.is_some_and(|stroke| stroke.0 == event.pointer_id()) {
            self.stroke.set_value(None);
        }
    }

    fn touch(self, places: Vec<(usize, usize)>) {
        let hides = !self.shows.get_untracked();
        send(self.ui, RepairEvent::Brush { places, hides });
    }

    /// The frame, and the pixel of its picture that the event lies on, or the nearest.
    fn place(self, event: &PointerEvent) -> Option<(Element, (usize, usize))> {
        let frame: Element = event.current_target()?.dyn_into().ok()?;
        let bounds = frame.get_bounding_client_rect();
        let damaged = self.ui.now(|session| session.repair.damaged.clone())?;
        let share = |at: i32, from: f64, length: f64, of: usize| {
            // `as` takes what is below to 0.
            let place = (f64::from(at) - from) / length.max(1.0) * of as f64;
            (place as usize).min(of - 1)
        };
        let before = &damaged.before;
        let column = share(
            event.client_x(),
            bounds.left(),
            bounds.width(),
            before.width,
        );
        let row = share(
            event.client_y(),
            bounds.top(),
            bounds.height(),
            before.height,
        );
        Some((frame, (column, row)))
    }
}
