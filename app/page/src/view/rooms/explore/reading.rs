//! How to read the map.

use leptos::prelude::*;

use crate::numbers;
use crate::view::app_context;

/// With more dimensions than this the sliders need the room, and the note starts folded.
const UNFOLDED: usize = 4;

/// What tiles, dots and circles mean.
#[component]
pub(super) fn Reading(point: Memo<Vec<f32>>) -> impl IntoView {
    let session = app_context().session;
    let latent = Memo::new(move |_| point.with(Vec::len));
    let axes = Memo::new(move |_| session.with(|session| (session.map.x_axis, session.map.y_axis)));
    let dots = Memo::new(move |_| {
        session.with(|session| {
            let points = session.points.as_ref().filter(|_| session.legend.shown)?;
            Some(points.labels.len())
        })
    });
    let cut = move || {
        let (x_axis, y_axis) = axes.get();
        (latent.get() > 2).then(|| {
            format!(
                "The map is a flat cut through {} dimensions: it runs along {} and {}, with the \
                 others as the sliders have them. ",
                latent.get(),
                numbers::axis_name(x_axis),
                numbers::axis_name(y_axis),
            )
        })
    };
    let dots = move || {
        dots.get().map(|count| {
            format!(
                "Each dot is one of {} test images, where the encoder puts it. ",
                numbers::grouped(count)
            )
        })
    };
    view! {
        <details class="reading" prop:open=move || { latent.get() <= UNFOLDED }>
            <summary>"How to read the map"</summary>
            <p>
                {cut} "Each tile is what the model decodes at its place. " {dots}
                "The dotted circles lie one, two and three standard deviations of the prior from \
                 the centre."
            </p>
        </details>
    }
}
