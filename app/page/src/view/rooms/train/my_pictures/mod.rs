//! My pictures: bringing pictures to train on. Files, drawings and the camera's pictures go straight to the
//! script that gathers them, because only the browser can hold them; the session knows what came of it.

mod drawing;
mod gathered;
mod kept_sets;
mod parts;
mod personal;

use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use self::parts::{FieldNames, block, field, live_note, note, row};
use crate::host::ask_picture_sets;
use crate::view::components::{UiContext, button};
use crate::words::{lab, pictures as words};
use session::{PictureEvent, PicturePanel, Session, TrainEvent};

/// The region's id: what is dropped or pasted there belongs to the set (`picture-sets.js`).
const REGION: &str = "my-pictures";

fn panel(session: &Session) -> &PicturePanel {
    &session.training.pictures
}

fn send(ui: UiContext, event: PictureEvent) {
    ui.send(TrainEvent::Pictures(event));
}

/// Has the script do something, with how pictures are gathered now.
fn hand_over(ui: UiContext, act: &str, what: &JsValue) {
    let bringing = ui.now(|session| session.training.bringing_text());
    ask_picture_sets(act, &Array::of2(what, &bringing.into()));
}

/// The panel. Only [`chunk`](crate::view::rooms::chunk) may call this: it is a chunk of its own.
pub(super) fn my_pictures(ui: UiContext) -> AnyView {
    let ui = ui.following(|session| {
        let training = &session.training;
        (
            panel(session).clone(),
            training.wanted_pictures(),
            training.trains_in_lab(),
        )
    });
    Effect::new(move |_| send(ui, PictureEvent::Show));
    let pad_shown = RwSignal::new(false);
    let camera_shown = RwSignal::new(false);
    let invitation = ui.text(|session| {
        let panel = panel(session);
        let is_empty = panel.gathered.is_none() && panel.kept.is_empty();
        let said = match (is_empty, session.training.trains_in_lab()) {
            (true, false) => words::invitation(),
            (true, true) => lab::bring(),
            (false, _) => "",
        };
        said.to_owned()
    });
    let buttons = vec![
        picker(ui, words::add(), words::add_input(), false),
        picker(ui, words::folder(), words::folder_input(), true),
        opener(words::draw(), pad_shown),
        opener(words::camera(), camera_shown),
    ];
    let pad = move || pad_shown.get().then(|| drawing::pad(ui));
    let camera = move || camera_shown.get().then(|| drawing::camera(ui));
    let parts = vec![
        note(invitation),
        row(buttons),
        pad.into_any(),
        camera.into_any(),
        progress(ui),
        gathered::gathered(ui),
        kept_sets::kept_sets(ui),
        personal::personal(ui),
    ];
    view! {
        <section
            class="my-pictures"
            id=REGION
            aria-label=words::section()
            data-bringing=ui.attribute(|session| Some(session.training.bringing_text()))
        >
            <h2>{words::section()}</h2>
            {parts}
            <details class="more">
                <summary>{words::before()}</summary>
                {Vec::from(next_pictures(ui))}
            </details>
        </section>
    }
    .into_any()
}

/// A button that opens a picker, and the input behind it.
fn picker(ui: UiContext, name: &'static str, input_name: &'static str, is_folder: bool) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    if is_folder {
        input.on_load(|input| {
            // Fails only for a malformed name.
            let _ = input.set_attribute("webkitdirectory", "");
        });
    }
    let changed = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(files) = input.files().filter(|files| files.length() > 0) {
            hand_over(ui, "bring", &Array::from(&files));
        }
        // Lets the same files be opened again.
        input.set_value("");
    };
    let click = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        {button(name, click)}
        <input
            type="file"
            hidden
            multiple
            aria-label=input_name
            node_ref=input
            on:change=changed
        />
    }
    .into_any()
}

/// A button that shows something, or hides it.
fn opener(name: &'static str, shown: RwSignal<bool>) -> AnyView {
    view! {
        <button
            type="button"
            class="button"
            aria-expanded=move || shown.get().to_string()
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            {name}
        </button>
    }
    .into_any()
}

/// What is said of pictures before they are brought: their class, and the tiles of sprite sheets.
fn next_pictures(ui: UiContext) -> [AnyView; 2] {
    let class = FieldNames {
        id: "my-class",
        name: words::class(),
        help: words::class_help(),
        mode: "text",
    };
    let tile = FieldNames {
        id: "my-tile",
        name: words::sheet(),
        help: words::sheet_help(),
        mode: "text",
    };
    [
        field(
            class,
            ui.text_property(|session| panel(session).class_name.clone()),
            move |text| send(ui, PictureEvent::ClassName(text)),
        ),
        field(
            tile,
            ui.text_property(|session| {
                let tile = panel(session).tile;
                tile.map_or_else(String::new, |[across, down]| format!("{across} × {down}"))
            }),
            move |text| send(ui, PictureEvent::Tile(text)),
        ),
    ]
}

/// How far the reading is.
fn progress(ui: UiContext) -> AnyView {
    let said = ui.text(|session| {
        let progress = panel(session).progress;
        progress.map_or_else(String::new, |(done, of)| {
            words::Reading {
                done: done as f64,
                of: of as f64,
            }
            .text()
        })
    });
    let cancel = button(words::cancel(), move || send(ui, PictureEvent::Cancel));
    let shown = |session: &Session| panel(session).progress.is_some();
    block(
        "my-progress",
        ui.hidden_unless(shown),
        vec![
            live_note(said, ui.attribute(|_| Some("off".to_owned()))),
            cancel,
        ],
    )
}
