//! *Shapes*: one white shape on black, of known kind, place, size and turn. After dSprites
//! (Matthey, Higgins, Hassabis, Lerchner 2017, github.com/google-deepmind/dsprites-dataset), on
//! which disentangling is measured (β-VAE, arXiv:1804.03599), but drawn here, antialiased, and
//! with factors that are continuous.

use super::draws::{ImageRng, ProceduralImage};
use super::pen::{SOFTNESS, grey};

/// What the shapes are called; a shape's label is its place here.
pub use run_spec::SHAPE_NAMES as SHAPES;

/// What decides the picture, besides which shape it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapeFactors {
    /// How far right the shape's centre is, from 0 to 1: from [`NEAREST`] of the picture's side to
    /// 1 − [`NEAREST`] of it.
    pub x: f32,
    /// How far down, likewise.
    pub y: f32,
    /// The shape's radius as a share of the largest, in [`SCALE`].
    pub scale: f32,
    /// Clockwise, in radians, in [`ROTATION`]. A square looks the same after a quarter turn, an
    /// ellipse after half a turn.
    pub rotation: f32,
}

/// The range of [`ShapeFactors::scale`], as in dSprites.
pub const SCALE: [f32; 2] = [0.5, 1.0];
/// The range of [`ShapeFactors::rotation`], in radians: a full turn.
pub const ROTATION: [f32; 2] = [0.0, std::f32::consts::TAU];
/// How near a shape's centre comes to the picture's edge, as a share of its side: no shape is cut.
pub const NEAREST: f32 = 0.25;

/// The radius of the circle around the largest shape, as a share of the picture's side.
const RADIUS: f32 = 0.24;

/// Shape `index` of `seed`, `side` pixels a side. Its kind and every factor are drawn uniformly
/// and independently of each other.
///
/// A pure function, the same on every target; see [`draws`](super::draws).
pub fn draw(seed: u64, index: u64, side: usize) -> ProceduralImage<ShapeFactors> {
    let (label, factors) = drawn_factors(seed, index);
    ProceduralImage {
        pixels: picture(label, &factors, side),
        label,
        factors,
    }
}

/// Label and factors of what [`draw`] draws.
pub fn drawn_factors(seed: u64, index: u64) -> (u8, ShapeFactors) {
    let mut draws = ImageRng::new(seed, index);
    let label = draws.below(SHAPES.len()) as u8;
    let factors = ShapeFactors {
        x: draws.between([0.0, 1.0]),
        y: draws.between([0.0, 1.0]),
        scale: draws.between(SCALE),
        rotation: draws.between(ROTATION),
    };
    (label, factors)
}

/// A shape with chosen factors; they may lie outside their ranges.
///
/// # Shapes
/// → `[side · side]` grey values, row by row.
///
/// # Panics
/// When `label` is not that of a shape.
pub fn picture(label: u8, factors: &ShapeFactors, side: usize) -> Vec<u8> {
    let distance = [square, ellipse, heart][usize::from(label)];
    let length = side as f32;
    let radius = factors.scale * RADIUS * length;
    let [centre_x, centre_y] =
        [factors.x, factors.y].map(|share| (NEAREST + (1.0 - 2.0 * NEAREST) * share) * length);
    let (sin, cos) = libm::sincosf(factors.rotation);
    // Each shape lies in the unit circle, so most pixels need no closer look.
    let outermost = 1.0 + SOFTNESS / radius;
    let mut pixels = vec![0; side * side];
    for row in 0..side {
        let y = (row as f32 + 0.5 - centre_y) / radius;
        for column in 0..side {
            let x = (column as f32 + 0.5 - centre_x) / radius;
            if x * x + y * y < outermost * outermost {
                // The picture is turned back, which turns the shape.
                let [x, y] = [x * cos + y * sin, y * cos - x * sin];
                pixels[row * side + column] = grey(distance(x, y) * radius);
            }
        }
    }
    pixels
}

/// The signed distance from a square in the unit circle, negative inside.
fn square(x: f32, y: f32) -> f32 {
    let half = std::f32::consts::FRAC_1_SQRT_2;
    let [right, below] = [x.abs() - half, y.abs() - half];
    let [outside_x, outside_y] = [right.max(0.0), below.max(0.0)];
    (outside_x * outside_x + outside_y * outside_y).sqrt() + right.max(below).min(0.0)
}

/// The signed distance from an ellipse in the unit circle, half as high as wide, to first order:
/// exact at the edge, which is where it counts.
fn ellipse(x: f32, y: f32) -> f32 {
    const HEIGHT: f32 = 0.5;
    let [u, v] = [x, y / HEIGHT];
    let [slope_u, slope_v] = [u, v / HEIGHT];
    let level = (u * u + v * v).sqrt();
    let slope = (slope_u * slope_u + slope_v * slope_v).sqrt();
    // At the very centre there is no direction; it is inside.
    if slope > 0.0 {
        level * (level - 1.0) / slope
    } else {
        -HEIGHT
    }
}

/// The signed distance from a heart in the unit circle, its tip down: a square on its corner with
/// a half-disc on each upper side.
///
/// Source: Inigo Quilez, "2D distance functions", iquilezles.org/articles/distfunctions2d.
fn heart(x: f32, y: f32) -> f32 {
    // There, the tip is at the origin, y runs up, and the height is 1 + (√2 − 1)/4.
    const ZOOM: f32 = 1.57;
    const MIDDLE: f32 = 0.625;
    let [x, y] = [x.abs() / ZOOM, MIDDLE - y / ZOOM];
    let length = |x: f32, y: f32| (x * x + y * y).sqrt();
    let distance = if x + y > 1.0 {
        length(x - 0.25, y - 0.75) - std::f32::consts::SQRT_2 / 4.0
    } else {
        let along = 0.5 * (x + y).max(0.0);
        let nearest = length(x, y - 1.0).min(length(x - along, y - along));
        if x > y { nearest } else { -nearest }
    };
    distance * ZOOM
}
