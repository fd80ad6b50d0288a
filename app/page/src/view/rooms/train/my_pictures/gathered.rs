//! What was gathered: a grid of what the model will see, how it is prepared, what was left out.

use leptos::prelude::*;
use run_spec::{PictureFit, PictureOptions, is_side};

use super::parts::{FieldNames, block, field, note, row};
use super::{panel, send};
use crate::view::components::{
    LiveText, PictureKey, UiContext, button, button_unless, pixel_canvas, switch,
};
use crate::words::{pictures as words, separators};
use protocol::{GatheredPictures, LeftOutPictures};
use session::{PictureEvent, Session};

/// Classes that are named.
const MOST_CLASSES: usize = 8;
/// What pictures become black below, when a threshold is first set.
const MIDDLE: u8 = 128;

fn found(session: &Session) -> Option<&GatheredPictures> {
    panel(session).gathered.as_ref()
}

fn chosen(session: &Session) -> Option<PictureOptions> {
    panel(session).options()
}

/// Prepares the pictures otherwise.
fn change(ui: UiContext, change: impl FnOnce(&mut PictureOptions)) {
    if let Some(mut options) = ui.now(chosen) {
        change(&mut options);
        send(ui, PictureEvent::Prepare(options));
    }
}

/// Everything about what was gathered.
pub(super) fn gathered(ui: UiContext) -> AnyView {
    let key = |session: &Session| Some(PictureKey::of(&panel(session).sheet.as_ref()?.bytes));
    let sheet = |session: &Session| panel(session).sheet.clone();
    let of_gathered = |read: fn(&GatheredPictures) -> String| {
        note(ui.text(move |session| found(session).map(read).unwrap_or_default()))
    };
    let name = FieldNames {
        id: "my-name",
        name: words::name(),
        help: words::name_help(),
        mode: "text",
    };
    let parts = vec![
        of_gathered(count),
        pixel_canvas(ui, words::seen(), key, sheet),
        of_gathered(classes),
        of_gathered(left_out),
        preparation(ui),
        field(
            name,
            ui.text_property(|session| panel(session).name.clone()),
            move |text| send(ui, PictureEvent::Name(text)),
        ),
        row(vec![
            button_unless(
                ui,
                words::keep(),
                |session| !panel(session).can_be_kept(),
                move || keep(ui),
            ),
            button(words::discard(), move || send(ui, PictureEvent::Discard)),
        ]),
    ];
    let shown = |session: &Session| found(session).is_some();
    block("my-gathered", ui.hidden_unless(shown), parts)
}

/// A set without a name has a usual one.
fn keep(ui: UiContext) {
    if ui.now(|session| panel(session).name.trim().is_empty()) {
        send(ui, PictureEvent::Name(words::name_untitled().to_owned()));
    }
    send(ui, PictureEvent::Keep);
}

fn count(gathered: &GatheredPictures) -> String {
    words::Gathered {
        count: gathered.count as f64,
        height: gathered.options.height as f64,
        width: gathered.options.width as f64,
    }
    .text()
}

fn classes(gathered: &GatheredPictures) -> String {
    let classes = &gathered.classes;
    if classes.len() < 2 {
        return String::new();
    }
    let named = classes.iter().take(MOST_CLASSES);
    let named: Vec<_> = named
        .map(|(class, count)| format!("{class} ({count})"))
        .collect();
    let names = named.join(separators::item());
    let more = classes.len().saturating_sub(MOST_CLASSES);
    let names = match more {
        0 => names,
        more => words::MoreClasses {
            names: &names,
            more: more as f64,
        }
        .text(),
    };
    words::Classes { names: &names }.text()
}

/// What was left out, by reason.
fn left_out(gathered: &GatheredPictures) -> String {
    let reasons: Vec<_> = gathered.left_out.iter().map(left_out_text).collect();
    if reasons.is_empty() {
        return String::new();
    }
    words::AllLeftOut {
        reasons: &reasons.join(separators::clause()),
    }
    .text()
}

fn left_out_text(left_out: &LeftOutPictures) -> String {
    let names = left_out.names.join(separators::item());
    let names = if left_out.count > left_out.names.len() {
        words::NamesMore { names: &names }.text()
    } else {
        names
    };
    words::LeftOut {
        count: left_out.count as f64,
        reason: &left_out.reason,
        found: &left_out.found,
        names: &names,
    }
    .text()
}

/// How pictures are prepared.
fn preparation(ui: UiContext) -> AnyView {
    let is = |read: fn(&PictureOptions) -> bool| {
        move |session: &Session| chosen(session).as_ref().is_some_and(read)
    };
    let option = |name: &'static str, read, set: fn(&mut PictureOptions, bool)| {
        let set = move |on| change(ui, |options| set(options, on));
        switch(ui, name, |_| false, is(read), set)
    };
    let parts = vec![
        side(ui, "my-width", words::width(), |options| &mut options.width),
        side(ui, "my-height", words::height(), |options| {
            &mut options.height
        }),
        option(
            words::whole(),
            |options| options.fit == PictureFit::Fit,
            |options, fit| {
                options.fit = if fit {
                    PictureFit::Fit
                } else {
                    PictureFit::Crop
                };
            },
        ),
        option(
            words::colour(),
            |options| options.colour,
            |options, colour| options.colour = colour,
        ),
        option(
            words::invert(),
            |options| options.invert,
            |options, invert| options.invert = invert,
        ),
        option(
            words::threshold(),
            |options| options.threshold.is_some(),
            |options, on| options.threshold = on.then_some(MIDDLE),
        ),
        threshold(ui),
    ];
    block("my-options", Box::new(|| false), parts)
}

/// A number of pixels; a text that is none goes back to what holds.
fn side(
    ui: UiContext,
    id: &'static str,
    name: &'static str,
    place: fn(&mut PictureOptions) -> &mut usize,
) -> AnyView {
    // It is written after each change, so that what was refused is seen to be.
    let written = RwSignal::new(());
    let value: LiveText = Box::new(move || {
        written.get();
        let options = ui.read(chosen);
        options.map_or_else(String::new, |mut options| place(&mut options).to_string())
    });
    let set = move |text: String| {
        let side = text.trim().parse().ok();
        if let Some(side) = side.filter(|side| is_side(*side)) {
            change(ui, |options| *place(options) = side);
        }
        written.set(());
    };
    let names = FieldNames {
        id,
        name,
        help: words::sides(),
        mode: "numeric",
    };
    field(names, value, set)
}

/// Where black ends, while there is a threshold.
fn threshold(ui: UiContext) -> AnyView {
    let value = ui.text_property(|session| {
        let threshold = chosen(session).and_then(|options| options.threshold);
        threshold.unwrap_or(MIDDLE).to_string()
    });
    let set = move |text: String| {
        if let Ok(threshold @ 1..) = text.trim().parse() {
            change(ui, |options| options.threshold = Some(threshold));
        }
    };
    let names = FieldNames {
        id: "my-threshold",
        name: words::threshold_at(),
        help: words::threshold_at_help(),
        mode: "numeric",
    };
    let shown = |session: &Session| chosen(session).is_some_and(|all| all.threshold.is_some());
    block(
        "my-threshold",
        ui.hidden_unless(shown),
        vec![field(names, value, set)],
    )
}
