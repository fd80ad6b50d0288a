//! A lesson on paper: its whole text, a box to tick and lines to write on for each task.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::calm::is_free_escape;
use super::shelf;
use crate::host::{self, AppContext};
use crate::view::app_context;
use crate::view::components::{UiContext, button, focus};
use crate::words::worksheet as words;
use lesson::{CompiledLesson, StepText};
use session::{LearnAlert, LearnEvent, SessionEvent};

/// What tells the style sheet that a worksheet lies over the page, and is all that is printed.
const MARK: &str = "data-worksheet";
/// The id of the button that shows it.
const BUTTON: &str = "lesson-worksheet";
/// The id of the button that prints it, and that of its title.
const PRINT: &str = "worksheet-print";
const TITLE: &str = "worksheet-title";
/// What lies beneath it.
const BENEATH: &str = "#app > :is(header, main, footer)";
/// Lines to write on, below a task.
const LINES: usize = 3;

/// The button in a lesson's head.
pub(super) fn worksheet_button(ui: UiContext) -> AnyView {
    let show = move |_| {
        let event = LearnEvent::Worksheet(true);
        ui.dispatch.send(SessionEvent::Learn(event));
    };
    view! {
        <button type="button" class="button" id=BUTTON title=words::worksheet_title() on:click=show>
            {words::worksheet()}
        </button>
    }
    .into_any()
}

fn close(app: AppContext) {
    let event = LearnEvent::Worksheet(false);
    app.dispatch.send(SessionEvent::Learn(event));
}

/// The worksheet, while it is shown.
pub(super) fn worksheet() -> AnyView {
    let app = app_context();
    let wanted = Memo::new(move |_| {
        app.session.with(|session| {
            let open = session.learn.open.as_ref().filter(|open| open.worksheet)?;
            Some(open.spec.id.clone())
        })
    });
    let sheet = RwSignal::new(None::<CompiledLesson>);
    Effect::new(move |_| match wanted.get() {
        Some(id) => fetch(app, id, sheet),
        None => sheet.set(None),
    });
    let is_shown = Memo::new(move |_| sheet.with(Option::is_some));
    Effect::new(move |before: Option<bool>| {
        let is_shown = is_shown.get();
        if before.unwrap_or_default() != is_shown {
            cover(is_shown);
        }
        is_shown
    });
    let content = move || {
        let lesson = sheet.get()?;
        Some(paper(app, &lesson))
    };
    content.into_any()
}

fn fetch(app: AppContext, id: String, sheet: RwSignal<Option<CompiledLesson>>) {
    spawn_local(async move {
        match shelf::lesson(&id).await {
            // The visitor may have closed it meanwhile; then the next time finds it at once.
            Some(lesson) => {
                let is_wanted = app.session.try_with_untracked(|session| {
                    let open = session.learn.open.as_ref();
                    open.is_some_and(|open| open.worksheet && open.spec.id == id)
                });
                if is_wanted == Some(true) {
                    sheet.try_set(Some(lesson));
                }
            }
            None => {
                close(app);
                let alert = LearnAlert::LessonNotFetched;
                app.dispatch.send(SessionEvent::Trouble(alert.into()));
            }
        }
    });
}

/// Takes what lies beneath out of reach, or gives it back with the focus.
fn cover(is_shown: bool) {
    let all = document().query_selector_all(BENEATH).ok();
    let root = document().document_element();
    let beneath = (0..all.as_ref().map_or(0, web_sys::NodeList::length)).filter_map(|at| {
        use wasm_bindgen::JsCast;
        all.as_ref()?.item(at)?.dyn_into::<web_sys::Element>().ok()
    });
    let set = |element: web_sys::Element, name: &str| {
        // The names are not malformed, the only way in which these fail.
        let _ = if is_shown {
            element.set_attribute(name, "")
        } else {
            element.remove_attribute(name)
        };
    };
    beneath.for_each(|element| set(element, "inert"));
    if let Some(root) = root {
        set(root, MARK);
    }
    let to = if is_shown { PRINT } else { BUTTON };
    request_animation_frame(move || focus(to));
}

fn paper(app: AppContext, lesson: &CompiledLesson) -> AnyView {
    let (spec, text) = (&lesson.lesson, &lesson.text);
    let escape = window_event_listener(ev::keydown, move |event| {
        if is_free_escape(&event) {
            event.prevent_default();
            close(app);
        }
    });
    on_cleanup(move || escape.remove());
    let print = |_| {
        // A browser that cannot print has no such dialogue.
        let _ = window().print();
    };
    let address = format!(
        "{}#room=learn&lesson={}&version={}",
        host::base(),
        spec.id,
        spec.version
    );
    let source = words::Source {
        lesson: &spec.id,
        version: spec.version.into(),
        address: &address,
    };
    let steps: Vec<AnyView> = (1..)
        .zip(&text.steps)
        .map(|(at, step)| step_of(at, step))
        .collect();
    view! {
        <section class="worksheet" role="dialog" aria-modal="true" aria-labelledby=TITLE>
            <p class="worksheet-bar">
                <button type="button" class="button" id=PRINT on:click=print>
                    {words::print()}
                </button>
                {button(words::back(), move || close(app))}
            </p>
            <article class="worksheet-page" lang=text.lang.clone()>
                <p class="worksheet-who">
                    <span>{words::name()}</span>
                    <span class="worksheet-blank" aria-hidden="true"></span>
                    <span>{words::date()}</span>
                    <span class="worksheet-blank" aria-hidden="true"></span>
                </p>
                <h2 id=TITLE>{text.title.clone()}</h2>
                <p>{text.summary.clone()}</p>
                {steps}
                <p class="worksheet-source">{source.text()}</p>
            </article>
        </section>
    }
    .into_any()
}

fn step_of(at: u32, step: &StepText) -> AnyView {
    let title = words::Step {
        at: at.into(),
        title: &step.title,
    };
    let lines: Vec<AnyView> = (0..LINES)
        .map(|_| view! { <div class="worksheet-line"></div> }.into_any())
        .collect();
    let task = (!step.task.is_empty()).then(|| {
        view! {
            <div class="worksheet-task">
                <span class="worksheet-box" aria-hidden="true"></span>
                <div prop:innerHTML=step.task.clone()></div>
            </div>
            <div class="worksheet-lines" aria-hidden="true">
                {lines}
            </div>
        }
        .into_any()
    });
    view! {
        <section class="worksheet-step">
            <h3>{title.text()}</h3>
            <div class="worksheet-text" prop:innerHTML=step.html.clone()></div>
            {task}
        </section>
    }
    .into_any()
}
