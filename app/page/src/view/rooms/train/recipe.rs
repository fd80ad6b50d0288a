//! What is trained, on what: the three choices that a run begins with.

use leptos::prelude::event_target_value;
use run_spec::{DatasetId, FieldKind, PRESETS, SpecField};

use super::toy2d;
use crate::view::components::UiContext;
use crate::view::components::controls::{button_unless, picker};
use crate::view::components::live_element::{LiveElement, el};
use crate::words::recipe as recipe_words;
use crate::words::train_recipe as words;
use session::{DataLocation, Session, TrainEvent, mirror_of};

/// Preset, model type and dataset.
pub(super) fn recipe(ui: UiContext) -> LiveElement {
    let preset = presets(ui);
    let summary = el("p", "recipe-summary")
        .child(el("span", "").live_text(|session| {
            let preset = run_spec::preset(&session.training.preset);
            preset.map_or_else(String::new, |preset| {
                recipe_words::preset_summary(preset).to_owned()
            })
        }))
        .child(el("span", "recipe-changed").live_text(|session| {
            let training = &session.training;
            let changed = run_spec::preset(&training.preset)
                .is_none_or(|preset| preset.spec() != training.draft);
            let said = if changed { words::changed() } else { "" };
            said.to_owned()
        }));
    let choices = ["model", "data"].iter().filter_map(|id| choice(ui, id));
    el("section", "recipe")
        .attr("aria-label", words::recipe())
        .child(row(words::preset(), "preset", preset))
        .child(summary)
        .children(choices)
        .child(fetching(ui))
        .children(
            choice(ui, "world")
                .map(|world| world.live_show(|session| session.training.draft.is_points())),
        )
        .child(toy2d::density_editor(ui))
}

/// The presets, by what they learn from.
fn presets(ui: UiContext) -> LiveElement {
    let groups = [(words::images(), false), (words::points(), true)].map(|(name, points)| {
        let presets = PRESETS.iter();
        let presets = presets.filter(move |preset| preset.spec().is_points() == points);
        let options = presets.map(|preset| {
            el("option", "")
                .attr("value", preset.name)
                .text(recipe_words::preset_title(preset))
        });
        el("optgroup", "").attr("label", name).children(options)
    });
    el("select", "")
        .children(groups)
        .live_prop("value", |session| Some(session.training.preset.clone()))
        .on("change", move |event| {
            ui.send(TrainEvent::ChoosePreset(event_target_value(&event)));
        })
}

/// The form's data set and where it is, if it is not shipped and once that is known.
fn offer(session: &Session) -> Option<(DatasetId, DataLocation)> {
    let training = &session.training;
    training
        .place
        .filter(|(data, _)| *data == training.draft.data)
}

fn is_kept(session: &Session) -> bool {
    offer(session).is_some_and(|(_, place)| place == DataLocation::Kept)
}

/// Where a data set that is not shipped comes from, and the button that fetches it.
fn fetching(ui: UiContext) -> LiveElement {
    let source = |session: &Session| {
        let Some((data, place)) = offer(session) else {
            return String::new();
        };
        let (host, megabytes) = mirror_of(data).unwrap_or_default();
        match place {
            DataLocation::Kept => words::kept().to_owned(),
            DataLocation::Site => words::OnSite {
                megabytes: megabytes.into(),
            }
            .text(),
            DataLocation::Mirror => words::OnMirror {
                host,
                megabytes: megabytes.into(),
            }
            .text(),
        }
    };
    let name = |session: &Session| {
        let training = &session.training;
        match &training.fetching {
            Some((_, percent)) => words::Fetching {
                percent: (*percent).into(),
            }
            .text(),
            None if is_kept(session) => words::fetched().to_owned(),
            None => words::Fetch {
                data: recipe_words::choice_title(
                    "data",
                    training.draft.data.as_str(),
                    training.draft.data.title(),
                ),
            }
            .text(),
        }
    };
    let button = button_unless(
        ui,
        "",
        |session| is_kept(session) || session.training.fetching.is_some(),
        move || ui.send(TrainEvent::Fetch),
    );
    el("div", "recipe-source")
        .live_show(|session| offer(session).is_some())
        .child(el("p", "").attr("role", "status").live_text(source))
        .child(button.live_text(name))
}

/// A field that is a choice.
fn choice(ui: UiContext, id: &'static str) -> Option<LiveElement> {
    let field = SpecField::named(id)?;
    let FieldKind::Choice(words) = field.kind else {
        return None;
    };
    let control = picker(
        recipe_words::choices(field, words),
        move |session| field.get(&session.training.draft),
        move |text| {
            let id = id.to_owned();
            ui.send(TrainEvent::SetField { id, text });
        },
    );
    Some(row(recipe_words::field_label(field), id, control))
}

fn row(label: &str, id: &str, control: LiveElement) -> LiveElement {
    let id = format!("recipe-{id}");
    el("div", "recipe-row")
        .child(el("label", "").attr("for", &id).text(label))
        .child(control.attr("id", &id))
}
