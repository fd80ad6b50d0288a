//! The run's drawing, and beside it those of the runs that are compared with it.

use run_spec::{GanLoss, RunSpec};

use super::layers::LayerChoice;
use super::{plane, plane_drawing, push_brush, quality};
use crate::view::components::UiContext;
use crate::view::components::drawing_canvas::drawing_canvas;
use crate::view::components::live_element::{LiveElement, el};
use crate::view::rooms::train::run;
use crate::words::recipe as recipe_words;
use crate::words::train_world as words;
use session::{RunState, Session, Toy2dRun};

/// The drawings of all runs.
pub(super) fn tiles(ui: UiContext, look: &LayerChoice) -> LiveElement {
    let title = |session: &Session| {
        let spec = run(session).map(|run| &run.spec);
        spec.filter(|spec| !spec.comparison_losses().is_empty())
            .map(|spec| loss_title(spec.gan_loss))
    };
    let main = canvas(ui, look, |session| plane(session, 0))
        .live_attr("aria-label", move |session| {
            let title = title(session);
            Some(title.map_or_else(
                || words::world().to_owned(),
                |loss| words::WorldOf { loss }.text(),
            ))
        })
        .attr("aria-describedby", "world-said");
    let caption = caption(
        move |session| title(session).unwrap_or_default().to_owned(),
        |session| plane(session, 0),
    )
    .live_show(move |session| title(session).is_some());
    let main = el("figure", "world-tile")
        .child(caption)
        .child(push_brush::pushable(ui, main));
    let compared_losses = {
        let look = look.clone();
        el("div", "world-rivals")
            .live_list(compared_losses, move |word| compared_run(ui, &look, word))
    };
    el("div", "world-tiles")
        .live_flag("data-rivals", move |session| title(session).is_some())
        .child(main)
        .child(compared_losses)
}

/// The words of the losses beside the run's own.
fn compared_losses(session: &Session) -> Vec<String> {
    let compared_losses = run(session).map_or(&[][..], |run| run.spec.comparison_losses());
    compared_losses
        .iter()
        .map(|loss| loss.as_str().to_owned())
        .collect()
}

/// The state of the compared run with this loss.
fn compared_plane(session: &Session, loss: Option<GanLoss>) -> Option<&Toy2dRun> {
    let compared_losses = run(session)?.spec.comparison_losses();
    let at = compared_losses
        .iter()
        .position(|compared_run| Some(*compared_run) == loss)?;
    plane(session, at + 1)
}

fn compared_run(ui: UiContext, look: &LayerChoice, word: &str) -> LiveElement {
    let loss = GanLoss::from_name(word);
    let title = loss.map_or("", loss_title);
    let canvas = canvas(ui, look, move |session| compared_plane(session, loss))
        .attr("aria-label", &words::WorldOf { loss: title }.text());
    let caption = caption(
        move |_| title.to_owned(),
        move |session| compared_plane(session, loss),
    );
    el("figure", "world-tile")
        .child(caption)
        .child(el("div", "world-frame").child(canvas))
}

/// What a loss is called.
fn loss_title(loss: GanLoss) -> &'static str {
    recipe_words::choice_title("ganLoss", loss.as_str(), loss.title())
}

/// A run's title, and in a few words how it is doing.
fn caption(
    title: impl Fn(&Session) -> String + 'static,
    plane: impl Fn(&Session) -> Option<&Toy2dRun> + Copy + 'static,
) -> LiveElement {
    let collapsed = move |session: &Session| {
        let quality = plane(session).and_then(Toy2dRun::quality);
        quality.is_some_and(|quality| quality::is_collapsed(quality))
    };
    let said = move |session: &Session| {
        let quality = plane(session).and_then(Toy2dRun::quality);
        quality.map_or_else(String::new, |quality| quality::in_brief(quality))
    };
    el("figcaption", "")
        .child(el("strong", "").live_text(title))
        .child(
            el("span", "collapsed")
                .text(words::collapsed())
                .live_show(collapsed),
        )
        .child(el("span", "in-brief").live_text(said))
}

fn canvas(
    ui: UiContext,
    look: &LayerChoice,
    plane: impl Fn(&Session) -> Option<&Toy2dRun> + Copy + 'static,
) -> LiveElement {
    let (shown, drawn) = (look.clone(), look.clone());
    let key = move |session: &Session| {
        let (run, plane) = (run(session)?, plane(session)?);
        // While a run plays, each of its frames has another step; those of runs beside it are not its
        // own.
        let version = match session.training.state {
            RunState::Playing => 0,
            _ => run.plane.version,
        };
        Some((plane.step, version, shown.mask(&run.spec)))
    };
    let draw = move |surface: &_, session: &Session| {
        let spec: Option<&RunSpec> = run(session).map(|run| &run.spec);
        if let (Some(spec), Some(plane)) = (spec, plane(session)) {
            plane_drawing::draw(surface, plane, spec, &drawn);
        }
    };
    drawing_canvas(ui, "world-canvas", key, draw).attr("role", "img")
}
