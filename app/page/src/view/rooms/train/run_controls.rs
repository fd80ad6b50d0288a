//! Play, pause, step, begin again; how fast, and how far.

use leptos::prelude::*;

use super::lazy_panels::LazyPanels;
use super::run;
use crate::numbers;
use crate::view::chunks::TrainPanel;
use crate::view::components::{UiContext, button, focus, options};
use crate::words::{MessageFn, models, train, train_run as words, trains_on};
use protocol::{StepPart, StepTurn, WarmUpPiece};
use session::{ModelOrigin, RunState, Session, TrainEvent, TrainedStart};

/// Speeds: steps a second. No limit is offered after them.
const SPEEDS: [u32; 6] = [1, 2, 5, 10, 30, 100];

/// Steps, and whether they need a discriminator.
const STEPS: [(StepPart, MessageFn, bool); 3] = [
    (StepPart::Whole, words::step, false),
    (StepPart::Discriminator, words::step_discriminator, true),
    (StepPart::Generator, words::step_generator, true),
];

const PLAY: &str = "play";
const PAUSE: &str = "pause";

/// The buttons, and the progress beside them.
pub(super) fn run_controls(ui: UiContext, panels: LazyPanels) -> AnyView {
    let differs = ui.text(|session| {
        let differs = session.training.differs();
        let said = if differs { words::changes_wait() } else { "" };
        said.to_owned()
    });
    view! {
        <section class="transport" aria-label=words::training()>
            // On a phone the bar stays on screen.
            <div class="transport-bar">
                <div class="buttons">{play_and_pause(ui)} {steps(ui)}</div>
                {progress(ui)}
            </div>
            <div class="buttons">{beginnings(ui)} {speed(ui)} {panels.panel(ui, TrainPanel::Device)}</div>
            <p class="differs" role="status">
                {differs}
            </p>
        </section>
    }
    .into_any()
}

fn play_and_pause(ui: UiContext) -> AnyView {
    let cannot_play = |session: &Session| plays(session) || halted(session);
    let cannot_pause = |session: &Session| !plays(session);
    // Where one makes way for the other, the focus goes along: the same key starts and stops.
    let play = move || {
        ui.send(TrainEvent::Play);
        focus(PAUSE);
    };
    let pause = move || {
        ui.send(TrainEvent::Pause);
        focus(PLAY);
    };
    view! {
        <button
            type="button"
            class="button"
            id=PLAY
            data-main=ui.flag(move |session| !cannot_play(session))
            aria-disabled=ui.disabled_while(cannot_play)
            on:click=ui.click_unless(cannot_play, play)
        >
            {words::play()}
        </button>
        <button
            type="button"
            class="button"
            id=PAUSE
            data-main=ui.flag(plays)
            aria-disabled=ui.disabled_while(cannot_pause)
            on:click=ui.click_unless(cannot_pause, pause)
        >
            {words::pause()}
        </button>
    }
    .into_any()
}

fn steps(ui: UiContext) -> Vec<AnyView> {
    let buttons = STEPS.map(|(part, name, adversarial)| {
        let shown = move |session: &Session| !adversarial || has_discriminator(session);
        view! {
            <button
                type="button"
                class="button"
                hidden=ui.hidden_unless(shown)
                aria-disabled=ui.disabled_while(halted)
                on:click=ui.click_unless(halted, move || ui.send(TrainEvent::Step(part)))
            >
                {name()}
            </button>
        }
        .into_any()
    });
    Vec::from(buttons)
}

/// The buttons that begin again: from nothing, or from the preset's trained weights.
fn beginnings(ui: UiContext) -> AnyView {
    let has_weights = |session: &Session| session.training.trained_start().is_some();
    let title = |session: &Session| {
        Some(match session.training.trained_start()? {
            TrainedStart::Run(_) => words::begin_trained_title().to_owned(),
            TrainedStart::Model(weights) => {
                let id = weights.model;
                let model = &models::title(id, id, &ModelOrigin::File);
                words::BeginWithModel { model }.text()
            }
        })
    };
    // Without a run, the first makes one that waits.
    view! {
        {button(words::reset(), move || ui.send(TrainEvent::Reset))}
        <button
            type="button"
            class="button"
            title=ui.attribute(title)
            hidden=ui.hidden_unless(has_weights)
            on:click=move |_| ui.send(TrainEvent::BeginTrained)
        >
            {words::begin_trained()}
        </button>
    }
    .into_any()
}

fn speed(ui: UiContext) -> AnyView {
    let limited = SPEEDS.map(|rate| {
        let title = words::SpeedLimit { rate: rate.into() }.text();
        (rate.to_string(), title)
    });
    let speeds = limited.iter().map(|(rate, title)| (&**rate, &**title));
    let speeds = speeds.chain([("", words::speed_unlimited())]);
    let chosen = |session: &Session| {
        let rate = session.training.rate;
        rate.map_or_else(String::new, |rate| rate.to_string())
    };
    let choose = move |event| {
        let rate = event_target_value(&event).parse().ok();
        ui.send(TrainEvent::SetRate(rate));
    };
    view! {
        <select aria-label=words::speed() on:change=choose>
            {options(ui, speeds, chosen)}
        </select>
    }
    .into_any()
}

