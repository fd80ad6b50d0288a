//! The Train room: describe a run, watch it learn, take it along.
//!
//! The trainer reports ten times a second. Text is updated at once, drawings at most five times a
//! second, and nothing while another room is on screen.

mod findings;
mod form;
mod kept_runs;
mod losses;
mod metrics;
mod recipe;
mod run_controls;
mod run_files;
mod sample_grids;
mod step_trace;
mod timeline;
mod toy2d;

use leptos::prelude::*;

use crate::view::components::UiContext;
use session::{Room, Session, ShownRun};

/// The run, if there is one.
fn run(session: &Session) -> Option<&ShownRun> {
    session.training.run.as_ref()
}

/// The room.
#[component]
pub(super) fn Train() -> impl IntoView {
    let ui = UiContext::new(Room::Train);
    view! {
        <div class="train">
            <div class="train-left">{recipe::recipe(ui)} {form::form(ui)}</div>
            <div class="train-top">
                {run_controls::run_controls(ui)} {kept_runs::kept_runs(ui)}
                {findings::findings(ui)}
            </div>
            <div class="train-stage">
                {sample_grids::sample_grids(ui)}
                {toy2d::toy2d_stage(ui)}
                {toy2d::latent_view(ui)}
                {timeline::timeline(ui)}
            </div>
            <div class="train-figures">
                <div class="train-plane">{toy2d::quality(ui)} {toy2d::network_controls(ui)}</div>
                {losses::losses(ui)}
                {metrics::metrics(ui)}
            </div>
            {step_trace::step_trace(ui)}
            {run_files::run_files(ui)}
        </div>
    }
}
