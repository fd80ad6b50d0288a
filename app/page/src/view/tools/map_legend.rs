//! Which encoded test images are drawn over the map.

use leptos::prelude::*;

use crate::drawing::digit_palette;
use crate::view::components::UiContext;
use crate::view::map_context::HighlightedDigit;
use crate::view::theme::ThemeContext;
use crate::words::{explore as words, recipe};
use run_spec::DatasetId;
use session::{Session, SessionEvent};

/// No data set that is shipped has more classes.
const MOST_CLASSES: u8 = 10;

/// The data set of the model on screen, if the page knows it: by the name in its card.
fn data(session: &Session) -> Option<DatasetId> {
    let shown = session.models.on_screen.as_ref()?;
    let name = shown.card.details.clone().read().ok()?.data.name;
    let mut known = DatasetId::ALL.iter().copied();
    known.find(|data| data.title() == name)
}

/// What the images of a class show, where they are not digits; empty for a class that there is none of.
fn class_words(data: Option<DatasetId>, class: u8) -> Option<&'static str> {
    let data = data.filter(|data| recipe::class_name(*data, 0).is_some_and(|name| name != "0"))?;
    Some(recipe::class_name(data, class).unwrap_or_default())
}

/// What the images of a class of the model on screen show.
pub(super) fn class_name(session: &Session, class: u8) -> String {
    class_words(data(session), class).map_or_else(|| class.to_string(), str::to_owned)
}

/// Whether the labels of the model on screen are digits.
pub(super) fn shows_digits(session: &Session) -> bool {
    class_words(data(session), 0).is_none()
}

/// A switch for all points, and a chip for those of each class, below the map.
pub(super) fn map_legend(ui: UiContext) -> AnyView {
    let shown = ui.memo(|session| session.view.legend.shown);
    // A model without encoded images, and none to come, has nothing to switch.
    let nothing = ui.flag(|session| {
        let model = session.models.on_screen.as_ref().map(|model| &model.id);
        let mut list = session.models.list.iter();
        let entry = list.find(|entry| Some(&entry.id) == model);
        session.models.points.is_none() && entry.is_some_and(|entry| entry.points.is_none())
    });
    let HighlightedDigit(highlight) = expect_context();
    let data = ui.memo(data);
    let chips: Vec<AnyView> = (0..MOST_CLASSES)
        .map(|class| chip(ui, class, data, shown, highlight))
        .collect();
    let name = move || {
        if class_words(data.get(), 0).is_some() {
            words::classes()
        } else {
            words::digits()
        }
    };
    view! {
        <div class="legend" class:off=move || !shown.get() class:nothing=nothing>
            <button
                type="button"
                role="switch"
                class="switch"
                aria-checked=move || shown.get().to_string()
                on:click=move |_| ui.dispatch.send(SessionEvent::ShowPoints(!shown.get_untracked()))
            >
                <span class="switch-track" aria-hidden="true"></span>
                {words::test_images()}
            </button>
            <div
                class="chips"
                class:worded=move || class_words(data.get(), 0).is_some()
                role="group"
                aria-label=name
            >
                {chips}
            </div>
        </div>
    }
    .into_any()
}

/// The chip of a class.
fn chip(
    ui: UiContext,
    digit: u8,
    data: Memo<Option<DatasetId>>,
    shown: Memo<bool>,
    highlight: RwSignal<Option<u8>>,
) -> AnyView {
    let dispatch = ui.dispatch;
    let theme: ThemeContext = expect_context();
    let pressed = ui.memo(move |session| session.view.legend.digits[usize::from(digit)]);
    let colour = move || digit_palette::colour(digit, theme.dark.get());
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
    let words = move || class_words(data.get(), digit);
    let label = move || {
        words().map_or_else(
            || {
                words::Digit {
                    digit: f64::from(digit),
                }
                .text()
            },
            str::to_owned,
        )
    };
    let text = move || words().map_or_else(|| digit.to_string(), str::to_owned);
    view! {
        <button
            type="button"
            class="chip"
            hidden=move || words().is_some_and(str::is_empty)
            aria-label=label
            aria-pressed=move || pressed.get().to_string()
            style=("--colour", colour)
            on:click=on_click
            on:pointerenter=move |_| highlight.set(Some(digit))
            on:pointerleave=move |_| leave()
            on:focus=move |_| highlight.set(Some(digit))
            on:blur=move |_| leave()
        >
            {text}
        </button>
    }
    .into_any()
}
