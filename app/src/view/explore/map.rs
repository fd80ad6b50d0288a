//! The latent map: a plane of decoded tiles, and the current point on it.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use super::legend::Legend;
use super::points::PointsLayer;
use crate::session::{EXTENT, Event, MAP_LEVELS, Strip};
use crate::view::{canvas, numbers, shell};

/// What an arrow key moves, and what it moves while Shift is held.
const KEY_STEPS: (f32, f32) = (0.1, 0.5);

/// The marks on the axes, in prior standard deviations.
const TICKS: [i32; 7] = [-3, -2, -1, 0, 1, 2, 3];

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
    let ticks = || TICKS.map(|tick| view! { <Tick tick /> }).collect_view();

    view! {
        <section class="map" aria-label="Map">
            <div class="map-head">
                <AxisName which=Which::Vertical axes latent />
                <h2>"Latent map"</h2>
                <span class="map-busy" class:on=refining aria-hidden="true">
                    "drawing"
                </span>
            </div>
            <div class="ticks ticks-y" aria-hidden="true">
                {ticks()}
            </div>
            <div class="neatline">
                <Field position axes latent highlight />
            </div>
            <div class="ticks ticks-x" aria-hidden="true">
                {ticks()}
            </div>
            <div class="map-foot">
                <Legend highlight />
                <AxisName which=Which::Horizontal axes latent />
            </div>
        </section>
    }
}

#[component]
fn Tick(tick: i32) -> impl IntoView {
    let along = (tick as f32 + EXTENT) / (2.0 * EXTENT);
    let label = tick.to_string().replace('-', "\u{2212}");
    view! { <span style=("--at", along.to_string())>{label}</span> }
}

/// One of the map's two axes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Horizontal,
    Vertical,
}

