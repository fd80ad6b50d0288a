//! How fast pictures change across a map of them.

/// The form of one tile of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapTile {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// 1 grey, 3 red, green and blue.
    pub channels: usize,
}

/// How fast the picture changes at each tile of a map, in grey levels of 0 to 1 per unit of latent
/// (a standard deviation of the prior): √ of the mean over pixels of (∂x/∂s)² + (∂x/∂t)², the
/// Frobenius norm of the decoder's Jacobian in the plane over √ of the number of pixels.
/// Derivatives are central differences between the neighbouring tiles, `2 · step` apart, and
/// one-sided at the edges. Of a single tile nothing is known, and the answer is 0.
///
/// `None` unless `sheet` has the size that the other arguments say, and `step` is positive.
///
/// # Shapes
/// `sheet`: tiles side by side, `[tiles · height, tiles · width, channels]` → `[tiles, tiles]`,
/// row by row as the sheet is
pub fn sensitivity(sheet: &[u8], tiles: usize, tile: MapTile, step: f32) -> Option<Vec<f32>> {
    let line = tile.width.checked_mul(tile.channels)?;
    let values = line.checked_mul(tile.height)?;
    let expected = tiles.checked_mul(tiles)?.checked_mul(values)?;
    if sheet.len() != expected || sheet.is_empty() || !step.is_finite() || step <= 0.0 {
        return None;
    }
    let lines = move |row: usize, column: usize| {
        (0..tile.height).map(move |y| {
            let start = ((row * tile.height + y) * tiles + column) * line;
            &sheet[start..start + line]
        })
    };
    // The mean square of the derivative between two tiles, `apart` steps from one another.
    let change = |one: (usize, usize), other: (usize, usize), apart: usize| -> f64 {
        if apart == 0 {
            return 0.0;
        }
        let pairs = lines(one.0, one.1).zip(lines(other.0, other.1));
        let squares = pairs.map(|(one, other)| {
            let squares = one.iter().zip(other).map(|(&one, &other)| {
                let difference = u64::from(one.abs_diff(other));
                difference * difference
            });
            squares.sum::<u64>()
        });
        let span = 255.0 * apart as f64 * f64::from(step);
        squares.sum::<u64>() as f64 / (values as f64 * span * span)
    };
    let around = |at: usize| (at.saturating_sub(1), (at + 1).min(tiles - 1));
    let mut found = Vec::with_capacity(tiles * tiles);
    for row in 0..tiles {
        for column in 0..tiles {
            let ((left, right), (above, below)) = (around(column), around(row));
            let across = change((row, left), (row, right), right - left);
            let up = change((above, column), (below, column), below - above);
            found.push((across + up).sqrt() as f32);
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::testing::assert_close;

    /// A sheet of tiles of one grey each, given by row and column.
    fn plain(tiles: usize, tile: MapTile, grey: impl Fn(usize, usize) -> u8) -> Vec<u8> {
        let mut sheet = Vec::new();
        for y in 0..tiles * tile.height {
            for x in 0..tiles * tile.width {
                sheet.extend(vec![grey(y / tile.height, x / tile.width); tile.channels]);
            }
        }
        sheet
    }

    const TILE: MapTile = MapTile {
        width: 3,
        height: 2,
        channels: 1,
    };

    #[test]
    fn a_ramp_changes_by_its_slope_everywhere() {
        // 51 of 255 grey levels a tile, tiles 0.5 apart: 0.4 a unit.
        for channels in [1, 3] {
            let tile = MapTile { channels, ..TILE };
            let sheet = plain(4, tile, |_, column| 51 * column as u8);
            let found = sensitivity(&sheet, 4, tile, 0.5).expect("it fits");
            assert_close(&found, &[0.4; 16], 1e-6);
        }
    }

    #[test]
    fn changes_across_and_up_add_as_squares() {
        let sheet = plain(3, TILE, |row, column| (30 * column + 40 * row) as u8);
        let found = sensitivity(&sheet, 3, TILE, 1.0).expect("it fits");
        assert_close(&found, &[50.0 / 255.0; 9], 1e-6);
    }

    #[test]
    fn pixels_count_as_the_root_of_their_mean_square() {
        // One pixel of six changes by 255 from each tile to the next.
        let mut sheet = vec![0; 4 * 6];
        sheet[3] = 255;
        sheet[15] = 255;
        let found = sensitivity(&sheet, 2, TILE, 1.0).expect("it fits");
        assert_close(&found, &[(1.0_f32 / 6.0).sqrt(); 4], 1e-6);
    }

    #[test]
    fn an_edge_in_a_map_is_found_beside_it() {
        let sheet = plain(6, TILE, |_, column| if column < 3 { 0 } else { 255 });
        let found = sensitivity(&sheet, 6, TILE, 1.0).expect("it fits");
        assert_close(&found[..6], &[0.0, 0.0, 0.5, 0.5, 0.0, 0.0], 1e-6);
    }

    #[test]
    fn one_tile_does_not_change_and_what_does_not_fit_is_none() {
        assert_eq!(sensitivity(&[9; 6], 1, TILE, 1.0), Some(vec![0.0]));
        assert_eq!(sensitivity(&[9; 7], 1, TILE, 1.0), None);
        assert_eq!(sensitivity(&[], 0, TILE, 1.0), None);
        for step in [0.0, -1.0, f32::NAN] {
            assert_eq!(sensitivity(&[9; 6], 1, TILE, step), None);
        }
    }
}
