//! Hit rates and ROC curves of the player, of everyone on this device, and of the discriminator.

use leptos::prelude::*;

use super::{in_game, opened, send};
use crate::view::components::{UiContext, button, button_while, keyed_list};
use crate::words::learn_game as words;
use session::{
    AnswerTally, ClassTotals, DiscriminationGame, GameEvent, GamePhase, HitCount, JudgedRound,
    RocCurve, Session,
};

/// The id of their heading.
pub(super) const RESULTS: &str = "game-results";

/// Whose answers.
#[derive(Clone, Copy, PartialEq)]
enum Judge {
    /// The player, or the class whose hands were counted.
    Player,
    /// Everyone who played on this device.
    Device,
    /// The run's discriminator.
    Discriminator,
}

impl Judge {
    const ALL: [Self; 3] = [Self::Player, Self::Device, Self::Discriminator];

    fn class(self) -> &'static str {
        match self {
            Self::Player => "of-player",
            Self::Device => "of-device",
            Self::Discriminator => "of-discriminator",
        }
    }

    fn name(self, session: &Session) -> &'static str {
        match self {
            Self::Player if opened(session).is_some_and(|game| game.for_class) => {
                words::hands_of_class()
            }
            Self::Player => words::you(),
            Self::Device => words::class(),
            Self::Discriminator => words::discriminator(),
        }
    }

    fn hits(self, session: &Session, round: usize) -> Option<HitCount> {
        match self {
            Self::Discriminator => Some(judged(session, round)?.discriminator_hits()),
            _ => Some(self.tally(session, round)?.hits()),
        }
    }

    fn roc(self, session: &Session, round: usize) -> Option<RocCurve> {
        match self {
            Self::Discriminator => judged(session, round)?.discriminator_roc(),
            _ => self.tally(session, round)?.roc(),
        }
    }

    /// What was answered. One player is no class.
    fn tally(self, session: &Session, round: usize) -> Option<&AnswerTally> {
        let game = opened(session)?;
        if self == Self::Player {
            return game.tallies.get(round);
        }
        let totals = game.totals.as_ref().filter(|totals| totals.players > 1)?;
        totals.at(*game.steps.get(round)?)
    }
}

fn judged(session: &Session, round: usize) -> Option<&JudgedRound> {
    opened(session)?.rounds.get(round)
}

/// The results, once all was answered.
pub(super) fn results(ui: UiContext) -> AnyView {
    let are_there = in_game(|game| game.phase == GamePhase::Results);
    // What is in it follows the session only while it is shown; whether it is, always.
    let hidden = ui.hidden_unless(are_there);
    let ui = ui.while_shown(are_there_now);
    let next = button(words::next_player(), move || {
        send(ui, GameEvent::NextPlayer);
    });
    let change = button(words::change(), move || send(ui, GameEvent::ChangeSetup));
    view! {
        <div class="game-results" hidden=hidden>
            <h3 id=RESULTS tabindex="-1">{words::results()}</h3>
            <p class="buttons">{next} {change}</p>
            <section aria-label=words::hit_rates()>
                <h4>{words::hit_rates()}</h4>
                <div class="game-rates">{keyed_list(ui, rounds, move |at| rates(ui, &at))}</div>
                <p class="note">{words::hit_rates_note()}</p>
            </section>
            <section aria-label=words::curves() hidden=ui.hidden_unless(has_curves)>
                <h4>{words::curves()}</h4>
                <div class="game-curves">{keyed_list(ui, rounds, move |at| curves(ui, &at))}</div>
                <p class="note">{words::curves_note()}</p>
            </section>
            {device(ui)}
        </div>
    }
    .into_any()
}

fn are_there_now(session: &Session) -> bool {
    opened(session).is_none_or(|game| game.phase == GamePhase::Results)
}

/// The rounds that were played, by number.
fn rounds(session: &Session) -> Vec<String> {
    let rounds = opened(session).map_or(0, |game| game.rounds.len());
    (0..rounds).map(|round| round.to_string()).collect()
}

fn has_curves(session: &Session) -> bool {
    Judge::ALL
        .iter()
        .any(|judge| judge.roc(session, 0).is_some())
}

fn step_of(session: &Session, round: usize) -> f64 {
    judged(session, round).map_or(0.0, |round| f64::from(round.step))
}

