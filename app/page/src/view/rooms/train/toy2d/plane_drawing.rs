//! Draws a run on two-dimensional data on a canvas.

use std::cell::RefCell;
use std::f64::consts::TAU;

use run_spec::RunSpec;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::layers::{LayerChoice, Toy2dLayer};
use crate::drawing::contours::contour;
use crate::drawing::gradient_arrows::arrow_end;
use crate::drawing::manifold::{cell_opacity, manifold_cells};
use crate::drawing::toy2d_palette::{Toy2dPalette, css, field_rgba};
use crate::host::canvas;
use crate::view::components::CanvasSurface;
use protocol::{FrameLayerKind, NOISE_REACH, TOY2D_REACH};
use session::{RowMatrix, Toy2dRun};

/// The longest arrow, in the data's units.
const LONGEST_ARROW: f32 = 0.28;
/// Generated points are drawn smaller where there are more of them than this.
const MANY: usize = 300;

/// A square of the data's plane on a canvas.
pub(super) struct Toy2dScene<'a> {
    pub context: &'a CanvasRenderingContext2d,
    pub palette: &'static Toy2dPalette,
    /// The canvas's side.
    side: f64,
    /// How far the drawing reaches from the middle, in the data's units.
    reach: f64,
    /// Canvas pixels per CSS pixel.
    density: f64,
}

impl<'a> Toy2dScene<'a> {
    pub fn new(surface: &'a CanvasSurface, reach: f32) -> Self {
        Self {
            context: &surface.context,
            palette: Toy2dPalette::of(surface.dark),
            side: surface.width.min(surface.height),
            reach: f64::from(reach),
            density: surface.density,
        }
    }

    /// A place of the plane, in canvas pixels.
    pub fn place(&self, x: f32, y: f32) -> (f64, f64) {
        let scale = self.side / (2.0 * self.reach);
        (
            (f64::from(x) + self.reach) * scale,
            (self.reach - f64::from(y)) * scale,
        )
    }

    /// A length in the data's units, in canvas pixels.
    pub fn length(&self, length: f32) -> f64 {
        f64::from(length) * self.side / (2.0 * self.reach)
    }

    /// How wide a line or a point is that takes so much of a canvas of 500 pixels a side.
    pub fn width(&self, width: f64) -> f64 {
        (width * self.side / 500.0).clamp(0.6 * width * self.density, 1.6 * width * self.density)
    }

    fn line(&self, from: (f32, f32), to: (f32, f32)) {
        let (from, to) = (self.place(from.0, from.1), self.place(to.0, to.1));
        self.context.move_to(from.0, from.1);
        self.context.line_to(to.0, to.1);
    }

    /// Colours, one for each cell of a square, over the whole plane.
    pub fn paint(&self, rgba: &[u8], cells: usize) {
        let cells = cells as u32;
        SCRATCH.with_borrow_mut(|scratch| {
            if scratch.is_none() {
                *scratch = canvas::scratch(cells, cells);
            }
            let Some(scratch) = scratch else { return };
            canvas::resize(scratch, cells, cells);
            let target = canvas::context(scratch);
            if let (Some(target), Ok(image)) = (target, canvas::rgba_data(rgba, cells)) {
                // Neither fails for an image with memory of its own and a canvas with pixels.
                let _ = target.put_image_data(&image, 0.0, 0.0);
                let _ = self
                    .context
                    .draw_image_with_html_canvas_element_and_dw_and_dh(
                        scratch, 0.0, 0.0, self.side, self.side,
                    );
            }
        });
    }

    /// Discs, each with a rim of the plate's colour.
    pub fn discs<'p>(&self, points: impl Iterator<Item = &'p [f32]>, radius: f64, colour: &str) {
        self.stamp(points, MarkShape::Disc, radius, colour);
    }

    /// Squares that stand on a corner, likewise.
    fn diamonds<'p>(&self, points: impl Iterator<Item = &'p [f32]>, radius: f64, colour: &str) {
        self.stamp(points, MarkShape::Diamond, radius, colour);
    }

    /// The same shape at each point. It is drawn once and copied: a path of hundreds of shapes takes
    /// several times as long.
    fn stamp<'p>(
        &self,
        points: impl Iterator<Item = &'p [f32]>,
        shape: MarkShape,
        radius: f64,
        colour: &str,
    ) {
        let rim = self.width(0.8);
        let neutral = css(self.palette.neutral);
        let key = format!("{shape:?} {radius:.2} {rim:.2} {colour} {neutral}");
        STAMPS.with_borrow_mut(|stamps| {
            if stamps.iter().all(|(known, _)| *known != key) {
                if stamps.len() >= MOST_STAMPS {
                    stamps.remove(0);
                }
                let Some(stamp) = stamp_of(shape, radius, rim, colour, &neutral) else {
                    return;
                };
                stamps.push((key.clone(), stamp));
            }
            let Some((_, stamp)) = stamps.iter().find(|(known, _)| *known == key) else {
                return;
            };
            let half = f64::from(stamp.width()) / 2.0;
            for (x, y) in points.filter_map(pair) {
                let (x, y) = self.place(x, y);
                // Fails only for a canvas without pixels.
                let _ = self
                    .context
                    .draw_image_with_html_canvas_element(stamp, x - half, y - half);
            }
        });
    }
}

