//! The list of lessons.

use leptos::prelude::*;

use super::shelf::LessonShelf;
use super::{class_files, game_place, teach};
use crate::view::components::{UiContext, button};
use crate::words::{learn as words, page};
use lesson::LessonRow;
use session::{LearnEvent, SessionEvent};

/// The id of the list's heading.
pub(super) const HEADING: &str = "lesson-list";

/// The list, while no lesson is open.
pub(super) fn list(ui: UiContext, shelf: LessonShelf) -> AnyView {
    let waits = ui.text(|session| {
        let waits = session.learn.wanted.is_some();
        if waits { words::loading() } else { "" }.to_owned()
    });
    let rows = move || match shelf.rows.get() {
        None => view! { <p class="room-note">{page::room_loading()}</p> }.into_any(),
        Some(Err(())) => view! {
            <p class="room-note" role="alert">
                {words::list_missing()} " "
                {button(page::try_again(), move || shelf.fetch_list())}
            </p>
        }
        .into_any(),
        Some(Ok(rows)) => {
            let items: Vec<AnyView> = rows.iter().map(|row| item(ui, shelf, row)).collect();
            view! {
                <ol class="lesson-list">{items}</ol>
                {game_place::card(ui)}
                {class_files::my_progress(shelf, ui, rows.clone())} {teach::teach(ui, rows)}
            }
            .into_any()
        }
    };
    view! {
        <section
            class="lessons"
            aria-label=words::lessons()
            hidden=ui.flag(|session| session.learn.open.is_some() || session.learn.game.is_some())
        >
            <h2 id=HEADING tabindex="-1">
                {words::lessons()}
            </h2>
            <p class="lessons-about">{words::introduction()}</p>
            <p class="lessons-waits" role="status">
                {waits}
            </p>
            {rows}
        </section>
    }
    .into_any()
}

fn item(ui: UiContext, shelf: LessonShelf, row: &LessonRow) -> AnyView {
    let (id, steps) = (row.id.clone(), row.steps);
    let open = {
        let id = id.clone();
        move |_| {
            ui.dispatch
                .send(SessionEvent::Learn(LearnEvent::Open(id.clone())));
        }
    };
    let count = move || {
        let progress = shelf.progress.get();
        progress.get(&id).map_or(0, |progress| progress.count())
    };
    let state = {
        let count = count.clone();
        move || match count() {
            0 => words::new().to_owned(),
            done if done >= steps => words::done().to_owned(),
            done => words::Begun {
                done: done as f64,
                of: steps as f64,
            }
            .text(),
        }
    };
    let minutes = words::Minutes {
        count: row.minutes.into(),
    };
    view! {
        <li>
            <button
                type="button"
                class="lesson-card"
                lang=row.lang.clone()
                data-done=move || (count() >= steps).to_string()
                on:click=open
            >
                <span class="lesson-number" aria-hidden="true">
                    {row.number}
                </span>
                <span class="lesson-title">{row.title.clone()}</span>
                <span class="lesson-summary">{row.summary.clone()}</span>
                <span class="lesson-facts">
                    <span>{minutes.text()}</span>
                    " · "
                    <span>{state}</span>
                </span>
            </button>
        </li>
    }
    .into_any()
}