/// The bars of a step.
fn rates(ui: UiContext, at: &str) -> AnyView {
    let round = at.parse().unwrap_or_default();
    let step = ui.text(move |session| {
        words::Step {
            step: step_of(session, round),
        }
        .text()
    });
    let bars: Vec<AnyView> = Judge::ALL
        .into_iter()
        .map(|judge| rate(ui, judge, round))
        .collect();
    view! {
        <div class="game-rate-step">
            <h5>{step}</h5>
            {bars}
        </div>
    }
    .into_any()
}

fn rate(ui: UiContext, judge: Judge, round: usize) -> AnyView {
    let hits = move |session: &Session| judge.hits(session, round);
    let share = move |read: fn(HitCount) -> f64| {
        ui.text(move |session| hits(session).map_or(0.0, read).to_string())
    };
    let said = ui.text(move |session| {
        let Some((hits, rate)) = hits(session).and_then(|hits| Some((hits, hits.rate()?))) else {
            return String::new();
        };
        let percent = |share: f64| (share * 100.0).round();
        let [low, high] = hits.interval().map(percent);
        words::Rate {
            percent: percent(rate),
            low,
            high,
        }
        .text()
    });
    let is_answered = move |session: &Session| hits(session).and_then(HitCount::rate).is_some();
    view! {
        <p class="game-rate" data-judge=judge.class() hidden=ui.hidden_unless(is_answered)>
            <span>{ui.text(move |session| judge.name(session).to_owned())}</span>
            <span
                class="game-bar"
                aria-hidden="true"
                style=("--rate", share(|hits| hits.rate().unwrap_or_default()))
                style=("--low", share(|hits| hits.interval()[0]))
                style=("--high", share(|hits| hits.interval()[1]))
            ></span>
            <span class="game-rate-said">{said}</span>
        </p>
    }
    .into_any()
}

/// The curves of a step.
fn curves(ui: UiContext, at: &str) -> AnyView {
    let round = at.parse().unwrap_or_default();
    let paths: Vec<AnyView> = Judge::ALL
        .into_iter()
        .map(|judge| {
            let path = ui.attribute(move |session| Some(judge.roc(session, round)?.path()));
            view! { <path class=judge.class() vector-effect="non-scaling-stroke" d=path /> }
                .into_any()
        })
        .collect();
    let keys: Vec<AnyView> = Judge::ALL
        .into_iter()
        .map(|judge| {
            let area = ui.text(move |session| said_area(session, judge, round).unwrap_or_default());
            let is_there = ui.hidden_unless(move |session| judge.roc(session, round).is_some());
            view! {
                <span class="game-key" data-judge=judge.class() hidden=is_there>
                    {area}
                </span>
            }
            .into_any()
        })
        .collect();
    let name = ui.text(move |session| {
        words::CurveOf {
            step: step_of(session, round),
        }
        .text()
    });
    let step = ui.text(move |session| {
        words::Step {
            step: step_of(session, round),
        }
        .text()
    });
    view! {
        <figure class="game-curve" aria-label=name>
            <h5>{step}</h5>
            <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
                <path class="of-chance" vector-effect="non-scaling-stroke" d="M0 1L1 0" />
                {paths}
            </svg>
            <figcaption>{keys}</figcaption>
        </figure>
    }
    .into_any()
}

fn said_area(session: &Session, judge: Judge, round: usize) -> Option<String> {
    let area = judge.roc(session, round)?.area();
    let who = judge.name(session);
    Some(words::Auc { who, area }.text())
}

/// How many played on this device, and the way to forget that.
fn device(ui: UiContext) -> AnyView {
    let totals = |session: &Session| opened(session)?.totals.clone();
    let players =
        move |session: &Session| totals(session).map_or(0, |ClassTotals { players, .. }| players);
    let said = ui.text(move |session| match players(session) {
        0 => words::cleared().to_owned(),
        players => words::Players {
            count: players.into(),
        }
        .text(),
    });
    let is_asked = RwSignal::new(false);
    let any = move |session: &Session| players(session) > 0;
    let clear = button_while(
        ui,
        words::clear(),
        move |session| any(session) && !is_asked.get(),
        move || is_asked.set(true),
    );
    let surely = button_while(
        ui,
        words::clear_surely(),
        move |session| any(session) && is_asked.get(),
        move || {
            is_asked.set(false);
            send(ui, GameEvent::ClearTotals);
        },
    );
    let are_known = in_game(|game: &DiscriminationGame| game.totals.is_some());
    view! {
        <div class="game-device" hidden=ui.hidden_unless(are_known)>
            <p role="status">{said}</p>
            <p class="buttons">{clear} {surely}</p>
        </div>
    }
    .into_any()
}
