//! What is trained, on what: the three choices that a run begins with.

use leptos::prelude::*;
use run_spec::{DatasetId, FieldKind, PRESETS, SpecField};

use super::lazy_panels::LazyPanels;
use crate::view::chunks::TrainPanel;
use crate::view::components::{UiContext, keyed_list, options};
use crate::words::recipe as recipe_words;
use crate::words::{pictures, train_recipe as words};
use session::{DataLocation, PictureEvent, Session, TrainEvent, mirror_of};

/// What begins the value of a kept set in the choice of data sets, before its id.
const KEPT_SET: &str = "set:";

/// Preset, model type and dataset.
pub(super) fn recipe(ui: UiContext, panels: LazyPanels) -> AnyView {
    let is_toy2d = |session: &Session| session.training.draft.is_points();
    view! {
        <section class="recipe" aria-label=words::recipe()>
            {preset(ui)}
            {summary(ui)}
            {choice(ui, "model", |_| true, None)}
            {choice(ui, "data", |_| true, Some(kept_sets(ui)))}
            {fetching(ui)}
            {choice(ui, "world", is_toy2d, None)}
            {panels.panel(ui, TrainPanel::DensityEditor)}
        </section>
    }
    .into_any()
}

/// The presets, by what they learn from.
fn preset(ui: UiContext) -> AnyView {
    let groups = [(words::images(), false), (words::points(), true)].map(|(name, points)| {
        let presets = PRESETS.iter();
        let presets = presets.filter(move |preset| preset.spec().is_points() == points);
        let words = presets.map(|preset| (preset.name, recipe_words::preset_title(preset)));
        let options = options(ui, words, |session| session.training.preset.clone());
        view! { <optgroup label=name>{options}</optgroup> }.into_any()
    });
    let choose = move |event| ui.send(TrainEvent::ChoosePreset(event_target_value(&event)));
    view! {
        <div class="recipe-row">
            <label for="recipe-preset">{words::preset()}</label>
            <select id="recipe-preset" on:change=choose>
                {Vec::from(groups)}
            </select>
        </div>
    }
    .into_any()
}

/// What the preset shows, and whether the form still has its values.
fn summary(ui: UiContext) -> AnyView {
    let summary = ui.text(|session| {
        let preset = run_spec::preset(&session.training.preset);
        preset.map_or_else(String::new, |preset| {
            recipe_words::preset_summary(preset).to_owned()
        })
    });
    let changed = ui.text(|session| {
        let training = &session.training;
        let changed =
            run_spec::preset(&training.preset).is_none_or(|preset| preset.spec() != training.draft);
        let said = if changed { words::changed() } else { "" };
        said.to_owned()
    });
    view! {
        <p class="recipe-summary">
            <span>{summary}</span>
            <span class="recipe-changed">{changed}</span>
        </p>
    }
    .into_any()
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
fn fetching(ui: UiContext) -> AnyView {
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
    let cannot = |session: &Session| is_kept(session) || session.training.fetching.is_some();
    let fetch = move || ui.send(TrainEvent::Fetch);
    view! {
        <div
            class="recipe-source"
            hidden=ui.hidden_unless(|session| offer(session).is_some())
        >
            <p role="status">{ui.text(source)}</p>
            <button
                type="button"
                class="button"
                aria-disabled=ui.disabled_while(cannot)
                on:click=ui.click_unless(cannot, fetch)
            >
                {ui.text(name)}
            </button>
        </div>
    }
    .into_any()
}

/// The sets of pictures that the browser keeps, as data sets to choose.
fn kept_sets(ui: UiContext) -> AnyView {
    let ids = |session: &Session| {
        let kept = session.training.pictures.kept.iter();
        kept.map(|set| set.id.clone()).collect::<Vec<_>>()
    };
    let option = move |id: String| {
        let value = format!("{KEPT_SET}{id}");
        let name = ui.text(move |session| {
            let mut kept = session.training.pictures.kept.iter();
            let set = kept.find(|set| set.id == id);
            set.map_or_else(String::new, |set| set.name.clone())
        });
        view! { <option value=value>{name}</option> }.into_any()
    };
    let is_empty = |session: &Session| session.training.pictures.kept.is_empty();
    view! {
        <optgroup label=pictures::section() hidden=ui.hidden_unless(move |session| !is_empty(session))>
            {keyed_list(ui, ids, option)}
        </optgroup>
    }
    .into_any()
}

/// A field that is a choice, and what else is offered beside its values.
fn choice(
    ui: UiContext,
    id: &'static str,
    shown: impl Fn(&Session) -> bool + Send + 'static,
    more: Option<AnyView>,
) -> Option<AnyView> {
    let field = SpecField::named(id)?;
    let FieldKind::Choice(words) = field.kind else {
        return None;
    };
    let control = format!("recipe-{id}");
    let words = recipe_words::choices(field, words);
    let options = options(ui, words, |session| field.get(&session.training.draft));
    let choose = move |event| {
        let text = event_target_value(&event);
        ui.send(match text.strip_prefix(KEPT_SET) {
            Some(set) => TrainEvent::Pictures(PictureEvent::Train(set.to_owned())),
            None => TrainEvent::SetField {
                id: id.to_owned(),
                text,
            },
        });
    };
    let view = view! {
        <div class="recipe-row" hidden=ui.hidden_unless(shown)>
            <label for=control.clone()>{recipe_words::field_label(field)}</label>
            <select id=control on:change=choose>
                {options}
                {more}
            </select>
        </div>
    };
    Some(view.into_any())
}
