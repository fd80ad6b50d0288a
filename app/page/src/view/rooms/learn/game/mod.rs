//! Be the discriminator: what is played, questions, results.
//!
//! - `settings`: what is played, and its link; `questions`: pictures and answers; `results`: hit rates and
//!   ROC curves; `kept`: what this device keeps of everyone who played.

mod kept;
mod questions;
mod results;
mod settings;

use leptos::prelude::*;

use super::list;
use crate::view::components::{UiContext, button, focus};
use crate::words::{learn, learn_game as words};
use session::{DiscriminationGame, GameEvent, GamePhase, LearnEvent, Session, SessionEvent};

/// The id of the game's heading.
const HEADING: &str = "game";

/// The game, while it is open: made when it is opened first, or said anew in another language.
pub(super) fn game(ui: UiContext) -> AnyView {
    kept::keep(ui);
    follow_focus(ui);
    let close = move || ui.dispatch.send(SessionEvent::Learn(LearnEvent::Close));
    let phase = |session: &Session| match opened(session)?.phase {
        GamePhase::Setup => Some("setup".to_owned()),
        GamePhase::Playing => Some("playing".to_owned()),
        GamePhase::Results => Some("results".to_owned()),
    };
    view! {
        <section
            class="game"
            aria-label=words::title()
            data-phase=ui.attribute(phase)
            data-class=ui.flag(|session| opened(session).is_some_and(|game| game.for_class))
            hidden=ui.flag(|session| opened(session).is_none())
            on:keydown=move |event| questions::answer_by_key(ui, &event)
        >
            <p class="lesson-head">{button(learn::all_lessons(), close)}</p>
            <h2 id=HEADING tabindex="-1">
                {words::title()}
            </h2>
            {settings::settings(ui)}
            {questions::questions(ui)}
            {results::results(ui)}
        </section>
    }
    .into_any()
}

/// Who opens the game, answers, goes on or closes it has the focus where they read on.
fn follow_focus(ui: UiContext) {
    let now = ui.memo(|session| {
        let game = opened(session)?;
        let place = (game.round, game.question, game.revealed);
        Some((game.phase, game.asked().is_some(), place))
    });
    Effect::new(move |before: Option<Option<_>>| {
        let now = now.get();
        let was_opened = before.is_none() && is_focus_lost();
        if was_opened || before.is_some_and(|before| before != now) {
            let id = match now {
                None => list::HEADING,
                Some((GamePhase::Setup, ..)) => HEADING,
                Some((GamePhase::Results, ..)) => results::RESULTS,
                Some((_, false, _)) => questions::WAITS,
                Some((_, true, (.., true))) => questions::NEXT,
                Some(_) => questions::QUESTION,
            };
            // It is still hidden.
            request_animation_frame(move || focus(id));
        }
        now
    });
}

/// Whether what had the focus is gone: the card that opened the game.
fn is_focus_lost() -> bool {
    let active = document().active_element();
    active.is_none_or(|element| {
        element.tag_name() == "BODY" || element.closest(".lessons").ok().flatten().is_some()
    })
}

fn opened(session: &Session) -> Option<&DiscriminationGame> {
    session.learn.game.as_deref()
}

/// A fact of the game that is open.
fn in_game(
    holds: impl Fn(&DiscriminationGame) -> bool + Copy + Send + 'static,
) -> impl Fn(&Session) -> bool + Copy + Send + 'static {
    move |session| opened(session).is_some_and(holds)
}

fn send(ui: UiContext, event: GameEvent) {
    ui.dispatch
        .send(SessionEvent::Learn(LearnEvent::Game(event)));
}
