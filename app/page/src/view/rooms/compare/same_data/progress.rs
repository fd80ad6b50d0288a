//! How far the comparison is.

use leptos::prelude::*;

use super::settings::source_title;
use super::{is_running, state};
use crate::numbers;
use crate::view::components::{UiContext, keyed_list};
use crate::words::compare_runs as words;
use crate::words::failure_sentence;
use session::{ComparedRunPhase, ComparedSource, RunState, Session};

/// What is said aloud when a run's turn comes, how far that is, and what became of runs that have no figures.
pub(super) fn progress(ui: UiContext) -> AnyView {
    let disturbed =
        |session: &Session| is_running(session) && session.training.state == RunState::Playing;
    view! {
        <div class="same-data-progress">
            <p role="status" aria-label=words::progress()>{ui.text(turn)}</p>
            <p class="note">{ui.text(how_far)}</p>
            <p class="note" hidden=ui.hidden_unless(disturbed)>{words::disturbed()}</p>
            <ul class="same-data-faults">
                {keyed_list(ui, faults, |said| view! { <li>{said}</li> }.into_any())}
            </ul>
        </div>
    }
    .into_any()
}

/// Which run's turn it is, nothing before the first; it changes twice a run.
fn turn(session: &Session) -> String {
    let Some(state) = state(session).filter(|state| !state.runs.is_empty()) else {
        return String::new();
    };
    let Some((at, run)) = state
        .current()
        .and_then(|at| Some((at, state.runs.get(at)?)))
    else {
        let done = state
            .runs
            .iter()
            .filter(|run| run.phase == ComparedRunPhase::Done);
        return words::Ended {
            done: done.count() as f64,
            runs: state.runs.len() as f64,
        }
        .text();
    };
    let (number, runs) = ((at + 1) as f64, state.runs.len() as f64);
    let (family, seed) = (&source_title(&run.source), f64::from(run.seed));
    if run.phase == ComparedRunPhase::Measuring {
        words::Measuring {
            number,
            runs,
            family,
            seed,
        }
        .text()
    } else if matches!(run.source, ComparedSource::File(_)) {
        words::Reading {
            number,
            runs,
            family,
        }
        .text()
    } else {
        words::Training {
            number,
            runs,
            family,
            seed,
        }
        .text()
    }
}

/// Steps and seconds of that run, which change all the time and are not said aloud.
fn how_far(session: &Session) -> String {
    let run = state(session).and_then(|state| state.runs.get(state.current()?));
    run.map_or_else(String::new, |run| {
        words::HowFar {
            steps: run.step.into(),
            seconds: &numbers::fixed(run.seconds as f32, 1),
        }
        .text()
    })
}

/// What became of runs that ended early.
fn faults(session: &Session) -> Vec<String> {
    let runs = state(session).map_or(&[][..], |state| &state.runs);
    runs.iter()
        .filter_map(|run| {
            let (family, seed) = (&source_title(&run.source), f64::from(run.seed));
            match &run.phase {
                ComparedRunPhase::Diverged => {
                    let step = run.step.into();
                    Some(words::Diverged { family, seed, step }.text())
                }
                ComparedRunPhase::Failed(reason) => {
                    let reason = &failure_sentence(reason);
                    Some(
                        words::Failed {
                            family,
                            seed,
                            reason,
                        }
                        .text(),
                    )
                }
                ComparedRunPhase::Unmeasured => Some(words::Unmeasured { family, seed }.text()),
                _ => None,
            }
        })
        .collect()
}
