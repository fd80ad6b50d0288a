//! *Strokes*: digits drawn from splines, with known factors, so that what a latent axis has
//! learned can be checked against the truth. White on black, and placed like MNIST's: the digit
//! fits a box of 20/28 of the picture's side and its ink is centred.
//!
//! The digits are our own drawings ([`draw`] says how they vary); no data set is behind them.

use super::draws::{ImageRng, ProceduralImage};
use super::glyphs::{GLYPHS, GlyphPoint, GlyphStroke};
use super::pen::PenCanvas;

/// What decides how a digit looks, besides which digit it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrokeFactors {
    /// Which way of writing the digit, from 0: with or without a bar, a loop, …; [`variants`] says
    /// how many there are.
    pub variant: u8,
    /// How far the top leans to the right, as a share of the height (the tangent of the angle), in
    /// [`SLANT`].
    pub slant: f32,
    /// The pen's width, in pixels of a picture of 28 pixels a side, in [`THICKNESS`].
    pub thickness: f32,
    /// Clockwise, in radians, in [`ROTATION`].
    pub rotation: f32,
    /// The digit's longer side, as a share of the box of 20/28 of the picture's side, in
    /// [`SCALE`].
    pub scale: f32,
    /// Width over height, relative to the template's, in [`ASPECT`].
    pub aspect: f32,
    /// The seed of the writer's unsteady hand: each point of the template is moved by up to
    /// 5 % of the height both ways.
    pub hand: u64,
}

/// The range of [`StrokeFactors::slant`]. MNIST's digits lean to the right, on average.
pub const SLANT: [f32; 2] = [-0.15, 0.45];
/// The range of [`StrokeFactors::thickness`], in pixels.
pub const THICKNESS: [f32; 2] = [1.6, 4.0];
/// The range of [`StrokeFactors::rotation`], in radians: 9° both ways.
pub const ROTATION: [f32; 2] = [-0.16, 0.16];
/// The range of [`StrokeFactors::scale`].
pub const SCALE: [f32; 2] = [0.85, 1.0];
/// The range of [`StrokeFactors::aspect`].
pub const ASPECT: [f32; 2] = [0.75, 1.2];

/// How far a point strays from its template, as a share of the height.
const UNSTEADINESS: f32 = 0.05;
/// The side of the box that holds a digit, as a share of the picture's: MNIST's.
const BOX: f32 = 20.0 / 28.0;
/// Straight lines between two points of a template: enough for their corners not to show.
const LINES: usize = 4;

/// How many ways there are to write a digit.
///
/// # Panics
/// When `label` is no digit.
pub fn variants(label: u8) -> usize {
    GLYPHS[usize::from(label)].len()
}

/// Digit `index` of `seed`, `side` pixels a side. Its class and every factor are drawn uniformly
/// and independently of each other.
///
/// A pure function, the same on every target; see [`draws`](super::draws).
pub fn draw(seed: u64, index: u64, side: usize) -> ProceduralImage<StrokeFactors> {
    let (label, factors) = drawn_factors(seed, index);
    ProceduralImage {
        pixels: picture(label, &factors, side),
        label,
        factors,
    }
}

/// Label and factors of what [`draw`] draws.
pub fn drawn_factors(seed: u64, index: u64) -> (u8, StrokeFactors) {
    let mut draws = ImageRng::new(seed, index);
    let label = draws.below(GLYPHS.len()) as u8;
    let factors = StrokeFactors {
        variant: draws.below(variants(label)) as u8,
        slant: draws.between(SLANT),
        thickness: draws.between(THICKNESS),
        rotation: draws.between(ROTATION),
        scale: draws.between(SCALE),
        aspect: draws.between(ASPECT),
        hand: draws.seed(),
    };
    (label, factors)
}

/// A digit with chosen factors; they may lie outside their ranges.
///
/// # Shapes
/// → `[side · side]` grey values, row by row.
///
/// # Panics
/// When `label` is no digit, or has no such variant.
pub fn picture(label: u8, factors: &StrokeFactors, side: usize) -> Vec<u8> {
    let glyph = GLYPHS[usize::from(label)][usize::from(factors.variant)];
    let mut hand = ImageRng::new(factors.hand, 0);
    let mut lines: Vec<Vec<GlyphPoint>> = glyph
        .iter()
        .map(|stroke| curve(&unsteady(stroke, &mut hand)))
        .collect();
    lean(&mut lines, factors);

    let pixel = side as f32 / 28.0;
    let pen = factors.thickness * pixel;
    place(&mut lines, factors.scale * BOX * side as f32, pen, side);

    let mut sheet = PenCanvas::new(side, pen);
    for line in &lines {
        for pair in line.windows(2) {
            sheet.line(pair[0], pair[1]);
        }
    }
    sheet.pixels()
}

