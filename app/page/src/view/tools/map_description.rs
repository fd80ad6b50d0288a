//! What lies where the point rests, for those who hear the page: what the nearest encoded images show.

use std::time::Duration;

use leptos::prelude::*;

use super::map_legend::class_name;
use crate::drawing::nearest_labels::{ranked, votes};
use crate::view::components::UiContext;
use crate::view::map_context::position_text;
use crate::words::separators;
use crate::words::tools as words;
use session::Session;

/// The id of what describes map and picture.
const NEAREST: &str = "map-nearest";

/// A point that has not moved for so long rests: a drag or a held key is not talked over.
const REST: Duration = Duration::from_millis(700);

/// What is described, and what of it is announced.
pub(super) fn map_description(ui: UiContext) -> AnyView {
    let nearest = RwSignal::new(String::new());
    let announced = RwSignal::new(String::new());
    let place = ui.memo(|session| {
        let points = session
            .models
            .points
            .as_ref()
            .map(|points| points.labels.len());
        (session.view.point.clone(), points)
    });
    let say = move |()| {
        // The views may have been made anew in another language.
        let Some(before) = nearest.try_get_untracked() else {
            return;
        };
        let now = ui.now(nearest_images);
        // Where it came to rest by itself, nobody asked.
        if !ui.now(Session::drifts) {
            // What a slider is set to, the slider says; where the map's keys led, nothing else does.
            if is_on_map() {
                let said = [ui.now(position_text), now.clone()];
                let said = said.into_iter().filter(|part| !part.is_empty());
                announced.set(said.collect::<Vec<_>>().join(separators::clause()));
            } else if !before.is_empty() && now != before {
                announced.set(now.clone());
            }
        }
        nearest.set(now);
    };
    let mut rest = debounce(REST, say);
    Effect::new(move |_| {
        place.with(|_| ());
        // What is there when the images come is described at once: what a visitor does next is a move.
        if nearest.with_untracked(String::is_empty) {
            nearest.set(ui.now(nearest_images));
        }
        rest(());
    });
    view! {
        <span class="visually-hidden" id=NEAREST>
            {move || nearest.get()}
        </span>
        <p class="visually-hidden" role="status">
            {move || announced.get()}
        </p>
    }
    .into_any()
}

/// Whether the map has the focus.
fn is_on_map() -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.matches(".field") == Ok(true))
}

/// What the nearest encoded images show, where the model has any.
fn nearest_images(session: &Session) -> String {
    let points = session.models.points.as_ref();
    let point = &session.view.point;
    let Some(points) = points.filter(|points| points.latent == point.len()) else {
        return String::new();
    };
    let labels = ranked(votes(point, &points.means, &points.labels));
    let classes: Vec<String> = labels
        .into_iter()
        .map(|label| class_name(session, label))
        .collect();
    let classes = &classes.join(separators::item());
    words::NearestImages { classes }.text()
}