/// An axis's name; with more than two dimensions, the choice of the dimension along it.
#[component]
fn AxisName(which: Which, axes: Memo<(usize, usize)>, latent: Memo<usize>) -> impl IntoView {
    let dispatch = shell().dispatch;
    let axis = Memo::new(move |_| match which {
        Which::Horizontal => axes.get().0,
        Which::Vertical => axes.get().1,
    });
    let (label, arrow, class) = match which {
        Which::Horizontal => ("Horizontal axis", "M2 6h8M7 3l3 3l-3 3", "axis-name axis-x"),
        Which::Vertical => ("Vertical axis", "M6 10V2M3 5l3-3l3 3", "axis-name axis-y"),
    };
    let on_change = move |event| {
        let Ok(picked) = event_target_value(&event).parse::<usize>() else {
            return;
        };
        let (x_axis, y_axis) = axes.get_untracked();
        dispatch.send(match which {
            Which::Horizontal => Event::SetAxes {
                x_axis: picked,
                y_axis,
            },
            Which::Vertical => Event::SetAxes {
                x_axis,
                y_axis: picked,
            },
        });
    };
    let name = move || {
        if latent.get() > 2 {
            view! {
                <select
                    aria-label=label
                    prop:value=move || axis.get().to_string()
                    on:change=on_change
                >
                    {(0..latent.get())
                        .map(|dimension| {
                            view! {
                                <option
                                    value=dimension.to_string()
                                    selected=dimension == axis.get_untracked()
                                >
                                    {numbers::axis_name(dimension)}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            }
            .into_any()
        } else if which == Which::Vertical && latent.get() < 2 {
            ().into_any()
        } else {
            view! {
                <span>
                    "z"
                    <sub>{move || axis.get() + 1}</sub>
                </span>
            }
            .into_any()
        }
    };
    view! {
        <div class=class>
            {name}
            <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d=arrow />
            </svg>
        </div>
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
    let poster = Memo::new(move |_| {
        session.with(|session| {
            let entry = session
                .models
                .iter()
                .find(|entry| entry.id == session.chosen)?;
            let drawn = session.map.strips.is_empty();
            drawn.then(|| entry.poster.clone()).flatten()
        })
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
            {move || poster.get().map(|src| view! { <img class="tiles" src=src alt="" /> })}
            <Tiles />
            <svg class="contours" viewBox="-3.5 -3.5 7 7" aria-hidden="true">
                <path d="M-3.5 0H3.5M0 -3.5V3.5" />
                <circle r="1" />
                <circle r="2" />
                <circle r="3" />
            </svg>
            <PointsLayer axes highlight />
            <span class="hair hair-x" aria-hidden="true"></span>
            <span class="hair hair-y" aria-hidden="true"></span>
            <span class="marker" aria-hidden="true"></span>
            <p class="hint" class:gone=moved aria-hidden="true">
                "Drag anywhere on the map, or move a slider"
            </p>
            <span class="visually-hidden" id="map-position">{described}</span>
            <span class="visually-hidden" id="map-keys">
                "Arrow keys move the point, with Shift in larger steps. Home goes to the centre."
            </span>
        </div>
    }
}

/// How far the tiles are drawn.
#[derive(Clone, Default, PartialEq)]
struct Drawn {
    model: Option<String>,
    generation: u64,
    strips: usize,
}

/// The decoded tiles, drawn strip by strip as they arrive.
#[component]
fn Tiles() -> impl IntoView {
    let session = shell().session;
    let target = NodeRef::<html::Canvas>::new();
    let progress = Memo::new(move |_| {
        session.with(|session| Drawn {
            model: session.model.as_ref().map(|model| model.id.clone()),
            generation: session.map.generation,
            strips: session.map.strips.len(),
        })
    });
    let colour = Memo::new(move |_| {
        session.with(|session| {
            session
                .model
                .as_ref()
                .is_some_and(|model| model.card.channels == 3)
        })
    });

    Effect::new(move |before: Option<Drawn>| {
        let now = progress.get();
        let before = before.unwrap_or_default();
        let Some(target) = target.get() else {
            return Drawn::default();
        };
        if before.model.is_some() && before.model != now.model {
            clear(&target);
        }
        let from = if before.generation == now.generation && before.model == now.model {
            before.strips.min(now.strips)
        } else {
            0
        };
        // The map changes only together with `progress`.
        let strips = session.with_untracked(|session| session.map.strips[from..].to_vec());
        for strip in strips {
            draw(&target, &strip);
        }
        now
    });
    view! { <canvas class="tiles" class:colour=colour aria-hidden="true" node_ref=target></canvas> }
}

fn clear(target: &HtmlCanvasElement) {
    if let Some(context) = canvas::context(target) {
        context.clear_rect(
            0.0,
            0.0,
            f64::from(target.width()),
            f64::from(target.height()),
        );
    }
}

/// Draws a strip where it belongs, scaled to the finest level's size.
fn draw(target: &HtmlCanvasElement, strip: &Strip) {
    let finest = MAP_LEVELS[MAP_LEVELS.len() - 1];
    let tile_width = strip.pixels.width / strip.tiles.max(1);
    let tile_height = strip.pixels.height / strip.rows.max(1);
    let (width, height) = (tile_width * finest, tile_height * finest);
    canvas::resize(target, width as u32, height as u32);
    let (Some(context), Ok(image)) = (canvas::context(target), canvas::image_data(&strip.pixels))
    else {
        return;
    };
    let top = (height * strip.first_row) as f64 / strip.tiles as f64;
    if strip.tiles == finest {
        // Fails only for an image that is gone.
        let _ = context.put_image_data(&image, 0.0, top);
        return;
    }
    let scratch = canvas::scratch(image.width(), image.height());
    if let Some((scratch, scratch_context)) =
        scratch.and_then(|scratch| canvas::context(&scratch).map(|context| (scratch, context)))
    {
        let _ = scratch_context.put_image_data(&image, 0.0, 0.0);
        context.set_image_smoothing_enabled(false);
        let down = (height * strip.rows) as f64 / strip.tiles as f64;
        let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(
            &scratch,
            0.0,
            top,
            width as f64,
            down,
        );
    }
}