/// The stroke as this hand writes it. Both points of a corner are moved alike.
fn unsteady(stroke: GlyphStroke, hand: &mut ImageRng) -> Vec<GlyphPoint> {
    let mut moved: Vec<GlyphPoint> = Vec::with_capacity(stroke.len());
    for (i, point) in stroke.iter().enumerate() {
        let is_corner = i > 0 && stroke[i - 1] == *point;
        moved.push(if is_corner {
            moved[i - 1]
        } else {
            point.map(|value| value + hand.between([-UNSTEADINESS, UNSTEADINESS]))
        });
    }
    moved
}

/// The uniform Catmull-Rom spline through the points, as a chain of short straight lines. It has
/// no common tangent where a point is given twice.
///
/// Source: Catmull and Rom, "A class of local interpolating splines", 1974.
fn curve(points: &[GlyphPoint]) -> Vec<GlyphPoint> {
    let mut chain = vec![points[0]];
    for i in 0..points.len() - 1 {
        let [b, c] = [points[i], points[i + 1]];
        if b == c {
            continue;
        }
        // At an end and at a corner, the curve goes on as it came: the neighbour is mirrored.
        let mirrored = |near: GlyphPoint, far: GlyphPoint| [0, 1].map(|k| 2.0 * near[k] - far[k]);
        let neighbour = |j: Option<usize>, near: GlyphPoint, far: GlyphPoint| match j {
            Some(j) if points.get(j).is_some_and(|point| *point != near) => points[j],
            _ => mirrored(near, far),
        };
        let a = neighbour(i.checked_sub(1), b, c);
        let d = neighbour(Some(i + 2), c, b);
        for step in 1..=LINES {
            let t = step as f32 / LINES as f32;
            chain.push([0, 1].map(|k| {
                let [a, b, c, d] = [a[k], b[k], c[k], d[k]];
                let linear = c - a;
                let square = 2.0 * a - 5.0 * b + 4.0 * c - d;
                let cube = 3.0 * (b - c) + d - a;
                b + 0.5 * t * (linear + t * (square + t * cube))
            }));
        }
    }
    chain
}

/// Makes the digit wider or narrower, slants it, and turns it.
fn lean(lines: &mut [Vec<GlyphPoint>], factors: &StrokeFactors) {
    let (sin, cos) = libm::sincosf(factors.rotation);
    for point in lines.iter_mut().flatten() {
        let [x, y] = *point;
        let x = x * factors.aspect - y * factors.slant;
        // y runs down, so this turns clockwise.
        *point = [x * cos - y * sin, x * sin + y * cos];
    }
}

/// Makes the longer side of what the pen will ink `extent` pixels, and brings the centre of the ink
/// (of the lines' length: the pen has one width) to the picture's centre, as MNIST does, or as near
/// as leaves the ink half a pixel of border.
fn place(lines: &mut [Vec<GlyphPoint>], extent: f32, pen: f32, side: usize) {
    let mut low = [f32::INFINITY; 2];
    let mut high = [f32::NEG_INFINITY; 2];
    let mut centre = [0.0; 2];
    let mut length = 0.0;
    for line in lines.iter() {
        for pair in line.windows(2) {
            let [dx, dy] = [0, 1].map(|k| pair[1][k] - pair[0][k]);
            let piece = (dx * dx + dy * dy).sqrt();
            length += piece;
            for k in 0..2 {
                centre[k] += piece * (pair[0][k] + pair[1][k]) / 2.0;
            }
        }
        for point in line {
            for k in 0..2 {
                low[k] = low[k].min(point[k]);
                high[k] = high[k].max(point[k]);
            }
        }
    }
    let zoom = (extent - pen) / (high[0] - low[0]).max(high[1] - low[1]);
    let border = (pen + 1.0) / 2.0;
    let shift = [0, 1].map(|k| {
        let centred = side as f32 / 2.0 - centre[k] / length * zoom;
        centred
            .min(side as f32 - border - high[k] * zoom)
            .max(border - low[k] * zoom)
    });
    for point in lines.iter_mut().flatten() {
        *point = [0, 1].map(|k| point[k] * zoom + shift[k]);
    }
}
