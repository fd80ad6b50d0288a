//! The marks along the map's axes.

use leptos::prelude::*;

use crate::numbers;

/// The marks along one axis: what is shown of it is its centre and half its length.
#[component]
pub(super) fn Ticks(shown: Memo<(f32, f32)>) -> impl IntoView {
    move || {
        let (centre, extent) = shown.get();
        let marks = numbers::marks(centre, extent).into_iter();
        marks
            .map(|(value, label)| {
                let along = (value - centre + extent) / (2.0 * extent);
                view! { <span style=("--at", along.to_string())>{label}</span> }
            })
            .collect_view()
    }
}
