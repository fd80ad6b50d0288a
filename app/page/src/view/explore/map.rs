//! The latent map: a plane of decoded tiles, and the current point on it.

use latent::{Basis, View};
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

use super::axes::{AxisPicker, Ticks, Which};
use super::grip::{Grip, zoomed};
use super::legend::Legend;
use super::points::PointsLayer;
use super::tiles::Tiles;
use crate::host::Dispatch;
use crate::numbers;
use crate::view::shell;
use session::{EXTENT, Event, ExploreEvent, MapPlane, Session};

/// What an arrow key moves, and what it moves while Shift is held.
const KEY_STEPS: (f32, f32) = (0.1, 0.5);

/// Which part of which plane is on the map.
#[derive(Clone, PartialEq)]
pub(super) struct Frame {
    pub basis: Basis,
    pub view: View,
}

/// What a button or a key zooms by, and one notch of a wheel.
const ZOOM_STEP: f32 = 1.5;
const WHEEL_ZOOM: f32 = 1.25;
/// A wheel that reports pixels moves about this many at each notch.
const PIXELS_PER_NOTCH: f64 = 100.0;

/// The map with its frame, its axes and its legend.
#[component]
pub(super) fn LatentMap(point: Memo<Vec<f32>>) -> impl IntoView {
    let shell = shell();
    let (session, dispatch) = (shell.session, shell.dispatch);
    let latent = Memo::new(move |_| point.with(Vec::len));
    let highlight = RwSignal::new(None::<u8>);
    let frame = Memo::new(move |_| {
        session.with(|session| {
            let (x, y) = session.map.centre;
            let extent = session.map.extent;
            Frame {
                basis: session.basis().0,
                view: View { x, y, extent },
            }
        })
    });
    let position = Memo::new(move |_| frame.with(|f| point.with(|z| f.basis.coordinates(z))));
    let names = Memo::new(move |_| session.with(axis_names));
    let refining = Memo::new(move |_| session.with(|session| session.map.refining));
    let across = Memo::new(move |_| frame.with(|frame| (frame.view.x, frame.view.extent)));
    let upwards = Memo::new(move |_| frame.with(|frame| (frame.view.y, frame.view.extent)));
    let zoomed = Memo::new(move |_| frame.with(|frame| frame.view != View::default()));
    let zoom = move |factor: f32| {
        let View { x, y, extent } = frame.get_untracked().view;
        look(dispatch, (x, y), extent * factor);
    };

    view! {
        <section class="map" aria-label="Map">
            <div class="map-head">
                <h2>"Latent map"</h2>
                <span class="map-busy" class:on=refining aria-hidden="true">
                    "drawing"
                </span>
                {move || {
                    (latent.get() > 2)
                        .then(|| {
                            view! {
                                <AxisPicker which=Which::Horizontal latent />
                                <AxisPicker which=Which::Vertical latent />
                            }
                        })
                }}
                <div id="map-tools" class="map-tools"></div>
                <div class="zoom" role="group" aria-label="Zoom">
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Zoom in"
                        on:click=move |_| zoom(1.0 / ZOOM_STEP)
                    >
                        <svg viewBox="0 0 20 20" aria-hidden="true">
                            <path d="M10 5v10M5 10h10" />
                        </svg>
                    </button>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Zoom out"
                        on:click=move |_| zoom(ZOOM_STEP)
                    >
                        <svg viewBox="0 0 20 20" aria-hidden="true">
                            <path d="M5 10h10" />
                        </svg>
                    </button>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Whole map"
                        hidden=move || !zoomed.get()
                        on:click=move |_| look(dispatch, (0.0, 0.0), EXTENT)
                    >
                        <svg viewBox="0 0 20 20" aria-hidden="true">
                            <path d="M4.500 8v-3.500h3.500M12 4.500h3.500v3.500M15.500 12v3.500h-3.500M8 15.500h-3.500v-3.500" />
                        </svg>
                    </button>
                </div>
            </div>
            <div class="ticks ticks-y" aria-hidden="true">
                <Ticks shown=upwards />
                <span class="axis-name" hidden=move || latent.get() < 2>
                    {move || names.get().1}
                </span>
            </div>
            <div class="neatline">
                <Field position frame names latent highlight />
            </div>
            <div class="ticks ticks-x" aria-hidden="true">
                <Ticks shown=across />
                <span class="axis-name">{move || names.get().0}</span>
            </div>
            <Legend highlight />
        </section>
    }
}