/// Whether the run plays. One that is being made can be told to play, or not to, either way.
fn plays(session: &Session) -> bool {
    matches!(
        session.training.state,
        RunState::Playing | RunState::Starting
    )
}

fn halted(session: &Session) -> bool {
    session.training.state == RunState::Halted
}

fn has_discriminator(session: &Session) -> bool {
    session.training.spec().model.has_discriminator()
}

/// What the trainer is doing.
struct TrainerActivity {
    /// As style sheets have it.
    id: &'static str,
    word: MessageFn,
    sentence: MessageFn,
}

impl TrainerActivity {
    fn of(session: &Session) -> Self {
        if compiling(session).is_some() {
            return Self {
                id: "being-prepared",
                word: train::compiling,
                sentence: train::compiling,
            };
        }
        if session.training.waits_to_be_seen() {
            return Self {
                id: "paused",
                word: words::waiting,
                sentence: words::waiting_said,
            };
        }
        let (id, word, sentence): (_, MessageFn, MessageFn) = match session.training.state {
            RunState::Idle => ("not-begun", words::not_begun, || ""),
            RunState::Starting => ("being-made", words::being_made, words::being_made_said),
            RunState::Paused if session.training.is_pausing() => ("pausing", words::pausing, || ""),
            RunState::Paused => ("paused", words::paused, words::paused_said),
            RunState::Playing => ("training", words::playing, words::playing_said),
            RunState::Halted => ("stopped", words::stopped, words::stopped_said),
        };
        Self { id, word, sentence }
    }
}

/// What shaders are being compiled for, and how far that is.
fn compiling(session: &Session) -> Option<String> {
    let warm_up = run(session)?.warming_up()?;
    let piece = match warm_up.piece? {
        WarmUpPiece::Pictures => "pictures",
        WarmUpPiece::Step(StepTurn::Autoencoder) => "encoder-decoder",
        WarmUpPiece::Step(StepTurn::Discriminator) => "discriminator",
        WarmUpPiece::Step(StepTurn::Generator) => "generator",
    };
    Some(
        words::Compiling {
            at: warm_up.done.saturating_add(1).into(),
            of: warm_up.of.into(),
            piece,
        }
        .text(),
    )
}

/// How long that took, once it is done.
fn warmed_up(session: &Session) -> Option<String> {
    let warm_up = run(session)?.warm_up?;
    let seconds = warm_up.millis / 1000.0;
    (warm_up.piece.is_none()).then(|| words::WarmedUp { seconds }.text())
}

/// How far the run is, and how fast.
fn progress(ui: UiContext) -> AnyView {
    let step = ui.text(|session| {
        train::Step {
            step: step(session).into(),
        }
        .text()
    });
    let state = ui.text(|session| match &session.training.fetching {
        Some((file, percent)) => words::Fetching {
            file,
            percent: (*percent).into(),
        }
        .text(),
        None => {
            compiling(session).unwrap_or_else(|| (TrainerActivity::of(session).word)().to_owned())
        }
    });
    let state_id = ui.attribute(|session| Some(TrainerActivity::of(session).id.to_owned()));
    let sentence = ui.text(|session| (TrainerActivity::of(session).sentence)().to_owned());
    // The figures change ten times a second: read out on demand, never announced. What the trainer
    // is doing is announced beside them.
    view! {
        <div class="progress-row">
            <div class="progress" role="status" aria-label=words::progress() aria-live="off">
                <strong>{step}</strong>
                <span class="progress-state" data-state=state_id>
                    {state}
                </span>
                {pace(ui)}
                <span
                    class="pace"
                    title=words::warmed_up_title()
                    hidden=ui.hidden_unless(|session| warmed_up(session).is_some())
                >
                    {ui.text(|session| warmed_up(session).unwrap_or_default())}
                </span>
            </div>
            <p class="visually-hidden" aria-live="polite">
                {sentence}
            </p>
        </div>
    }
    .into_any()
}

fn step(session: &Session) -> u32 {
    run(session).map_or(0, |run| run.progress.step)
}

fn pace(ui: UiContext) -> AnyView {
    let speed = ui.text(|session| {
        let speed = run(session).map_or(0.0, |run| run.progress.steps_per_second);
        words::Pace {
            steps: &numbers::short(speed),
        }
        .text()
    });
    let step_time = ui.text(|session| {
        let millis = run(session).map_or(0.0, |run| run.progress.millis_per_step);
        words::StepTime {
            time: &numbers::millis(millis),
        }
        .text()
    });
    let clock = ui.text(|session| {
        numbers::clock(run(session).map_or(0.0, |run| run.progress.elapsed_seconds))
    });
    view! {
        <span class="pace" hidden=ui.hidden_unless(|session| step(session) > 0)>
            <span>{speed}</span>
            <span>{step_time}</span>
            <span title=words::device_title()>{ui.text(|session| trains_on(session.trains_on()))}</span>
            <span title=words::clock_title()>{clock}</span>
        </span>
    }
    .into_any()
}
