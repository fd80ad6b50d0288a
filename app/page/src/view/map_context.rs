//! What the map of the Explore room shares with the tools that draw over it and read it aloud.

use leptos::prelude::*;

use crate::numbers;
use crate::words::explore as words;
use crate::words::models::direction_title;
use session::{MapPlane, Session};

/// The digit under the pointer or the focus, whose points on the map stand out: a context of the room.
#[derive(Clone, Copy)]
pub(super) struct HighlightedDigit(pub RwSignal<Option<u8>>);

/// Where the point is on the map.
pub(super) fn position_text(session: &Session) -> String {
    let names = axis_names(session);
    place_text(&names, session.position(), session.view.point.len())
}

/// What the map's axes are called.
pub(super) fn axis_names(session: &Session) -> (String, String) {
    match session.view.map.plane {
        MapPlane::Axes => (
            numbers::axis_name(session.view.map.x_axis),
            numbers::axis_name(session.view.map.y_axis),
        ),
        MapPlane::Principal(x, y) => (format!("pc{}", x + 1), format!("pc{}", y + 1)),
        MapPlane::Directions(x, y) => {
            let directions = session.models.directions();
            let title = |at: usize| directions.get(at).map_or("", |it| direction_title(&it.id));
            (title(x).to_owned(), title(y).to_owned())
        }
        MapPlane::Pins => ("A\u{2192}B".to_owned(), "\u{2191}C".to_owned()),
    }
}

/// Where the point is, as axes' names and values.
pub(super) fn place_text(
    (x_name, y_name): &(String, String),
    (x, y): (f32, f32),
    latent: usize,
) -> String {
    let (x, y) = (&numbers::coordinate(x), &numbers::coordinate(y));
    if latent > 1 {
        words::Position {
            x_name,
            x,
            y_name,
            y,
        }
        .text()
    } else {
        words::PositionOnLine { x_name, x }.text()
    }
}
