//! Contours of a field over the data of two dimensions.

use protocol::TOY2D_REACH;

/// The ends of a straight segment of a contour, in the plane's units.
pub type ContourSegment = [(f32, f32); 2];

/// Where a field over the plane passes a level: marching squares, with the levels between the
/// middles of cells taken to be straight (Lorensen and Cline 1987, in two dimensions).
///
/// # Shapes
/// `field` is `[side, side]`, the first row at the top, at the middles of cells that cover the plane.
pub fn contour(field: &[f32], side: usize, level: f32) -> Vec<ContourSegment> {
    let mut segments = Vec::new();
    if side < 2 || field.len() < side * side {
        return segments;
    }
    let place = |row: f32, column: f32| {
        let cell = 2.0 * TOY2D_REACH / side as f32;
        (
            (column + 0.5) * cell - TOY2D_REACH,
            TOY2D_REACH - (row + 0.5) * cell,
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
                2 => segments.push([crossings[0], crossings[1]]),
                4 => {
                    // A saddle: the middle says which corners belong together.
                    let middle = corners.iter().sum::<f32>() / 4.0;
                    let joined = (middle > level) == (corners[0] > level);
                    let pairs = if joined {
                        [(0, 1), (2, 3)]
                    } else {
                        [(3, 0), (1, 2)]
                    };
                    segments.extend(pairs.map(|(a, b)| [crossings[a], crossings[b]]));
                }
                _ => {}
            }
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 60;

    /// A function of the plane at the middles of cells.
    fn sampled(value: impl Fn(f32, f32) -> f32) -> Vec<f32> {
        let cell = 2.0 * TOY2D_REACH / SIDE as f32;
        let at = |at: usize| (at as f32 + 0.5) * cell - TOY2D_REACH;
        let rows = (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (row, column)));
        rows.map(|(row, column)| value(at(column), -at(row)))
            .collect()
    }

    #[test]
    fn the_contour_of_a_plane_is_a_straight_line() {
        let field = sampled(|x, y| 0.5 + 0.2 * x - 0.1 * y);
        let segments = contour(&field, SIDE, 0.5);
        assert!(segments.len() >= SIDE - 1);
        for (x, y) in segments.into_iter().flatten() {
            assert!((0.2 * x - 0.1 * y).abs() < 1e-5, "({x}, {y})");
        }
    }

    #[test]
    fn the_contour_of_a_distance_is_a_circle_of_its_length() {
        let field = sampled(f32::hypot);
        let segments = contour(&field, SIDE, 1.0);
        let mut length = 0.0;
        for [(x, y), (u, v)] in segments {
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
}
