//! The latent map: a plane of decoded tiles, and the current point on it.

mod active_pointers;
mod axes;
mod encoded_images;
mod field;
mod frame;
mod gestures;
mod tiles;

use crate::words::explore as words;
use latent::SliceView;
use leptos::prelude::*;

use self::axes::Ticks;
use self::field::MapField;
use self::frame::{MapFrame, look};
use self::gestures::ZOOM_STEP;
use crate::view::app_context;
use crate::view::map_context::{HighlightedDigit, axis_names};
use session::EXTENT;

/// The map with its frame, its axes and its legend.
#[component]
pub(super) fn LatentMap(point: Memo<Vec<f32>>) -> impl IntoView {
    let app = app_context();
    let (session, dispatch) = (app.session, app.dispatch);
    let latent = Memo::new(move |_| point.with(Vec::len));
    let HighlightedDigit(highlight) = expect_context();
    let frame = Memo::new(move |_| session.with(MapFrame::of));
    let position = Memo::new(move |_| frame.with(|f| point.with(|z| f.basis.coordinates(z))));
    let names = Memo::new(move |_| session.with(axis_names));
    let refining = Memo::new(move |_| session.with(|session| session.view.map.refining));
    let across = Memo::new(move |_| frame.with(|frame| (frame.view.x, frame.view.extent)));
    let upwards = Memo::new(move |_| frame.with(|frame| (frame.view.y, frame.view.extent)));
    let zoomed = Memo::new(move |_| frame.with(|frame| frame.view != SliceView::default()));
    let zoom = move |factor: f32| {
        let SliceView { x, y, extent } = frame.get_untracked().view;
        look(dispatch, (x, y), extent * factor);
    };

    view! {
        <section class="map" aria-label=words::map()>
            <div class="map-head">
                <h2>{words::latent_map()}</h2>
                <span class="map-busy" class:on=refining aria-hidden="true">
                    {words::drawing()}
                </span>
                <div id="map-axes" class="map-axes"></div>
                <div id="map-tools" class="map-tools"></div>
                <div class="zoom" role="group" aria-label=words::zoom()>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=words::zoom_in()
                        on:click=move |_| zoom(1.0 / ZOOM_STEP)
                    >
                        <svg viewBox="0 0 20 20" aria-hidden="true">
                            <path d="M10 5v10M5 10h10" />
                        </svg>
                    </button>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=words::zoom_out()
                        on:click=move |_| zoom(ZOOM_STEP)
                    >
                        <svg viewBox="0 0 20 20" aria-hidden="true">
                            <path d="M5 10h10" />
                        </svg>
                    </button>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=words::whole_map()
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
                <span
                    class="axis-name"
                    class:long=move || is_long(&names.get().1)
                    hidden=move || latent.get() < 2
                >
                    {move || names.get().1}
                </span>
            </div>
            <div class="neatline">
                <MapField position frame names latent highlight />
            </div>
            <div class="ticks ticks-x" aria-hidden="true">
                <Ticks shown=across />
                <span class="axis-name" class:long=move || is_long(&names.get().0)>
                    {move || names.get().0}
                </span>
            </div>
            <div id="map-legend" class="legend-place"></div>
        </section>
    }
}

/// Whether an axis' name is a word rather than a letter.
fn is_long(name: &str) -> bool {
    name.len() > 4
}
