//! What drawings of the plane need, short of a canvas: contours, colours, densities, arrows.

use protocol::PLANE_REACH;
use run_spec::Prior;

/// The ends of a straight piece of a contour, in the plane's units.
pub type Piece = [(f32, f32); 2];

/// Where a field over the plane passes a level: marching squares, with the levels between the
/// middles of cells taken to be straight (Lorensen and Cline 1987, in two dimensions).
///
/// # Shapes
/// `field` is `[side, side]`, the first row at the top, at the middles of cells that cover the plane.
pub fn contour(field: &[f32], side: usize, level: f32) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if side < 2 || field.len() < side * side {
        return pieces;
    }
    let place = |row: f32, column: f32| {
        let cell = 2.0 * PLANE_REACH / side as f32;
        (
            (column + 0.5) * cell - PLANE_REACH,
            PLANE_REACH - (row + 0.5) * cell,
        )
    };
    for row in 0..side - 1 {
        for column in 0..side - 1 {
            // The corners, around the square: top left, top right, bottom right, bottom left.
            let at = row * side + column;
            let corners = [
                field[at],
                field[at + 1],
                field[at + side + 1],
                field[at + side],
            ];
            if corners.iter().any(|value| !value.is_finite()) {
                continue;
            }
            // Where each side of the square is crossed.
            let mut crossings = [(0.0, 0.0); 4];
            let mut count = 0;
            for edge in 0..4 {
                let (from, to) = (corners[edge], corners[(edge + 1) % 4]);
                if (from > level) == (to > level) {
                    continue;
                }
                let along = (level - from) / (to - from);
                let (down, across) = match edge {
                    0 => (0.0, along),
                    1 => (along, 1.0),
                    2 => (1.0, 1.0 - along),
                    _ => (1.0 - along, 0.0),
                };
                crossings[count] = place(row as f32 + down, column as f32 + across);
                count += 1;
            }
            match count {
                2 => pieces.push([crossings[0], crossings[1]]),
                4 => {
                    // A saddle: the middle says which corners belong together.
                    let middle = corners.iter().sum::<f32>() / 4.0;
                    let joined = (middle > level) == (corners[0] > level);
                    let pairs = if joined {
                        [(0, 1), (2, 3)]
                    } else {
                        [(3, 0), (1, 2)]
                    };
                    pieces.extend(pairs.map(|(a, b)| [crossings[a], crossings[b]]));
                }
                _ => {}
            }
        }
    }
    pieces
}

/// The colours of the plane on light and on dark, as red, green and blue: what is real is blue, what
/// is generated orange, which all eyes tell apart.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Where D is undecided: the plate itself.
    pub neutral: [u8; 3],
    /// Where D says real.
    pub real_field: [u8; 3],
    /// Where D says generated.
    pub generated_field: [u8; 3],
    /// Real points.
    pub real: [u8; 3],
    /// Generated points.
    pub generated: [u8; 3],
    /// Lines and arrows.
    pub ink: [u8; 3],
    /// The four corners of the latent space: bottom left, bottom right, top left, top right.
    corners: [[u8; 3]; 4],
}

/// On paper.
const LIGHT: Palette = Palette {
    neutral: [252, 253, 251],
    real_field: [172, 207, 240],
    generated_field: [251, 213, 170],
    real: [20, 84, 150],
    generated: [176, 46, 14],
    ink: [18, 32, 27],
    corners: [[0, 128, 118], [122, 74, 190], [168, 140, 0], [206, 52, 128]],
};

/// On slate.
const DARK: Palette = Palette {
    neutral: [20, 30, 26],
    real_field: [26, 72, 120],
    generated_field: [100, 56, 18],
    real: [122, 192, 250],
    generated: [255, 160, 112],
    ink: [233, 239, 234],
    corners: [
        [64, 214, 196],
        [176, 140, 250],
        [226, 206, 90],
        [250, 132, 190],
    ],
};

