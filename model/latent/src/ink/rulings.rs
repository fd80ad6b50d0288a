//! Ruled and squared paper.

use super::ground::transposed;

/// A ruled line is there in so many of [`SEGMENTS`] pieces of the width.
const RULED_SEGMENTS: usize = 7;
const SEGMENTS: usize = 8;
/// And nothing but it in so many.
const BARE_SEGMENTS: usize = 4;
/// A ruled line is at most this share of the picture's height thick.
const RULING: usize = 60;

/// Ink without the ruled lines of paper, across and down: thin ones from one side to the other,
/// also if they lean a little. They are found among `ruled`, which holds fainter ink too. Where a stroke
/// crosses one, it stays; and all stays if nothing else is there.
pub(super) fn without_rulings(ink: Vec<bool>, ruled: &[bool], width: usize) -> Vec<bool> {
    let height = ink.len() / width;
    if width.min(height) < 8 * SEGMENTS {
        return ink;
    }
    let found = without_lines_across(ink.clone(), ruled, width);
    let turned = transposed(&found, width);
    let turned = without_lines_across(turned, &transposed(ruled, width), height);
    if turned.contains(&true) {
        transposed(&turned, height)
    } else {
        ink
    }
}

fn without_lines_across(mut ink: Vec<bool>, ruled: &[bool], width: usize) -> Vec<bool> {
    let height = ink.len() / width;
    let thickest = (height / RULING).max(3);
    let lines = thin_runs(ruled, width, thickest);
    let removable = thin_runs(&ink, width, thickest);
    let piece = width / SEGMENTS;
    // Whether ink of a mask goes through a piece of the width at a row, or right beside it.
    let covered = |mask: &[bool], y: usize, segment: usize| {
        let rows = y.saturating_sub(1)..(y + 2).min(height);
        let columns = segment * piece..(segment + 1) * piece;
        let hit = columns
            .filter(|x| rows.clone().any(|row| mask[row * width + x]))
            .count();
        10 * hit >= 7 * piece
    };
    let table = |mask: &[bool]| -> Vec<[bool; SEGMENTS]> {
        (0..height)
            .map(|y| std::array::from_fn(|segment| covered(mask, y, segment)))
            .collect()
    };
    let (bare, any) = (table(&lines), table(ruled));
    for first in 0..height {
        // Followed from the left, by a row or two a piece up or down.
        for slope in [0_isize, -1, 1, -2, 2] {
            let row = |segment: usize| first.checked_add_signed(slope * segment as isize);
            let hits = |table: &[[bool; SEGMENTS]]| {
                let hit = |&segment: &usize| {
                    row(segment).is_some_and(|y| y < height && table[y][segment])
                };
                (0..SEGMENTS).filter(hit).count()
            };
            // A stroke may hide some of it.
            if hits(&any) < RULED_SEGMENTS || hits(&bare) < BARE_SEGMENTS {
                continue;
            }
            for x in 0..width {
                let Some(middle) = row((x / piece).min(SEGMENTS - 1)) else {
                    continue;
                };
                for y in middle.saturating_sub(2)..(middle + 3).min(height) {
                    if removable[y * width + x] {
                        ink[y * width + x] = false;
                    }
                }
            }
            break;
        }
    }
    ink
}

/// Which pixels lie in runs down a column of at most `thickest`.
fn thin_runs(mask: &[bool], width: usize, thickest: usize) -> Vec<bool> {
    let height = mask.len() / width;
    let mut thin = vec![false; mask.len()];
    for x in 0..width {
        let mut start = None;
        for y in 0..=height {
            let here = y < height && mask[y * width + x];
            match (start, here) {
                (None, true) => start = Some(y),
                (Some(first), false) => {
                    for row in first..y {
                        thin[row * width + x] = y - first <= thickest;
                    }
                    start = None;
                }
                _ => {}
            }
        }
    }
    thin
}
