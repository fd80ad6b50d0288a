//! What pointers, the wheel and keys do on the map.

use latent::SliceView;
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

use super::active_pointers::{ActivePointers, zoomed};
use super::frame::{MapFrame, look};
use crate::host::AppContext;
use session::{ControlGroup, EXTENT, ExploreEvent, SessionEvent};

/// What an arrow key moves, and what it moves while Shift is held.
const KEY_STEPS: (f32, f32) = (0.1, 0.5);

/// What a button or a key zooms by, and one notch of a wheel.
pub(super) const ZOOM_STEP: f32 = 1.5;
const WHEEL_ZOOM: f64 = 1.25;
/// A wheel that reports pixels moves about this many at each notch.
const PIXELS_PER_NOTCH: f64 = 100.0;

/// The handlers of the map's square.
#[derive(Clone, Copy)]
pub(super) struct MapGestures {
    /// The square.
    pub square: NodeRef<html::Div>,
    /// Whether a pointer drags the point.
    pub dragging: RwSignal<bool>,
    /// Whether pointers move or zoom the map.
    pub panning: RwSignal<bool>,
    app: AppContext,
    frame: Memo<MapFrame>,
    position: Memo<(f32, f32)>,
    pointers: StoredValue<ActivePointers>,
}

impl MapGestures {
    /// The handlers for a map that shows `frame`, with the point at `position` of its plane.
    pub fn new(app: AppContext, frame: Memo<MapFrame>, position: Memo<(f32, f32)>) -> Self {
        Self {
            square: NodeRef::new(),
            dragging: RwSignal::new(false),
            panning: RwSignal::new(false),
            app,
            frame,
            position,
            pointers: StoredValue::new(ActivePointers::default()),
        }
    }

    /// A pointer came down: it drags the point, or pans with Shift, the middle button or a second
    /// pointer.
    pub fn pointer_down(self, event: &PointerEvent) {
        if event.button() > 1 {
            return;
        }
        if let Some(square) = self.square.get_untracked() {
            // Fails for a pointer that is gone already; the drag is then a click.
            let _ = square.set_pointer_capture(event.pointer_id());
        }
        let Some(place) = self.within(event.client_x(), event.client_y()) else {
            return;
        };
        let view = self.view();
        let down = self
            .pointers
            .try_update_value(|pointers| pointers.down(event.pointer_id(), place, view));
        let asks = event.button() == 1 || event.shift_key() || down.unwrap_or_default() > 1;
        let pans = asks && self.can_look();
        self.panning.set(pans);
        self.dragging.set(!pans);
        if pans {
            event.prevent_default();
        } else {
            self.follow(event);
        }
    }

    /// A pointer moved.
    pub fn pointer_moved(self, event: &PointerEvent) {
        if self.dragging.get_untracked() {
            self.follow(event);
        } else if self.panning.get_untracked()
            && let Some(place) = self.within(event.client_x(), event.client_y())
        {
            let moved = |pointers: &mut ActivePointers| pointers.moved(event.pointer_id(), place);
            if let Some(Some(SliceView { x, y, extent })) = self.pointers.try_update_value(moved) {
                look(self.app.dispatch, (x, y), extent);
            }
        }
    }

    /// A pointer went up, or was lost.
    pub fn pointer_up(self, event: &PointerEvent) {
        let view = self.view();
        let left = self
            .pointers
            .try_update_value(|pointers| pointers.up(event.pointer_id(), view));
        if left.unwrap_or_default() == 0 {
            self.panning.set(false);
        }
        if self.dragging.get_untracked() {
            self.dragging.set(false);
            self.rest();
        }
    }

