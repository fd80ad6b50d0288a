//! Runs that the browser keeps: resumed, renamed, deleted.

use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::run;
use crate::view::components::{PictureKey, UiContext, focus, keyed_list, pixel_canvas};
use crate::words::{kept_run_title, language, train_kept as words};
use session::{KeptRun, RunState, SNAPSHOT_EVERY_MILLIS, Session, StoreFault, TrainEvent};

/// What has the focus once a run was deleted.
const SUMMARY: &str = "kept-runs";
const BYTES_PER_MEGABYTE: f64 = 1e6;

/// The list. It is open while there is no run on screen, because then a visitor may look for theirs.
pub(super) fn kept_runs(ui: UiContext) -> AnyView {
    let open = ui.flag_property(|session| {
        let kept = &session.training.kept;
        is_full(session) || run(session).is_none() && !kept.list.is_empty()
    });
    let count = ui.text(|session| {
        let list = &session.training.kept.list;
        if list.is_empty() {
            return words::none().to_owned();
        }
        words::Count {
            count: list.len() as f64,
            megabytes: list.iter().map(|run| run.bytes).sum::<f64>() / BYTES_PER_MEGABYTE,
        }
        .text()
    });
    let note = words::Note {
        seconds: SNAPSHOT_EVERY_MILLIS / 1000.0,
    }
    .text();
    let ids = |session: &Session| {
        let list = session.training.kept.list.iter();
        list.map(|run| run.id.clone()).collect::<Vec<_>>()
    };
    view! {
        <section class="kept" aria-label=words::section()>
            <details prop:open=open>
                <summary id=SUMMARY>
                    <h2>{words::section()}</h2>
                    <span>{count}</span>
                </summary>
                <p class="kept-note" role="status">
                    {ui.text(|session| {
                        let said = if is_full(session) { words::full() } else { "" };
                        said.to_owned()
                    })}
                </p>
                <ul>{keyed_list(ui, ids, move |id| kept_run(ui, &id))}</ul>
                <p class="kept-note">{note}</p>
            </details>
        </section>
    }
    .into_any()
}

fn is_full(session: &Session) -> bool {
    session.training.kept.fault == Some(StoreFault::Full)
}

/// A run, and what can be done with it.
fn kept_run(ui: UiContext, id: &str) -> AnyView {
    let row = StoredValue::new(id.to_owned());
    let key = move |session: &Session| {
        let picture = found(session, row)?.picture.as_ref()?;
        Some(PictureKey::of(&picture.bytes))
    };
    let picture = move |session: &Session| found(session, row)?.picture.clone();
    let facts = ui.text(move |session| found(session, row).map(facts).unwrap_or_default());
    let place = ui.text(move |session| {
        let said = if is_here(session, row) {
            words::here()
        } else if found(session, row).is_some_and(|run| run.elsewhere) {
            words::elsewhere()
        } else {
            ""
        };
        said.to_owned()
    });
    view! {
        <li class="kept-run">
            {pixel_canvas(ui, words::picture(), key, picture)}
            <div class="kept-about">
                {name(ui, row)} <p class="kept-facts">{facts}</p> <p class="kept-facts">{place}</p>
            </div>
            <div class="kept-actions">{resume(ui, row)} {delete(ui, row)}</div>
        </li>
    }
    .into_any()
}

/// The kept run of a row.
fn found(session: &Session, row: StoredValue<String>) -> Option<&KeptRun> {
    row.with_value(|id| session.training.kept_run(id))
}

/// Whether the run on screen is that of a row.
fn is_here(session: &Session, row: StoredValue<String>) -> bool {
    row.with_value(|id| session.training.trains_kept(id))
}

fn title(session: &Session, row: StoredValue<String>) -> String {
    let run = found(session, row);
    run.map_or_else(String::new, |run| {
        kept_run_title(&run.name, &run.preset).to_owned()
    })
}

