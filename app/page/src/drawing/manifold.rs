//! A generator's manifold in two dimensions: the image of a grid over its latent space.

use run_spec::Prior;

/// A cell of a generator's manifold: the image of a square of its noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ManifoldCell {
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
pub fn manifold_cells(points: &[f32], prior: Prior, reach: f32) -> Vec<ManifoldCell> {
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
            cells.push(ManifoldCell {
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

/// The opacity of a cell: the background shows through where the manifold is stretched thin.
pub fn cell_opacity(density: f32) -> f32 {
    0.08 + 0.77 * (1.0 - (-1.6 * density).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let found = manifold_cells(&points, Prior::Normal, REACH);
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
        let wide = manifold_cells(&wide, Prior::Normal, REACH);
        assert!((wide[210].density * 4.0 - found[210].density).abs() < 1e-5);
        assert!(cell_opacity(wide[210].density) < cell_opacity(found[210].density));
        assert!(manifold_cells(&points[..10], Prior::Normal, REACH).is_empty());
    }
}
