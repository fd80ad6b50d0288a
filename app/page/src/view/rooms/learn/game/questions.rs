//! Pictures, the answers that there can be, and what was right.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{in_game, opened, send};
use crate::view::components::{
    LiveFlag, PictureKey, UiContext, button_while, pixel_canvas, switch,
};
use crate::words::learn_game as words;
use session::{DiscriminationGame, DrawnQuestion, GameEvent, GamePhase, RATINGS, Session};

/// The id of the question's heading.
pub(super) const QUESTION: &str = "game-question";
/// The id of what is said while pictures are on their way.
pub(super) const WAITS: &str = "game-waits";
/// The id of the button that goes on.
pub(super) const NEXT: &str = "game-next";

/// The question that is asked.
pub(super) fn questions(ui: UiContext) -> AnyView {
    let is_playing = in_game(|game| game.phase == GamePhase::Playing);
    let is_asked = in_game(|game| game.asked().is_some());
    let text = ui.text(|session| {
        let question = if is_pair(session) {
            words::pair()
        } else {
            words::single()
        };
        question.to_owned()
    });
    let for_class = in_game(|game| game.for_class);
    view! {
        <div class="game-play" hidden=ui.hidden_unless(is_playing)>
            <p class="game-head">
                <span class="game-position">{ui.text(position)}</span>
                {switch(
                    ui,
                    words::for_class(),
                    |_| false,
                    for_class,
                    move |on| send(ui, GameEvent::PlayForClass(on)),
                )}
            </p>
            <p class="note" hidden=ui.hidden_unless(for_class)>
                {words::for_class_note()}
            </p>
            <p id=WAITS class="game-waits" role="status" tabindex="-1">
                {ui.text(waiting)}
            </p>
            <div class="game-question" hidden=ui.hidden_unless(is_asked)>
                <h3 id=QUESTION tabindex="-1">
                    {text}
                </h3>
                {pictures(ui)}
                {answers(ui)}
                {verdict(ui)}
            </div>
        </div>
    }
    .into_any()
}

/// Which question of which step.
fn position(session: &Session) -> String {
    let Some((game, round)) = opened(session).and_then(|game| Some((game, game.now()?))) else {
        return String::new();
    };
    words::Position {
        step: f64::from(round.step),
        at: game.question as f64 + 1.0,
        of: round.questions.len() as f64,
    }
    .text()
}

/// How far the run is that the player waits for.
fn waiting(session: &Session) -> String {
    let waits = opened(session).filter(|game| game.waits());
    let to = waits.and_then(|game| Some((game, game.steps.get(game.round)?)));
    to.map_or_else(String::new, |(game, to)| {
        words::Waiting {
            step: f64::from(game.trained),
            to: f64::from(*to),
        }
        .text()
    })
}

fn is_pair(session: &Session) -> bool {
    let asked = opened(session).and_then(DiscriminationGame::asked);
    matches!(asked, Some(DrawnQuestion::Pair { .. }))
}

/// One picture, or two.
fn pictures(ui: UiContext) -> AnyView {
    let single = |session: &Session| !is_pair(session);
    view! {
        <div class="game-pictures">
            {picture(ui, words::picture(), 0, ui.hidden_unless(single))}
            {picture(ui, words::left_picture(), 0, ui.hidden_unless(is_pair))}
            {picture(ui, words::right_picture(), 1, ui.hidden_unless(is_pair))}
        </div>
    }
    .into_any()
}

fn picture(ui: UiContext, name: &'static str, at: usize, hidden: LiveFlag) -> AnyView {
    let pixels = move |session: &Session| {
        let game = opened(session)?;
        let shown = game.now()?.shown(game.question);
        shown.get(at).map(|(pixels, ..)| (*pixels).clone())
    };
    let key = move |session: &Session| Some(PictureKey::of(&pixels(session)?.bytes));
    // A finger on one of two pictures answers; the buttons below are for everyone else.
    let choose = move |_| {
        if ui.now(is_pair) {
            send(ui, GameEvent::Vote(at));
        }
    };
    view! {
        <div class="game-picture" hidden=hidden on:click=choose>
            {pixel_canvas(ui, name, key, pixels)}
        </div>
    }
    .into_any()
}

/// A button for each answer.
fn answers(ui: UiContext) -> AnyView {
    let buttons: Vec<AnyView> = (0..RATINGS).map(|choice| answer(ui, choice)).collect();
    let keys = ui.text(|session| {
        let count = opened(session).map_or(0, DiscriminationGame::choices) as f64;
        words::Keys { count }.text()
    });
    view! {
        <div
            class="game-answers"
            role="group"
            aria-label=words::answers()
            data-choices=ui.text(|session| {
                opened(session).map_or(0, DiscriminationGame::choices).to_string()
            })
        >
            {buttons}
        </div>
        <p class="note game-keys">{keys}</p>
    }
    .into_any()
}

/// What an answer says.
fn answer_name(session: &Session, choice: usize) -> &'static str {
    if is_pair(session) {
        return if choice == 0 {
            words::left()
        } else {
            words::right()
        };
    }
    match choice {
        0 => words::surely_generated(),
        1 => words::probably_generated(),
        2 => words::probably_real(),
        _ => words::surely_real(),
    }
}