impl Palette {
    /// That of a theme.
    pub fn of(dark: bool) -> &'static Self {
        if dark { &DARK } else { &LIGHT }
    }

    /// The colour of D's probability of being real: neutral at a half.
    pub fn field(&self, probability: f32) -> [u8; 3] {
        let sure = (2.0 * probability - 1.0).clamp(-1.0, 1.0);
        let towards = if sure > 0.0 {
            self.real_field
        } else {
            self.generated_field
        };
        mixed(self.neutral, towards, sure.abs())
    }

    /// The colour of a place in the latent space, each coordinate from −1 to 1.
    pub fn latent(&self, across: f32, up: f32) -> [u8; 3] {
        let [across, up] = [across, up].map(|at| (at.clamp(-1.0, 1.0) + 1.0) / 2.0);
        let [a, b, c, d] = self.corners;
        mixed(mixed(a, b, across), mixed(c, d, across), up)
    }
}

/// A colour between two.
fn mixed(from: [u8; 3], to: [u8; 3], along: f32) -> [u8; 3] {
    let along = if along.is_finite() { along } else { 0.0 };
    [0, 1, 2].map(|at| {
        let (from, to) = (f32::from(from[at]), f32::from(to[at]));
        // `as` saturates.
        (from + (to - from) * along.clamp(0.0, 1.0)).round() as u8
    })
}

/// A colour as CSS writes it.
pub fn css(colour: [u8; 3]) -> String {
    let [red, green, blue] = colour;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A field of probabilities as the RGBA bytes that a canvas takes.
pub fn field_rgba(field: &[f32], palette: &Palette) -> Vec<u8> {
    let opaque = |probability: &f32| {
        let [red, green, blue] = palette.field(*probability);
        [red, green, blue, 255]
    };
    field.iter().flat_map(opaque).collect()
}

/// A cell of a generator's manifold: what became of a square of its noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Its corners, in order around it, in the plane's units.
    pub corners: [(f32, f32); 4],
    /// Where it lies in the latent space, each coordinate from −1 to 1.
    pub place: (f32, f32),
    /// Probability per area: what the prior gives the square, over the area that it became.
    pub density: f32,
}

/// The cells of a manifold.
///
/// # Shapes
/// `points` is `[side · side, 2]`: the images of a regular grid over ±`reach` of two latent dimensions,
/// the first row at the second one's greatest value.
pub fn cells(points: &[f32], prior: Prior, reach: f32) -> Vec<Cell> {
    let count = points.len() / 2;
    let side = count.isqrt();
    if side < 2 || side * side != count {
        return Vec::new();
    }
    let at = |row: usize, column: usize| {
        let at = 2 * (row * side + column);
        (points[at], points[at + 1])
    };
    let step = 2.0 / (side - 1) as f32;
    let square = (reach * step).powi(2);
    let mut cells = Vec::with_capacity((side - 1) * (side - 1));
    for row in 0..side - 1 {
        for column in 0..side - 1 {
            let corners = [
                at(row, column),
                at(row, column + 1),
                at(row + 1, column + 1),
                at(row + 1, column),
            ];
            if corners.iter().any(|(x, y)| !(x + y).is_finite()) {
                continue;
            }
            let place = (
                (column as f32 + 0.5) * step - 1.0,
                1.0 - (row as f32 + 0.5) * step,
            );
            let mass = square * prior_density(prior, place.0 * reach, place.1 * reach);
            cells.push(Cell {
                corners,
                place,
                density: mass / area(&corners).max(1e-6),
            });
        }
    }
    cells
}

/// The prior's density in two dimensions.
fn prior_density(prior: Prior, x: f32, y: f32) -> f32 {
    match prior {
        Prior::Normal => (-(x * x + y * y) / 2.0).exp() / std::f32::consts::TAU,
        Prior::Uniform if x.abs() <= 1.0 && y.abs() <= 1.0 => 0.25,
        Prior::Uniform => 0.0,
    }
}

