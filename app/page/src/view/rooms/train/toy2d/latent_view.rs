//! The latent space: where noise comes from, or where data are encoded.

use std::f64::consts::TAU;

use leptos::prelude::*;
use run_spec::{Prior, RunSpec};

use super::plane_drawing::{Toy2dScene, pair};
use super::{is_shown, plane};
use crate::drawing::aggregate_posterior::{
    aggregate_posterior, aggregate_posterior_1d, normal_density,
};
use crate::drawing::toy2d_palette::{Toy2dPalette, css};
use crate::view::components::{CanvasSurface, UiContext, drawing_canvas};
use crate::view::rooms::train::run;
use crate::words::train_world as words;
use protocol::{FrameLayerKind, NOISE_REACH};
use session::{RowMatrix, Session, Toy2dRun};

/// Cells across a density.
const CELLS: usize = 48;
/// Cells along a density of one dimension.
const STEPS: usize = 96;
/// Squares across the grid of noise.
const SQUARES: usize = 16;

/// The latent space, where it has one or two dimensions.
pub(in crate::view::rooms::train) fn latent_view(ui: UiContext) -> AnyView {
    let shown = |session: &Session| {
        is_shown(session) && session.training.spec().latent <= 2 && plane(session, 0).is_some()
    };
    let key = |session: &Session| {
        let (run, plane) = (run(session)?, plane(session, 0)?);
        if run.spec.model.has_encoder() {
            return Some((run.plane.version, Vec::new()));
        }
        // Noise stays the same throughout a run: its first numbers tell it from that of others.
        let noise = plane.layer(FrameLayerKind::Noise)?.values.iter();
        Some((0, noise.take(8).copied().collect()))
    };
    let draw_now = |surface: &CanvasSurface, session: &Session| {
        if let (Some(run), Some(plane)) = (run(session), plane(session, 0)) {
            draw(surface, plane, &run.spec);
        }
    };
    let said = ui.text(|session| {
        let spec = session.training.spec();
        let said = match (spec.model.has_encoder(), spec.noise()) {
            (true, _) if spec.latent == 1 => words::encoded_line(),
            (true, _) => words::encoded_plane(),
            (_, Prior::Normal) => words::noise_normal(),
            (_, Prior::Uniform) => words::noise_uniform(),
        };
        said.to_owned()
    });
    let canvas = drawing_canvas(ui, key, draw_now);
    view! {
        <section
            class="latent-space"
            aria-label=words::latent_space()
            hidden=ui.hidden_unless(shown)
        >
            <div
                class="latent-frame"
                data-strip=ui.flag(|session| session.training.spec().latent == 1)
            >
                <canvas
                    class="world-canvas"
                    role="img"
                    aria-label=words::latent_space()
                    node_ref=canvas
                ></canvas>
            </div>
            <div class="latent-said">
                <h2>{words::latent_space()}</h2>
                <p class="note">{said}</p>
            </div>
        </section>
    }
    .into_any()
}

fn reach(spec: &RunSpec) -> f32 {
    match spec.noise() {
        Prior::Normal => 1.3 * NOISE_REACH,
        Prior::Uniform => 1.2,
    }
}

fn draw(surface: &CanvasSurface, plane: &Toy2dRun, spec: &RunSpec) {
    let means = plane.layer(FrameLayerKind::Means);
    let posteriors = means.zip(plane.layer(FrameLayerKind::Spreads));
    if spec.latent == 1 {
        return draw_strip(surface, plane, posteriors, spec);
    }
    let scene = Toy2dScene::new(surface, reach(spec));
    match posteriors {
        Some((means, spreads)) if spec.model.has_encoder() => {
            draw_aggregate(&scene, means, spreads, reach(spec));
            draw_prior(&scene, Prior::Normal);
            draw_posteriors(&scene, means, spreads);
        }
        _ => {
            draw_places(&scene, spec.noise());
            draw_prior(&scene, spec.noise());
            if let Some(noise) = plane.layer(FrameLayerKind::Noise) {
                let colour = css(scene.palette.ink);
                scene.discs(noise.each(), scene.width(3.4), &colour);
            }
        }
    }
}

/// One and two standard deviations of the prior, or the square that it fills.
fn draw_prior(scene: &Toy2dScene<'_>, prior: Prior) {
    let context = scene.context;
    context.begin_path();
    let (x, y) = scene.place(0.0, 0.0);
    match prior {
        Prior::Normal => {
            for deviations in [1.0, 2.0] {
                let radius = scene.length(deviations);
                context.move_to(x + radius, y);
                // Fails only for a negative radius.
                let _ = context.arc(x, y, radius, 0.0, TAU);
            }
        }
        Prior::Uniform => {
            let half = scene.length(1.0);
            context.rect(x - half, y - half, 2.0 * half, 2.0 * half);
        }
    }
    context.set_line_width(scene.width(2.0));
    context.set_stroke_style_str(&css(scene.palette.ink));
    context.set_global_alpha(0.5);
    context.stroke();
    context.set_global_alpha(1.0);
}