/// The cache is emptied when it has more stamps: most are of former sizes and themes.
const MOST_STAMPS: usize = 16;

thread_local! {
    /// What a field is painted on before it is enlarged.
    static SCRATCH: RefCell<Option<HtmlCanvasElement>> = const { RefCell::new(None) };
    /// The shapes of points, by all that they depend on.
    static STAMPS: RefCell<Vec<(String, HtmlCanvasElement)>> = const { RefCell::new(Vec::new()) };
}

/// The shape of a point.
#[derive(Clone, Copy, Debug)]
enum MarkShape {
    Disc,
    Diamond,
}

fn stamp_of(
    shape: MarkShape,
    radius: f64,
    rim: f64,
    colour: &str,
    neutral: &str,
) -> Option<HtmlCanvasElement> {
    let side = (2.0 * (radius + rim)).ceil() + 2.0;
    let middle = side / 2.0;
    let stamp = canvas::scratch(side as u32, side as u32)?;
    let context = canvas::context(&stamp)?;
    context.begin_path();
    match shape {
        MarkShape::Disc => {
            // Fails only for a negative radius.
            let _ = context.arc(middle, middle, radius, 0.0, TAU);
        }
        MarkShape::Diamond => {
            context.move_to(middle + radius, middle);
            context.line_to(middle, middle + radius);
            context.line_to(middle - radius, middle);
            context.line_to(middle, middle - radius);
        }
    }
    context.close_path();
    context.set_line_width(2.0 * rim);
    context.set_stroke_style_str(neutral);
    context.stroke();
    context.set_fill_style_str(colour);
    context.fill();
    Some(stamp)
}

/// The first two numbers of a row, if they are numbers.
pub(super) fn pair(row: &[f32]) -> Option<(f32, f32)> {
    match row {
        [x, y, ..] if x.is_finite() && y.is_finite() => Some((*x, *y)),
        _ => None,
    }
}

/// Everything that is shown of a run.
pub(super) fn draw(surface: &CanvasSurface, plane: &Toy2dRun, spec: &RunSpec, look: LayerChoice) {
    let scene = Toy2dScene::new(surface, TOY2D_REACH);
    let layer = |part: Toy2dLayer, kind: FrameLayerKind| {
        let layer = plane.layer(kind);
        layer.filter(|_| look.shows(part, spec))
    };
    if let Some(field) = layer(Toy2dLayer::Field, FrameLayerKind::Field) {
        draw_field(&scene, field);
    }
    if let Some(manifold) = layer(Toy2dLayer::Manifold, FrameLayerKind::Manifold) {
        draw_manifold(&scene, manifold, spec);
    }
    let real = layer(Toy2dLayer::Real, FrameLayerKind::Real);
    if let Some(real) = real {
        scene.context.set_global_alpha(0.85);
        scene.discs(real.each(), scene.width(2.4), &css(scene.palette.real));
        scene.context.set_global_alpha(1.0);
    }
    if let (Some(rebuilt), Some(held_out)) = (
        layer(Toy2dLayer::Reconstructions, FrameLayerKind::Reconstructed),
        plane.layer(FrameLayerKind::HeldOut),
    ) {
        draw_reconstructions(&scene, held_out, rebuilt);
    }
    let generated = plane.layer(FrameLayerKind::Generated);
    if let (Some(arrows), Some(generated)) = (
        layer(Toy2dLayer::Gradients, FrameLayerKind::Arrows),
        generated,
    ) {
        draw_arrows(&scene, generated, arrows);
    }
    if let Some(generated) = layer(Toy2dLayer::Generated, FrameLayerKind::Generated) {
        let size = if generated.rows() > MANY { 3.4 } else { 4.4 };
        let colour = css(scene.palette.generated);
        scene.diamonds(generated.each(), scene.width(size), &colour);
    }
}

