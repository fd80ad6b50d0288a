//! "Make it yours": a model of a kept set, made of a shipped one.

use leptos::prelude::*;
use run_spec::{ImageShape, personal_models};

use super::parts::{block, live_note};
use super::{panel, send};
use crate::view::components::{LiveText, UiContext, button};
use crate::words::pictures as words;
use session::{KeptPictureSet, PersonalModel, PersonalRefusal, PictureEvent, Session};

fn model(session: &Session) -> &PersonalModel {
    &panel(session).personal
}

/// How far the making is, and what came of it.
pub(super) fn personal(ui: UiContext) -> AnyView {
    let said = ui.text(|session| match model(session) {
        PersonalModel::None => String::new(),
        PersonalModel::Reading { name, .. } => words::MakingYours { name, percent: 0.0 }.text(),
        PersonalModel::Making { name, done, of, .. } => {
            let percent = 100.0 * f64::from(*done) / f64::from((*of).max(1));
            words::MakingYours { name, percent }.text()
        }
        PersonalModel::Made { name, .. } => words::MadeYours { name }.text(),
    });
    let act = |name: &'static str, shown: fn(&PersonalModel) -> bool, event: PictureEvent| {
        let press = button(name, move || send(ui, event.clone()));
        let hidden = ui.hidden_unless(move |session| shown(model(session)));
        block("buttons", hidden, vec![press])
    };
    let live = ui.attribute(|session| {
        let counts = matches!(model(session), PersonalModel::Making { .. });
        counts.then(|| "off".to_owned())
    });
    let parts = vec![
        live_note(said, live),
        act(
            words::stop_yours(),
            |model| matches!(model, PersonalModel::Making { .. }),
            PictureEvent::StopYours,
        ),
        act(
            words::save_yours(),
            |model| matches!(model, PersonalModel::Made { .. }),
            PictureEvent::SaveYours,
        ),
    ];
    let shown = |session: &Session| *model(session) != PersonalModel::None;
    block("my-progress", ui.hidden_unless(shown), parts)
}

/// Whether a set's button is hidden: none can be made of it, or one is being made.
pub(super) fn is_hidden(session: &Session, set: Option<&KeptPictureSet>) -> bool {
    let is_refused = set.is_none_or(|set| PersonalModel::refusal(set).is_some());
    is_refused || model(session).is_under_way()
}

/// Why no model can be made of a set; nothing if it can.
pub(super) fn why_not(
    ui: UiContext,
    found: impl Fn(&Session) -> Option<KeptPictureSet> + Send + 'static,
) -> LiveText {
    ui.text(move |session| {
        let refusal = found(session).as_ref().and_then(PersonalModel::refusal);
        refusal.as_ref().map(sentence).unwrap_or_default()
    })
}

fn sentence(refusal: &PersonalRefusal) -> String {
    match refusal {
        PersonalRefusal::FewPictures { least, found } => words::YoursFew {
            least: *least as f64,
            found: *found as f64,
        }
        .text(),
        PersonalRefusal::OtherSize(found) => {
            let mut sizes: Vec<String> = personal_models().map(|row| size(row.image)).collect();
            sizes.sort();
            sizes.dedup();
            words::YoursOtherSize {
                sizes: &sizes.join(", "),
                found: &size(*found),
            }
            .text()
        }
    }
}

fn size(image: ImageShape) -> String {
    words::YoursSize {
        height: image.height as f64,
        width: image.width as f64,
        colours: if image.channels == 3 {
            "colour"
        } else {
            "grey"
        },
    }
    .text()
}
