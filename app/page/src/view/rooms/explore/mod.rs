//! The Explore room: move through a trained model's latent space and watch what it decodes.

pub(super) mod card;
mod drift;
mod map;
mod model_picker;
mod picture;
mod reading;
mod sliders;

pub(super) use self::drift::drift;
use leptos::prelude::*;

use super::lazy::LazyTools;
use crate::view::app_context;
use crate::view::map_context::HighlightedDigit;
use session::Room;

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
