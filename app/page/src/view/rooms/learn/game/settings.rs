//! What is played, and the link for it.

use leptos::prelude::*;
use run_spec::{ModelType, PRESETS};

use super::super::teach;
use super::{in_game, opened, send};
use crate::host;
use crate::view::components::{UiContext, button, options};
use crate::words::recipe::preset_title;
use crate::words::{self as all_words, learn_game as words};
use session::{
    DiscriminationGame, GameEvent, GamePhase, GameSetup, QUESTION_COUNTS, QuestionMode, RunState,
    Session,
};

/// The word for the run in Train, which no preset has.
const OWN_RUN: &str = "own run";

/// The form, and the link.
pub(super) fn settings(ui: UiContext) -> AnyView {
    let is_setup = in_game(|game| game.phase == GamePhase::Setup);
    let begin = move || send(ui, GameEvent::Begin);
    let link = move || {
        let fragment = ui.read(|session| opened(session).map(|game| game.setup.link()));
        let (base, language) = (host::base(), all_words::language());
        let fragment = fragment.unwrap_or_default();
        format!("{base}?lang={language}#room=learn&{fragment}")
    };
    let note = ui.text(|session| {
        let is_own = opened(session).is_some_and(|game| game.setup.own_run);
        let note = if is_own {
            words::link_note_own()
        } else {
            words::link_note()
        };
        note.to_owned()
    });
    view! {
        <div class="game-setup" hidden=ui.hidden_unless(is_setup)>
            <p class="lessons-about">{words::about()}</p>
            <div class="teach-row" role="group" aria-label=words::settings()>
                {picker(words::pictures_of(), runs(ui), move |word| choose_run(ui, word))}
                {seed(ui)}
                {picker(words::questions(), counts(ui), move |word| {
                    send(ui, GameEvent::SetQuestions(word.parse().unwrap_or_default()));
                })}
                {picker(words::mode(), modes(ui), move |word| {
                    if let Some(mode) = QuestionMode::from_word(&word) {
                        send(ui, GameEvent::SetMode(mode));
                    }
                })}
            </div>
            <p class="buttons game-begin">{button(words::begin(), begin)}</p>
            {teach::copying(link)}
            <p class="note">{note}</p>
        </div>
    }
    .into_any()
}

fn setup<T>(session: &Session, read: impl Fn(&GameSetup) -> T) -> Option<T> {
    opened(session).map(|game| read(&game.setup))
}

/// A combobox with a name above it.
fn picker(name: &'static str, options: Vec<AnyView>, choose: impl Fn(String) + 'static) -> AnyView {
    view! {
        <label>
            <span>{name}</span>
            <select on:change=move |event| choose(event_target_value(&event))>{options}</select>
        </label>
    }
    .into_any()
}

/// The presets of GANs on images that come with the site, and the run in Train, if it has snapshots.
fn runs(ui: UiContext) -> Vec<AnyView> {
    let presets = PRESETS.iter().filter(|preset| {
        let spec = preset.spec();
        spec.model == ModelType::Gan && GameSetup::is_shared(&spec)
    });
    let rows = presets.map(|preset| (preset.name, preset_title(preset)));
    let chosen = |session: &Session| {
        let chosen = setup(session, |setup| match setup.own_run {
            true => OWN_RUN.to_owned(),
            false => setup.preset.clone(),
        });
        chosen.unwrap_or_default()
    };
    let mut all = options(ui, rows, chosen);
    let no_own = ui.hidden_unless(has_own_run);
    let own = view! {
        <option
            value=OWN_RUN
            prop:selected=ui.flag_property(move |session| chosen(session) == OWN_RUN)
            hidden=no_own
        >
            {words::own_run()}
        </option>
    };
    all.push(own.into_any());
    all
}

fn has_own_run(session: &Session) -> bool {
    let run = session.training.run.as_ref();
    let is_there = session.training.state != RunState::Starting;
    run.is_some_and(|run| {
        let mut snapshots = run.record.snapshots.iter();
        is_there && GameSetup::is_judged(&run.spec) && snapshots.any(|snapshot| snapshot.step > 0)
    })
}

fn choose_run(ui: UiContext, word: String) {
    let is_own = word == OWN_RUN;
    send(ui, GameEvent::ChooseOwnRun(is_own));
    if !is_own {
        send(ui, GameEvent::ChoosePreset(word));
    }
}

fn counts(ui: UiContext) -> Vec<AnyView> {
    let counts = QUESTION_COUNTS.map(|count| count.to_string());
    let rows = counts.iter().map(|count| (&**count, &**count));
    let chosen =
        |session: &Session| setup(session, |setup| setup.questions.to_string()).unwrap_or_default();
    options(ui, rows, chosen)
}

fn modes(ui: UiContext) -> Vec<AnyView> {
    let rows = QuestionMode::ALL.map(|mode| {
        let title = match mode {
            QuestionMode::Both => words::mode_both(),
            QuestionMode::Singles => words::mode_singles(),
            QuestionMode::Pairs => words::mode_pairs(),
        };
        (mode.as_str(), title)
    });
    let chosen = |session: &Session| {
        let mode = setup(session, |setup| setup.mode.as_str());
        mode.unwrap_or_default().to_owned()
    };
    options(ui, rows, chosen)
}

/// The seed of a run that is trained for the game.
fn seed(ui: UiContext) -> AnyView {
    let value = ui.text_property(|session| {
        setup(session, |setup| setup.spec.seed.to_string()).unwrap_or_default()
    });
    let is_own = in_game(|game: &DiscriminationGame| game.setup.own_run);
    view! {
        <label class="game-seed" hidden=ui.flag(is_own)>
            <span>{words::seed()}</span>
            <input
                type="number"
                min="0"
                step="1"
                inputmode="numeric"
                prop:value=value
                on:change=move |event| send(ui, GameEvent::SetSeed(event_target_value(&event)))
            />
        </label>
    }
    .into_any()
}
