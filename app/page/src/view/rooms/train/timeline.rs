//! The run's past: sample grids to leaf through, snapshots to go back to.

use super::run;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless, slider};
use crate::view::components::live_element::{LiveElement, el};
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
pub(super) fn timeline(ui: UiContext) -> LiveElement {
    let (track, input) = slider(last, at, move |frame| {
        ui.send(TrainEvent::ShowFrame(Some(frame)));
    });
    let input =
        input
            .attr("aria-label", words::timeline())
            .live_attr("aria-valuetext", |session| {
                let frame = run(session)?.record.frames.get(at(session))?;
                Some(
                    train::Step {
                        step: frame.step.into(),
                    }
                    .text(),
                )
            });
    let latest = button_unless(
        ui,
        words::latest(),
        |session| run(session).is_none_or(|run| run.shown.is_none()),
        move || ui.send(TrainEvent::ShowFrame(None)),
    );
    let snapshots = |session: &Session| {
        let snapshots = run(session).map(|run| run.record.snapshots.iter());
        let steps = snapshots.into_iter().flatten();
        steps.map(|snapshot| snapshot.step.to_string()).collect()
    };
    let restore = move |key: &str| {
        // The key is one of the steps above.
        let step: u32 = key.parse().unwrap_or_default();
        let name = words::Restore { step: step.into() }.text();
        button(&name, move || {
            ui.send(TrainEvent::Restore(step));
        })
    };
    el("section", "timeline")
        .attr("aria-label", words::section())
        .child(
            el("div", "timeline-row")
                .live_show(|session| frames(session) > 1)
                .child(track.child(input))
                .child(latest),
        )
        .child(
            el("div", "snapshots")
                .attr("role", "group")
                .attr("aria-label", words::snapshots())
                .attr("title", words::snapshots_title())
                .live_list(snapshots, restore),
        )
}
