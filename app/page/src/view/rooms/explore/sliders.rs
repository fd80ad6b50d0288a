//! One slider per latent dimension.

use leptos::ev::{KeyboardEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;

use crate::host::{AppContext, random_point};
use crate::numbers;
use crate::view::app_context;
use crate::words::explore as words;
use session::{EXTENT, ExploreEvent, SessionEvent};

/// What one notch of a wheel moves, in prior standard deviations.
const WHEEL_STEP: f32 = 0.05;

/// What an arrow key moves while Shift is held; without it the browser moves one hundredth.
const SHIFT_STEP: f32 = 0.1;

/// A wheel that reports pixels moves about this many at each notch.
const PIXELS_PER_NOTCH: f64 = 100.0;

/// All sliders, and the buttons that move them together.
#[component]
pub(super) fn Sliders(point: Memo<Vec<f32>>) -> impl IntoView {
    let AppContext { session, dispatch } = app_context();
    let latent = Memo::new(move |_| point.with(Vec::len));
    let directions = Memo::new(move |_| session.with(|session| session.models.direction_count()));
    let reset = move |_| dispatch.send(SessionEvent::SetPoint(vec![0.0; latent.get_untracked()]));
    let randomize = move |_| dispatch.send(SessionEvent::SetPoint(random_point(session)));
    view! {
        <section class="dials" aria-label=words::latent_point()>
            <div class="dials-head">
                <h2>{words::latent_point()}</h2>
                <div class="dials-actions">
                    <button type="button" class="button" on:click=randomize>
                        {words::randomize()}
                    </button>
                    <button type="button" class="button" on:click=reset>
                        {words::reset()}
                    </button>
                </div>
            </div>
            // Sliders of directions come with the tools; their place is kept.
            <div
                id="named-sliders"
                class="named-sliders"
                style=("--count", move || directions.get().to_string())
            ></div>
            <ul class="dial-list" class:many=move || { latent.get() > 4 }>
                <For each=move || 0..latent.get() key=|dimension| *dimension let:dimension>
                    <Dial dimension point />
                </For>
            </ul>
        </section>
    }
}

/// One slider with its value.
#[component]
fn Dial(dimension: usize, point: Memo<Vec<f32>>) -> impl IntoView {
    let dispatch = app_context().dispatch;
    let value =
        Memo::new(move |_| point.with(|point| point.get(dimension).copied().unwrap_or_default()));
    let set = move |value: f32| dispatch.send(SessionEvent::SetCoordinate { dimension, value });
    let nudge = move |step: f32| set(value.get_untracked() + step);

    let on_input = move |event| {
        if let Ok(value) = event_target_value(&event).parse() {
            set(value);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => SHIFT_STEP,
            "ArrowLeft" | "ArrowDown" => -SHIFT_STEP,
            _ => return,
        };
        if event.shift_key() {
            event.prevent_default();
            nudge(step);
        }
    };
    let on_wheel = move |event: WheelEvent| {
        let focused = event_target::<web_sys::Element>(&event).matches(":focus");
        // Ctrl is the browser's zoom; over a slider that nobody touched, the page scrolls on.
        if event.ctrl_key() || focused != Ok(true) {
            return;
        }
        event.prevent_default();
        let notches = match event.delta_mode() {
            WheelEvent::DOM_DELTA_PIXEL => (event.delta_y() / PIXELS_PER_NOTCH).clamp(-1.0, 1.0),
            _ => event.delta_y().signum(),
        };
        nudge(-WHEEL_STEP * notches as f32);
    };

    let name = numbers::axis_name(dimension);
    // The bar reaches from zero, in the middle, to the thumb.
    let along = move || (value.get() + EXTENT) / (2.0 * EXTENT);
    let from = move || along().min(0.5).to_string();
    let to = move || along().max(0.5).to_string();
    view! {
        <li class="dial">
            <span class="dial-name" aria-hidden="true">
                "z"
                <sub>{dimension + 1}</sub>
            </span>
            <span class="dial-track" style=("--from", from) style=("--to", to)>
                <span class="dial-spread" role="img" hidden></span>
                <input
                    type="range"
                    aria-label=name
                    min=-EXTENT
                    max=EXTENT
                    step="0.01"
                    prop:value=move || numbers::plain(value.get())
                    aria-valuetext=move || numbers::coordinate(value.get())
                    on:input=on_input
                    on:keydown=on_key
                    on:wheel=on_wheel
                    on:change=move |_| dispatch.send(SessionEvent::Explore(ExploreEvent::Rest))
                    on:dblclick=move |_| set(0.0)
                />
            </span>
            <Typed dimension value />
        </li>
    }
}

/// The value as text, to read and to type.
#[component]
fn Typed(dimension: usize, value: Memo<f32>) -> impl IntoView {
    let dispatch = app_context().dispatch;
    let draft = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let input = NodeRef::<html::Input>::new();

    let commit = move || {
        let Some(text) = draft.get_untracked() else {
            return;
        };
        match numbers::parse_coordinate(&text) {
            Ok(value) => {
                draft.set(None);
                error.set(None);
                dispatch.send(SessionEvent::SetCoordinate { dimension, value });
            }
            Err(sentence) => error.set(Some(sentence)),
        }
    };
    let restore = move || {
        draft.set(None);
        error.set(None);
        if let Some(input) = input.get_untracked() {
            // The signal may already hold this text, and then would not write it again.
            input.set_value(&numbers::coordinate(value.get_untracked()));
        }
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => commit(),
        "Escape" => restore(),
        _ => {}
    };
    let text = move || {
        draft
            .get()
            .unwrap_or_else(|| numbers::coordinate(value.get()))
    };
    let name = words::CoordinateValue {
        axis: &numbers::axis_name(dimension),
    }
    .text();
    let error_id = format!("z{}-error", dimension + 1);
    let described_by = {
        let error_id = error_id.clone();
        move || error.with(Option::is_some).then(|| error_id.clone())
    };

    // A slider that moves on takes a text that could not be read with it.
    Effect::new(move |before: Option<f32>| {
        let value = value.get();
        if before.is_some_and(|before| before != value) {
            draft.set(None);
            error.set(None);
        }
        value
    });

    view! {
        <input
            class="dial-value"
            type="text"
            inputmode="decimal"
            autocomplete="off"
            spellcheck="false"
            aria-label=name
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described_by
            node_ref=input
            prop:value=text
            on:input=move |event| draft.set(Some(event_target_value(&event)))
            on:keydown=on_key
            on:blur=move |_| commit()
            on:focus=move |_| {
                if let Some(input) = input.get_untracked() {
                    input.select();
                }
            }
        />
        {move || {
            error
                .get()
                .map(|sentence| {
                    view! {
                        <p class="dial-error" id=error_id.clone() role="alert">
                            {sentence}
                        </p>
                    }
                })
        }}
    }
}
