//! The choice of what is along the map's axes: directions of the model's card, latent dimensions, principal
//! directions, or the plane through three pins.

use leptos::prelude::*;

use crate::numbers;
use crate::view::components::UiContext;
use crate::words::explore as words;
use crate::words::models::direction_title;
use session::{ExploreEvent, MapPlane, Session, SessionEvent};

/// One of the map's two axes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MapAxis {
    /// From left to right.
    Horizontal,
    /// From bottom to top.
    Vertical,
}

impl MapAxis {
    /// Of a pair, what is along this axis.
    fn of(self, pair: (usize, usize)) -> usize {
        match self {
            Self::Horizontal => pair.0,
            Self::Vertical => pair.1,
        }
    }

    /// A pair with something else along this axis.
    fn with(self, pair: (usize, usize), picked: usize) -> (usize, usize) {
        match self {
            Self::Horizontal => (picked, pair.1),
            Self::Vertical => (pair.0, picked),
        }
    }
}

/// Principal directions on offer as axes.
const PRINCIPAL: usize = 4;
/// The choice of the plane through three pins.
const PINS: &str = "pins";

/// Both choices, in the map's head; a plane has none.
pub(super) fn axis_pickers(ui: UiContext) -> AnyView {
    let pickers = [MapAxis::Horizontal, MapAxis::Vertical].map(|axis| axis_picker(ui, axis));
    let shown = |session: &Session| session.view.latent() > 2;
    view! {
        <div class="axis-pickers" hidden=ui.hidden_unless(shown)>
            {Vec::from(pickers)}
        </div>
    }
    .into_any()
}

fn axis_picker(ui: UiContext, axis: MapAxis) -> AnyView {
    let (label, arrow) = match axis {
        MapAxis::Horizontal => (words::horizontal_axis(), "M2 6h8M7 3l3 3l-3 3"),
        MapAxis::Vertical => (words::vertical_axis(), "M6 10V2M3 5l3-3l3 3"),
    };
    let choices = ui.memo(choices);
    let chosen = ui.memo(move |session| chosen(session, axis));
    let options = move || {
        let choices = choices.get().into_iter();
        let options = choices.map(|(value, title)| {
            let of = value.clone();
            let selected = move || chosen.with(|chosen| *chosen == of);
            view! {
                <option value=value prop:selected=selected>
                    {title}
                </option>
            }
            .into_any()
        });
        options.collect::<Vec<_>>()
    };
    let on_change = move |event| pick(ui, axis, &event_target_value(&event));
    view! {
        <label class="axis-picker">
            <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d=arrow />
            </svg>
            <select aria-label=label on:change=on_change>
                {options}
            </select>
        </label>
    }
    .into_any()
}

/// Everything that can be along an axis: value and title.
fn choices(session: &Session) -> Vec<(String, String)> {
    let latent = session.view.latent();
    let directions = session.models.directions();
    // One alone spans no plane.
    let directions = directions.iter().filter(|_| directions.len() > 1);
    let directions = directions
        .enumerate()
        .map(|(at, direction)| (format!("d{at}"), direction_title(&direction.id).to_owned()));
    let axes = (0..latent).map(|at| (at.to_string(), numbers::axis_name(at)));
    let principal =
        (0..PRINCIPAL.min(latent)).map(|at| (format!("p{at}"), format!("pc{}", at + 1)));
    let pins = session.can_show(MapPlane::Pins);
    let pins = pins.then(|| (PINS.to_owned(), words::pins_axis().to_owned()));
    directions
        .chain(axes)
        .chain(principal)
        .chain(pins)
        .collect()
}

/// The value of what is along an axis.
fn chosen(session: &Session, axis: MapAxis) -> String {
    let map = &session.view.map;
    match map.plane {
        MapPlane::Axes => axis.of((map.x_axis, map.y_axis)).to_string(),
        MapPlane::Principal(x, y) => format!("p{}", axis.of((x, y))),
        MapPlane::Directions(x, y) => format!("d{}", axis.of((x, y))),
        MapPlane::Pins => PINS.to_owned(),
    }
}

fn pick(ui: UiContext, axis: MapAxis, value: &str) {
    let (now, axes) = ui.now(|session| {
        let map = &session.view.map;
        (map.plane, (map.x_axis, map.y_axis))
    });
    if value == PINS {
        return ui.explore(ExploreEvent::ShowPlane(MapPlane::Pins));
    }
    if let Ok(picked) = value.parse::<usize>() {
        let (x_axis, y_axis) = axis.with(axes, picked);
        return ui.dispatch.send(SessionEvent::SetAxes { x_axis, y_axis });
    }
    let Some(Ok(picked)) = value.get(1..).map(str::parse::<usize>) else {
        return;
    };
    let (plane, before): (fn(usize, usize) -> MapPlane, _) = match (value.starts_with('p'), now) {
        (true, MapPlane::Principal(x, y)) => (MapPlane::Principal, (x, y)),
        (true, _) => (MapPlane::Principal, (0, 1)),
        (false, MapPlane::Directions(x, y)) => (MapPlane::Directions, (x, y)),
        (false, _) => (MapPlane::Directions, (0, 1)),
    };
    // The same direction along both: the other one gives way.
    let other = usize::from(picked == 0);
    let (x, y) = match axis.with(before, picked) {
        (x, y) if x != y => (x, y),
        _ => match axis {
            MapAxis::Horizontal => (picked, other),
            MapAxis::Vertical => (other, picked),
        },
    };
    ui.explore(ExploreEvent::ShowPlane(plane(x, y)));
}
