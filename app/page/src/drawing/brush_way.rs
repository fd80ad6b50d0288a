//! The way of a brush over the pixels of a picture, by pointer and by keys.

/// A pixel: its column and its row.
pub type PixelPlace = (usize, usize);

/// How many pixels an arrow key moves the brush while Shift is held.
const LARGE_STEP: usize = 4;

/// The pixels between two of them, the second included and the first not, so that a quick stroke leaves no
/// gaps.
pub fn pixels_between(from: PixelPlace, to: PixelPlace) -> Vec<PixelPlace> {
    let far = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
    let between = |from: usize, to: usize, at: usize| {
        let along = at as f32 / far as f32;
        (from as f32 + (to as f32 - from as f32) * along).round() as usize
    };
    (1..=far)
        .map(|at| (between(from.0, to.0, at), between(from.1, to.1, at)))
        .collect()
}

/// Where a key moves the brush on a picture of so many pixels across and down; `None` if it does not.
pub fn brush_step(
    key: &str,
    in_large_steps: bool,
    (column, row): PixelPlace,
    (width, height): (usize, usize),
) -> Option<PixelPlace> {
    let by = if in_large_steps { LARGE_STEP } else { 1 };
    let (last_column, last_row) = (width.checked_sub(1)?, height.checked_sub(1)?);
    let (column, row) = match key {
        "ArrowLeft" => (column.saturating_sub(by), row),
        "ArrowRight" => (column + by, row),
        "ArrowUp" => (column, row.saturating_sub(by)),
        "ArrowDown" => (column, row + by),
        "Home" => (0, row),
        "End" => (last_column, row),
        _ => return None,
    };
    Some((column.min(last_column), row.min(last_row)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_stroke_leaves_no_gaps() {
        assert_eq!(pixels_between((3, 3), (3, 3)), []);
        assert_eq!(pixels_between((0, 0), (3, 1)), [(1, 0), (2, 1), (3, 1)]);
        let back = pixels_between((5, 9), (2, 0));
        assert_eq!((back.len(), back.last()), (9, Some(&(2, 0))));
        for pair in back.windows(2) {
            assert!(pair[0].0.abs_diff(pair[1].0) <= 1 && pair[0].1.abs_diff(pair[1].1) <= 1);
        }
    }

    #[test]
    fn keys_move_the_brush_and_keep_it_on_the_picture() {
        let size = (28, 20);
        assert_eq!(brush_step("ArrowRight", false, (3, 4), size), Some((4, 4)));
        assert_eq!(brush_step("ArrowDown", true, (3, 18), size), Some((3, 19)));
        assert_eq!(brush_step("ArrowUp", true, (3, 2), size), Some((3, 0)));
        assert_eq!(brush_step("End", false, (3, 2), size), Some((27, 2)));
        // What was a pixel of a larger picture.
        assert_eq!(
            brush_step("ArrowLeft", false, (60, 60), size),
            Some((27, 19))
        );
        assert_eq!(brush_step("a", false, (3, 2), size), None);
        assert_eq!(brush_step("ArrowLeft", false, (0, 0), (0, 0)), None);
    }
}
