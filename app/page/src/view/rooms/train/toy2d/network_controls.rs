//! Generator and discriminator: which of them trains, which starts again, which discriminator is used.

use run_spec::{Field, Kind};

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
    let renew = |name: &str, title: &str, player: GanPlayer| {
        button_unless(ui, name, no_run, move || {
            ui.send(TrainEvent::Renew(player));
        })
        .set("title", title)
    };
    let choices = ["frozen", "judge"].into_iter().filter_map(|id| {
        let field = Field::named(id)?;
        choice(ui, field)
    });
    el("section", "players")
        .set("aria-label", words::players())
        .shown_if(|session| session.training.draft.model.has_discriminator())
        .with(el("h2", "").say(words::players()))
        .with_all(choices)
        .with(
            el("div", "buttons")
                .with(renew(
                    words::reset_discriminator(),
                    words::reset_discriminator_title(),
                    GanPlayer::Discriminator,
                ))
                .with(renew(
                    words::reset_generator(),
                    words::reset_generator_title(),
                    GanPlayer::Generator,
                )),
        )
        .with(
            el("p", "note")
                .shown_if(|session| session.training.draft.is_judged_optimally())
                .say(words::optimal()),
        )
}

/// A live field that is a choice.
fn choice(ui: UiContext, field: &'static Field) -> Option<LiveElement> {
    let Kind::Choice(words) = field.kind else {
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
        .shown_if(move |session| field.used_by(&session.training.draft))
        .set("title", recipe_words::field_help(field))
        .with(
            el("label", "")
                .set("for", &id)
                .say(recipe_words::field_label(field)),
        )
        .with(control.set("id", &id));
    Some(row)
}
