//! The Compare room, in two ways: two models at one point, and runs of several families on the same data.
//!
//! - `two_models`: two models, or one at two moments of its training, side by side; `same_data`: runs that are
//!   trained here to be compared, and those that were trained before.

mod same_data;
mod two_models;

use std::cell::Cell;

use leptos::prelude::*;

use crate::view::components::UiContext;
use crate::view::tools::tool_choice;
use crate::words::compare as words;

pub(super) use two_models::shown_model_picker;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum CompareWay {
    /// Two models at one point.
    #[default]
    TwoModels,
    /// Runs on the same data.
    SameData,
}

std::thread_local! {
    /// What the visitor chose last: the room is made anew in another language.
    static CHOSEN_WAY: Cell<CompareWay> = const { Cell::new(CompareWay::TwoModels) };
}

/// The room. Only [`chunk`](crate::view::rooms::chunk) may call this: it is in a chunk with the Repair
/// room.
pub(in crate::view) fn compare(ui: UiContext) -> AnyView {
    let way = RwSignal::new(CHOSEN_WAY.get());
    let choice = move |of: CompareWay, name| {
        let choose = move || {
            way.set(of);
            CHOSEN_WAY.set(of);
        };
        tool_choice(
            ui,
            "compare-way",
            name,
            |_| true,
            move |_| way.get() == of,
            choose,
        )
    };
    let is_hidden = move |of: CompareWay| move || way.get() != of;
    view! {
        <fieldset class="compare-ways">
            <legend class="visually-hidden">{words::ways()}</legend>
            {choice(CompareWay::TwoModels, words::two_models())}
            {choice(CompareWay::SameData, words::same_data())}
        </fieldset>
        <div hidden=is_hidden(CompareWay::TwoModels)>{two_models::two_models(ui)}</div>
        <div hidden=is_hidden(CompareWay::SameData)>{same_data::same_data(ui)}</div>
    }
    .into_any()
}
