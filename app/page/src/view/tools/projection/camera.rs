//! What pointers, the wheel and keys do on the drawing.

use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

use super::{images, is_box, send};
use crate::drawing::scatter::{ScatterCamera, SeenPoint, lassoed, seen, under};
use crate::view::components::UiContext;
use session::{ExploreEvent, ProjectionInput};

/// What a drag does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum DragMode {
    /// Moves the view, or turns the box.
    #[default]
    Moves,
    /// Draws a line around the images that become group A.
    ChoosesA,
    /// The same of B.
    ChoosesB,
}

/// A pointer that moved less than this clicked, in CSS pixels.
const CLICK: f32 = 5.0;
/// From so far a click picks an image: of a mouse, and of a finger.
const REACH: (f32, f32) = (14.0, 24.0);
/// What a key or a button zooms by, a notch of the wheel, and how far a key moves.
pub(super) const ZOOM_STEP: f32 = 1.5;
const WHEEL_ZOOM: f32 = 1.25;
const KEY_STEP: f32 = 24.0;

type Place = (f32, f32);

/// The handlers of the drawing.
#[derive(Clone, Copy)]
pub(super) struct ScatterGestures {
    pub canvas: NodeRef<html::Canvas>,
    /// From where it is looked at.
    pub camera: RwSignal<ScatterCamera>,
    /// The line that is being drawn.
    pub lasso: RwSignal<Vec<Place>>,
    drag: RwSignal<DragMode>,
    ui: UiContext,
    /// Pointers that are down, and where.
    pointers: StoredValue<Vec<(i32, Place)>>,
    /// How far the first pointer went since it came down; infinite once a second one did.
    way: StoredValue<f32>,
}

impl ScatterGestures {
    pub fn new(
        ui: UiContext,
        canvas: NodeRef<html::Canvas>,
        drag: RwSignal<DragMode>,
        (camera, lasso): (RwSignal<ScatterCamera>, RwSignal<Vec<Place>>),
    ) -> Self {
        Self {
            canvas,
            camera,
            lasso,
            drag,
            ui,
            pointers: StoredValue::new(Vec::new()),
            way: StoredValue::new(0.0),
        }
    }

    /// CSS pixels across the canvas and down.
    fn size(self) -> Place {
        let canvas = self.canvas.get_untracked();
        canvas.map_or((1.0, 1.0), |it| {
            (it.client_width() as f32, it.client_height() as f32)
        })
    }

    /// Where an event is, in CSS pixels of the canvas.
    fn place(self, x: i32, y: i32) -> Place {
        let canvas = self.canvas.get_untracked();
        canvas.map_or((0.0, 0.0), |it| {
            let bounds = it.get_bounding_client_rect();
            (
                (f64::from(x) - bounds.left()) as f32,
                (f64::from(y) - bounds.top()) as f32,
            )
        })
    }

    /// Where images are seen, in CSS pixels.
    fn seen(self) -> Vec<SeenPoint> {
        let (camera, size) = (self.camera.get_untracked(), self.size());
        self.ui.now(|session| {
            images(session).map_or_else(Vec::new, |images| {
                let dimensions = usize::from(images.spec.dimensions);
                seen(&images.positions, dimensions, camera, size)
            })
        })
    }

    fn turns(self) -> bool {
        self.ui.now(is_box)
    }

