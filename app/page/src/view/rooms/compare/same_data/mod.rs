//! Runs of several families on the same data, and runs from files: what is compared, how far it is, and the table.
//!
//! - `settings`: what is chosen; `finished`: runs from files; `opened`: a table from a file; `progress`: how far it is; `table`: the figures; `chart`: figures against
//!   steps and seconds.

mod chart;
mod finished;
mod opened;
mod progress;
mod settings;
mod table;

use std::time::Duration;

use leptos::prelude::*;

use crate::host::{self, ProjectionWorker};
use crate::view::components::UiContext;
use crate::view::tools::worker_for_each_job;
use crate::words::compare_runs as words;
use session::{LoadedRunComparison, RunComparisonInput, RunComparisonState, Session, TableAnswer};

/// How often the comparison is told that time passes.
const TICK: Duration = Duration::from_secs(1);

/// All of it. Its code is in this piece of the program, and so it is there from now on.
pub(super) fn same_data(ui: UiContext) -> AnyView {
    let code = LoadedRunComparison::here();
    send(ui, RunComparisonInput::CodeArrived(code));
    let wanted = |session: &Session| Some(state(session)?.job.as_ref()?.number);
    worker_for_each_job(ui, wanted, measure);
    let unread = |session: &Session| Some(state(session)?.table_job.as_ref()?.number);
    worker_for_each_job(ui, unread, read_table);
    tell_time(ui);
    view! {
        <div class="same-data">
            <p class="note">{words::about()}</p>
            {settings::settings(ui)}
            {progress::progress(ui)}
            {opened::opened(ui)}
            {table::table(ui)}
            {chart::chart(ui)}
        </div>
    }
    .into_any()
}

/// What the comparison shows, once its code is there.
fn state(session: &Session) -> Option<&RunComparisonState> {
    session.tools.own.run_comparison.shown()
}

fn is_running(session: &Session) -> bool {
    state(session).is_some_and(RunComparisonState::is_running)
}

fn send(ui: UiContext, input: RunComparisonInput) {
    ui.explore(input.into());
}

/// Has a worker measure the pictures that are there.
fn measure(ui: UiContext, number: u32) -> Option<ProjectionWorker> {
    let job = ui.now(|session| state(session)?.job.clone())?;
    let worker = host::evaluate(&job, move |input| send(ui, input));
    if worker.is_none() {
        send(ui, RunComparisonInput::EvaluationFailed { number });
    }
    worker
}

/// Has a worker read the file that is there as a table.
fn read_table(ui: UiContext, number: u32) -> Option<ProjectionWorker> {
    let job = ui.now(|session| state(session)?.table_job.clone())?;
    let worker = host::read_table(&job, move |input| send(ui, input));
    if worker.is_none() {
        let answer = TableAnswer::Broken;
        send(ui, RunComparisonInput::TableRead { number, answer });
    }
    worker
}

/// Tells the comparison that time passes, as long as it waits for workers.
fn tell_time(ui: UiContext) {
    let tick = move || {
        let is_running = ui.session.try_with_untracked(is_running);
        if is_running == Some(true) {
            send(ui, RunComparisonInput::Tick(host::now()));
        }
    };
    if let Ok(ticking) = set_interval_with_handle(tick, TICK) {
        on_cleanup(move || ticking.clear());
    }
}
