//! The densities of points that a run can learn, each a [`GaussianMixture`].
//!
//! The plane's densities lie within ±1 or a little beyond. Eight Gaussians on a circle with
//! deviations of 1/100 of its radius are arXiv:1611.02163's (section 3.1); arXiv:1705.07761 (VEEGAN,
//! section 4.1) and arXiv:1712.04086 (PacGAN, section 4.1) count the modes of that ring and of a grid
//! of 5×5, whose deviations are 1/40 of its spacing. Here clusters are a few times wider, 1/16 of the
//! radius and 1/11 of the spacing, so that they can be seen; they are as far apart as before for the
//! counting: the gaps between the neighbourhoods of two modes are more than 5 deviations wide.

use libm::{cos, sin};
use run_spec::{ToyDistribution, ToyDrawing};

use super::gaussian_mixture::GaussianMixture;
use crate::error::{ConfigFound, ConfigRequirement};
use crate::{ModelError, ModelResult};

/// The standard deviation of clusters that have room.
const CLUSTER: f32 = 0.05;
/// The standard deviation of the grid's clusters.
const GRID_CLUSTER: f32 = 0.04;
/// The standard deviation across a curve.
const CURVE: f32 = 0.04;
/// The blur of a checkerboard's squares.
const SQUARE_BLUR: f32 = 0.03;
/// How far clusters are from the middle.
const RADIUS: f64 = 0.8;
/// Into how many arcs a curve is cut.
const ARCS: usize = 16;
/// Centres across a square of the checkerboard. Between them the density of a lattice of spacing s
/// ripples by 2 exp(−2π²σ²/s²) of itself: here, where s is 1.4 σ, by less than one in 10,000; along
/// curves, where s is less than σ, by one in 10⁸.
const LATTICE: usize = 12;

impl GaussianMixture {
    /// The density of a world; `drawing` is that of [`ToyDistribution::Drawn`].
    ///
    /// # Errors
    /// [`ModelError::Config`] when nothing is drawn where it is the drawing that is asked for.
    pub fn of(world: ToyDistribution, drawing: &ToyDrawing) -> ModelResult<Self> {
        Ok(match world {
            ToyDistribution::Line => {
                let place = |t: f64| [(1.8 * t - 0.9) as f32, (1.2 * t - 0.6) as f32];
                Self::even(along(8 * 8, place), CURVE, 8, "stretches")
            }
            ToyDistribution::TwoGaussians => {
                Self::even(vec![[-0.8, 0.0], [0.8, 0.0]], CLUSTER, 1, "modes")
            }
            ToyDistribution::EightGaussians => {
                let centre = |mode| on_circle(RADIUS, f64::from(mode) / 8.0);
                Self::even((0..8).map(centre).collect(), CLUSTER, 1, "modes")
            }
            ToyDistribution::Grid => {
                let place = |index: usize| 0.45 * (index as f32 - 2.0);
                let centre = |mode: usize| [place(mode % 5), place(mode / 5)];
                Self::even((0..25).map(centre).collect(), GRID_CLUSTER, 1, "modes")
            }
            ToyDistribution::Ring => curve(ARCS, 8, |t| on_circle(RADIUS, t)),
            // 1¾ turns from near the middle outwards; arms are 0.49 apart.
            ToyDistribution::Spiral => curve(ARCS, 10, |t| on_circle(0.1 + 0.85 * t, 1.75 * t)),
            ToyDistribution::TwoMoons => two_moons(),
            ToyDistribution::Checkerboard => checkerboard(),
            ToyDistribution::Drawn => drawn(drawing)?,
        })
    }
}

/// A place on a circle about the middle, `turns` anticlockwise from the right.
fn on_circle(radius: f64, turns: f64) -> [f32; 2] {
    // libm's functions give the same numbers on every target.
    let angle = std::f64::consts::TAU * turns;
    [(radius * cos(angle)) as f32, (radius * sin(angle)) as f32]
}

/// Centres at equal distances along a curve over t from 0 to 1, `each` of them in each of its `arcs`.
fn curve(arcs: usize, each: usize, place: impl Fn(f64) -> [f32; 2]) -> GaussianMixture {
    let centres = along(arcs * each, place);
    GaussianMixture::even(centres, CURVE, each, "arcs")
}