    /// A pointer came down: it draws a line, or moves the view; two zoom it.
    pub fn down(self, event: &PointerEvent) {
        if event.button() > 0 {
            return;
        }
        if let Some(canvas) = self.canvas.get_untracked() {
            // Fails for a pointer that is gone already; the drag is then a click.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        let place = self.place(event.client_x(), event.client_y());
        self.pointers
            .update_value(|all| all.push((event.pointer_id(), place)));
        let is_first = self.pointers.with_value(Vec::len) == 1;
        self.way
            .set_value(if is_first { 0.0 } else { f32::INFINITY });
        let draws = is_first && self.drag.get_untracked() != DragMode::Moves;
        self.lasso.set(if draws { vec![place] } else { Vec::new() });
    }

    /// A pointer moved.
    pub fn moved(self, event: &PointerEvent) {
        let place = self.place(event.client_x(), event.client_y());
        let before = self.pointers.get_value();
        let Some(at) = before.iter().position(|(id, _)| *id == event.pointer_id()) else {
            return;
        };
        self.pointers.update_value(|all| all[at].1 = place);
        let was = before[at].1;
        let step = (place.0 - was.0, place.1 - was.1);
        let size = self.size();
        if let [(_, one), (_, two)] = before[..] {
            let far = |a: Place, b: Place| (a.0 - b.0).hypot(a.1 - b.1).max(1.0);
            let other = if at == 0 { two } else { one };
            let factor = far(place, other) / far(was, other);
            self.camera.update(|camera| {
                let zoomed = camera.zoomed(factor, other, size);
                *camera = zoomed.panned((step.0 / 2.0, step.1 / 2.0), size);
            });
            return;
        }
        self.way.update_value(|way| *way += step.0.hypot(step.1));
        if !self.lasso.with_untracked(Vec::is_empty) {
            self.lasso.update(|line| line.push(place));
        } else if self.turns() && !event.shift_key() {
            self.camera
                .update(|camera| *camera = camera.turned(step, size));
        } else {
            self.camera
                .update(|camera| *camera = camera.panned(step, size));
        }
    }

    /// A pointer went up: a line is closed, or an image was clicked.
    pub fn up(self, event: &PointerEvent) {
        let id = event.pointer_id();
        let was_down = self
            .pointers
            .with_value(|all| all.iter().any(|it| it.0 == id));
        self.pointers
            .update_value(|all| all.retain(|it| it.0 != id));
        let line = self.lasso.get_untracked();
        self.lasso.set(Vec::new());
        if !was_down || event.type_() == "pointercancel" {
            return;
        }
        if self.way.get_value() < CLICK {
            let reach = if event.pointer_type() == "touch" {
                REACH.1
            } else {
                REACH.0
            };
            self.go_to(self.place(event.client_x(), event.client_y()), reach);
        } else if line.len() > 2 {
            send(
                self.ui,
                ProjectionInput::Group {
                    images: lassoed(&self.seen(), &line),
                    in_a: self.drag.get_untracked() == DragMode::ChoosesA,
                    joins: event.shift_key(),
                },
            );
        }
    }

    /// Explore goes to the image that is nearest to a place.
    fn go_to(self, place: Place, reach: f32) {
        if let Some(image) = under(&self.seen(), place, reach) {
            send(self.ui, ProjectionInput::GoTo(image));
            self.ui.explore(ExploreEvent::Rest);
        }
    }

    /// Over the page a wheel scrolls it. With the focus on the drawing, or with Ctrl, it zooms.
    pub fn wheel(self, event: &WheelEvent) {
        let focused = self.canvas.get_untracked().is_some_and(|canvas| {
            let active = document().active_element();
            active.is_some_and(|active| active.is_same_node(Some(canvas.as_ref())))
        });
        if !focused && !event.ctrl_key() {
            return;
        }
        event.prevent_default();
        let factor = if event.delta_y() < 0.0 {
            WHEEL_ZOOM
        } else {
            1.0 / WHEEL_ZOOM
        };
        let (place, size) = (self.place(event.client_x(), event.client_y()), self.size());
        self.camera
            .update(|camera| *camera = camera.zoomed(factor, place, size));
    }

    /// Zooms about the middle.
    pub fn zoom(self, factor: f32) {
        let size = self.size();
        let middle = (size.0 / 2.0, size.1 / 2.0);
        self.camera
            .update(|camera| *camera = camera.zoomed(factor, middle, size));
    }

    /// Shows all of it.
    pub fn whole(self) {
        self.camera.set(ScatterCamera::default());
    }

    /// A key moves, turns or zooms the view, or goes to the image in the middle.
    pub fn key(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let size = self.size();
        let step = match event.key().as_str() {
            "ArrowLeft" => (KEY_STEP, 0.0),
            "ArrowRight" => (-KEY_STEP, 0.0),
            "ArrowUp" => (0.0, KEY_STEP),
            "ArrowDown" => (0.0, -KEY_STEP),
            key => {
                match key {
                    "+" | "=" => self.zoom(ZOOM_STEP),
                    "-" => self.zoom(1.0 / ZOOM_STEP),
                    "0" => self.whole(),
                    "Enter" => self.go_to((size.0 / 2.0, size.1 / 2.0), f32::INFINITY),
                    _ => return,
                }
                event.prevent_default();
                return;
            }
        };
        event.prevent_default();
        let turns = self.turns() && !event.shift_key();
        self.camera.update(|camera| {
            *camera = if turns {
                camera.turned(step, size)
            } else {
                camera.panned(step, size)
            };
        });
    }
}
