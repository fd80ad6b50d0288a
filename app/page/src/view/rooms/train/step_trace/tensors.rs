//! The tensors of a stage: their sizes, their values, and pictures of their rows.

use std::f64::consts::TAU;

use leptos::html;
use leptos::prelude::*;
use run_spec::ImageShape;
use web_sys::CanvasRenderingContext2d;

use super::{place, trace_of};
use crate::drawing::toy2d_palette::{Toy2dPalette, css};
use crate::host::canvas;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::rooms::train::run;
use crate::view::theme;
use crate::words::train_step as words;
use protocol::{TOY2D_REACH, TensorSummary};
use session::drawing;
use session::{ImagePixels, Session, StepPlayback};

/// A scatter's side, in its own pixels.
const SIDE: usize = 240;
/// As many pictures are shown at most.
const PICTURES: usize = 16;
/// As many values are written out at most.
const VALUES: usize = 6;

/// A card for each tensor.
pub(super) fn tensors(ui: UiContext) -> AnyView {
    let look = Memo::new(move |_| ui.read(|session| (place(session), theme::is_dark())));
    let cards = move || {
        look.get();
        ui.now(cards)
    };
    view! { <div class="tensors">{cards}</div> }.into_any()
}

fn cards(session: &Session) -> Vec<AnyView> {
    let (Some(trace), Some(run)) = (trace_of(session), run(session)) else {
        return Vec::new();
    };
    let tensors = trace.stage().map_or(&[][..], |stage| &stage.tensors);
    let image = run.spec.image();
    tensors
        .iter()
        .map(|tensor| card(trace, tensor, image))
        .collect()
}

fn card(trace: &StepPlayback, tensor: &TensorSummary, image: ImageShape) -> AnyView {
    let shape = tensor.shape.iter().map(usize::to_string);
    let shape = shape.collect::<Vec<_>>().join(" \u{d7} ");
    let short = |value: f32| numbers::short(f64::from(value));
    let first = tensor.first.iter().take(VALUES);
    let first = first.map(|value| short(*value)).collect::<Vec<_>>();
    let mean = format!("{} \u{b1} {}", short(tensor.mean), short(tensor.deviation));
    let range = words::RangeValues {
        least: &short(tensor.least),
        most: &short(tensor.most),
    }
    .text();
    view! {
        <article class="tensor">
            {picture(trace, tensor, image)} <div class="tensor-said">
                <h4>
                    <span class="math">{tensor.name.clone()}</span>
                    <span class="tensor-shape">{shape}</span>
                </h4>
                <dl>
                    {line(words::mean_deviation(), mean)} {line(words::range(), range)}
                    {line(words::first_values(), first.join("  "))}
                </dl>
            </div>
        </article>
    }
    .into_any()
}

fn line(name: &'static str, value: String) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

/// A picture of a tensor's rows, if they are places or images.
fn picture(trace: &StepPlayback, tensor: &TensorSummary, image: ImageShape) -> Option<AnyView> {
    let rows = trace.rows(tensor).filter(|rows| !rows.is_empty())?;
    let columns = *tensor.shape.last()?;
    if columns == 2 {
        return Some(scatter(trace, tensor, rows));
    }
    if columns == image.len() && columns > 2 {
        return thumbnails(&tensor.name, rows, image);
    }
    None
}

/// A canvas of so many pixels that is painted once.
fn painted_canvas(
    class: &'static str,
    label: String,
    (width, height): (usize, usize),
    paint: impl Fn(&CanvasRenderingContext2d) + 'static,
) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let paint: Box<dyn Fn(&CanvasRenderingContext2d)> = Box::new(paint);
    Effect::new(move |_| {
        let canvas = canvas.get();
        if let Some(context) = canvas.and_then(|canvas| canvas::context(&canvas)) {
            // The canvas of the stage before may have been taken over.
            context.clear_rect(0.0, 0.0, width as f64, height as f64);
            paint(&context);
        }
    });
    view! {
        <canvas
            class=class
            role="img"
            aria-label=label
            width=width.to_string()
            height=height.to_string()
            node_ref=canvas
        ></canvas>
    }
    .into_any()
}

fn is_gradient(name: &str) -> bool {
    name.contains('\u{2202}') || name.contains('\u{2207}')
}

/// Points, or arrows at the points that a gradient is with respect to.
fn scatter(trace: &StepPlayback, tensor: &TensorSummary, rows: &[f32]) -> AnyView {
    let bases = is_gradient(&tensor.name)
        .then(|| bases(trace, tensor))
        .flatten();
    let places = bases.unwrap_or(rows);
    let most = places.iter().fold(0.0_f32, |most, value| {
        if value.is_finite() {
            most.max(value.abs())
        } else {
            most
        }
    });
    let reach = if bases.is_none() && is_gradient(&tensor.name) {
        most.max(f32::MIN_POSITIVE) * 1.1
    } else {
        TOY2D_REACH.max(1.08 * most)
    };
    let palette = Toy2dPalette::of(theme::is_dark());
    let colour = if tensor.name.contains('G') || tensor.name.contains('\u{303}') {
        palette.generated
    } else if tensor.name.starts_with('x') {
        palette.real
    } else {
        palette.ink
    };
    let (bases, rows) = (bases.map(<[f32]>::to_vec), rows.to_vec());
    let paint = move |context: &CanvasRenderingContext2d| {
        let plot = PointsPlot {
            context,
            reach: f64::from(reach),
        };
        plot.axes(palette);
        match &bases {
            Some(bases) => {
                plot.dots(bases, 2.0, &css(palette.ink));
                plot.arrows(bases, &rows, &css(palette.generated));
            }
            None => plot.dots(&rows, 3.0, &css(colour)),
        }
    };
    let label = words::PointsPicture {
        tensor: &tensor.name,
    };
    painted_canvas("tensor-picture", label.text(), (SIDE, SIDE), paint)
}