/// What the map's axes are called.
fn axis_names(session: &Session) -> (String, String) {
    match session.map.plane {
        MapPlane::Axes => (
            numbers::axis_name(session.map.x_axis),
            numbers::axis_name(session.map.y_axis),
        ),
        MapPlane::Principal(x, y) => (format!("pc{}", x + 1), format!("pc{}", y + 1)),
        MapPlane::Pins => ("A\u{2192}B".to_owned(), "\u{2191}C".to_owned()),
    }
}

fn look(dispatch: Dispatch, centre: (f32, f32), extent: f32) {
    dispatch.send(Event::Explore(ExploreEvent::Look { centre, extent }));
}

/// The square that is dragged over.
#[component]
fn Field(
    position: Memo<(f32, f32)>,
    frame: Memo<Frame>,
    names: Memo<(String, String)>,
    latent: Memo<usize>,
    highlight: RwSignal<Option<u8>>,
) -> impl IntoView {
    let shell = shell();
    let (session, dispatch) = (shell.session, shell.dispatch);
    let field = NodeRef::<html::Div>::new();
    let dragging = RwSignal::new(false);
    let panning = RwSignal::new(false);
    let moved = RwSignal::new(false);
    Effect::new(move |before: Option<(f32, f32)>| {
        let position = position.get();
        if before.is_some_and(|before| before != position) {
            moved.set(true);
        }
        position
    });

    let go = move |x: f32, y: f32| dispatch.send(Event::SetOnMap { x, y });
    let rest = move || dispatch.send(Event::Explore(ExploreEvent::Rest));
    // Where a place on screen lies in the field: from −1 to 1, rightwards and upwards.
    let within = move |x: i32, y: i32| {
        let frame = field.get_untracked()?.get_bounding_client_rect();
        (frame.width() > 0.0 && frame.height() > 0.0).then(|| {
            let across = (f64::from(x) - frame.left()) / frame.width();
            let down = (f64::from(y) - frame.top()) / frame.height();
            ((2.0 * across - 1.0) as f32, (1.0 - 2.0 * down) as f32)
        })
    };
    let follow = move |event: &PointerEvent| {
        if let Some((x, y)) = within(event.client_x(), event.client_y()) {
            let view = frame.get_untracked().view;
            go(view.x + x * view.extent, view.y + y * view.extent);
        }
    };
    // The pointers on the field, and what the field showed when the newest one came down.
    let grip = StoredValue::new(Grip::default());
    let on_down = move |event: PointerEvent| {
        if event.button() > 1 {
            return;
        }
        if let Some(field) = field.get_untracked() {
            // Fails for a pointer that is gone already; the drag is then a click.
            let _ = field.set_pointer_capture(event.pointer_id());
        }
        let Some(place) = within(event.client_x(), event.client_y()) else {
            return;
        };
        let view = frame.get_untracked().view;
        let held = grip.try_update_value(|grip| grip.down(event.pointer_id(), place, view));
        let pans = event.button() == 1 || event.shift_key() || held.unwrap_or_default() > 1;
        panning.set(pans);
        dragging.set(!pans);
        if pans {
            event.prevent_default();
        } else {
            follow(&event);
        }
    };
    let on_move = move |event: PointerEvent| {
        if dragging.get_untracked() {
            follow(&event);
        } else if panning.get_untracked()
            && let Some(place) = within(event.client_x(), event.client_y())
        {
            let view = grip.try_update_value(|grip| grip.moved(event.pointer_id(), place));
            if let Some(Some(View { x, y, extent })) = view {
                look(dispatch, (x, y), extent);
            }
        }
    };
    let on_end = move |event: PointerEvent| {
        let view = frame.get_untracked().view;
        let held = grip.try_update_value(|grip| grip.up(event.pointer_id(), view));
        if held.unwrap_or_default() == 0 {
            panning.set(false);
        }
        if dragging.get_untracked() {
            dragging.set(false);
            rest();
        }
    };
    // Over the page a wheel scrolls it; over a map that was chosen, or with Ctrl, it zooms.
    let on_wheel = move |event: WheelEvent| {
        let focused = field.get_untracked().is_some_and(|field| {
            let active = document().active_element();
            active.is_some_and(|active| active.is_same_node(Some(field.as_ref())))
        });
        let place = within(event.client_x(), event.client_y());
        let (Some(place), true) = (place, focused || event.ctrl_key()) else {
            return;
        };
        event.prevent_default();
        let notches = match event.delta_mode() {
            WheelEvent::DOM_DELTA_PIXEL => (event.delta_y() / PIXELS_PER_NOTCH).clamp(-1.0, 1.0),
            _ => event.delta_y().signum(),
        };
        let view = zoomed(
            frame.get_untracked().view,
            place,
            WHEEL_ZOOM.powf(notches as f32),
        );
        look(dispatch, (view.x, view.y), view.extent);
    };
    let on_key = move |event: KeyboardEvent| {
        let step = if event.shift_key() {
            KEY_STEPS.1
        } else {
            KEY_STEPS.0
        };
        let View {
            x: left,
            y: low,
            extent,
        } = frame.get_untracked().view;
        let (x, y) = position.get_untracked();
        let pan = 0.2 * extent;
        let seen = match (event.alt_key(), event.key().as_str()) {
            (true, "ArrowLeft") => Some(((left - pan, low), extent)),
            (true, "ArrowRight") => Some(((left + pan, low), extent)),
            (true, "ArrowDown") => Some(((left, low - pan), extent)),
            (true, "ArrowUp") => Some(((left, low + pan), extent)),
            (_, "+" | "=") => Some(((left, low), extent / ZOOM_STEP)),
            (_, "-") => Some(((left, low), extent * ZOOM_STEP)),
            (_, "0") => Some(((0.0, 0.0), EXTENT)),
            _ => None,
        };
        if let Some((centre, extent)) = seen {
            event.prevent_default();
            look(dispatch, centre, extent);
            return;
        }
        // A key moves as far on the screen however near one looks.
        let step = step * (extent / EXTENT).min(1.0);
        let (x, y) = match event.key().as_str() {
            "ArrowLeft" => (x - step, y),
            "ArrowRight" => (x + step, y),
            "ArrowDown" => (x, y - step),
            "ArrowUp" => (x, y + step),
            "Home" => (0.0, 0.0),
            _ => return,
        };
        event.prevent_default();
        go(x, y);
    };

    let along = move |at: f32, centre: f32| {
        let extent = frame.with(|frame| frame.view.extent);
        ((at - centre) / extent + 1.0) / 2.0
    };
    let left = move || along(position.get().0, frame.with(|f| f.view.x)).to_string();
    let top = move || (1.0 - along(position.get().1, frame.with(|f| f.view.y))).to_string();
    let described = move || {
        let (x_name, y_name) = names.get();
        let (x, y) = position.get();
        let x = format!("{x_name} {}", numbers::coordinate(x));
        if latent.get() > 1 {
            format!("{x}, {y_name} {}", numbers::coordinate(y))
        } else {
            x
        }
    };
    let seen = move || {
        let View { x, y, extent } = frame.get().view;
        let side = 2.0 * extent;
        format!("{} {} {side} {side}", x - extent, -y - extent)
    };
    // What is drawn may be an older view: it is shifted and scaled to where it belongs.
    let drawn = Memo::new(move |_| session.with(|session| session.map.drawn));
    let shifted = move || {
        let View { x, y, extent } = frame.get().view;
        let ((from_x, from_y), from) = drawn.get();
        let right = 50.0 * (from_x - x) / extent;
        let down = 50.0 * (y - from_y) / extent;
        format!("translate({right}%, {down}%) scale({})", from / extent)
    };
    let dimmed = Memo::new(move |_| {
        session.with(|session| session.legend.shown && session.points.is_some())
    });
    view! {
        <div
            class="field"
            class:dimmed=dimmed
            class:dragging=dragging
            class:line=move || latent.get() < 2
            role="application"
            aria-label="Latent map"
            aria-describedby="map-position map-keys"
            tabindex="0"
            style=("--left", left)
            style=("--top", top)
            node_ref=field
            class:panning=panning
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=on_end
            on:pointercancel=on_end
            on:lostpointercapture=on_end
            on:wheel=on_wheel
            on:keydown=on_key
            on:keyup=move |_| rest()
        >
            <div class="drawn" style:transform=shifted>
                <Tiles />
            </div>
            <div id="map-overlay" class="overlay" aria-hidden="true"></div>
            <svg class="contours" viewBox=seen aria-hidden="true">
                <path d="M-20 0H20M0 -20V20" />
                <circle r="1" />
                <circle r="2" />
                <circle r="3" />
            </svg>
            <PointsLayer frame highlight />
            <svg id="map-marks" class="map-marks" viewBox=seen aria-hidden="true"></svg>
            <span class="here here-x" aria-hidden="true"></span>
            <span class="here here-y" aria-hidden="true"></span>
            <span class="here here-xy" aria-hidden="true">
                <span class="marker"></span>
            </span>
            <p class="hint" class:gone=moved aria-hidden="true">
                "Drag on the map, or move a slider"
            </p>
            <span class="visually-hidden" id="map-position">{described}</span>
            <span class="visually-hidden" id="map-keys">
                "Arrow keys move the point, with Shift in larger steps. Home goes to the centre. Plus and \
                 minus zoom, Alt with the arrow keys moves the map, 0 shows all of it."
            </span>
        </div>
    }
}
