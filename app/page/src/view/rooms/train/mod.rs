//! The Train room: describe a run, watch it learn, take it along.
//!
//! The trainer reports ten times a second. Text is updated at once, drawings at most five times a
//! second, and nothing while another room is on screen.

mod code;
mod device;
mod disentanglement;
mod findings;
mod form;
mod kept_runs;
mod lazy_panels;
mod losses;
mod metrics;
mod my_pictures;
mod recipe;
mod run_controls;
mod run_files;
mod run_program;
mod sample_grids;
mod step_trace;
mod timeline;
mod toy2d;

use leptos::prelude::*;

use self::lazy_panels::LazyPanels;
pub(in crate::view) use self::lazy_panels::train_panel;

use crate::view::chunks::TrainPanel;
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
    let panels = LazyPanels::new();
    view! {
        <div class="train">
            {super::learn::chosen_notice(Room::Train)}
            <div class="train-left">
                {recipe::recipe(ui, panels)} {kept_runs::kept_runs(ui)}
                {panels.panel(ui, TrainPanel::MyPictures)} {form::form(ui)}
            </div>
            <div class="train-top">
                {run_controls::run_controls(ui, panels)} {findings::findings(ui)}
            </div>
            <div class="train-stage">
                {sample_grids::sample_grids(ui)}
                {panels.panel(ui, TrainPanel::Toy2dStage)}
                {panels.panel(ui, TrainPanel::LatentView)}
                {timeline::timeline(ui)}
            </div>
            <div class="train-figures">
                <div class="train-plane">
                    {panels.panel(ui, TrainPanel::Toy2dQuality)}
                    {panels.panel(ui, TrainPanel::NetworkControls)}
                </div>
                {losses::losses(ui)}
                {metrics::metrics(ui, panels)}
            </div>
            {panels.panel(ui, TrainPanel::StepTrace)}
            {panels.panel(ui, TrainPanel::Code)}
            {panels.panel(ui, TrainPanel::RunFiles)}
        </div>
    }
}