/// The points that a gradient is with respect to: the newest tensor before that its name speaks of.
fn bases<'a>(trace: &'a StepPlayback, gradient: &TensorSummary) -> Option<&'a [f32]> {
    let before = trace.stages.iter().take(trace.at + 1).rev();
    let tensors = before.flat_map(|stage| stage.tensors.iter());
    let mut named = tensors.filter(|tensor| {
        tensor.shape == gradient.shape
            && !is_gradient(&tensor.name)
            && gradient.name.contains(tensor.name.as_str())
    });
    named.find_map(|tensor| trace.rows(tensor))
}

/// A small picture of a plane.
struct PointsPlot<'a> {
    context: &'a CanvasRenderingContext2d,
    reach: f64,
}

impl PointsPlot<'_> {
    fn place(&self, x: f32, y: f32) -> (f64, f64) {
        let scale = SIDE as f64 / (2.0 * self.reach);
        (
            (f64::from(x) + self.reach) * scale,
            (self.reach - f64::from(y)) * scale,
        )
    }

    fn axes(&self, palette: &Toy2dPalette) {
        let (side, middle) = (SIDE as f64, SIDE as f64 / 2.0);
        self.context.set_global_alpha(0.2);
        self.context.set_fill_style_str(&css(palette.ink));
        self.context.fill_rect(0.0, middle - 0.5, side, 1.0);
        self.context.fill_rect(middle - 0.5, 0.0, 1.0, side);
        self.context.set_global_alpha(1.0);
    }

    fn dots(&self, rows: &[f32], radius: f64, colour: &str) {
        self.context.begin_path();
        for row in rows.chunks_exact(2) {
            let (x, y) = self.place(row[0], row[1]);
            self.context.move_to(x + radius, y);
            // Fails only for a negative radius.
            let _ = self.context.arc(x, y, radius, 0.0, TAU);
        }
        self.context.set_fill_style_str(colour);
        self.context.fill();
    }

    /// Where the loss falls, at each point: against the gradient, the steepest a sixth of the side long.
    fn arrows(&self, bases: &[f32], gradients: &[f32], colour: &str) {
        let norms = gradients.chunks_exact(2).map(|row| row[0].hypot(row[1]));
        let most = norms.filter(|norm| norm.is_finite()).fold(0.0, f32::max);
        if most <= 0.0 {
            return;
        }
        let scale = self.reach as f32 / 3.0 / most;
        self.context.begin_path();
        for (base, row) in bases.chunks_exact(2).zip(gradients.chunks_exact(2)) {
            let from = self.place(base[0], base[1]);
            let to = self.place(base[0] - row[0] * scale, base[1] - row[1] * scale);
            self.context.move_to(from.0, from.1);
            self.context.line_to(to.0, to.1);
        }
        self.context.set_line_width(2.0);
        self.context.set_stroke_style_str(colour);
        self.context.stroke();
    }
}

/// The first rows as images. Values from 0 to 1 are grey values; with signs, 0 is the middle grey.
fn thumbnails(name: &str, rows: &[f32], image: ImageShape) -> Option<AnyView> {
    let pictures: Vec<&[f32]> = rows.chunks_exact(image.len()).take(PICTURES).collect();
    let values = pictures.iter().flat_map(|picture| picture.iter());
    let (least, most) = values.fold((0.0_f32, 0.0_f32), |(least, most), value| {
        (least.min(*value), most.max(*value))
    });
    let (low, high) = if least < -1e-3 {
        let bound = most.max(-least);
        (-bound, bound)
    } else {
        (0.0, most.max(1.0))
    };
    let byte = |value: f32| ((value - low) / (high - low) * 255.0).round() as u8;
    let pictures: Vec<ImagePixels> = pictures
        .into_iter()
        .map(|picture| {
            // A row is a picture as networks have it, in planes.
            let planes: Vec<u8> = picture.iter().map(|&value| byte(value)).collect();
            let mut bytes = Vec::new();
            image.extend_interleaved(&planes, &mut bytes);
            ImagePixels {
                width: image.width,
                height: image.height,
                channels: image.channels,
                bytes: bytes.into(),
            }
        })
        .collect();
    let sheet = drawing::side_by_side(&pictures, 4)?;
    let data = canvas::image_data(&sheet).ok()?;
    let paint = move |context: &CanvasRenderingContext2d| {
        // Fails only for an image without memory, and this one has its own.
        let _ = context.put_image_data(&data, 0.0, 0.0);
    };
    Some(painted_canvas(
        "tensor-picture tensor-images",
        words::ImagesPicture { tensor: name }.text(),
        (sheet.width, sheet.height),
        paint,
    ))
}
