//! The run's drawing, and beside it those of the runs that are compared with it.

use leptos::prelude::*;
use run_spec::GanLoss;

use super::layers::LayerChoice;
use super::{plane, plane_drawing, push_brush, quality};
use crate::view::components::{CanvasSurface, UiContext, drawing_canvas, keyed_list};
use crate::view::rooms::train::run;
use crate::view::rooms::train::sample_grids::opening;
use crate::words::recipe as recipe_words;
use crate::words::train_world as words;
use session::{RunState, Session, Toy2dRun};

/// Whose drawing a tile shows.
#[derive(Clone, Copy)]
enum TileRun {
    /// The run's own.
    Own,
    /// That of the compared run with this loss.
    Compared(GanLoss),
}

impl TileRun {
    fn plane(self, session: &Session) -> Option<&Toy2dRun> {
        let at = match self {
            Self::Own => 0,
            Self::Compared(loss) => {
                let mut losses = run(session)?.spec.comparison_losses().iter();
                losses.position(|compared| *compared == loss)? + 1
            }
        };
        plane(session, at)
    }

    /// The title, where there is more than one tile.
    fn title(self, session: &Session) -> Option<&'static str> {
        match self {
            Self::Own => {
                let spec = run(session).map(|run| &run.spec);
                spec.filter(|spec| !spec.comparison_losses().is_empty())
                    .map(|spec| loss_title(spec.gan_loss))
            }
            Self::Compared(loss) => Some(loss_title(loss)),
        }
    }
}

/// The drawings of all runs, and before the first one a sentence.
pub(super) fn tiles(ui: UiContext, look: RwSignal<LayerChoice>) -> AnyView {
    let nothing = |session: &Session| plane(session, 0).is_none();
    let has_titles = |session: &Session| TileRun::Own.title(session).is_some();
    let compared_run = move |word: String| match GanLoss::from_name(&word) {
        Some(loss) => compared_run(ui, look, TileRun::Compared(loss)),
        None => ().into_any(),
    };
    view! {
        <div class="world-tiles" data-rivals=ui.flag(has_titles) data-empty=ui.flag(nothing)>
            <figure class="world-tile">
                {caption(ui, TileRun::Own)}
                {push_brush::pushable(ui, canvas(ui, look, TileRun::Own))}
            </figure>
            <div class="world-rivals">{keyed_list(ui, compared_losses, compared_run)}</div>
            {opening(ui, ui.hidden_unless(nothing))}
        </div>
    }
    .into_any()
}

/// The names of the losses beside the run's own.
fn compared_losses(session: &Session) -> Vec<String> {
    let compared_losses = run(session).map_or(&[][..], |run| run.spec.comparison_losses());
    compared_losses
        .iter()
        .map(|loss| loss.as_str().to_owned())
        .collect()
}

fn compared_run(ui: UiContext, look: RwSignal<LayerChoice>, tile: TileRun) -> AnyView {
    view! {
        <figure class="world-tile">
            {caption(ui, tile)}
            <div class="world-frame">{canvas(ui, look, tile)}</div>
        </figure>
    }
    .into_any()
}

/// What a loss is called.
fn loss_title(loss: GanLoss) -> &'static str {
    recipe_words::choice_title("ganLoss", loss.as_str(), loss.title())
}

/// A run's title, and in a few words how it is doing.
fn caption(ui: UiContext, tile: TileRun) -> AnyView {
    let title = ui.text(move |session| tile.title(session).unwrap_or_default().to_owned());
    let collapsed = move |session: &Session| {
        let quality = tile.plane(session).and_then(Toy2dRun::quality);
        quality.is_some_and(|quality| quality::is_collapsed(quality))
    };
    let said = ui.text(move |session| {
        let quality = tile.plane(session).and_then(Toy2dRun::quality);
        quality.map_or_else(String::new, |quality| quality::in_brief(quality))
    });
    view! {
        <figcaption hidden=ui.hidden_unless(move |session| tile.title(session).is_some())>
            <strong>{title}</strong>
            <span class="collapsed" hidden=ui.hidden_unless(collapsed)>
                {words::collapsed()}
            </span>
            <span class="in-brief">{said}</span>
        </figcaption>
    }
    .into_any()
}

fn canvas(ui: UiContext, look: RwSignal<LayerChoice>, tile: TileRun) -> AnyView {
    let key = move |session: &Session| {
        let (run, plane) = (run(session)?, tile.plane(session)?);
        // While a run plays, each of its frames has another step; those of runs beside it are not its
        // own.
        let version = match session.training.state {
            RunState::Playing => 0,
            _ => run.plane.version,
        };
        Some((plane.step, version, look.get().mask(&run.spec)))
    };
    let draw = move |surface: &CanvasSurface, session: &Session| {
        if let (Some(run), Some(plane)) = (run(session), tile.plane(session)) {
            plane_drawing::draw(surface, plane, &run.spec, look.get_untracked());
        }
    };
    let label = ui.text(move |session| {
        let title = tile.title(session);
        title.map_or_else(
            || words::world().to_owned(),
            |loss| words::WorldOf { loss }.text(),
        )
    });
    let described_by = match tile {
        TileRun::Own => Some("world-said"),
        TileRun::Compared(_) => None,
    };
    let canvas = drawing_canvas(ui, key, draw);
    view! {
        <canvas
            class="world-canvas"
            role="img"
            aria-label=label
            aria-describedby=described_by
            node_ref=canvas
        ></canvas>
    }
    .into_any()
}
