//! The Explore room: move through a trained model's latent space and watch what it decodes.

pub(super) mod card;
mod map;
mod model_picker;
pub(in crate::view) mod palette;
mod picture;
mod reading;
mod sliders;

use leptos::prelude::*;

use super::lazy::LazyTools;
use crate::view::app_context;
use session::Room;

/// The room.
#[component]
pub(super) fn Explore() -> impl IntoView {
    let session = app_context().session;
    // Everything about the point hangs on this one memo, so that news of the map or of an alert
    // does not wake a hundred sliders.
    let point = Memo::new(move |_| session.with(|session| session.view.point.clone()));
    let here = Memo::new(move |_| session.with(|session| session.room == Room::Explore));
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
