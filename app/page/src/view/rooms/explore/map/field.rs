//! The square of the map: tiles, contours of the prior, encoded images, and the point.

use leptos::prelude::*;

use super::encoded_images::EncodedImagesLayer;
use super::frame::MapFrame;
use super::gestures::MapGestures;
use super::tiles::Tiles;
use crate::view::app_context;
use crate::view::map_context::place_text;
use crate::words::explore as words;

/// The square that is dragged over.
#[component]
pub(super) fn MapField(
    position: Memo<(f32, f32)>,
    frame: Memo<MapFrame>,
    names: Memo<(String, String)>,
    latent: Memo<usize>,
    highlight: RwSignal<Option<u8>>,
) -> impl IntoView {
    let app = app_context();
    let session = app.session;
    let gestures = MapGestures::new(app, frame, position);
    let moved = RwSignal::new(false);
    Effect::new(move |before: Option<(f32, f32)>| {
        let position = position.get();
        if before.is_some_and(|before| before != position) {
            moved.set(true);
        }
        position
    });
    let share = move || frame.with(|frame| frame.share(position.get()));
    let described = move || {
        let names = names.get();
        place_text(&names, position.get(), latent.get())
    };
    let view_box = move || frame.with(MapFrame::view_box);
    // What is drawn may be an older view: it is shifted and scaled to where it belongs.
    let drawn = Memo::new(move |_| session.with(|session| session.view.map.drawn));
    let dimmed = Memo::new(move |_| {
        session.with(|session| session.view.legend.shown && session.models.points.is_some())
    });
    view! {
        <div
            class="field"
            class:dimmed=dimmed
            class:dragging=gestures.dragging
            class:line=move || latent.get() < 2
            role="application"
            aria-label=words::latent_map()
            aria-describedby="map-position map-nearest map-keys"
            tabindex="0"
            style=("--left", move || share().0.to_string())
            style=("--top", move || (1.0 - share().1).to_string())
            node_ref=gestures.square
            class:panning=gestures.panning
            on:pointerdown=move |event| gestures.pointer_down(&event)
            on:pointermove=move |event| gestures.pointer_moved(&event)
            on:pointerup=move |event| gestures.pointer_up(&event)
            on:pointercancel=move |event| gestures.pointer_up(&event)
            on:lostpointercapture=move |event| gestures.pointer_up(&event)
            on:wheel=move |event| gestures.wheel(&event)
            on:keydown=move |event| gestures.key(&event)
            on:keyup=move |_| gestures.rest()
        >
            <div
                class="drawn"
                style:transform=move || frame.with(|frame| frame.transform_from(drawn.get()))
            >
                <Tiles />
            </div>
            <div id="map-overlay" class="overlay" aria-hidden="true"></div>
            <svg class="contours" viewBox=view_box aria-hidden="true">
                <path d="M-20 0H20M0 -20V20" />
                <circle r="1" />
                <circle r="2" />
                <circle r="3" />
            </svg>
            <EncodedImagesLayer frame highlight />
            <svg id="map-marks" class="map-marks" viewBox=view_box aria-hidden="true"></svg>
            <span class="here here-x" aria-hidden="true"></span>
            <span class="here here-y" aria-hidden="true"></span>
            <span class="here here-xy" aria-hidden="true">
                <span class="marker"></span>
            </span>
            <p class="hint" class:gone=moved aria-hidden="true">
                {words::hint()}
            </p>
            <span class="visually-hidden" id="map-position">{described}</span>
            <span class="visually-hidden" id="map-keys">
                {words::map_keys()}
            </span>
        </div>
    }
}
