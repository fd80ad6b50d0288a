//! Generator and discriminator: which of them trains, which starts again, which discriminator is used.

use run_spec::{FieldKind, SpecField};

use crate::view::components::UiContext;
use crate::view::components::controls::{button_unless, picker};
use crate::view::components::live_element::{LiveElement, el};
use crate::words::recipe as recipe_words;
use crate::words::train_world as words;
use protocol::GanPlayer;
use session::{RunState, Session, TrainEvent};

/// The panel, for models with a discriminator.
pub(in crate::view::rooms::train) fn network_controls(ui: UiContext) -> LiveElement {
    let no_run =
        |session: &Session| matches!(session.training.state, RunState::Idle | RunState::Starting);
    let reinitialize = |name: &str, title: &str, player: GanPlayer| {
        button_unless(ui, name, no_run, move || {
            ui.send(TrainEvent::Reinitialize(player));
        })
        .attr("title", title)
    };
    let choices = ["frozen", "judge"].into_iter().filter_map(|id| {
        let field = SpecField::named(id)?;
        choice(ui, field)
    });
    el("section", "players")
        .attr("aria-label", words::players())
        .live_show(|session| session.training.draft.model.has_discriminator())
        .child(el("h2", "").text(words::players()))
        .children(choices)
        .child(
            el("div", "buttons")
                .child(reinitialize(
                    words::reset_discriminator(),
                    words::reset_discriminator_title(),
                    GanPlayer::Discriminator,
                ))
                .child(reinitialize(
                    words::reset_generator(),
                    words::reset_generator_title(),
                    GanPlayer::Generator,
                )),
        )
        .child(
            el("p", "note")
                .live_show(|session| session.training.draft.uses_optimal_discriminator())
                .text(words::optimal()),
        )
}

/// A live field that is a choice.
fn choice(ui: UiContext, field: &'static SpecField) -> Option<LiveElement> {
    let FieldKind::Choice(words) = field.kind else {
        return None;
    };
    let id = format!("players-{}", field.id);
    let control = picker(
        recipe_words::choices(field, words),
        move |session| field.get(&session.training.draft),
        move |text| {
            let id = field.id.to_owned();
            ui.send(TrainEvent::SetField { id, text });
        },
    );
    let row = el("div", "players-row")
        .live_show(move |session| field.used_by(&session.training.draft))
        .attr("title", recipe_words::field_help(field))
        .child(
            el("label", "")
                .attr("for", &id)
                .text(recipe_words::field_label(field)),
        )
        .child(control.attr("id", &id));
    Some(row)
}