/// The middles of `count` equally long pieces of a curve over t from 0 to 1.
fn along(count: usize, place: impl Fn(f64) -> [f32; 2]) -> Vec<[f32; 2]> {
    const STEPS: usize = 4096;
    let at = |step: usize| place(step as f64 / STEPS as f64);
    let mut lengths = Vec::with_capacity(STEPS + 1);
    let mut length = 0.0_f64;
    lengths.push(length);
    for step in 0..STEPS {
        let (from, to) = (at(step), at(step + 1));
        let [dx, dy] = [0, 1].map(|axis| f64::from(to[axis]) - f64::from(from[axis]));
        length += (dx * dx + dy * dy).sqrt();
        lengths.push(length);
    }
    let middle = |piece: usize| {
        let wanted = (piece as f64 + 0.5) / count as f64 * length;
        let step = lengths.partition_point(|known| *known < wanted).max(1) - 1;
        let within = (wanted - lengths[step]) / (lengths[step + 1] - lengths[step]);
        place((step as f64 + within) / STEPS as f64)
    };
    (0..count).map(middle).collect()
}

/// The half circles of scikit-learn's `make_moons`, about the middle and at 0.6 of their size.
fn two_moons() -> GaussianMixture {
    const SCALE: f64 = 0.6;
    const EACH: usize = 6;
    let moved = |[x, y]: [f32; 2], [by_x, by_y]: [f64; 2]| {
        [
            (f64::from(x) + SCALE * by_x) as f32,
            (f64::from(y) + SCALE * by_y) as f32,
        ]
    };
    let count = ARCS / 2 * EACH;
    let upper = along(count, |t| moved(on_circle(SCALE, 0.5 * t), [-0.5, -0.25]));
    let lower = along(count, |t| {
        moved(on_circle(SCALE, 0.5 + 0.5 * t), [0.5, 0.25])
    });
    let centres = [upper, lower].concat();
    GaussianMixture::even(centres, CURVE, EACH, "arcs")
}

/// Every other square of four by four over ±1, the one at the top left among them.
fn checkerboard() -> GaussianMixture {
    const SIDE: f32 = 0.5;
    let squares = (0..16_usize).filter(|square| (square / 4 + square % 4).is_multiple_of(2));
    let centres = squares.flat_map(|square| {
        let (left, top) = (
            SIDE * (square % 4) as f32 - 1.0,
            1.0 - SIDE * (square / 4) as f32,
        );
        let place = |index: usize| SIDE * (index as f32 + 0.5) / LATTICE as f32;
        (0..LATTICE * LATTICE).map(move |i| [left + place(i % LATTICE), top - place(i / LATTICE)])
    });
    GaussianMixture::even(centres.collect(), SQUARE_BLUR, LATTICE * LATTICE, "squares")
}

/// A centre at the middle of each painted cell, as heavy as its level, with a deviation of half a
/// cell.
fn drawn(drawing: &ToyDrawing) -> ModelResult<GaussianMixture> {
    let cell = 2.0 * ToyDrawing::REACH / ToyDrawing::SIDE as f32;
    let middle = |index: usize| (index as f32 + 0.5) * cell - ToyDrawing::REACH;
    let cells = (0..ToyDrawing::SIDE * ToyDrawing::SIDE)
        .map(|i| (i / ToyDrawing::SIDE, i % ToyDrawing::SIDE));
    let painted: Vec<([f32; 2], f32)> = cells
        .map(|(row, column)| {
            let level = f32::from(drawing.level(row, column));
            ([middle(column), -middle(row)], level)
        })
        .filter(|(_, level)| *level > 0.0)
        .collect();
    let sum: f32 = painted.iter().map(|(_, level)| level).sum();
    if sum == 0.0 {
        return Err(ModelError::Config {
            field: "drawing",
            expected: ConfigRequirement::SomethingPainted,
            found: ConfigFound::Nothing,
        });
    }
    Ok(GaussianMixture {
        weights: painted.iter().map(|(_, level)| level / sum).collect(),
        part_of: vec![0; painted.len()],
        centres: painted.into_iter().map(|(centre, _)| centre).collect(),
        deviation: 0.5 * cell,
        parts: 0,
        parts_name: "",
    })
}
