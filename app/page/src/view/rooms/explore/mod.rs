//! The Explore room: move through a trained model's latent space and watch what it decodes.

pub(super) mod card;
mod drift;
mod map;
mod model_picker;
pub(in crate::view) mod palette;
mod picture;
mod reading;
mod sliders;

pub(super) use self::drift::drift;
pub(in crate::view) use self::map::position_text;
use leptos::prelude::*;

use super::lazy::LazyTools;
use crate::view::app_context;
use session::Room;

/// The digit under the pointer or the focus, whose points on the map stand out: a context of the room.
#[derive(Clone, Copy)]
pub(in crate::view) struct HighlightedDigit(pub RwSignal<Option<u8>>);

/// The room.
#[component]
pub(super) fn Explore() -> impl IntoView {
    let session = app_context().session;
    // Everything about the point hangs on this one memo, so that news of the map or of an alert
    // does not wake a hundred sliders.
    let point = Memo::new(move |_| session.with(|session| session.view.point.clone()));
    let here = Memo::new(move |_| session.with(|session| session.shows(Room::Explore)));
    provide_context(HighlightedDigit(RwSignal::new(None)));
    view! {
        <div
            class="room"
            role="tabpanel"
            id="room-explore"
            aria-labelledby="tab-explore"
            hidden=move || !here.get()
        >
            <model_picker::ModelPicker />
            <div class="point">
                <sliders::Sliders point />
                <reading::Reading point />
            </div>
            <picture::DecodedImage point />
            <map::LatentMap point />
            <LazyTools />
        </div>
    }
}
