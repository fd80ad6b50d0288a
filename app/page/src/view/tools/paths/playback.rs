//! Plays a path.

use leptos::prelude::*;

use crate::host;
use crate::view::components::UiContext;
use session::{ExploreEvent, Room};

/// How long a path takes when it is played, in milliseconds.
const DURATION: f64 = 6_000.0;

/// Moves the point along the path in every animation frame while the path is played.
pub(super) fn play(ui: UiContext) {
    let running = StoredValue::new(false);
    Effect::new(move |_| {
        let plays = ui
            .session
            .with(|session| session.tools.path.playing && session.shows(Room::Explore));
        if plays && !running.get_value() {
            running.set_value(true);
            turn(ui, host::now(), running);
        }
    });
}

fn turn(ui: UiContext, before: f64, running: StoredValue<bool>) {
    request_animation_frame(move || {
        let now = host::now();
        let (plays, closed, at) = ui.now(|session| {
            let path = &session.tools.path;
            let plays = path.playing && session.shows(Room::Explore);
            (plays, path.closed, path.at)
        });
        // In another language, a view of its own plays on.
        if !plays || running.is_disposed() {
            running.set_value(false);
            return;
        }
        // Beyond the end it begins again; without a loop it stops there.
        let step = ((now - before) / DURATION) as f32;
        let from = at.filter(|at| *at < 1.0).unwrap_or_default();
        let at = from + step.min(0.1);
        let ends = at >= 1.0 && !closed;
        ui.explore(ExploreEvent::SetAlong(if closed { at.fract() } else { at }));
        if ends {
            ui.explore(ExploreEvent::PlayPath(false));
        }
        turn(ui, now, running);
    });
}
