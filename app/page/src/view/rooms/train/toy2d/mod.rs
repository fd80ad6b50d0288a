//! A run on two-dimensional toy data: its drawing, the latent space, the networks, the metrics.

mod density_editor;
mod latent_view;
mod layers;
mod network_controls;
mod plane_drawing;
mod push_brush;
mod quality;
mod run_tiles;

use leptos::prelude::*;

use super::run;
use crate::view::components::UiContext;
use crate::words::{train, train_world as words};
use session::{Session, Toy2dRun};

pub(super) use density_editor::density_editor;
pub(super) use latent_view::latent_view;
pub(super) use network_controls::network_controls;
pub(super) use quality::quality;

/// Whether the run is on two-dimensional data.
pub(super) fn is_shown(session: &Session) -> bool {
    session.training.is_about_points()
}

/// Whether the model has a discriminator.
pub(super) fn has_discriminator(session: &Session) -> bool {
    session.training.spec().model.has_discriminator()
}

/// The state of one of the compared runs; the first is the run itself.
fn plane(session: &Session, at: usize) -> Option<&Toy2dRun> {
    run(session)?.plane.runs.get(at)
}

/// The drawing with its layers, and the sentences about it.
pub(super) fn toy2d_stage(ui: UiContext) -> AnyView {
    let look = RwSignal::new(layers::LayerChoice::default());
    let step = ui.text(|session| {
        let step = plane(session, 0).map(|plane| plane.step);
        step.map_or_else(String::new, |step| train::Step { step: step.into() }.text())
    });
    let is_pushed = |session: &Session| run(session).is_some_and(|run| run.plane.pushed);
    let pushed = ui.text(move |session| {
        let said = if is_pushed(session) {
            words::pushed()
        } else {
            ""
        };
        said.to_owned()
    });
    let unhinted = ui.hidden_unless(move |session| {
        let begun = plane(session, 0).is_some();
        begun && !is_pushed(session)
    });
    view! {
        <section class="world" aria-label=words::world() hidden=ui.hidden_unless(is_shown)>
            <div class="world-head">
                <h2>{words::world()}</h2>
                <span class="world-step">{step}</span>
            </div>
            {layers::switches(ui, look)}
            {run_tiles::tiles(ui, look)}
            <p class="note world-hint" id=push_brush::HINT hidden=unhinted>
                {words::push_hint()}
            </p>
            <p class="note world-pushed" role="status">
                {pushed}
            </p>
            <p class="visually-hidden" id="world-said">
                {ui.text(quality::summary)}
            </p>
        </section>
    }
    .into_any()
}
