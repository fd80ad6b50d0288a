//! The form of a run's hyper-parameters, drawn from [`run_spec::FIELDS`].

use leptos::prelude::*;
use run_spec::{Augmentation, FIELDS, FieldGroup, FieldKind, SpecField};

use crate::view::components::{LiveAttribute, UiContext, options};
use crate::words::field_error_sentence;
use crate::words::recipe as recipe_words;
use crate::words::train_form as words;
use session::{FieldRefusal, Session, TrainEvent};

/// The words that a field chooses from: word and title of each.
type FieldWords = &'static [(&'static str, &'static str)];

/// Fields that stand elsewhere in the room.
const ELSEWHERE: [&str; 5] = ["model", "data", "world", "frozen", "judge"];

/// All fields: the basics, and the rest behind a disclosure.
pub(super) fn form(ui: UiContext) -> AnyView {
    // While a run trains, the session changes ten times a second, and the form does not.
    let ui = ui.following(|session| {
        let training = &session.training;
        (training.draft.clone(), training.refusals.clone())
    });
    let more = FieldGroup::ALL.into_iter().skip(1);
    view! {
        <section class="settings" aria-label=words::settings()>
            <div class="fields">{rows(ui, FieldGroup::Basics)}</div>
            <details class="more">
                <summary>{words::all_settings()}</summary>
                {more.map(|group| group_of_fields(ui, group)).collect_view()}
            </details>
        </section>
    }
    .into_any()
}

fn group_of_fields(ui: UiContext, group: FieldGroup) -> AnyView {
    let shown = move |session: &Session| fields(group).any(|field| used(field, session));
    view! {
        <fieldset class="fields" hidden=ui.hidden_unless(shown)>
            <legend>{recipe_words::group_title(group)}</legend>
            {rows(ui, group)}
        </fieldset>
    }
    .into_any()
}

fn rows(ui: UiContext, group: FieldGroup) -> Vec<AnyView> {
    fields(group).map(|field| row(ui, field)).collect()
}

fn fields(group: FieldGroup) -> impl Iterator<Item = &'static SpecField> {
    FIELDS
        .iter()
        .filter(move |field| field.group == group && !ELSEWHERE.contains(&field.id))
        .filter(|field| field.kind != FieldKind::Drawing)
}

fn used(field: &SpecField, session: &Session) -> bool {
    field.used_by(&session.training.draft)
}

fn refusal<'a>(field: &SpecField, session: &'a Session) -> Option<&'a FieldRefusal> {
    session.training.refusal(field.id)
}

/// What the control of a field has in every kind of field.
struct ControlAttributes {
    id: String,
    described_by: String,
    invalid: LiveAttribute,
}

/// One field: its name, what it does, its value, and what is wrong with it.
fn row(ui: UiContext, field: &'static SpecField) -> AnyView {
    let id = format!("field-{}", field.id);
    let help = format!("{id}-help");
    let error = format!("{id}-error");
    let attributes = ControlAttributes {
        id: id.clone(),
        described_by: format!("{help} {error}"),
        invalid: ui.attribute(|session| refusal(field, session).map(|_| "true".to_owned())),
    };
    let reason = ui.text(|session| {
        let refusal = refusal(field, session);
        refusal.map_or_else(String::new, |refusal| field_error_sentence(&refusal.reason))
    });
    let live = field
        .live
        .then(|| view! { <span class="live">{words::live()}</span> });
    view! {
        <div class="setting" hidden=ui.hidden_unless(|session| used(field, session))>
            {name(field, id)}
            {control(ui, field, attributes)}
            <p class="setting-help" id=help>
                <span>{recipe_words::field_help(field)}</span>
                {live}
            </p>
            <p class="setting-error" id=error role="alert">
                {reason}
            </p>
        </div>
    }
    .into_any()
}

/// The name of a field. A group of checkboxes has a name, but no label.
fn name(field: &'static SpecField, id: String) -> AnyView {
    let name = recipe_words::field_label(field);
    match field.kind {
        FieldKind::Flags(_) => view! {
            <span class="setting-name" id=format!("{id}-name")>
                {name}
            </span>
        }
        .into_any(),
        _ => view! { <label for=id>{name}</label> }.into_any(),
    }
}