/// The area of a quadrilateral (the shoelace formula).
fn area(corners: &[(f32, f32); 4]) -> f32 {
    let twice: f32 = (0..4)
        .map(|at| {
            let ((x, y), (u, v)) = (corners[at], corners[(at + 1) % 4]);
            x * v - u * y
        })
        .sum();
    twice.abs() / 2.0
}

/// How opaque a cell is: empty plane shows through what is stretched thin.
pub fn opacity(density: f32) -> f32 {
    0.08 + 0.77 * (1.0 - (-1.6 * density).exp())
}

/// Where the arrow of a gradient ends that begins at a point. It grows with the gradient's norm, to
/// `longest` at most, and all but vanishes with it; `None` of what is too small to be seen.
pub fn arrow(from: (f32, f32), gradient: (f32, f32), longest: f32) -> Option<(f32, f32)> {
    let norm = gradient.0.hypot(gradient.1);
    let length = longest * norm / (norm + 1.0);
    (norm.is_finite() && length > 0.008).then(|| {
        let scale = length / norm;
        (from.0 + gradient.0 * scale, from.1 + gradient.1 * scale)
    })
}

/// The density of the aggregate posterior, the mean of all posteriors, on a square of the latent space
/// (arXiv:1511.05644, section 2).
///
/// # Shapes
/// `means` and `spreads` are `[n, 2]`; the answer is `[side, side]`, the first row at the top, at the
/// middles of cells over ±`reach`.
pub fn aggregate(means: &[f32], spreads: &[f32], reach: f32, side: usize) -> Vec<f32> {
    let mut density = vec![0.0; side * side];
    let mut across = vec![0.0; side];
    let mut down = vec![0.0; side];
    let count = (means.len().min(spreads.len()) / 2).max(1);
    let pairs = means.chunks_exact(2).zip(spreads.chunks_exact(2));
    for (mean, spread) in pairs {
        // The Gaussians lie along the axes, so each is a product of two.
        normal_along(mean[0], spread[0], reach, &mut across);
        normal_along(-mean[1], spread[1], reach, &mut down);
        for (row, down) in density.chunks_exact_mut(side.max(1)).zip(&down) {
            let weight = down / count as f32;
            if weight > 1e-8 {
                for (cell, across) in row.iter_mut().zip(&across) {
                    *cell += weight * across;
                }
            }
        }
    }
    density
}

/// The same in one dimension, from the least value on.
pub fn aggregate_along(means: &[f32], spreads: &[f32], reach: f32, cells: usize) -> Vec<f32> {
    let mut density = vec![0.0; cells];
    let mut one = vec![0.0; cells];
    let count = means.len().min(spreads.len()).max(1) as f32;
    for (mean, spread) in means.iter().zip(spreads) {
        normal_along(*mean, *spread, reach, &mut one);
        for (sum, one) in density.iter_mut().zip(&one) {
            *sum += one / count;
        }
    }
    density
}

/// A normal density at the middles of cells over ±`reach`. One that is narrower than a cell is as wide
/// as one, so that none falls between the middles.
pub fn normal_along(mean: f32, spread: f32, reach: f32, cells: &mut [f32]) {
    let width = 2.0 * reach / cells.len().max(1) as f32;
    let spread = spread.max(0.6 * width);
    let scale = 1.0 / (spread * std::f32::consts::TAU.sqrt());
    for (at, cell) in cells.iter_mut().enumerate() {
        let z = ((at as f32 + 0.5) * width - reach - mean) / spread;
        *cell = scale * (-z * z / 2.0).exp();
    }
}