fn facts(run: &KeptRun) -> String {
    words::Facts {
        step: run.step.into(),
        date: &date_and_time(run.date),
        megabytes: run.bytes / BYTES_PER_MEGABYTE,
    }
    .text()
}

/// A time as people read it, in the page's language and the visitor's time zone.
fn date_and_time(millis: f64) -> String {
    let options = Object::new();
    for (name, style) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // A plain object takes any property.
        let _: Result<bool, JsValue> = Reflect::set(&options, &name.into(), &style.into());
    }
    let date = Date::new(&millis.into());
    date.to_locale_string(language(), &options).into()
}

/// What it is called, in a field that changes it.
fn name(ui: UiContext, row: StoredValue<String>) -> AnyView {
    let rename = move |event| {
        let (id, name) = (row.get_value(), event_target_value(&event));
        ui.send(TrainEvent::RenameKept { id, name });
    };
    view! {
        <input
            type="text"
            class="kept-name"
            maxlength="60"
            aria-label=words::name()
            prop:value=ui.text_property(move |session| title(session, row))
            on:change=rename
        />
    }
    .into_any()
}

fn resume(ui: UiContext, row: StoredValue<String>) -> AnyView {
    let named = ui.attribute(move |session| {
        let step = found(session, row)?.step.into();
        let title = &title(session, row);
        Some(words::ResumeNamed { title, step }.text())
    });
    let opens = move |session: &Session| {
        let opening = session.training.kept.opening.as_ref();
        opening.is_some_and(|opening| row.with_value(|id| id == opening))
    };
    let text = ui.text(move |session| {
        let said = if opens(session) {
            words::opening()
        } else {
            words::resume()
        };
        said.to_owned()
    });
    let cannot =
        move |session: &Session| session.training.state == RunState::Starting || opens(session);
    view! {
        <button
            type="button"
            class="button"
            aria-label=named
            aria-disabled=ui.disabled_while(cannot)
            hidden=ui.flag(move |session| is_here(session, row))
            on:click=ui.click_unless(cannot, move || ui.send(TrainEvent::Resume(row.get_value())))
        >
            {text}
        </button>
    }
    .into_any()
}

/// Deleting takes two presses of different buttons.
fn delete(ui: UiContext, row: StoredValue<String>) -> AnyView {
    let asked = RwSignal::new(false);
    let ids = ["ask", "sure"].map(|part| row.with_value(|id| format!("kept-{part}-{id}")));
    let [ask_id, sure_id] = ids;
    // The button that is pressed makes way for another, which gets the focus once it is there.
    let turn = move |to: bool, id: String| {
        asked.set(to);
        request_animation_frame(move || focus(&id));
    };
    let (to_sure, to_ask) = (sure_id.clone(), ask_id.clone());
    let sure = move |_| {
        ui.send(TrainEvent::DeleteKept(row.get_value()));
        asked.set(false);
        focus(SUMMARY);
    };
    view! {
        <button
            type="button"
            class="button"
            id=ask_id
            aria-label=ui.attribute(move |session| {
                let title = &title(session, row);
                Some(words::DeleteNamed { title }.text())
            })
            hidden=move || asked.get() || ui.read(|session| is_here(session, row))
            on:click=move |_| turn(true, to_sure.clone())
        >
            {words::delete()}
        </button>
        <button
            type="button"
            class="button"
            id=sure_id
            aria-label=ui.attribute(move |session| {
                let title = &title(session, row);
                Some(words::ConfirmNamed { title }.text())
            })
            hidden=move || !asked.get()
            on:click=sure
        >
            {words::confirm()}
        </button>
        <button
            type="button"
            class="button"
            aria-label=ui.attribute(move |session| {
                let title = &title(session, row);
                Some(words::CancelNamed { title }.text())
            })
            hidden=move || !asked.get()
            on:click=move |_| turn(false, to_ask.clone())
        >
            {words::cancel()}
        </button>
    }
    .into_any()
}