/// The text of a field. One that was refused stays to be mended.
fn text(field: &SpecField, session: &Session) -> String {
    match refusal(field, session) {
        Some(refusal) => refusal.text.clone(),
        None => field.get(&session.training.draft),
    }
}

fn set(ui: UiContext, field: &SpecField, text: String) {
    let id = field.id.to_owned();
    ui.send(TrainEvent::SetField { id, text });
}

fn control(ui: UiContext, field: &'static SpecField, attributes: ControlAttributes) -> AnyView {
    match field.kind {
        FieldKind::Choice(words) => choice(ui, field, words, attributes),
        FieldKind::Switch => checkbox(ui, field, attributes),
        FieldKind::Flags(words) => checkboxes(ui, field, words, attributes),
        FieldKind::Integer { .. } => text_input(ui, field, "numeric", attributes),
        FieldKind::Number { .. } => text_input(ui, field, "decimal", attributes),
        FieldKind::Layers | FieldKind::Drawing => text_input(ui, field, "text", attributes),
    }
}

fn choice(
    ui: UiContext,
    field: &'static SpecField,
    words: FieldWords,
    attributes: ControlAttributes,
) -> AnyView {
    let words = recipe_words::choices(field, words);
    view! {
        <select
            id=attributes.id
            aria-describedby=attributes.described_by
            aria-invalid=attributes.invalid
            on:change=move |event| set(ui, field, event_target_value(&event))
        >
            {options(ui, words, |session| text(field, session))}
        </select>
    }
    .into_any()
}

fn checkbox(ui: UiContext, field: &'static SpecField, attributes: ControlAttributes) -> AnyView {
    view! {
        <input
            type="checkbox"
            id=attributes.id
            aria-describedby=attributes.described_by
            aria-invalid=attributes.invalid
            prop:checked=ui.flag_property(|session| text(field, session) == "true")
            on:change=move |event| set(ui, field, event_target_checked(&event).to_string())
        />
    }
    .into_any()
}

fn text_input(
    ui: UiContext,
    field: &'static SpecField,
    mode: &'static str,
    attributes: ControlAttributes,
) -> AnyView {
    view! {
        <input
            class=(mode == "text").then_some("layers-text")
            type="text"
            inputmode=mode
            autocomplete="off"
            spellcheck="false"
            id=attributes.id
            aria-describedby=attributes.described_by
            aria-invalid=attributes.invalid
            prop:value=ui.text_property(|session| text(field, session))
            on:change=move |event| set(ui, field, event_target_value(&event))
        />
    }
    .into_any()
}

/// Some of a field's words, each with a box of its own. The run's own loss stands beside no other, and
/// only a discriminator sees holes, so these are offered only to be taken away.
fn checkboxes(
    ui: UiContext,
    field: &'static SpecField,
    words: FieldWords,
    attributes: ControlAttributes,
) -> AnyView {
    let boxes = recipe_words::choices(field, words).map(|(word, title)| {
        let chosen = move |session: &Session| {
            let text = field.get(&session.training.draft);
            text.split_whitespace().any(|known| known == word)
        };
        let change = move |event| {
            let text = ui.now(|session| field.get(&session.training.draft));
            let others = text.split_whitespace().filter(|known| *known != word);
            let added = event_target_checked(&event).then_some(word);
            set(ui, field, others.chain(added).collect::<Vec<_>>().join(" "));
        };
        let offered = move |session: &Session| {
            let draft = &session.training.draft;
            let is_hole = word == Augmentation::Cutout.as_str();
            let fits = draft.model.has_discriminator() || !is_hole;
            chosen(session) || fits && draft.gan_loss.as_str() != word
        };
        view! {
            <label hidden=ui.hidden_unless(offered)>
                <input
                    type="checkbox"
                    prop:checked=ui.flag_property(chosen)
                    on:change=change
                />
                <span>{title}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <div
            class="setting-words"
            role="group"
            aria-labelledby=format!("field-{}-name", field.id)
            id=attributes.id
            aria-describedby=attributes.described_by
            aria-invalid=attributes.invalid
        >
            {boxes.collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}
