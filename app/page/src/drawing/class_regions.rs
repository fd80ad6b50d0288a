//! Regions of a grid whose cells are of one class each: the lines between them, and where a region's name
//! stands.

use std::fmt::Write;

/// Where cells lie: the left and upper edge of the grid, and a cell's side. Upwards is negative, as in a
/// drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellPlace {
    /// The left edge.
    pub left: f32,
    /// The upper edge.
    pub top: f32,
    /// A cell's side.
    pub side: f32,
}

/// The lines between cells of different classes, as the `d` of an SVG path.
///
/// # Shapes
/// `classes`: `[cells, cells]`, row by row
pub fn outlines(classes: &[u8], cells: usize, place: CellPlace) -> String {
    let mut path = String::new();
    let at = |row: usize, column: usize| classes[row * cells + column];
    // Each line between two rows, and between two columns, as few strokes as it has.
    for line in 1..cells {
        strokes(
            cells,
            |along| at(line - 1, along) != at(line, along),
            |from, to| {
                let (x, y) = (from as f32 * place.side, line as f32 * place.side);
                let length = (to - from) as f32 * place.side;
                // Writing to a string cannot fail.
                let _ = write!(
                    path,
                    "M{:.3} {:.3}h{length:.3}",
                    place.left + x,
                    place.top + y
                );
            },
        );
        strokes(
            cells,
            |along| at(along, line - 1) != at(along, line),
            |from, to| {
                let (x, y) = (line as f32 * place.side, from as f32 * place.side);
                let length = (to - from) as f32 * place.side;
                let _ = write!(
                    path,
                    "M{:.3} {:.3}v{length:.3}",
                    place.left + x,
                    place.top + y
                );
            },
        );
    }
    path
}

/// Hands out the beginning and the end of each run of cells that are drawn.
fn strokes(cells: usize, is_drawn: impl Fn(usize) -> bool, mut stroke: impl FnMut(usize, usize)) {
    let mut from = None;
    for along in 0..=cells {
        match (from, along < cells && is_drawn(along)) {
            (None, true) => from = Some(along),
            (Some(begin), false) => {
                stroke(begin, along);
                from = None;
            }
            _ => {}
        }
    }
}

/// The middle of the cell in which the largest region of a class has its name: that of its cells which is
/// nearest to their mean. `None` where no region has a hundredth of all cells.
///
/// # Shapes
/// `classes`: `[cells, cells]`, row by row
pub fn name_place(classes: &[u8], cells: usize, class: u8, place: CellPlace) -> Option<(f32, f32)> {
    let region = largest_region(classes, cells, class);
    if region.len() * 100 < cells * cells {
        return None;
    }
    let mean = |part: fn(usize, usize) -> usize| {
        region.iter().map(|cell| part(*cell, cells)).sum::<usize>() as f32 / region.len() as f32
    };
    let (row, column) = (
        mean(|cell, cells| cell / cells),
        mean(|cell, cells| cell % cells),
    );
    let far = |cell: &usize| {
        ((cell / cells) as f32 - row).powi(2) + ((cell % cells) as f32 - column).powi(2)
    };
    let nearest = region
        .into_iter()
        .min_by(|a, b| far(a).total_cmp(&far(b)))?;
    let middle = |cells_before: usize| (cells_before as f32 + 0.5) * place.side;
    Some((
        place.left + middle(nearest % cells),
        place.top + middle(nearest / cells),
    ))
}

/// The cells of the largest region of a class, by their numbers.
fn largest_region(classes: &[u8], cells: usize, class: u8) -> Vec<usize> {
    let mut is_new: Vec<bool> = classes.iter().map(|it| *it == class).collect();
    let mut largest = Vec::new();
    for first in 0..classes.len() {
        if !std::mem::take(&mut is_new[first]) {
            continue;
        }
        let mut region = vec![first];
        let mut next = 0;
        while let Some(&cell) = region.get(next) {
            next += 1;
            let column = cell % cells;
            let beside = [
                cell.checked_sub(cells),
                (cell + cells < classes.len()).then_some(cell + cells),
                (column > 0).then(|| cell - 1),
                (column + 1 < cells).then_some(cell + 1),
            ];
            for other in beside.into_iter().flatten() {
                if std::mem::take(&mut is_new[other]) {
                    region.push(other);
                }
            }
        }
        if region.len() > largest.len() {
            largest = region;
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: CellPlace = CellPlace {
        left: -2.0,
        top: -2.0,
        side: 1.0,
    };

    #[test]
    fn lines_are_where_classes_meet_and_as_few_as_can_be() {
        // A quarter of the grid, above left, is of another class.
        let classes = [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let path = outlines(&classes, 4, PLACE);
        assert_eq!(path, "M-2.000 0.000h2.000M0.000 -2.000v2.000");
        assert_eq!(outlines(&[3; 16], 4, PLACE), "");
    }

    #[test]
    fn a_name_stands_inside_the_largest_region_of_its_class() {
        // A ring of 1 around 0, and a 1 by itself within: the mean of the ring is not on it.
        let mut classes = [1; 25];
        for row in 1..4 {
            for column in 1..4 {
                classes[row * 5 + column] = 0;
            }
        }
        classes[12] = 1;
        let (x, y) = name_place(&classes, 5, 1, PLACE).expect("a place");
        let (column, row) = ((x + 2.0) as usize, (y + 2.0) as usize);
        assert_eq!(classes[row * 5 + column], 1);
        assert_ne!((row, column), (2, 2));
        assert_eq!(name_place(&classes, 5, 7, PLACE), None);
        assert_eq!(name_place(&[2; 25], 5, 2, PLACE), Some((0.5, 0.5)));
    }
}
