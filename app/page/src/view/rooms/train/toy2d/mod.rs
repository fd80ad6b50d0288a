//! A run on two-dimensional toy data: its drawing, the latent space, the networks, the metrics.

mod density_editor;
mod latent_view;
mod layers;
mod network_controls;
mod plane_drawing;
mod push_brush;
mod quality;
mod run_tiles;

use super::run;
use super::sample_grids::opening;
use crate::view::components::UiContext;
use crate::view::components::live_element::{LiveElement, el};
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
pub(super) fn toy2d_stage(ui: UiContext) -> LiveElement {
    let look = layers::LayerChoice::new();
    let nothing = |session: &Session| plane(session, 0).is_none();
    let step = |session: &Session| {
        let step = plane(session, 0).map(|plane| plane.step);
        step.map_or_else(String::new, |step| train::Step { step: step.into() }.text())
    };
    let is_pushed = |session: &Session| run(session).is_some_and(|run| run.plane.pushed);
    let pushed = move |session: &Session| {
        let said = if is_pushed(session) {
            words::pushed()
        } else {
            ""
        };
        said.to_owned()
    };
    el("section", "world")
        .attr("aria-label", words::world())
        .live_show(is_shown)
        .child(
            el("div", "world-head")
                .child(el("h2", "").text(words::world()))
                .child(el("span", "world-step").live_text(step)),
        )
        .child(layers::switches(ui, &look))
        .child(
            run_tiles::tiles(ui, &look)
                .live_flag("data-empty", nothing)
                .view(opening(ui, ui.hidden_unless(nothing))),
        )
        .child(
            el("p", "note world-hint")
                .attr("id", push_brush::HINT)
                .live_show(move |session| !nothing(session) && !is_pushed(session))
                .text(words::push_hint()),
        )
        .child(
            el("p", "note world-pushed")
                .attr("role", "status")
                .live_text(pushed),
        )
        .child(
            el("p", "visually-hidden")
                .attr("id", "world-said")
                .live_text(quality::summary),
        )
}
