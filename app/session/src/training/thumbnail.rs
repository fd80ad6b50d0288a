//! A small picture of what a run draws, for the list of kept runs.

use super::state::ShownRun;
use super::toy2d::RowMatrix;
use crate::pictures::{ImageGrid, ImagePixels};
use protocol::{FrameLayerKind, TOY2D_REACH};

/// Pixels a side at most.
const SIDE: usize = 112;
/// What a point adds to its pixel.
const POINT: u8 = 110;

/// Some of the newest samples, or the newest points; `None` before there are any.
pub(super) fn thumbnail(run: &ShownRun) -> Option<ImagePixels> {
    match &run.samples {
        Some(grid) => first_pictures(grid),
        None => {
            let plane = run.plane.runs.first()?;
            plane.layer(FrameLayerKind::Generated).map(scatter)
        }
    }
}

/// The sheet's upper left part: as many whole pictures as fit, one at least.
fn first_pictures(grid: &ImageGrid) -> Option<ImagePixels> {
    let pixels = &grid.pixels;
    let side = pixels.width / grid.columns.max(1);
    if side == 0 {
        return None;
    }
    let across = (SIDE / side).clamp(1, grid.columns.max(1)) * side;
    let down = pixels.height.min(across);
    let line = pixels.width * pixels.channels;
    let rows = pixels.bytes.chunks_exact(line).take(down);
    let bytes: Vec<u8> = rows
        .flat_map(|row| row.iter().copied().take(across * pixels.channels))
        .collect();
    Some(ImagePixels {
        width: across,
        height: down,
        channels: pixels.channels,
        bytes: bytes.into(),
    })
}

/// Points of the plane, light on dark, north up.
fn scatter(points: &RowMatrix) -> ImagePixels {
    const PLANE: usize = SIDE / 2;
    let mut bytes = vec![0_u8; PLANE * PLANE];
    let place = |at: f32| {
        let share = (at / TOY2D_REACH + 1.0) / 2.0;
        // Also false for what is no number.
        (0.0..1.0)
            .contains(&share)
            .then_some((share * PLANE as f32) as usize)
    };
    for point in points.each() {
        let [x, y, ..] = *point else { continue };
        if let (Some(column), Some(row)) = (place(x), place(-y)) {
            let pixel = &mut bytes[row.min(PLANE - 1) * PLANE + column.min(PLANE - 1)];
            *pixel = pixel.saturating_add(POINT);
        }
    }
    ImagePixels {
        width: PLANE,
        height: PLANE,
        channels: 1,
        bytes: bytes.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(columns: usize, rows: usize, side: usize, channels: usize) -> ImageGrid {
        let (width, height) = (columns * side, rows * side);
        let bytes: Vec<u8> = (0..width * height * channels).map(|at| at as u8).collect();
        ImageGrid {
            step: 3,
            columns,
            pixels: ImagePixels {
                width,
                height,
                channels,
                bytes: bytes.into(),
            },
        }
    }

    #[test]
    fn whole_pictures_of_the_sheet_are_taken_as_many_as_fit() {
        for (columns, rows, side, channels, expected) in [
            (8, 8, 28, 1, (112, 112)),
            (8, 8, 64, 3, (64, 64)),
            (8, 2, 28, 1, (112, 56)),
            (1, 1, 300, 3, (300, 300)),
        ] {
            let grid = grid(columns, rows, side, channels);
            let small = first_pictures(&grid).expect("a picture");
            assert_eq!((small.width, small.height), expected);
            assert_eq!(small.bytes.len(), expected.0 * expected.1 * channels);
            // The second row begins where the sheet's second row does.
            let line = grid.pixels.width * channels;
            assert_eq!(small.bytes[expected.0 * channels], grid.pixels.bytes[line]);
        }
        assert_eq!(first_pictures(&grid(0, 0, 0, 1)), None);
    }

    #[test]
    fn points_lie_where_the_plane_has_them_and_those_beyond_it_are_left_out() {
        let near = 0.99 * TOY2D_REACH;
        let points = RowMatrix {
            columns: 2,
            values: [-near, near, f32::NAN, 0.0, 9.0, 9.0, near, -near].into(),
        };
        let small = scatter(&points);
        let lit: Vec<_> = (0..small.bytes.len())
            .filter(|at| small.bytes[*at] > 0)
            .collect();
        assert_eq!(lit, [0, small.bytes.len() - 1]);
    }
}
