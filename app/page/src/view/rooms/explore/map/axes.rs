//! The map's axes: their marks, and the choice of the dimensions along them.

use leptos::html;
use leptos::prelude::*;

use crate::numbers;
use crate::view::app_context;
use crate::words::explore as words;
use session::{ExploreEvent, MapPlane, SessionEvent};

/// The marks along one axis: what is shown of it is its centre and half its length.
#[component]
pub(super) fn Ticks(shown: Memo<(f32, f32)>) -> impl IntoView {
    move || {
        let (centre, extent) = shown.get();
        let marks = numbers::marks(centre, extent).into_iter();
        marks
            .map(|(value, label)| {
                let along = (value - centre + extent) / (2.0 * extent);
                view! { <span style=("--at", along.to_string())>{label}</span> }
            })
            .collect_view()
    }
}

/// One of the map's two axes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MapAxis {
    /// From left to right.
    Horizontal,
    /// From bottom to top.
    Vertical,
}

/// Principal directions on offer as axes.
const PRINCIPAL: usize = 4;

/// The choice of what is along an axis: a latent dimension, or a principal direction.
#[component]
pub(super) fn AxisPicker(which: MapAxis, latent: Memo<usize>) -> impl IntoView {
    let app = app_context();
    let (session, dispatch) = (app.session, app.dispatch);
    let plane = Memo::new(move |_| {
        session.with(|session| {
            let map = &session.view.map;
            (map.plane, (map.x_axis, map.y_axis))
        })
    });
    let pins = Memo::new(move |_| session.with(|session| session.can_show(MapPlane::Pins)));
    let of = move |pair: (usize, usize)| match which {
        MapAxis::Horizontal => pair.0,
        MapAxis::Vertical => pair.1,
    };
    let word = Memo::new(move |_| match plane.get() {
        (MapPlane::Axes, axes) => of(axes).to_string(),
        (MapPlane::Principal(x, y), _) => format!("p{}", of((x, y))),
        (MapPlane::Pins, _) => PINS.to_owned(),
    });
    let (label, arrow) = match which {
        MapAxis::Horizontal => (words::horizontal_axis(), "M2 6h8M7 3l3 3l-3 3"),
        MapAxis::Vertical => (words::vertical_axis(), "M6 10V2M3 5l3-3l3 3"),
    };
    let on_change = move |event| {
        let word = event_target_value(&event);
        let (now, axes) = plane.get_untracked();
        let with = |pair: (usize, usize), picked: usize| match which {
            MapAxis::Horizontal => (picked, pair.1),
            MapAxis::Vertical => (pair.0, picked),
        };
        let show = |plane| dispatch.send(SessionEvent::Explore(ExploreEvent::ShowPlane(plane)));
        if word == PINS {
            show(MapPlane::Pins);
        } else if let Some(Ok(picked)) = word.strip_prefix('p').map(str::parse::<usize>) {
            let (x, y) = match now {
                MapPlane::Principal(x, y) => with((x, y), picked),
                _ => with((0, 1), picked),
            };
            // The same direction along both: the other one gives way.
            let other = usize::from(picked == 0);
            show(match which {
                MapAxis::Horizontal if x == y => MapPlane::Principal(x, other),
                MapAxis::Vertical if x == y => MapPlane::Principal(other, y),
                _ => MapPlane::Principal(x, y),
            });
        } else if let Ok(picked) = word.parse::<usize>() {
            let (x_axis, y_axis) = with(axes, picked);
            dispatch.send(SessionEvent::SetAxes { x_axis, y_axis });
        }
    };
    let select = NodeRef::<html::Select>::new();
    // A list that is drawn anew forgets its selection: set it after both list and choice.
    Effect::new(move |_| {
        let _ = (latent.get(), pins.get());
        let word = word.get();
        if let Some(select) = select.get() {
            select.set_value(&word);
        }
    });
    let principal = move || PRINCIPAL.min(latent.get());
    view! {
        <label class="axis-picker">
            <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d=arrow />
            </svg>
            <select aria-label=label node_ref=select on:change=on_change>
                <For each=move || 0..latent.get() key=|dimension| *dimension let:dimension>
                    <option value=dimension.to_string()>{numbers::axis_name(dimension)}</option>
                </For>
                <For each=move || 0..principal() key=|direction| *direction let:direction>
                    <option value=format!("p{direction}")>{format!("pc{}", direction + 1)}</option>
                </For>
                {move || pins.get().then(|| view! { <option value=PINS>{words::pins_axis()}</option> })}
            </select>
        </label>
    }
}

/// The choice of the plane through three pins.
const PINS: &str = "pins";
