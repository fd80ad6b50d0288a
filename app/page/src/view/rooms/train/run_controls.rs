//! Play, pause, step, begin again; how fast, and how far.

use super::run;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless, focus, picker};
use crate::view::components::live_element::{LiveElement, el};
use protocol::{StepPart, StepTurn, WarmUpPiece};
use session::{RunState, Session, TrainEvent};

/// Speeds: steps a second, as text; the last is no limit.
const SPEEDS: [(&str, &str); 7] = [
    ("1", "1 step/s"),
    ("2", "2 steps/s"),
    ("5", "5 steps/s"),
    ("10", "10 steps/s"),
    ("30", "30 steps/s"),
    ("100", "100 steps/s"),
    ("", "Flat out"),
];

/// Steps, and whether they need a discriminator.
const STEPS: [(StepPart, &str, bool); 3] = [
    (StepPart::Whole, "Step", false),
    (StepPart::Discriminator, "Step D", true),
    (StepPart::Generator, "Step G", true),
];

const PLAY: &str = "play";
const PAUSE: &str = "pause";

/// The buttons, and the progress beside them.
pub(super) fn run_controls(ui: UiContext) -> LiveElement {
    // Where one makes way for the other, the focus goes along: the same key starts and stops.
    let play = button_unless(
        ui,
        "Play",
        |session| plays(session) || halted(session),
        move || {
            ui.send(TrainEvent::Play);
            focus(PAUSE);
        },
    );
    let pause = button_unless(
        ui,
        "Pause",
        |session| !plays(session),
        move || {
            ui.send(TrainEvent::Pause);
            focus(PLAY);
        },
    );
    let steps = STEPS.map(|(part, name, adversarial)| {
        button_unless(ui, name, halted, move || ui.send(TrainEvent::Step(part)))
            .shown_if(move |session| !adversarial || has_discriminator(session))
    });
    // Without a run, it makes one that waits.
    let reset = button("Reset run", move || ui.send(TrainEvent::Reset));
    let trained = button("Begin trained", move || ui.send(TrainEvent::BeginTrained))
        .set(
            "title",
            "The shipped run of this preset, where its training ended",
        )
        .shown_if(|session| session.training.trained_preset().is_some());
    let speed = picker(
        SPEEDS,
        |session| {
            let rate = session.training.rate;
            rate.map_or_else(String::new, |rate| rate.to_string())
        },
        move |text| ui.send(TrainEvent::SetRate(text.parse().ok())),
    );
    el("section", "transport")
        .set("aria-label", "Training")
        .with(
            el("div", "buttons")
                .with(
                    play.set("id", PLAY)
                        .flag("data-main", |session| !plays(session) && !halted(session)),
                )
                .with(pause.set("id", PAUSE).flag("data-main", plays))
                .with_all(steps),
        )
        .with(
            el("div", "buttons")
                .with(reset)
                .with(trained)
                .with(speed.set("aria-label", "Speed")),
        )
        .with(progress())
        .with(el("p", "differs").set("role", "status").text(|session| {
            let differs = session.training.differs();
            let said = if differs {
                "Reset run applies these changes."
            } else {
                ""
            };
            said.to_owned()
        }))
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

/// What the trainer is doing, as a word and as a sentence.
fn words_of(session: &Session) -> (&'static str, &'static str) {
    if compiling(session).is_some() {
        return ("being prepared", "Shaders are being compiled.");
    }
    match session.training.state {
        RunState::Idle => ("not begun", ""),
        RunState::Starting => ("being made\u{2026}", "The run is being made."),
        RunState::Paused => ("paused", "Paused."),
        RunState::Playing => ("training", "Training."),
        RunState::Halted => ("stopped", "The run has stopped."),
    }
}

/// What shaders are being compiled for, and how far that is.
fn compiling(session: &Session) -> Option<String> {
    let warm_up = run(session)?.warming_up()?;
    let piece = match warm_up.piece? {
        WarmUpPiece::Pictures => "pictures",
        WarmUpPiece::Step(StepTurn::Autoencoder) => "encoder and decoder",
        WarmUpPiece::Step(StepTurn::Discriminator) => "discriminator",
        WarmUpPiece::Step(StepTurn::Generator) => "generator",
    };
    let at = warm_up.done.saturating_add(1);
    Some(format!(
        "compiling shaders, {at} of {}: {piece}",
        warm_up.of
    ))
}

/// How long that took, once it is done.
fn warmed_up(session: &Session) -> Option<String> {
    let warm_up = run(session)?.warm_up?;
    let seconds = warm_up.millis / 1000.0;
    (warm_up.piece.is_none()).then(|| format!("warmed up in {seconds:.1} s"))
}

/// How far the run is, and how fast.
fn progress() -> LiveElement {
    let step = |session: &Session| run(session).map_or(0, |run| run.progress.step);
    let pace = el("span", "pace")
        .shown_if(move |session| step(session) > 0)
        .with(el("span", "").text(|session| {
            let speed = run(session).map_or(0.0, |run| run.progress.steps_per_second);
            numbers::short(speed) + " steps/s"
        }))
        .with(el("span", "").text(|session| {
            let millis = run(session).map_or(0.0, |run| run.progress.millis_per_step);
            numbers::millis(millis) + "/step"
        }))
        .with(
            el("span", "")
                .set("title", "What training runs on")
                .text(Session::trains_on),
        )
        .with(
            el("span", "")
                .set("title", "Time spent training")
                .text(|session| {
                    numbers::clock(run(session).map_or(0.0, |run| run.progress.elapsed_seconds))
                }),
        );
    let state = el("span", "progress-state")
        .attribute("data-state", |session| Some(words_of(session).0.to_owned()))
        .text(|session| match &session.training.fetching {
            Some((file, percent)) => format!("fetching {file}, {percent} %"),
            None => compiling(session).unwrap_or_else(|| words_of(session).0.to_owned()),
        });
    let warm = el("span", "pace")
        .set(
            "title",
            "Shaders were compiled, by a step on networks that were thrown away",
        )
        .shown_if(|session| warmed_up(session).is_some())
        .text(|session| warmed_up(session).unwrap_or_default());
    // The figures change ten times a second: read out on demand, never announced. What the trainer
    // is doing is announced beside them.
    el("div", "progress-row")
        .with(
            el("div", "progress")
                .set("role", "status")
                .set("aria-label", "Training progress")
                .set("aria-live", "off")
                .with(el("strong", "").text(move |session| format!("step {}", step(session))))
                .with(state)
                .with(pace)
                .with(warm),
        )
        .with(
            el("p", "visually-hidden")
                .set("aria-live", "polite")
                .text(|session| words_of(session).1.to_owned()),
        )
}