fn draw_field(scene: &Toy2dScene<'_>, field: &RowMatrix) {
    let side = field.columns;
    if side == 0 || field.rows() != side {
        return;
    }
    scene.paint(&field_rgba(&field.values, scene.palette), side);
    let context = scene.context;
    context.begin_path();
    for [from, to] in contour(&field.values, side, 0.5) {
        scene.line(from, to);
    }
    context.set_line_cap("round");
    context.set_line_width(scene.width(1.6));
    context.set_stroke_style_str(&css(scene.palette.ink));
    context.set_global_alpha(0.75);
    context.stroke();
    context.set_global_alpha(1.0);
}

/// The grid of noise as the generator bends it: the denser, the more opaque.
fn draw_manifold(scene: &Toy2dScene<'_>, manifold: &RowMatrix, spec: &RunSpec) {
    let context = scene.context;
    if spec.latent == 1 {
        return draw_curve(scene, manifold);
    }
    let reach = match spec.noise() {
        run_spec::Prior::Normal => NOISE_REACH,
        run_spec::Prior::Uniform => 1.0,
    };
    for cell in manifold_cells(&manifold.values, spec.noise(), reach) {
        context.begin_path();
        for (at, (x, y)) in cell.corners.into_iter().enumerate() {
            let (x, y) = scene.place(x, y);
            if at == 0 {
                context.move_to(x, y);
            } else {
                context.line_to(x, y);
            }
        }
        context.close_path();
        let colour = css(scene.palette.latent(cell.place.0, cell.place.1));
        let opacity = f64::from(cell_opacity(cell.density));
        context.set_global_alpha(opacity);
        context.set_fill_style_str(&colour);
        context.fill();
        context.set_global_alpha((opacity + 0.25).min(0.9));
        context.set_line_width(scene.width(0.7));
        context.set_stroke_style_str(&colour);
        context.stroke();
    }
    context.set_global_alpha(1.0);
}

/// Where one latent dimension leads.
fn draw_curve(scene: &Toy2dScene<'_>, manifold: &RowMatrix) {
    let context = scene.context;
    let points: Vec<_> = manifold.each().filter_map(pair).collect();
    let last = points.len().saturating_sub(1).max(1) as f32;
    context.set_line_cap("round");
    context.set_line_width(scene.width(3.0));
    for (at, ends) in points.windows(2).enumerate() {
        let along = 2.0 * (at as f32 + 0.5) / last - 1.0;
        context.begin_path();
        scene.line(ends[0], ends[1]);
        context.set_stroke_style_str(&css(scene.palette.latent(along, 0.0)));
        context.stroke();
    }
}

/// A line from each point to its reconstruction.
fn draw_reconstructions(scene: &Toy2dScene<'_>, held_out: &RowMatrix, rebuilt: &RowMatrix) {
    let context = scene.context;
    context.begin_path();
    for (from, to) in held_out.each().zip(rebuilt.each()) {
        if let (Some(from), Some(to)) = (pair(from), pair(to)) {
            scene.line(from, to);
        }
    }
    context.set_line_width(scene.width(1.1));
    context.set_stroke_style_str(&css(scene.palette.ink));
    context.set_global_alpha(0.55);
    context.stroke();
    context.set_global_alpha(1.0);
    let colour = css(scene.palette.ink);
    scene.discs(rebuilt.each(), scene.width(1.7), &colour);
}

/// Where generated points are drawn to, each with a head.
fn draw_arrows(scene: &Toy2dScene<'_>, generated: &RowMatrix, arrows: &RowMatrix) {
    let context = scene.context;
    context.begin_path();
    for (from, gradient) in generated.each().zip(arrows.each()) {
        let (Some(from), Some(gradient)) = (pair(from), pair(gradient)) else {
            continue;
        };
        let Some(to) = arrow_end(from, gradient, LONGEST_ARROW) else {
            continue;
        };
        scene.line(from, to);
        let (x, y) = scene.place(to.0, to.1);
        let start = scene.place(from.0, from.1);
        let angle = (y - start.1).atan2(x - start.0);
        let head = scene.width(5.0).min(0.6 * (x - start.0).hypot(y - start.1));
        for side in [-0.5, 0.5] {
            let turned = angle + std::f64::consts::PI + side;
            context.move_to(x, y);
            context.line_to(x + head * turned.cos(), y + head * turned.sin());
        }
    }
    context.set_line_cap("round");
    context.set_line_width(scene.width(3.0));
    context.set_global_alpha(0.7);
    context.set_stroke_style_str(&css(scene.palette.neutral));
    context.stroke();
    context.set_global_alpha(0.9);
    context.set_line_width(scene.width(1.3));
    context.set_stroke_style_str(&css(scene.palette.generated));
    context.stroke();
    context.set_global_alpha(1.0);
}