    /// Over the page a wheel scrolls it. With the focus on the map, or with Ctrl, it zooms.
    pub fn wheel(self, event: &WheelEvent) {
        let focused = self.square.get_untracked().is_some_and(|square| {
            let active = document().active_element();
            active.is_some_and(|active| active.is_same_node(Some(square.as_ref())))
        });
        let place = self.within(event.client_x(), event.client_y());
        let zooms = (focused || event.ctrl_key()) && self.can_look();
        let (Some(place), true) = (place, zooms) else {
            return;
        };
        event.prevent_default();
        let notches = match event.delta_mode() {
            WheelEvent::DOM_DELTA_PIXEL => (event.delta_y() / PIXELS_PER_NOTCH).clamp(-1.0, 1.0),
            _ => event.delta_y().signum(),
        };
        let factor = js_sys::Math::pow(WHEEL_ZOOM, notches);
        let view = zoomed(self.view(), place, factor as f32);
        look(self.app.dispatch, (view.x, view.y), view.extent);
    }

    /// A key moves the map, or the point.
    pub fn key(self, event: &KeyboardEvent) {
        let view = self.view();
        if let Some((centre, extent)) = view_after_key(event, view) {
            if self.can_look() {
                event.prevent_default();
                look(self.app.dispatch, centre, extent);
            }
        } else if let Some((x, y)) = point_after_key(event, view, self.position.get_untracked()) {
            event.prevent_default();
            self.go(x, y);
        }
    }

    /// The point came to rest.
    pub fn rest(self) {
        self.app
            .dispatch
            .send(SessionEvent::Explore(ExploreEvent::Rest));
    }

    fn go(self, x: f32, y: f32) {
        self.app.dispatch.send(SessionEvent::SetOnMap { x, y });
    }

    /// Whether another part of the plane can be looked at: not where a lesson or a link hides that.
    fn can_look(self) -> bool {
        let session = self.app.session;
        session.with_untracked(|session| session.has_control(ControlGroup::Zoom))
    }

    fn view(self) -> SliceView {
        self.frame.get_untracked().view
    }

    /// Takes the point to where a pointer is.
    fn follow(self, event: &PointerEvent) {
        if let Some((x, y)) = self.within(event.client_x(), event.client_y()) {
            let view = self.view();
            self.go(view.x + x * view.extent, view.y + y * view.extent);
        }
    }

    /// Where a place on screen lies in the square: from −1 to 1, rightwards and upwards.
    fn within(self, x: i32, y: i32) -> Option<(f32, f32)> {
        let square = self.square.get_untracked()?.get_bounding_client_rect();
        (square.width() > 0.0 && square.height() > 0.0).then(|| {
            let across = (f64::from(x) - square.left()) / square.width();
            let down = (f64::from(y) - square.top()) / square.height();
            ((2.0 * across - 1.0) as f32, (1.0 - 2.0 * down) as f32)
        })
    }
}

/// The centre and extent that a key asks for: Alt with an arrow key pans, + and − zoom, 0 resets.
fn view_after_key(event: &KeyboardEvent, view: SliceView) -> Option<((f32, f32), f32)> {
    let SliceView { x, y, extent } = view;
    let pan = 0.2 * extent;
    match (event.alt_key(), event.key().as_str()) {
        (true, "ArrowLeft") => Some(((x - pan, y), extent)),
        (true, "ArrowRight") => Some(((x + pan, y), extent)),
        (true, "ArrowDown") => Some(((x, y - pan), extent)),
        (true, "ArrowUp") => Some(((x, y + pan), extent)),
        (_, "+" | "=") => Some(((x, y), extent / ZOOM_STEP)),
        (_, "-") => Some(((x, y), extent * ZOOM_STEP)),
        (_, "0") => Some(((0.0, 0.0), EXTENT)),
        _ => None,
    }
}

/// Where a key takes the point.
fn point_after_key(
    event: &KeyboardEvent,
    view: SliceView,
    (x, y): (f32, f32),
) -> Option<(f32, f32)> {
    let (step, large) = KEY_STEPS;
    let step = if event.shift_key() { large } else { step };
    // A key moves as far on the screen however near one looks.
    let step = step * (view.extent / EXTENT).min(1.0);
    match event.key().as_str() {
        "ArrowLeft" => Some((x - step, y)),
        "ArrowRight" => Some((x + step, y)),
        "ArrowDown" => Some((x, y - step)),
        "ArrowUp" => Some((x, y + step)),
        "Home" => Some((0.0, 0.0)),
        _ => None,
    }
}
