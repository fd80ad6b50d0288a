//! Play, pause, step, begin again; how fast, and how far.

use super::run;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless, focus, picker};
use crate::view::components::live_element::{LiveElement, el};
use crate::words::{MessageFn, train, train_run as words};
use protocol::{StepPart, StepTurn, WarmUpPiece};
use session::{RunState, Session, TrainEvent};

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
pub(super) fn run_controls(ui: UiContext) -> LiveElement {
    // Where one makes way for the other, the focus goes along: the same key starts and stops.
    let play = button_unless(
        ui,
        words::play(),
        |session| plays(session) || halted(session),
        move || {
            ui.send(TrainEvent::Play);
            focus(PAUSE);
        },
    );
    let pause = button_unless(
        ui,
        words::pause(),
        |session| !plays(session),
        move || {
            ui.send(TrainEvent::Pause);
            focus(PLAY);
        },
    );
    let steps = STEPS.map(|(part, name, adversarial)| {
        button_unless(ui, name(), halted, move || ui.send(TrainEvent::Step(part)))
            .live_show(move |session| !adversarial || has_discriminator(session))
    });
    // Without a run, it makes one that waits.
    let reset = button(words::reset(), move || ui.send(TrainEvent::Reset));
    let trained = button(words::begin_trained(), move || {
        ui.send(TrainEvent::BeginTrained)
    })
    .attr("title", words::begin_trained_title())
    .live_show(|session| session.training.trained_preset().is_some());
    let limited = SPEEDS.map(|rate| {
        let title = words::SpeedLimit { rate: rate.into() }.text();
        (rate.to_string(), title)
    });
    let speeds = limited.iter().map(|(rate, title)| (&**rate, &**title));
    let speed = picker(
        speeds.chain([("", words::speed_unlimited())]),
        |session| {
            let rate = session.training.rate;
            rate.map_or_else(String::new, |rate| rate.to_string())
        },
        move |text| ui.send(TrainEvent::SetRate(text.parse().ok())),
    );
    el("section", "transport")
        .attr("aria-label", words::training())
        .child(
            el("div", "buttons")
                .child(
                    play.attr("id", PLAY)
                        .live_flag("data-main", |session| !plays(session) && !halted(session)),
                )
                .child(pause.attr("id", PAUSE).live_flag("data-main", plays))
                .children(steps),
        )
        .child(
            el("div", "buttons")
                .child(reset)
                .child(trained)
                .child(speed.attr("aria-label", words::speed())),
        )
        .child(progress())
        .child(
            el("p", "differs")
                .attr("role", "status")
                .live_text(|session| {
                    let differs = session.training.differs();
                    let said = if differs { words::changes_wait() } else { "" };
                    said.to_owned()
                }),
        )
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
        let (id, word, sentence): (_, MessageFn, MessageFn) = match session.training.state {
            RunState::Idle => ("not-begun", words::not_begun, || ""),
            RunState::Starting => ("being-made", words::being_made, words::being_made_said),
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
fn progress() -> LiveElement {
    let step = |session: &Session| run(session).map_or(0, |run| run.progress.step);
    let pace = el("span", "pace")
        .live_show(move |session| step(session) > 0)
        .child(el("span", "").live_text(|session| {
            let speed = run(session).map_or(0.0, |run| run.progress.steps_per_second);
            words::Pace {
                steps: &numbers::short(speed),
            }
            .text()
        }))
        .child(el("span", "").live_text(|session| {
            let millis = run(session).map_or(0.0, |run| run.progress.millis_per_step);
            words::StepTime {
                time: &numbers::millis(millis),
            }
            .text()
        }))
        .child(
            el("span", "")
                .attr("title", words::device_title())
                .live_text(Session::trains_on),
        )
        .child(
            el("span", "")
                .attr("title", words::clock_title())
                .live_text(|session| {
                    numbers::clock(run(session).map_or(0.0, |run| run.progress.elapsed_seconds))
                }),
        );
    let state = el("span", "progress-state")
        .live_attr("data-state", |session| {
            Some(TrainerActivity::of(session).id.to_owned())
        })
        .live_text(|session| match &session.training.fetching {
            Some((file, percent)) => words::Fetching {
                file,
                percent: (*percent).into(),
            }
            .text(),
            None => compiling(session)
                .unwrap_or_else(|| (TrainerActivity::of(session).word)().to_owned()),
        });
    let warm = el("span", "pace")
        .attr("title", words::warmed_up_title())
        .live_show(|session| warmed_up(session).is_some())
        .live_text(|session| warmed_up(session).unwrap_or_default());
    // The figures change ten times a second: read out on demand, never announced. What the trainer
    // is doing is announced beside them.
    el("div", "progress-row")
        .child(
            el("div", "progress")
                .attr("role", "status")
                .attr("aria-label", words::progress())
                .attr("aria-live", "off")
                .child(el("strong", "").live_text(move |session| {
                    train::Step {
                        step: step(session).into(),
                    }
                    .text()
                }))
                .child(state)
                .child(pace)
                .child(warm),
        )
        .child(
            el("p", "visually-hidden")
                .attr("aria-live", "polite")
                .live_text(|session| (TrainerActivity::of(session).sentence)().to_owned()),
        )
}