fn answer(ui: UiContext, choice: usize) -> AnyView {
    let is_revealed = in_game(|game| game.revealed);
    let hands = ui.text(move |session| {
        let game = opened(session).filter(|game| game.for_class);
        let votes = game.map_or(0, |game| game.votes[choice]);
        match votes {
            0 => String::new(),
            votes => words::Hands {
                count: f64::from(votes),
            }
            .text(),
        }
    });
    let is_chosen = move |game: &DiscriminationGame| game.revealed && game.votes[choice] > 0;
    view! {
        <button
            type="button"
            class="button"
            aria-disabled=ui.disabled_while(is_revealed)
            data-chosen=ui.flag(in_game(is_chosen))
            data-right=ui.flag(in_game(move |game| game.revealed && game.is_right(choice)))
            hidden=ui.flag(in_game(move |game| choice >= game.choices()))
            on:click=move |_| send(ui, GameEvent::Vote(choice))
        >
            <span>{ui.text(move |session| answer_name(session, choice).to_owned())}</span>
            <span class="game-hands">{hands}</span>
        </button>
    }
    .into_any()
}

/// What was right, what the discriminator said, and the way on.
fn verdict(ui: UiContext) -> AnyView {
    let counts =
        |session: &Session| opened(session).is_some_and(|game| game.for_class && !game.revealed);
    let next = ui.text(|session| {
        let is_last = opened(session).is_some_and(DiscriminationGame::is_last);
        if is_last {
            words::to_results()
        } else {
            words::next_question()
        }
        .to_owned()
    });
    view! {
        <p class="game-verdict" role="status">
            <strong>{ui.text(verdict_text)}</strong>
            " "
            <span>{ui.text(truth)}</span>
            " "
            <span>{ui.text(discriminator_said)}</span>
        </p>
        <p class="buttons game-turn">
            {button_while(ui, words::reveal(), counts, move || send(ui, GameEvent::Reveal))}
            {button_while(ui, words::count_anew(), counts, move || send(ui, GameEvent::CountAnew))}
            <button
                id=NEXT
                type="button"
                class="button"
                data-main="true"
                hidden=ui.hidden_unless(in_game(|game| game.revealed))
                on:click=move |_| send(ui, GameEvent::Next)
            >
                {next}
            </button>
        </p>
    }
    .into_any()
}

fn revealed(session: &Session) -> Option<&DiscriminationGame> {
    opened(session).filter(|game| game.revealed)
}

/// Whether the player was right, or how many of the class.
fn verdict_text(session: &Session) -> String {
    let Some(game) = revealed(session) else {
        return String::new();
    };
    let (right, of) = (game.right_votes(), game.all_votes());
    match (right, of) {
        (1, 1) => words::right_answer().to_owned(),
        (0, 1) => words::wrong_answer().to_owned(),
        _ => words::RightHands {
            right: right.into(),
            of: of.into(),
        }
        .text(),
    }
}

/// What is real.
fn truth(session: &Session) -> String {
    let asked = revealed(session).and_then(DiscriminationGame::asked);
    let said = match asked {
        None => "",
        Some(DrawnQuestion::Single { is_real: true, .. }) => words::is_real(),
        Some(DrawnQuestion::Single { .. }) => words::is_generated(),
        Some(DrawnQuestion::Pair {
            is_real_first: true,
            ..
        }) => words::left_is_real(),
        Some(DrawnQuestion::Pair { .. }) => words::right_is_real(),
    };
    said.to_owned()
}

/// What the discriminator makes of the same.
fn discriminator_said(session: &Session) -> String {
    let Some((game, round)) = revealed(session).and_then(|game| Some((game, game.now()?))) else {
        return String::new();
    };
    let percent = |score: f32| f64::from((score * 100.0).round());
    let is_right = round.is_discriminator_right(game.question);
    match *round.shown(game.question) {
        [(_, score, _)] => {
            let percent = percent(score);
            if is_right {
                words::DRight { percent }.text()
            } else {
                words::DWrong { percent }.text()
            }
        }
        [(_, left, _), (_, right, _)] => {
            let (left, right) = (percent(left), percent(right));
            if is_right {
                words::DPairRight { left, right }.text()
            } else {
                words::DPairWrong { left, right }.text()
            }
        }
        _ => String::new(),
    }
}

/// Number keys answer, wherever in the game the focus is, but where numbers are typed.
pub(super) fn answer_by_key(ui: UiContext, event: &KeyboardEvent) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.repeat() {
        return;
    }
    let Some(number) = event.key().parse::<usize>().ok().filter(|key| *key > 0) else {
        return;
    };
    let target = event.target();
    let target = target.and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let types = target.is_some_and(|it| it.closest("input, select").ok().flatten().is_some());
    if !types && ui.now(in_game(|game| game.asked().is_some())) {
        event.prevent_default();
        send(ui, GameEvent::Vote(number - 1));
    }
}
