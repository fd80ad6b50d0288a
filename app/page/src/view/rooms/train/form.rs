//! The form of a run's hyper-parameters, drawn from [`run_spec::FIELDS`].

use leptos::prelude::{event_target_checked, event_target_value};
use run_spec::{FIELDS, FieldGroup, FieldKind, SpecField};

use crate::view::components::UiContext;
use crate::view::components::controls::picker;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::recipe as recipe_words;
use crate::words::train_form as words;
use session::{FieldRefusal, Session, TrainEvent};

/// Fields that stand elsewhere in the room.
const ELSEWHERE: [&str; 5] = ["model", "data", "world", "frozen", "judge"];

/// All fields: the basics, and the rest behind a disclosure.
pub(super) fn form(ui: UiContext) -> LiveElement {
    let more = FieldGroup::ALL.into_iter().skip(1).map(|group| {
        el("fieldset", "fields")
            .live_show(move |session| fields(group).any(|field| used(field, session)))
            .child(el("legend", "").text(recipe_words::group_title(group)))
            .children(fields(group).map(|field| row(ui, field)))
    });
    let basics = fields(FieldGroup::Basics).map(|field| row(ui, field));
    el("section", "settings")
        .attr("aria-label", words::settings())
        .child(el("div", "fields").children(basics))
        .child(
            el("details", "more")
                .child(el("summary", "").text(words::all_settings()))
                .children(more),
        )
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

/// One field: its name, what it does, its value, and what is wrong with it.
fn row(ui: UiContext, field: &'static SpecField) -> LiveElement {
    let id = format!("field-{}", field.id);
    let help = format!("{id}-help");
    let error = format!("{id}-error");
    let control = control(ui, field)
        .attr("id", &id)
        .attr("aria-describedby", &format!("{help} {error}"))
        .live_attr("aria-invalid", |session| {
            refusal(field, session).map(|_| "true".to_owned())
        });
    let mut about = el("p", "setting-help")
        .attr("id", &help)
        .child(el("span", "").text(recipe_words::field_help(field)));
    if field.live {
        about = about.child(el("span", "live").text(words::live()));
    }
    let error = el("p", "setting-error")
        .attr("id", &error)
        .attr("role", "alert")
        .live_text(|session| {
            let refusal = refusal(field, session);
            refusal.map_or_else(String::new, |refusal| refusal.reason.clone())
        });
    // A group of checkboxes has a name, but no label.
    let name = match field.kind {
        FieldKind::Flags(_) => el("span", "setting-name").attr("id", &format!("{id}-name")),
        _ => el("label", "").attr("for", &id),
    };
    let name = name.text(recipe_words::field_label(field));
    el("div", "setting")
        .live_show(|session| used(field, session))
        .child(name)
        .child(control)
        .child(about)
        .child(error)
}

fn control(ui: UiContext, field: &'static SpecField) -> LiveElement {
    // What was refused stays to be mended.
    let text = move |session: &Session| match refusal(field, session) {
        Some(refusal) => refusal.text.clone(),
        None => field.get(&session.training.draft),
    };
    let set = move |text| {
        let id = field.id.to_owned();
        ui.send(TrainEvent::SetField { id, text });
    };
    let mode = match field.kind {
        FieldKind::Choice(words) => return picker(recipe_words::choices(field, words), text, set),
        FieldKind::Switch => {
            return el("input", "")
                .attr("type", "checkbox")
                .live_prop("checked", move |session| {
                    (text(session) == "true").then(|| "true".to_owned())
                })
                .on("change", move |event| {
                    set(event_target_checked(&event).to_string());
                });
        }
        FieldKind::Flags(words) => return checkboxes(ui, field, words),
        FieldKind::Integer { .. } => "numeric",
        FieldKind::Number { .. } => "decimal",
        FieldKind::Layers | FieldKind::Drawing => "text",
    };
    el("input", if mode == "text" { "layers-text" } else { "" })
        .attr("type", "text")
        .attr("inputmode", mode)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .live_prop("value", move |session| Some(text(session)))
        .on("change", move |event| set(event_target_value(&event)))
}

/// Some of a field's words, each with a box of its own. The run's own loss stands beside no other, so
/// it is offered only to be taken away.
fn checkboxes(
    ui: UiContext,
    field: &'static SpecField,
    words: &'static [(&str, &str)],
) -> LiveElement {
    let chosen = move |session: &Session, word: &str| {
        let text = field.get(&session.training.draft);
        text.split_whitespace().any(|known| known == word)
    };
    let boxes = recipe_words::choices(field, words).map(|(word, title)| {
        let check = el("input", "")
            .attr("type", "checkbox")
            .live_prop("checked", move |session| {
                chosen(session, word).then(|| "true".to_owned())
            })
            .on("change", move |event| {
                let text = ui.now(|session| field.get(&session.training.draft));
                let others = text.split_whitespace().filter(|known| *known != word);
                let added = event_target_checked(&event).then_some(word);
                let text = others.chain(added).collect::<Vec<_>>().join(" ");
                let id = field.id.to_owned();
                ui.send(TrainEvent::SetField { id, text });
            });
        el("label", "")
            .live_show(move |session| {
                chosen(session, word) || session.training.draft.gan_loss.as_str() != word
            })
            .child(check)
            .child(el("span", "").text(title))
    });
    el("div", "setting-words")
        .attr("role", "group")
        .attr("aria-labelledby", &format!("field-{}-name", field.id))
        .children(boxes)
}
