//! Samples of the prior and images of the reference data set, which several tools show.

use leptos::prelude::*;

use crate::host::prior_sample;
use crate::view::components::{PictureKey, UiContext, button_image};
use crate::words::tools as words;
use session::{ExploreEvent, SAMPLES};

/// An image of the page of the data set that is shown, on a button.
pub(super) fn reference_image(ui: UiContext, at: usize) -> AnyView {
    let name = words::ImageNumber {
        number: (at + 1) as f64,
    };
    button_image(
        ui,
        name.text(),
        move |session| {
            let page = session.tools.own.neighbours.reference.page.as_ref()?;
            Some(PictureKey::nth(page, at))
        },
        move |session| {
            let page = session.tools.own.neighbours.reference.page.as_ref()?;
            page.pictures.get(at).cloned()
        },
    )
}

/// Draws new samples from the prior.
pub(in crate::view) fn draw_samples(ui: UiContext) {
    let latent = ui.now(|session| session.view.point.len());
    ui.explore(ExploreEvent::Draw(prior_sample(SAMPLES * latent)));
}