/// Squares of noise, each in the colour that it has on the manifold.
fn draw_places(scene: &Toy2dScene<'_>, prior: Prior) {
    let context = scene.context;
    let reach = match prior {
        Prior::Normal => NOISE_REACH,
        Prior::Uniform => 1.0,
    };
    let step = 2.0 / SQUARES as f32;
    let side = scene.length(step * reach);
    context.set_global_alpha(0.5);
    for row in 0..SQUARES {
        for column in 0..SQUARES {
            let across = column as f32 * step - 1.0;
            let up = 1.0 - row as f32 * step;
            let (x, y) = scene.place(across * reach, up * reach);
            let colour = scene.palette.latent(across + step / 2.0, up - step / 2.0);
            context.set_fill_style_str(&css(colour));
            context.fill_rect(x, y, 0.92 * side, 0.92 * side);
        }
    }
    context.set_global_alpha(1.0);
}

/// The aggregate posterior, as dense as it is.
fn draw_aggregate(scene: &Toy2dScene<'_>, means: &RowMatrix, spreads: &RowMatrix, reach: f32) {
    let density = aggregate_posterior(&means.values, &spreads.values, reach, CELLS);
    let most = density.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let [red, green, blue] = scene.palette.real;
    let paint = |density: &f32| {
        let alpha = 170.0 * (density / most).sqrt();
        [red, green, blue, alpha as u8]
    };
    let rgba: Vec<u8> = density.iter().flat_map(paint).collect();
    scene.paint(&rgba, CELLS);
}

/// An ellipse for each posterior, at one standard deviation, in the colour of its mean.
fn draw_posteriors(scene: &Toy2dScene<'_>, means: &RowMatrix, spreads: &RowMatrix) {
    let context = scene.context;
    context.set_line_width(scene.width(1.6));
    context.set_global_alpha(0.75);
    for (mean, spread) in means.each().zip(spreads.each()) {
        let (Some(mean), Some(spread)) = (pair(mean), pair(spread)) else {
            continue;
        };
        let (x, y) = scene.place(mean.0, mean.1);
        let colour = scene
            .palette
            .latent(mean.0 / NOISE_REACH, mean.1 / NOISE_REACH);
        context.set_stroke_style_str(&css(colour));
        context.begin_path();
        // One that is too narrow to be seen, or has no width at all, is a dot.
        let least = scene.width(1.5);
        let [across, up] = [spread.0, spread.1].map(|spread| scene.length(spread).max(least));
        // Fails only for negative radii.
        let _ = context.ellipse(x, y, across, up, 0.0, 0.0, TAU);
        context.stroke();
    }
    context.set_global_alpha(1.0);
}

/// One latent dimension: the densities of the prior and of what is encoded or drawn.
fn draw_strip(
    surface: &CanvasSurface,
    plane: &Toy2dRun,
    posteriors: Option<(&RowMatrix, &RowMatrix)>,
    spec: &RunSpec,
) {
    let palette = Toy2dPalette::of(surface.dark);
    let context = &surface.context;
    let reach = reach(spec);
    let mut prior = vec![0.0; STEPS];
    match spec.noise() {
        Prior::Normal => normal_density(0.0, 1.0, reach, &mut prior),
        Prior::Uniform => {
            let cells = prior.iter_mut().enumerate();
            for (at, cell) in cells {
                let z = (at as f32 + 0.5) / STEPS as f32 * 2.0 * reach - reach;
                *cell = if z.abs() <= 1.0 { 0.5 } else { 0.0 };
            }
        }
    }
    let aggregate = posteriors.map(|(means, spreads)| {
        aggregate_posterior_1d(&means.values, &spreads.values, reach, STEPS)
    });
    let both = prior.iter().chain(aggregate.iter().flatten());
    let most = both.copied().fold(f32::MIN_POSITIVE, f32::max);
    let floor = 0.8 * surface.height;
    let width = surface.width / STEPS as f64;
    let height = |density: f32| floor - 0.92 * floor * f64::from(density / most);
    if let Some(aggregate) = &aggregate {
        context.set_global_alpha(0.45);
        context.set_fill_style_str(&css(palette.real));
        for (at, density) in aggregate.iter().enumerate() {
            let top = height(*density);
            context.fill_rect(at as f64 * width, top, width + 0.5, floor - top);
        }
        context.set_global_alpha(1.0);
    }
    context.begin_path();
    for (at, density) in prior.iter().enumerate() {
        context.line_to((at as f64 + 0.5) * width, height(*density));
    }
    context.set_line_width(1.6 * surface.density);
    context.set_stroke_style_str(&css(palette.ink));
    context.stroke();
    // The line of numbers, in the colours of the manifold, with a mark for each code.
    for at in 0..STEPS {
        let z = (at as f32 + 0.5) / STEPS as f32 * 2.0 - 1.0;
        let scaled = match spec.noise() {
            Prior::Normal => z * reach / NOISE_REACH,
            Prior::Uniform => z * reach,
        };
        context.set_fill_style_str(&css(palette.latent(scaled, 0.0)));
        let left = at as f64 * width;
        context.fill_rect(left, floor, width + 0.5, surface.height - floor);
    }
    let codes = posteriors.map(|(means, _)| means);
    let codes = codes.or_else(|| plane.layer(FrameLayerKind::Noise));
    context.set_fill_style_str(&css(palette.ink));
    for z in codes.into_iter().flat_map(|codes| codes.values.iter()) {
        let x = f64::from((z / reach + 1.0) / 2.0) * surface.width;
        let thin = surface.density;
        context.fill_rect(x - thin / 2.0, floor, thin, 0.5 * (surface.height - floor));
    }
}
