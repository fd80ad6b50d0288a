//! The latent map: a plane of decoded tiles, and the current point on it.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use super::axes::{AxisPicker, Ticks, Which};
use super::legend::Legend;
use super::points::PointsLayer;
use super::tiles::Tiles;
use crate::numbers;
use crate::session::{EXTENT, Event};
use crate::view::shell;

/// What an arrow key moves, and what it moves while Shift is held.
const KEY_STEPS: (f32, f32) = (0.1, 0.5);

/// The map with its frame, its axes and its legend.
#[component]
pub(super) fn LatentMap(point: Memo<Vec<f32>>) -> impl IntoView {
    let session = shell().session;
    let axes = Memo::new(move |_| session.with(|session| (session.map.x_axis, session.map.y_axis)));
    let latent = Memo::new(move |_| point.with(Vec::len));
    let highlight = RwSignal::new(None::<u8>);
    let position = Memo::new(move |_| {
        let (x_axis, y_axis) = axes.get();
        point.with(|point| {
            let x = point.get(x_axis).copied().unwrap_or_default();
            // A model with a single latent dimension has nothing to show upwards.
            let y = if point.len() > 1 {
                point.get(y_axis).copied()
            } else {
                None
            };
            (x, y.unwrap_or_default())
        })
    });
    let refining = Memo::new(move |_| session.with(|session| session.map.refining));

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
                                <AxisPicker which=Which::Horizontal axes latent />
                                <AxisPicker which=Which::Vertical axes latent />
                            }
                        })
                }}
            </div>
            <div class="ticks ticks-y" aria-hidden="true">
                <Ticks />
                <span class="axis-name" hidden=move || latent.get() < 2>
                    "z"
                    <sub>{move || axes.get().1 + 1}</sub>
                </span>
            </div>
            <div class="neatline">
                <Field position axes latent highlight />
            </div>
            <div class="ticks ticks-x" aria-hidden="true">
                <Ticks />
                <span class="axis-name">
                    "z"
                    <sub>{move || axes.get().0 + 1}</sub>
                </span>
            </div>
            <Legend highlight />
        </section>
    }
}

/// The square that is dragged over.
#[component]
fn Field(
    position: Memo<(f32, f32)>,
    axes: Memo<(usize, usize)>,
    latent: Memo<usize>,
    highlight: RwSignal<Option<u8>>,
) -> impl IntoView {
    let shell = shell();
    let (session, dispatch) = (shell.session, shell.dispatch);
    let field = NodeRef::<html::Div>::new();
    let dragging = RwSignal::new(false);
    let moved = RwSignal::new(false);
    Effect::new(move |before: Option<(f32, f32)>| {
        let position = position.get();
        if before.is_some_and(|before| before != position) {
            moved.set(true);
        }
        position
    });

    let go = move |x: f32, y: f32| {
        if latent.get_untracked() > 1 {
            dispatch.send(Event::SetOnMap { x, y });
        } else {
            dispatch.send(Event::SetCoordinate {
                dimension: axes.get_untracked().0,
                value: x,
            });
        }
    };
    let follow = move |event: &PointerEvent| {
        let Some(field) = field.get_untracked() else {
            return;
        };
        let frame = field.get_bounding_client_rect();
        if frame.width() <= 0.0 || frame.height() <= 0.0 {
            return;
        }
        let across = (f64::from(event.client_x()) - frame.left()) / frame.width();
        let down = (f64::from(event.client_y()) - frame.top()) / frame.height();
        go(
            ((2.0 * across - 1.0) as f32) * EXTENT,
            ((1.0 - 2.0 * down) as f32) * EXTENT,
        );
    };
    let on_down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let Some(field) = field.get_untracked() {
            // Fails for a pointer that is gone already; the drag is then a click.
            let _ = field.set_pointer_capture(event.pointer_id());
        }
        dragging.set(true);
        follow(&event);
    };
    let on_move = move |event: PointerEvent| {
        if dragging.get_untracked() {
            follow(&event);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let step = if event.shift_key() {
            KEY_STEPS.1
        } else {
            KEY_STEPS.0
        };
        let (x, y) = position.get_untracked();
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

    let left = move || ((position.get().0 / EXTENT + 1.0) / 2.0).to_string();
    let top = move || ((1.0 - position.get().1 / EXTENT) / 2.0).to_string();
    let described = move || {
        let (x_axis, y_axis) = axes.get();
        let (x, y) = position.get();
        let x = format!("{} {}", numbers::axis_name(x_axis), numbers::coordinate(x));
        if latent.get() > 1 {
            format!(
                "{x}, {} {}",
                numbers::axis_name(y_axis),
                numbers::coordinate(y)
            )
        } else {
            x
        }
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
            on:pointerdown=on_down
            on:pointermove=on_move
            on:pointerup=move |_| dragging.set(false)
            on:pointercancel=move |_| dragging.set(false)
            on:lostpointercapture=move |_| dragging.set(false)
            on:keydown=on_key
        >
            <Tiles />
            <svg class="contours" viewBox="-3.5 -3.5 7 7" aria-hidden="true">
                <path d="M-3.5 0H3.5M0 -3.5V3.5" />
                <circle r="1" />
                <circle r="2" />
                <circle r="3" />
            </svg>
            <PointsLayer axes highlight />
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
                "Arrow keys move the point, with Shift in larger steps. Home goes to the centre."
            </span>
        </div>
    }
}