/// What a stroke of the brush adds to cells about one: row, column, levels. An eraser takes as much.
pub fn stamp(row: usize, column: usize, erase: bool) -> Vec<(usize, usize, i16)> {
    let mut cells = Vec::with_capacity(9);
    for (dr, weights) in [(-1, [1, 2, 1]), (0, [2, 3, 2]), (1, [1, 2, 1])] {
        for (dc, weight) in [-1, 0, 1].into_iter().zip(weights) {
            let place = (row.checked_add_signed(dr), column.checked_add_signed(dc));
            if let (Some(row), Some(column)) = place {
                let by = if erase { -3 * weight } else { weight };
                cells.push((row, column, by));
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 60;

    /// A function of the plane at the middles of cells.
    fn sampled(value: impl Fn(f32, f32) -> f32) -> Vec<f32> {
        let cell = 2.0 * PLANE_REACH / SIDE as f32;
        let at = |at: usize| (at as f32 + 0.5) * cell - PLANE_REACH;
        let rows = (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (row, column)));
        rows.map(|(row, column)| value(at(column), -at(row)))
            .collect()
    }

    #[test]
    fn the_contour_of_a_plane_is_a_straight_line() {
        let field = sampled(|x, y| 0.5 + 0.2 * x - 0.1 * y);
        let pieces = contour(&field, SIDE, 0.5);
        assert!(pieces.len() >= SIDE - 1);
        for (x, y) in pieces.into_iter().flatten() {
            assert!((0.2 * x - 0.1 * y).abs() < 1e-5, "({x}, {y})");
        }
    }

    #[test]
    fn the_contour_of_a_distance_is_a_circle_of_its_length() {
        let field = sampled(f32::hypot);
        let pieces = contour(&field, SIDE, 1.0);
        let mut length = 0.0;
        for [(x, y), (u, v)] in pieces {
            assert!((x.hypot(y) - 1.0).abs() < 1e-3);
            length += (u - x).hypot(v - y);
        }
        assert!((length - std::f32::consts::TAU).abs() < 0.01, "{length}");
    }

    #[test]
    fn at_a_saddle_the_contour_does_not_cross_itself() {
        // x y > level has two parts in opposite quadrants, for a level above 0; never one cross.
        let field = sampled(|x, y| x * y);
        for (x, y) in contour(&field, SIDE, 0.01).into_iter().flatten() {
            assert!((x * y - 0.01).abs() < 2e-3, "({x}, {y})");
            assert!(x * y > 0.0);
        }
        assert!(contour(&field, SIDE, 9.0).is_empty());
        assert!(contour(&[f32::NAN; 4], 2, 0.5).is_empty());
        assert!(contour(&field[..5], SIDE, 0.5).is_empty());
    }

    #[test]
    fn an_undecided_field_is_the_plate_and_a_sure_one_has_a_hue() {
        for dark in [false, true] {
            let palette = Palette::of(dark);
            assert_eq!(palette.field(0.5), palette.neutral);
            assert_eq!(palette.field(1.0), palette.real_field);
            assert_eq!(palette.field(0.0), palette.generated_field);
            assert_eq!(palette.field(f32::NAN), palette.neutral);
        }
        assert_eq!(field_rgba(&[0.5, 1.0], &LIGHT)[3], 255);
        assert_eq!(css([1, 171, 255]), "#01abff");
    }

    /// WCAG's contrast of two colours.
    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let [one, other] = [one, other].map(|colour| {
            let [red, green, blue] = colour.map(|value| {
                let value = f64::from(value) / 255.0;
                if value <= 0.04045 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        });
        one.max(other) / one.min(other)
    }

    #[test]
    fn points_stand_out_from_every_field_that_they_may_lie_on() {
        for dark in [false, true] {
            let palette = Palette::of(dark);
            for point in [palette.real, palette.generated] {
                for probability in [0.0, 0.25, 0.5, 0.75, 1.0] {
                    let found = contrast(point, palette.field(probability));
                    assert!(found >= 3.0, "{dark} {probability}: {found}");
                }
            }
        }
    }

    #[test]
    fn the_identity_as_generator_has_the_density_of_its_prior() {
        const REACH: f32 = 2.5;
        let side = 21;
        let step = 2.0 * REACH / (side - 1) as f32;
        let mut points = Vec::new();
        for row in 0..side {
            for column in 0..side {
                points.push(column as f32 * step - REACH);
                points.push(REACH - row as f32 * step);
            }
        }
        let found = cells(&points, Prior::Normal, REACH);
        assert_eq!(found.len(), 400);
        for cell in &found {
            let (x, y) = (cell.place.0 * REACH, cell.place.1 * REACH);
            let middle = cell.corners.iter().fold((0.0, 0.0), |sum, at| {
                (sum.0 + at.0 / 4.0, sum.1 + at.1 / 4.0)
            });
            assert!((middle.0 - x).abs() < 1e-5 && (middle.1 - y).abs() < 1e-5);
            let expected = (-(x * x + y * y) / 2.0).exp() / std::f32::consts::TAU;
            assert!((cell.density - expected).abs() < 1e-4);
        }
        // Twice as wide is a quarter as dense, and less opaque.
        let wide: Vec<f32> = points.iter().map(|value| 2.0 * value).collect();
        let wide = cells(&wide, Prior::Normal, REACH);
        assert!((wide[210].density * 4.0 - found[210].density).abs() < 1e-5);
        assert!(opacity(wide[210].density) < opacity(found[210].density));
        assert!(cells(&points[..10], Prior::Normal, REACH).is_empty());
    }

    #[test]
    fn an_arrow_grows_with_its_gradient_up_to_its_bound() {
        let length = |gradient: f32| {
            arrow((1.0, 0.0), (0.0, gradient), 0.3).map_or(0.0, |(x, y)| (x - 1.0).hypot(y))
        };
        assert!(length(0.5) < length(1.0) && length(1.0) < length(50.0));
        assert!(length(1e6) <= 0.3001);
        assert_eq!(arrow((0.0, 0.0), (1e-4, 0.0), 0.3), None);
        assert_eq!(arrow((0.0, 0.0), (f32::NAN, 0.0), 0.3), None);
    }

    #[test]
    fn the_aggregate_of_posteriors_at_the_prior_is_the_prior() {
        const REACH: f32 = 4.0;
        let side = 64;
        let density = aggregate(&[0.0, 0.0], &[1.0, 1.0], REACH, side);
        let cell = 2.0 * REACH / side as f32;
        let sum: f32 = density.iter().sum();
        assert!((sum * cell * cell - 1.0).abs() < 1e-3);
        let middle = density[32 * side + 32];
        let at = cell / 2.0;
        let expected = (-at * at).exp() / std::f32::consts::TAU;
        assert!((middle - expected).abs() < 1e-5);
        let along = aggregate_along(&[0.0, 0.0], &[1.0, 1.0], REACH, side);
        assert!((along.iter().sum::<f32>() * cell - 1.0).abs() < 1e-3);
    }

    #[test]
    fn a_posterior_at_the_top_is_drawn_at_the_top() {
        let density = aggregate(&[0.6, 1.1], &[0.1, 0.1], 2.0, 16);
        let cells = density.iter().enumerate();
        let most = cells.max_by(|one, other| one.1.total_cmp(other.1));
        // Rows of a quarter from 2 down, columns of a quarter from -2 on.
        assert_eq!(most.map(|(at, _)| (at / 16, at % 16)), Some((3, 10)));
    }

    #[test]
    fn a_stamp_is_heaviest_in_its_middle_and_stays_within() {
        let cells = stamp(5, 5, false);
        assert_eq!(cells.len(), 9);
        assert!(cells.contains(&(5, 5, 3)) && cells.contains(&(4, 6, 1)));
        assert_eq!(stamp(0, 0, true).len(), 4);
        assert!(stamp(0, 0, true).iter().all(|cell| cell.2 < 0));
    }
}
