//! The tour: a small dialogue beside what it points at, over a page that stays in use.

use std::cell::RefCell;

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::calm::{is_free_escape, when_calm};
use super::over_rooms;
use super::tour_place::{self, DIALOGUE};
use crate::host::AppContext;
use crate::view::app_context;
use crate::view::components::{button, focus};
use crate::words::tour as words;
use session::{LearnEvent, Room, Session, SessionEvent, TourMove, TourStop};

/// The ids of the texts that name the dialogue.
const POSITION: &str = "tour-position";
const TITLE: &str = "tour-title";

thread_local! {
    /// What had the focus before the tour.
    static FOCUSED_BEFORE: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Shows the tour unasked, as soon as the visitor is not busy, if they are still in Explore.
pub(in crate::view) fn offer(app: AppContext) {
    let is_wanted = |session: &Session| {
        session.room == Room::Explore
            && session.learn.shown.is_none()
            && session.learn.tour.is_none()
    };
    when_calm(
        move || app.session.try_with_untracked(is_wanted) == Some(true),
        move || over_rooms::begin(app, false),
    );
}

/// The tour, while it is on.
pub(super) fn tour() -> AnyView {
    let app = app_context();
    let stop = Memo::new(move |_| app.session.with(|session| session.learn.tour));
    let is_on = Memo::new(move |_| stop.get().is_some());
    Effect::new(move |_| tour_place::point_at(stop.get()));
    let said = move || {
        stop.get().map_or_else(String::new, |stop| {
            let (title, text) = words_of(stop);
            let position = position(stop);
            words::Said {
                position: &position,
                title,
                text,
            }
            .text()
        })
    };
    // What is read aloud is there before it says something.
    view! {
        <p class="visually-hidden" role="status">
            {said}
        </p>
        {move || is_on.get().then(|| dialogue(app, stop))}
    }
    .into_any()
}

fn words_of(stop: TourStop) -> (&'static str, &'static str) {
    match stop {
        TourStop::Picture => (words::picture(), words::picture_text()),
        TourStop::Sliders => (words::sliders(), words::sliders_text()),
        TourStop::Map => (words::map(), words::map_text()),
        TourStop::Train => (words::train(), words::train_text()),
        TourStop::Learn => (words::learn(), words::learn_text()),
    }
}

fn position(stop: TourStop) -> String {
    words::Position {
        at: stop.index() as f64 + 1.0,
        of: TourStop::ALL.len() as f64,
    }
    .text()
}

fn is_last(stop: Option<TourStop>) -> bool {
    stop.is_some_and(|stop| stop.index() + 1 == TourStop::ALL.len())
}

fn is_first(stop: Option<TourStop>) -> bool {
    stop.is_some_and(|stop| stop.index() == 0)
}

fn dialogue(app: AppContext, stop: Memo<Option<TourStop>>) -> AnyView {
    let go = move |to| {
        let event = LearnEvent::Tour(to);
        app.dispatch.send(SessionEvent::Learn(event));
    };
    let before = focused();
    // Nobody's focus is taken unasked.
    if over_rooms::was_asked() || before.is_none() {
        request_animation_frame(|| focus(DIALOGUE));
    }
    give_focus_back(before);
    listen(go);
    let texts = move || stop.get().map(words_of).unwrap_or_default();
    let next = move || {
        let is_last = is_last(stop.get());
        if is_last {
            words::done()
        } else {
            words::next()
        }
    };
    let back = move |_| {
        if !is_first(stop.get_untracked()) {
            go(TourMove::Back);
        }
    };
    view! {
        <div
            class="tour"
            id=DIALOGUE
            role="dialog"
            aria-labelledby=format!("{POSITION} {TITLE}")
            tabindex="-1"
            on:keydown=move |event| turn_by_key(&event, stop.get_untracked(), &go)
        >
            <p class="tour-position" id=POSITION>
                {move || stop.get().map(position)}
            </p>
            <h2 id=TITLE>{move || texts().0}</h2>
            <p>{move || texts().1}</p>
            <p class="tour-buttons">
                {button(words::skip(), move || go(TourMove::End))}
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || is_first(stop.get()).then_some("true")
                    on:click=back
                >
                    {words::back()}
                </button>
                <button type="button" class="button" on:click=move |_| go(TourMove::Next)>
                    {next}
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// What has the focus, if anything.
fn focused() -> Option<HtmlElement> {
    let focused = document().active_element()?;
    let is_page = focused.tag_name().eq_ignore_ascii_case("body");
    if is_page {
        None
    } else {
        focused.dyn_into().ok()
    }
}

/// When the tour ends with the focus in it, what had the focus before gets it back.
fn give_focus_back(before: Option<HtmlElement>) {
    FOCUSED_BEFORE.set(before);
    on_cleanup(|| {
        let is_here = focused().is_some_and(|it| is_within(&it, ".tour"));
        let before = FOCUSED_BEFORE.take();
        if let Some(before) = before.filter(|before| is_here && before.is_connected()) {
            // It was focused before.
            let _ = before.focus();
        }
    });
}

fn is_within(element: &Element, selector: &str) -> bool {
    element.closest(selector).is_ok_and(|found| found.is_some())
}

/// Escape ends the tour wherever the focus is, unless something else waits for that key. What the tour
/// points at moves with the window.
fn listen(go: impl Fn(TourMove) + Copy + 'static) {
    let escape = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if is_free_escape(&event) {
            event.prevent_default();
            go(TourMove::End);
        }
    });
    let moves = ["resize", "scroll"];
    let moves = moves.map(|name| window_event_listener_untyped(name, |_| tour_place::place()));
    on_cleanup(move || {
        escape.remove();
        moves.into_iter().for_each(WindowListenerHandle::remove);
    });
}

/// Arrow keys turn; Enter goes on, unless it is meant for a button.
fn turn_by_key(event: &KeyboardEvent, stop: Option<TourStop>, go: &impl Fn(TourMove)) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let is_dialogue = target.is_some_and(|it| it.id() == DIALOGUE);
    let to = match event.key().as_str() {
        "ArrowRight" if !is_last(stop) => TourMove::Next,
        "ArrowLeft" => TourMove::Back,
        "Enter" if is_dialogue => TourMove::Next,
        _ => return,
    };
    event.prevent_default();
    go(to);
}
