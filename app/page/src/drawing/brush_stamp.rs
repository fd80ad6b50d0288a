//! The brush that paints a density.

/// What one stamp of the brush adds to the cells around a cell: row, column, levels. An eraser
/// subtracts.
pub fn brush_stamp(row: usize, column: usize, erase: bool) -> Vec<(usize, usize, i16)> {
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

    #[test]
    fn a_stamp_is_heaviest_in_its_middle_and_stays_within() {
        let cells = brush_stamp(5, 5, false);
        assert_eq!(cells.len(), 9);
        assert!(cells.contains(&(5, 5, 3)) && cells.contains(&(4, 6, 1)));
        assert_eq!(brush_stamp(0, 0, true).len(), 4);
        assert!(brush_stamp(0, 0, true).iter().all(|cell| cell.2 < 0));
    }
}
