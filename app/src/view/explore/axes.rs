//! The map's axes: their marks, and the choice of the dimensions along them.

use leptos::html;
use leptos::prelude::*;

use crate::numbers;
use crate::session::{EXTENT, Event};
use crate::view::shell;

/// The marks on the axes, in prior standard deviations.
const TICKS: [i32; 7] = [-3, -2, -1, 0, 1, 2, 3];

/// The marks along one axis.
#[component]
pub(super) fn Ticks() -> impl IntoView {
    TICKS.map(|tick| view! { <Tick tick /> }).collect_view()
}

#[component]
fn Tick(tick: i32) -> impl IntoView {
    let along = (tick as f32 + EXTENT) / (2.0 * EXTENT);
    let label = tick.to_string().replace('-', "\u{2212}");
    view! { <span style=("--at", along.to_string())>{label}</span> }
}

/// One of the map's two axes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// From left to right.
    Horizontal,
    /// From bottom to top.
    Vertical,
}

/// The choice of the dimension along an axis.
#[component]
pub(super) fn AxisPicker(
    which: Which,
    axes: Memo<(usize, usize)>,
    latent: Memo<usize>,
) -> impl IntoView {
    let dispatch = shell().dispatch;
    let axis = Memo::new(move |_| match which {
        Which::Horizontal => axes.get().0,
        Which::Vertical => axes.get().1,
    });
    let (label, arrow) = match which {
        Which::Horizontal => ("Horizontal axis", "M2 6h8M7 3l3 3l-3 3"),
        Which::Vertical => ("Vertical axis", "M6 10V2M3 5l3-3l3 3"),
    };
    let on_change = move |event| {
        let Ok(picked) = event_target_value(&event).parse::<usize>() else {
            return;
        };
        let (x_axis, y_axis) = axes.get_untracked();
        dispatch.send(match which {
            Which::Horizontal => Event::SetAxes {
                x_axis: picked,
                y_axis,
            },
            Which::Vertical => Event::SetAxes {
                x_axis,
                y_axis: picked,
            },
        });
    };
    let select = NodeRef::<html::Select>::new();
    // A list that is drawn anew forgets its selection: set it after both list and choice.
    Effect::new(move |_| {
        latent.track();
        let axis = axis.get();
        if let Some(select) = select.get() {
            select.set_value(&axis.to_string());
        }
    });
    view! {
        <label class="axis-picker">
            <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d=arrow />
            </svg>
            <select aria-label=label node_ref=select on:change=on_change>
                <For each=move || 0..latent.get() key=|dimension| *dimension let:dimension>
                    <option value=dimension.to_string()>{numbers::axis_name(dimension)}</option>
                </For>
            </select>
        </label>
    }
}
