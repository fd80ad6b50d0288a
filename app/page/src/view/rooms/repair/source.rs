//! Where pictures come from: a drawing, a file, the model, a data set.

use leptos::prelude::*;

use super::send;
use crate::view::components::{UiContext, button_while};
use crate::view::files;
use crate::view::rooms::compare;
use crate::view::tools::{self, ImageClick};
use crate::words::repair as words;
use session::{ImagePixels, RepairEvent, Session};

pub(super) fn source(ui: UiContext) -> AnyView {
    let take_model = move |_| {
        if let Some(picture) = ui.now(|session| session.view.picture.clone()) {
            take(ui, picture.pixels, false);
        }
    };
    let drawn = |ui: UiContext, drawing: Option<ImagePixels>| match drawing {
        Some(drawing) => take(ui, drawing, true),
        None => send(ui, RepairEvent::Forget),
    };
    let put_away = button_while(
        ui,
        words::put_away(),
        |session| session.repair.picture.is_some(),
        move || send(ui, RepairEvent::Forget),
    );
    view! {
        <section class="repair-source" aria-label=words::picture()>
            <h2>{words::picture()}</h2>
            <label class="labelled">
                <span>{words::model()}</span>
                {compare::shown_model_picker(ui, words::model())}
            </label>
            <div class="repair-ways">
                <div class="repair-buttons">
                    <button
                        type="button"
                        class="button"
                        title=words::take_model_title()
                        on:click=take_model
                    >
                        {words::take_model()}
                    </button>
                    {files::open_button(words::open(), words::open_title(), words::file())}
                    {put_away}
                </div>
                <div hidden=ui
                    .hidden_unless(
                        draws_grey,
                    )>{tools::drawing_pad(ui, drawn, has_no_picture)}</div>
            </div>
            <p class="note">{words::from_data()}</p>
            {tools::data_set_images(ui, words::data_set(), DAMAGE)}
        </section>
    }
    .into_any()
}

/// What a click on an image of a data set does.
const DAMAGE: ImageClick = ImageClick {
    take: |ui, _, picture| take(ui, picture, false),
    name: |number, label| match label {
        Some(label) => words::DataImageLabelled { number, label }.text(),
        None => words::DataImage { number }.text(),
    },
};

fn take(ui: UiContext, pixels: ImagePixels, centred: bool) {
    send(ui, RepairEvent::Take { pixels, centred });
}

/// The pad draws white on black, which no model of colours takes for one of its own.
fn draws_grey(session: &Session) -> bool {
    let model = session.models.on_screen.as_ref();
    model.is_some_and(|model| model.card.channels == 1)
}

fn has_no_picture(session: &Session) -> bool {
    session.repair.picture.is_none()
}
