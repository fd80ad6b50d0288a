//! The model's samples, beside real images and reconstructions.

use std::sync::Arc;

use run_spec::{ModelType, RunSpec, ToyDistribution};
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::run;
use crate::host::canvas;
use crate::view::components::UiContext;
use crate::view::components::controls::button;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::recipe as recipe_words;
use crate::words::{train, train_samples as words};
use session::{ImageGrid, LIVE_MODEL, Room, RunState, Session, SessionEvent, ShownRun, TrainEvent};

/// Which of a run's sheets.
type GridOfRun = fn(&ShownRun) -> Option<&Arc<ImageGrid>>;

const REAL: GridOfRun = |run| run.real.as_ref();
const RECONSTRUCTIONS: GridOfRun = |run| run.reconstructions.as_ref();

fn grid(session: &Session, which: GridOfRun) -> Option<&Arc<ImageGrid>> {
    run(session).and_then(which)
}

/// Samples, real images and reconstructions.
pub(super) fn sample_grids(ui: UiContext) -> LiveElement {
    let at = |session: &Session| match grid(session, ShownRun::grid) {
        Some(grid) => train::Step {
            step: grid.step.into(),
        }
        .text(),
        None => String::new(),
    };
    let source = |session: &Session| match run(session).map(|run| run.images) {
        Some(Some(images)) => words::ImagesCount {
            count: images as f64,
        }
        .text(),
        Some(None) => words::images_drawn().to_owned(),
        None => String::new(),
    };
    let nothing = |session: &Session| grid(session, ShownRun::grid).is_none();
    let explore = button(words::explore(), move || {
        ui.dispatch
            .send(SessionEvent::ChooseModel(LIVE_MODEL.to_owned()));
        ui.dispatch.send(SessionEvent::ShowRoom(Room::Explore));
    });
    let explore = el("span", "sheet-action")
        .live_show(|session| {
            session
                .models
                .list
                .iter()
                .any(|model| model.id == LIVE_MODEL)
        })
        .child(explore);
    el("section", "pictures")
        .attr("aria-label", words::pictures())
        .live_show(|session| !session.training.is_about_points())
        .child(
            el("figure", "sheet sheet-main")
                .child(
                    caption(words::samples())
                        .child(el("span", "").live_text(at))
                        .child(explore),
                )
                .child(
                    el("div", "sheet-frame")
                        .live_flag("data-empty", nothing)
                        .child(sheet(words::samples(), ShownRun::grid))
                        .child(opening(ui).live_show(nothing)),
                ),
        )
        .child(
            el("div", "sheets")
                .child(
                    el("figure", "sheet")
                        .child(
                            caption(words::real_images()).child(el("span", "").live_text(source)),
                        )
                        .child(
                            el("div", "sheet-frame")
                                .live_flag("data-empty", |session| grid(session, REAL).is_none())
                                .child(sheet(words::real_images(), REAL)),
                        ),
                )
                .child(
                    el("figure", "sheet")
                        .live_show(|session| grid(session, RECONSTRUCTIONS).is_some())
                        .child(
                            caption(words::reconstructions())
                                .child(el("span", "").text(words::reconstructions_where())),
                        )
                        .child(
                            el("div", "sheet-frame")
                                .child(sheet(words::reconstructions(), RECONSTRUCTIONS)),
                        ),
                ),
        )
}

fn caption(name: &str) -> LiveElement {
    el("figcaption", "").child(el("h2", "").text(name))
}

/// A canvas with a sheet on it, a pixel a pixel; style sheets enlarge it.
fn sheet(name: &str, which: GridOfRun) -> LiveElement {
    let mut shown: Option<Arc<ImageGrid>> = None;
    el("canvas", "picture-canvas")
        .attr("role", "img")
        .attr("aria-label", name)
        .attr("width", "224")
        .attr("height", "224")
        .live_flag("data-colour", move |session| {
            grid(session, which).is_some_and(|grid| grid.pixels.channels == 3)
        })
        .live_attr("data-step", move |session| {
            grid(session, which).map(|grid| grid.step.to_string())
        })
        .on_update(move |node, session| {
            let grid = grid(session, which);
            let same = match (grid, &shown) {
                (Some(grid), Some(shown)) => Arc::ptr_eq(grid, shown),
                (grid, shown) => grid.is_none() && shown.is_none(),
            };
            if !same {
                draw(node.unchecked_ref(), grid);
                shown = grid.cloned();
            }
        })
}

fn draw(target: &HtmlCanvasElement, grid: Option<&Arc<ImageGrid>>) {
    let Some(pixels) = grid.map(|grid| &grid.pixels) else {
        // Setting a size empties a canvas.
        target.set_width(target.width());
        return;
    };
    canvas::resize(target, pixels.width as u32, pixels.height as u32);
    if let (Some(context), Ok(image)) = (canvas::context(target), canvas::image_data(pixels)) {
        // Fails only for an image without memory, and this one has its own.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

/// The sentence before the first samples.
pub(super) fn opening(ui: UiContext) -> LiveElement {
    let story = |session: &Session| match run(session) {
        None => story(&session.training.draft),
        Some(run) if run.warming_up().is_some() => train::compiling().to_owned(),
        Some(_) if session.training.state == RunState::Playing => {
            words::first_on_their_way().to_owned()
        }
        Some(_) => words::press_play().to_owned(),
    };
    let kept = |session: &Session| match &session.training.kept {
        Some((preset, step)) => {
            let title = run_spec::preset(preset).map_or(words::a_run(), recipe_words::preset_title);
            words::Resume {
                preset: title,
                step: (*step).into(),
            }
            .text()
        }
        None => String::new(),
    };
    let resume = button("", move || ui.send(TrainEvent::Resume))
        .live_text(kept)
        .live_show(|session| session.training.kept.is_some());
    el("div", "opening")
        .child(el("p", "").live_text(story))
        .child(resume)
}

/// What will happen, in a sentence.
fn story(spec: &RunSpec) -> String {
    if spec.is_points() {
        return story_of_points(spec).to_owned();
    }
    let story = match spec.model {
        ModelType::Gan => words::story_gan(),
        ModelType::VaeGan => words::story_vae_gan(),
        ModelType::LatentFedGan => words::story_coded_gan(),
        ModelType::Vae | ModelType::Autoencoder => {
            let latent = spec.latent as f64;
            return words::StoryVae { latent }.text();
        }
    };
    story.to_owned()
}

/// What will happen with two-dimensional data, in a sentence.
fn story_of_points(spec: &RunSpec) -> &'static str {
    if spec.toy_distribution == ToyDistribution::Drawn && spec.drawing.is_empty() {
        return words::paint_first();
    }
    match spec.model {
        ModelType::Gan => words::points_gan(),
        ModelType::VaeGan | ModelType::LatentFedGan => words::points_vae_gan(),
        ModelType::Vae | ModelType::Autoencoder => words::points_vae(),
    }
}
