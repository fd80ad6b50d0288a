//! The search for a picture's point by optimising: the only way for a model without an encoder.

use leptos::prelude::*;

use super::{has_encoder, input};
use crate::numbers;
use crate::view::components::{PictureKey, UiContext, button_while, pixel_canvas};
use crate::words::encode as words;
use session::{ExploreEvent, ImagePixels, LatentSearch, Session};

fn search(session: &Session) -> Option<&LatentSearch> {
    input(session)?.inversion.as_ref()
}

fn is_running(session: &Session) -> bool {
    search(session).is_some_and(|search| search.running)
}

/// The best picture so far.
fn best(session: &Session) -> Option<ImagePixels> {
    let best = search(session)?.best.as_ref();
    best.map(|best| best.1.clone())
}

/// How far the search is.
fn state(session: &Session) -> String {
    match search(session) {
        Some(search) => match search.curve.last() {
            Some((step, error)) => {
                let (step, error) = (*step as f64, f64::from(*error));
                if search.running {
                    words::Running { step, error }.text()
                } else {
                    words::RunningEnded { step, error }.text()
                }
            }
            None => words::looking().to_owned(),
        },
        None if has_encoder(session) => words::with_encoder().to_owned(),
        None => words::without_encoder().to_owned(),
    }
}

/// The search: its best picture, how the error fell, and its buttons.
pub(super) fn found(ui: UiContext) -> AnyView {
    let key = |session: &Session| Some(PictureKey::of(&best(session)?.bytes));
    view! {
        <figure class="step found">
            <figcaption>
                <h3>{words::found()}</h3>
            </figcaption>
            <div class="found-row">
                <div
                    class="picture-frame"
                    data-empty=ui.flag(|session| best(session).is_none())
                >
                    {pixel_canvas(ui, words::found(), key, best)}
                </div>
                {curve(ui)}
            </div>
            <p class="note" role="status" aria-label=words::inversion() aria-live="off">
                {ui.text(state)}
            </p>
            {buttons(ui)}
        </figure>
    }
    .into_any()
}

fn buttons(ui: UiContext) -> AnyView {
    let find = move |_| {
        let seed = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        ui.explore(ExploreEvent::Invert(seed));
    };
    let ready = |session: &Session| {
        let prepared = input(session).is_some_and(|input| input.prepared.is_ok());
        prepared && !is_running(session)
    };
    let stop = button_while(ui, words::stop(), is_running, move || {
        ui.explore(ExploreEvent::StopInverting);
    });
    let put_away = button_while(
        ui,
        words::put_away(),
        |session| input(session).is_some(),
        move || ui.explore(ExploreEvent::Forget),
    );
    view! {
        <div class="formula-row">
            <button
                type="button"
                class="button"
                data-main=ui.flag(|session| !has_encoder(session))
                hidden=ui.hidden_unless(ready)
                on:click=find
            >
                {words::find()}
            </button>
            {stop}
            {put_away}
        </div>
    }
    .into_any()
}

/// How the error fell.
fn curve(ui: UiContext) -> AnyView {
    let path = |session: &Session| {
        let search = search(session)?;
        let (last, _) = *search.curve.last()?;
        let most = highest(search);
        let points = search.curve.iter().map(|(step, error)| {
            let x = 100.0 * *step as f32 / last.max(1) as f32;
            let y = 46.0 - 42.0 * error / most.max(f32::MIN_POSITIVE);
            format!("{x:.1} {y:.1}")
        });
        Some(format!("M{}", points.collect::<Vec<_>>().join("L")))
    };
    let most = |session: &Session| {
        let most = search(session).map_or(0.0, highest);
        if most > 0.0 {
            numbers::short(f64::from(most))
        } else {
            String::new()
        }
    };
    view! {
        <figure
            class="curve"
            aria-label=words::inversion_error()
            hidden=ui.hidden_unless(|session| search(session).is_some())
        >
            <span class="note">{ui.text(most)}</span>
            <svg viewBox="0 0 100 48" preserveAspectRatio="none" aria-hidden="true">
                <path class="curve-axis" d="M0 46H100" />
                <path d=ui.attribute(path) />
            </svg>
        </figure>
    }
    .into_any()
}

fn highest(search: &LatentSearch) -> f32 {
    search.curve.iter().map(|at| at.1).fold(0.0, f32::max)
}
