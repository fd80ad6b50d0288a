//! Generator and discriminator: which of them trains, which starts again, which discriminator is used.

use leptos::prelude::*;
use run_spec::{FieldKind, SpecField};

use crate::view::components::{UiContext, options};
use crate::words::recipe as recipe_words;
use crate::words::train_world as words;
use protocol::GanPlayer;
use session::{RunState, Session, TrainEvent};

/// The panel, for models with a discriminator.
pub(in crate::view::rooms::train) fn network_controls(ui: UiContext) -> AnyView {
    let choices = ["frozen", "judge"]
        .into_iter()
        .filter_map(|id| choice(ui, SpecField::named(id)?))
        .collect::<Vec<_>>();
    let shown = |session: &Session| session.training.draft.model.has_discriminator();
    let optimal = |session: &Session| session.training.draft.uses_optimal_discriminator();
    view! {
        <section class="players" aria-label=words::players() hidden=ui.hidden_unless(shown)>
            <h2>{words::players()}</h2>
            {choices}
            <div class="buttons">
                {reinitialize(
                    ui,
                    words::reset_discriminator(),
                    words::reset_discriminator_title(),
                    GanPlayer::Discriminator,
                )}
                {reinitialize(
                    ui,
                    words::reset_generator(),
                    words::reset_generator_title(),
                    GanPlayer::Generator,
                )}
            </div>
            <p class="note" hidden=ui.hidden_unless(optimal)>
                {words::optimal()}
            </p>
        </section>
    }
    .into_any()
}

/// A button that gives a network new weights.
fn reinitialize(
    ui: UiContext,
    name: &'static str,
    title: &'static str,
    player: GanPlayer,
) -> AnyView {
    let no_run =
        |session: &Session| matches!(session.training.state, RunState::Idle | RunState::Starting);
    view! {
        <button
            type="button"
            class="button"
            title=title
            aria-disabled=ui.disabled_while(no_run)
            on:click=ui.click_unless(no_run, move || ui.send(TrainEvent::Reinitialize(player)))
        >
            {name}
        </button>
    }
    .into_any()
}

/// A live field that is a choice.
fn choice(ui: UiContext, field: &'static SpecField) -> Option<AnyView> {
    let FieldKind::Choice(words) = field.kind else {
        return None;
    };
    let id = format!("players-{}", field.id);
    let chosen = |session: &Session| field.get(&session.training.draft);
    let choose = move |event| {
        let (id, text) = (field.id.to_owned(), event_target_value(&event));
        ui.send(TrainEvent::SetField { id, text });
    };
    let hidden = ui.hidden_unless(|session| field.used_by(&session.training.draft));
    let row = view! {
        <div class="players-row" title=recipe_words::field_help(field) hidden=hidden>
            <label for=id.clone()>{recipe_words::field_label(field)}</label>
            <select id=id on:change=choose>
                {options(ui, recipe_words::choices(field, words), chosen)}
            </select>
        </div>
    };
    Some(row.into_any())
}
