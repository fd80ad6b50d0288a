//! The table of what a class did, its sums, and what was left out of it.

use leptos::prelude::*;

use crate::view::components::{UiContext, button};
use crate::words::class_files as words;
use crate::words::class_note_sentence;
use lesson::LessonRow;
use session::{ClassEvent, ClassNote, LearnEvent, SessionEvent, StudentRecord, class_sums};

/// So many sentences on what was left out are said; then how many more there are.
const MOST_NOTES: usize = 20;

/// Tells the session what happens to a class.
pub(super) fn send(ui: UiContext, event: ClassEvent) {
    let event = LearnEvent::Class(event);
    ui.dispatch.send(SessionEvent::Learn(event));
}

/// The table, while there is something in it.
pub(super) fn class_table(ui: UiContext, rows: Vec<LessonRow>) -> AnyView {
    let notes = ui.memo(|session| session.learn.class.notes.clone());
    let students = ui.memo(|session| session.learn.class.students.clone());
    let content = move || {
        students.with(|students| (!students.is_empty()).then(|| tables(ui, students, &rows)))
    };
    view! {
        <div role="status">{move || notes.with(|notes| left_out(notes))}</div>
        {content}
    }
    .into_any()
}

fn left_out(notes: &[ClassNote]) -> Option<AnyView> {
    if notes.is_empty() {
        return None;
    }
    let said = notes.iter().take(MOST_NOTES).map(class_note_sentence);
    let items: Vec<AnyView> = said
        .map(|said| view! { <li>{said}</li> }.into_any())
        .collect();
    let more = notes.len().saturating_sub(MOST_NOTES);
    let more = (more > 0).then(|| {
        let count = more as f64;
        view! { <p>{words::MoreLeftOut { count }.text()}</p> }.into_any()
    });
    let list = view! {
        <ul class="class-notes" aria-label=words::left_out()>
            {items}
        </ul>
        {more}
    };
    Some(list.into_any())
}

fn title_of<'a>(rows: &'a [LessonRow], id: &str) -> &'a str {
    let row = rows.iter().find(|row| row.id == id);
    row.map_or("", |row| row.title.as_str())
}

fn tables(ui: UiContext, students: &[StudentRecord], rows: &[LessonRow]) -> AnyView {
    let lines: Vec<AnyView> = students
        .iter()
        .flat_map(|student| lines_of(ui, student, rows))
        .collect();
    let save = {
        let rows = rows.to_vec();
        move || {
            let event = ClassEvent::SaveTable {
                lessons: rows.clone(),
                everybody: words::everybody().to_owned(),
            };
            send(ui, event);
        }
    };
    let heads = [
        words::who(),
        words::lesson(),
        words::tasks(),
        words::minutes(),
    ];
    view! {
        {framed(words::class(), heads, lines)}
        <h4>{words::sums()}</h4>
        {sums(students, rows)}
        <p class="buttons">
            {button(words::save_table(), save)}
            {button(words::clear(), move || send(ui, ClassEvent::Clear))}
        </p>
    }
    .into_any()
}

/// A table of its own name, which a keyboard can scroll.
fn framed(name: &'static str, heads: [&'static str; 4], lines: Vec<AnyView>) -> AnyView {
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> }.into_any());
    view! {
        <div class="class-table" role="region" aria-label=name tabindex="0">
            <table>
                <thead>
                    <tr>{Vec::from(heads)}</tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A student's lessons, a line each; the first one has the name.
fn lines_of(ui: UiContext, student: &StudentRecord, rows: &[LessonRow]) -> Vec<AnyView> {
    let who = if student.name.is_empty() {
        let file = student.file.as_str();
        words::Nameless { file }.text()
    } else {
        student.name.clone()
    };
    let id = student.id;
    let count = student.lessons.len();
    let lines = student.lessons.iter().enumerate().map(|(at, record)| {
        let row = rows.iter().find(|row| row.id == record.lesson);
        let done = words::DoneOf {
            done: record.solved.len() as f64,
            of: row.map_or(0, |row| row.tasks.len()) as f64,
        };
        let name = (at == 0).then(|| {
            let remove = words::RemoveStudent { who: &who }.text();
            view! {
                <th scope="rowgroup" rowspan=count.to_string()>
                    <span>{who.clone()}</span>
                    <button
                        type="button"
                        class="button"
                        aria-label=remove
                        on:click=move |_| send(ui, ClassEvent::Remove(id))
                    >
                        {words::remove()}
                    </button>
                </th>
            }
            .into_any()
        });
        view! {
            <tr>
                {name} <td>{title_of(rows, &record.lesson).to_owned()}</td> <td>{done.text()}</td>
                <td>{record.minutes}</td>
            </tr>
        }
        .into_any()
    });
    lines.collect()
}

fn sums(students: &[StudentRecord], rows: &[LessonRow]) -> AnyView {
    let lines = class_sums(students, rows).into_iter().map(|sums| {
        let tasks: Vec<AnyView> = sums
            .tasks
            .iter()
            .map(|(step, solved)| {
                let sum = words::TaskSum {
                    step: f64::from(*step),
                    solved: *solved as f64,
                    of: sums.students as f64,
                };
                view! { <li>{sum.text()}</li> }.into_any()
            })
            .collect();
        view! {
            <tr>
                <th scope="row">{title_of(rows, &sums.lesson).to_owned()}</th>
                <td>{sums.students}</td>
                <td>
                    <ul class="class-tasks">{tasks}</ul>
                </td>
                <td>{sums.minutes.to_string()}</td>
            </tr>
        }
        .into_any()
    });
    let heads = [
        words::lesson(),
        words::students(),
        words::each_task(),
        words::minutes(),
    ];
    framed(words::sums(), heads, lines.collect())
}
