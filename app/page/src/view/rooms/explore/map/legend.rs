//! Which encoded test images are drawn over the map.

use leptos::prelude::*;

use crate::view::app_context;
use crate::view::rooms::explore::palette;
use crate::view::theme::ThemeContext;
use crate::words::explore as words;
use session::SessionEvent;

/// A switch for all points, and a chip for those of each digit.
#[component]
pub(super) fn Legend(
    /// The digit under the pointer or the focus, whose points stand out.
    highlight: RwSignal<Option<u8>>,
) -> impl IntoView {
    let app = app_context();
    let (session, dispatch) = (app.session, app.dispatch);
    let shown = Memo::new(move |_| session.with(|session| session.view.legend.shown));
    // A model without encoded images, and none to come, has nothing to switch.
    let nothing = Memo::new(move |_| {
        session.with(|session| {
            let model = session.models.on_screen.as_ref().map(|model| &model.id);
            let entry = session
                .models
                .list
                .iter()
                .find(|entry| Some(&entry.id) == model);
            session.models.points.is_none() && entry.is_some_and(|entry| entry.points.is_none())
        })
    });
    let chips = (0..10_u8)
        .map(|digit| view! { <Chip digit shown highlight /> })
        .collect_view();
    view! {
        <div class="legend" class:off=move || !shown.get() class:nothing=nothing>
            <button
                type="button"
                role="switch"
                class="switch"
                aria-checked=move || shown.get().to_string()
                on:click=move |_| dispatch.send(SessionEvent::ShowPoints(!shown.get_untracked()))
            >
                <span class="switch-track" aria-hidden="true"></span>
                {words::test_images()}
            </button>
            <div class="chips" role="group" aria-label=words::digits()>
                {chips}
            </div>
        </div>
    }
}

/// One digit's chip.
#[component]
fn Chip(digit: u8, shown: Memo<bool>, highlight: RwSignal<Option<u8>>) -> impl IntoView {
    let app = app_context();
    let (session, dispatch) = (app.session, app.dispatch);
    let theme: ThemeContext = expect_context();
    let pressed =
        Memo::new(move |_| session.with(|session| session.view.legend.digits[usize::from(digit)]));
    let colour = move || palette::colour(digit, theme.dark.get());
    let on_click = move |_| {
        if shown.get_untracked() {
            dispatch.send(SessionEvent::ShowDigit {
                digit,
                shown: !pressed.get_untracked(),
            });
        } else {
            // With the points off, a chip brings them back, its own among them.
            dispatch.send(SessionEvent::ShowDigit { digit, shown: true });
            dispatch.send(SessionEvent::ShowPoints(true));
        }
    };
    let leave = move || {
        highlight.update(|highlight| {
            if *highlight == Some(digit) {
                *highlight = None;
            }
        });
    };
    view! {
        <button
            type="button"
            class="chip"
            aria-label=words::Digit { digit: f64::from(digit) }.text()
            aria-pressed=move || pressed.get().to_string()
            style=("--colour", colour)
            on:click=on_click
            on:pointerenter=move |_| highlight.set(Some(digit))
            on:pointerleave=move |_| leave()
            on:focus=move |_| highlight.set(Some(digit))
            on:blur=move |_| leave()
        >
            {digit}
        </button>
    }
}
