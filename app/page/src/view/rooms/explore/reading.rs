//! How to read the map.

use leptos::prelude::*;

use crate::numbers;
use crate::view::app_context;
use crate::words::explore as words;

/// With more dimensions than this the sliders need the room, and the note starts folded.
const UNFOLDED: usize = 4;

/// What tiles, dots and circles mean.
#[component]
pub(super) fn Reading(point: Memo<Vec<f32>>) -> impl IntoView {
    let session = app_context().session;
    let latent = Memo::new(move |_| point.with(Vec::len));
    let axes = Memo::new(move |_| {
        session.with(|session| (session.view.map.x_axis, session.view.map.y_axis))
    });
    let dots = Memo::new(move |_| {
        session.with(|session| {
            let points = session
                .models
                .points
                .as_ref()
                .filter(|_| session.view.legend.shown)?;
            Some(points.labels.len())
        })
    });
    let cut = move || {
        let (x_axis, y_axis) = axes.get();
        (latent.get() > 2).then(|| {
            words::ReadingCut {
                count: latent.get() as f64,
                x: &numbers::axis_name(x_axis),
                y: &numbers::axis_name(y_axis),
            }
            .text()
        })
    };
    let dots = move || {
        let count = dots.get().map(|count| count as f64);
        count.map(|count| words::ReadingDots { count }.text())
    };
    view! {
        <details class="reading" prop:open=move || { latent.get() <= UNFOLDED }>
            <summary>{words::reading()}</summary>
            <p>
                {cut} {words::reading_tiles()} {dots} {words::reading_circles()}
            </p>
        </details>
    }
}
