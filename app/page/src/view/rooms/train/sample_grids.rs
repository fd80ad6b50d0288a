//! The model's samples, beside real images and reconstructions.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use run_spec::{ModelType, RunSpec, ToyDistribution};
use web_sys::HtmlCanvasElement;

use super::run;
use crate::host::canvas;
use crate::view::components::{LiveFlag, UiContext, button};
use crate::words::{train, train_samples as words};
use session::{ImageGrid, LIVE_MODEL, Room, RunState, Session, SessionEvent, ShownRun};

/// Which of a run's sheets.
type GridOfRun = fn(&ShownRun) -> Option<&Arc<ImageGrid>>;

const REAL: GridOfRun = |run| run.real.as_ref();
const RECONSTRUCTIONS: GridOfRun = |run| run.reconstructions.as_ref();

fn grid(session: &Session, which: GridOfRun) -> Option<&Arc<ImageGrid>> {
    run(session).and_then(which)
}

/// Samples, real images and reconstructions.
pub(super) fn sample_grids(ui: UiContext) -> AnyView {
    let shown = ui.hidden_unless(|session| !session.training.is_about_points());
    view! {
        <section class="pictures" aria-label=words::pictures() hidden=shown>
            {samples(ui)}
            <div class="sheets">{real_images(ui)} {reconstructions(ui)}</div>
        </section>
    }
    .into_any()
}

fn samples(ui: UiContext) -> AnyView {
    let nothing = |session: &Session| grid(session, ShownRun::grid).is_none();
    let at = |session: &Session| match grid(session, ShownRun::grid) {
        Some(grid) => train::Step {
            step: grid.step.into(),
        }
        .text(),
        None => String::new(),
    };
    let no_live_model = ui.hidden_unless(|session| {
        let mut models = session.models.list.iter();
        models.any(|model| model.id == LIVE_MODEL)
    });
    let explore = button(words::explore(), move || {
        ui.dispatch
            .send(SessionEvent::ChooseModel(LIVE_MODEL.to_owned()));
        ui.dispatch.send(SessionEvent::ShowRoom(Room::Explore));
    });
    view! {
        <figure class="sheet sheet-main">
            <figcaption>
                <h2>{words::samples()}</h2>
                <span>{ui.text(at)}</span>
                <span class="sheet-action" hidden=no_live_model>
                    {explore}
                </span>
            </figcaption>
            <div class="sheet-frame" data-empty=ui.flag(nothing)>
                {sheet(ui, words::samples(), ShownRun::grid)}
                {opening(ui, ui.hidden_unless(nothing))}
            </div>
        </figure>
    }
    .into_any()
}

fn real_images(ui: UiContext) -> AnyView {
    let source = |session: &Session| match run(session).map(|run| run.images) {
        Some(Some(images)) => words::ImagesCount {
            count: images as f64,
        }
        .text(),
        Some(None) => words::images_drawn().to_owned(),
        None => String::new(),
    };
    view! {
        <figure class="sheet">
            <figcaption>
                <h2>{words::real_images()}</h2>
                <span>{ui.text(source)}</span>
            </figcaption>
            <div class="sheet-frame" data-empty=ui.flag(|session| grid(session, REAL).is_none())>
                {sheet(ui, words::real_images(), REAL)}
            </div>
        </figure>
    }
    .into_any()
}

fn reconstructions(ui: UiContext) -> AnyView {
    let shown = ui.hidden_unless(|session| grid(session, RECONSTRUCTIONS).is_some());
    view! {
        <figure class="sheet" hidden=shown>
            <figcaption>
                <h2>{words::reconstructions()}</h2>
                <span>{words::reconstructions_where()}</span>
            </figcaption>
            <div class="sheet-frame">
                {sheet(ui, words::reconstructions(), RECONSTRUCTIONS)}
            </div>
        </figure>
    }
    .into_any()
}

/// A canvas with a sheet on it, a pixel a pixel; style sheets enlarge it.
fn sheet(ui: UiContext, name: &'static str, which: GridOfRun) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    Effect::new(move |shown: Option<Option<Arc<ImageGrid>>>| {
        let shown = shown.flatten();
        let Some(canvas) = canvas.get() else {
            return shown;
        };
        let now = ui.read(|session| grid(session, which).cloned());
        let same = match (&now, &shown) {
            (Some(now), Some(shown)) => Arc::ptr_eq(now, shown),
            (now, shown) => now.is_none() && shown.is_none(),
        };
        if !same {
            draw(&canvas, now.as_ref());
        }
        now
    });
    let coloured =
        ui.flag(move |session| grid(session, which).is_some_and(|grid| grid.pixels.channels == 3));
    let step = ui.attribute(move |session| grid(session, which).map(|grid| grid.step.to_string()));
    view! {
        <canvas
            class="picture-canvas"
            role="img"
            aria-label=name
            width="224"
            height="224"
            data-colour=coloured
            data-step=step
            node_ref=canvas
        ></canvas>
    }
    .into_any()
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
pub(super) fn opening(ui: UiContext, hidden: LiveFlag) -> AnyView {
    let story = |session: &Session| match run(session) {
        None => story(&session.training.draft),
        Some(run) if run.warming_up().is_some() => train::compiling().to_owned(),
        Some(_) if session.training.state == RunState::Playing => {
            words::first_on_their_way().to_owned()
        }
        Some(_) => words::press_play().to_owned(),
    };
    view! {
        <div class="opening" hidden=hidden>
            <p>{ui.text(story)}</p>
        </div>
    }
    .into_any()
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
