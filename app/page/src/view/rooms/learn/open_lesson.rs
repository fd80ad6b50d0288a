//! A lesson: the text of a step, its task, and the way to the next.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::shelf::LessonShelf;
use super::{list, live_numbers, worksheet};
use crate::view::components::{UiContext, button, focus};
use crate::words::learn as words;
use lesson::StepText;
use session::{LearnEvent, OpenLesson, Session, SessionEvent};

/// The id of a step's heading.
const HEADING: &str = "lesson-step";

/// The lesson that is open.
pub(super) fn open_lesson(ui: UiContext, shelf: LessonShelf) -> AnyView {
    let at = ui.memo(|session| {
        let open = session.learn.open.as_ref()?;
        Some((open.spec.id.clone(), open.step))
    });
    // The text is there before the lesson is open.
    let text = Memo::new(move |_| {
        let (id, step) = at.get()?;
        let (_, text) = shelf.text.get().filter(|(of, _)| *of == id)?;
        let step = text.steps.get(step)?.clone();
        Some((text.title.clone(), text.lang.clone(), step))
    });
    let of_step = move |read: fn(StepText) -> String| {
        move || text.get().map_or_else(String::new, |(.., step)| read(step))
    };
    let title = move || text.get().map_or_else(String::new, |(title, ..)| title);
    let lang = move || text.get().map(|(_, lang, _)| lang);
    // Who goes on reads on there.
    Effect::new(move |before: Option<Option<(String, usize)>>| {
        let now = at.get();
        match before {
            // At once: a key that follows is meant for what has the focus then.
            Some(Some(_)) if now.is_some() && before != Some(now.clone()) => focus(HEADING),
            // The heading is still hidden.
            Some(None) if now.is_some() => request_animation_frame(|| focus(HEADING)),
            Some(Some(_)) if now.is_none() => request_animation_frame(|| focus(list::HEADING)),
            _ => {}
        }
        now
    });
    live_numbers::follow(ui, text);
    let position = ui.text(|session| {
        let open = session.learn.open.as_ref();
        open.map_or_else(String::new, |open| {
            words::Position {
                at: open.step as f64 + 1.0,
                of: open.spec.steps.len() as f64,
            }
            .text()
        })
    });
    let close = move || send(ui, LearnEvent::Close);
    view! {
        <article
            class="lesson"
            lang=lang
            hidden=ui.flag(|session| session.learn.open.is_none())
            on:keydown=move |event| turn_by_key(ui, &event)
        >
            <p class="lesson-head">
                {button(words::all_lessons(), close)} <span class="lesson-name">{title}</span>
                {worksheet::worksheet_button(ui)} <span class="lesson-position">{position}</span>
            </p>
            <h2 id=HEADING tabindex="-1">
                {of_step(|step| step.title)}
            </h2>
            <div class="lesson-text" prop:innerHTML=of_step(|step| step.html)></div>
            {task(ui, of_step(|step| step.task))}
            {turning(ui)}
        </article>
    }
    .into_any()
}

fn send(ui: UiContext, event: LearnEvent) {
    ui.dispatch.send(SessionEvent::Learn(event));
}

fn open(session: &Session) -> Option<&OpenLesson> {
    session.learn.open.as_ref()
}

/// Whether the step on screen asks for something.
fn asks(session: &Session) -> bool {
    let now = open(session).and_then(OpenLesson::now);
    now.is_some_and(|step| step.task.is_some())
}

/// Whether the step on screen is done.
fn is_done(session: &Session) -> bool {
    open(session).is_some_and(|open| open.done.get(open.step) == Some(&true))
}

fn is_last(session: &Session) -> bool {
    open(session).is_some_and(|open| open.step + 1 >= open.spec.steps.len())
}

/// What the visitor is asked to do, and whether they did.
fn task(ui: UiContext, html: impl Fn() -> String + Send + 'static) -> AnyView {
    let said = ui.text(|session| {
        let done = asks(session) && is_done(session);
        if done { words::task_done() } else { "" }.to_owned()
    });
    let again = move |_| send(ui, LearnEvent::SetUp);
    view! {
        <section
            class="lesson-task"
            aria-label=words::task()
            data-done=ui.text(|session| is_done(session).to_string())
            hidden=ui.hidden_unless(asks)
        >
            <h3>{words::task()}</h3>
            <div prop:innerHTML=html></div>
            <p class="lesson-done" role="status">
                {said}
            </p>
            <button type="button" class="button" title=words::again_title() on:click=again>
                {words::again()}
            </button>
        </section>
    }
    .into_any()
}

/// Goes so many steps on; on from the last is back to the list.
fn turn(ui: UiContext, by: isize) {
    let to = ui.now(|session| {
        let open = open(session)?;
        let to = open.step.checked_add_signed(by)?;
        Some((to, to >= open.spec.steps.len()))
    });
    match to {
        Some((_, true)) => send(ui, LearnEvent::Close),
        Some((to, false)) => send(ui, LearnEvent::GoTo(to)),
        None => {}
    }
}

/// Arrow keys turn steps as buttons do, while the focus is in the text.
fn turn_by_key(ui: UiContext, event: &KeyboardEvent) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let by = match event.key().as_str() {
        "ArrowRight" if !ui.now(is_last) => 1,
        "ArrowLeft" => -1,
        _ => return,
    };
    let target = event.target();
    let target = target.and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    if target
        .is_some_and(|it| it.id() == HEADING || it.closest(".lesson-turn").ok().flatten().is_some())
    {
        event.prevent_default();
        turn(ui, by);
    }
}

fn turning(ui: UiContext) -> AnyView {
    let is_first = |session: &Session| open(session).is_none_or(|open| open.step == 0);
    let back = ui.click_unless(is_first, move || turn(ui, -1));
    let next = ui.text(|session| {
        let next = if is_last(session) {
            words::finish()
        } else {
            words::next()
        };
        next.to_owned()
    });
    view! {
        <div class="lesson-turn buttons">
            <button
                type="button"
                class="button"
                aria-disabled=ui.disabled_while(is_first)
                on:click=back
            >
                {words::previous()}
            </button>
            <button
                type="button"
                class="button"
                data-main=ui.flag(is_done)
                on:click=move |_| turn(ui, 1)
            >
                {next}
            </button>
        </div>
    }
    .into_any()
}
