//! The run's past: sample grids to leaf through, snapshots to go back to.

use leptos::prelude::*;

use super::run;
use crate::view::components::{UiContext, button, button_unless, keyed_list, slider};
use crate::words::{train, train_timeline as words};
use session::{Session, TrainEvent};

/// How many frames there are.
fn frames(session: &Session) -> usize {
    run(session).map_or(0, |run| run.record.frames.len())
}

fn last(session: &Session) -> usize {
    frames(session).saturating_sub(1)
}

/// The frame that is shown.
fn at(session: &Session) -> usize {
    let shown = run(session).and_then(|run| run.shown);
    shown.unwrap_or_else(|| last(session))
}

/// The slider, and the snapshots below it.
pub(super) fn timeline(ui: UiContext) -> AnyView {
    let step = ui.attribute(|session| {
        let frame = run(session)?.record.frames.get(at(session))?;
        Some(
            train::Step {
                step: frame.step.into(),
            }
            .text(),
        )
    });
    let show = move |frame| ui.send(TrainEvent::ShowFrame(Some(frame)));
    let latest = button_unless(
        ui,
        words::latest(),
        |session| run(session).is_none_or(|run| run.shown.is_none()),
        move || ui.send(TrainEvent::ShowFrame(None)),
    );
    view! {
        <section class="timeline" aria-label=words::section()>
            <div class="timeline-row" hidden=ui.hidden_unless(|session| frames(session) > 1)>
                {slider(ui, words::timeline(), last, at, step, show)} {latest}
            </div>
            <div
                class="snapshots"
                role="group"
                aria-label=words::snapshots()
                title=words::snapshots_title()
            >
                {keyed_list(ui, snapshots, move |step| restore(ui, &step))}
            </div>
        </section>
    }
    .into_any()
}

/// The steps that there are snapshots of.
fn snapshots(session: &Session) -> Vec<String> {
    let snapshots = run(session).map(|run| run.record.snapshots.iter());
    let steps = snapshots.into_iter().flatten();
    steps.map(|snapshot| snapshot.step.to_string()).collect()
}

/// The button that goes back to a snapshot.
fn restore(ui: UiContext, step: &str) -> AnyView {
    // It is one of the steps above.
    let step: u32 = step.parse().unwrap_or_default();
    button(words::Restore { step: step.into() }.text(), move || {
        ui.send(TrainEvent::Restore(step));
    })
}
