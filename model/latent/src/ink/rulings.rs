//! Ruled and squared paper.

use super::ground::transposed;

/// A ruled line is there in so many of [`SEGMENTS`] pieces of the width.
const RULED_SEGMENTS: usize = 7;
const SEGMENTS: usize = 8;
/// And nothing but it in so many.
const BARE_SEGMENTS: usize = 4;
/// A ruled line is at most this share of the picture's height thick.
const RULING: usize = 32;

/// Ink without the ruled lines of paper, across and down: thin ones from one side to the other,
/// also if they lean a little. They are found among `ruled`, which holds fainter ink too. Where a stroke
/// crosses one, it stays; and all stays if nothing else is there.
pub(super) fn without_rulings(ink: Vec<bool>, ruled: &[bool], width: usize) -> Vec<bool> {
    let height = ink.len() / width;
    if width.min(height) < 8 * SEGMENTS {
        return ink;
    }
    let mut found = ink.clone();
    if reaches_across(ruled, width) {
        found = without_lines_across(found, ruled, width);
    }
    let turned = transposed(ruled, width);
    if reaches_across(&turned, height) {
        let across = without_lines_across(transposed(&found, width), &turned, height);
        found = transposed(&across, height);
    }
    if found.contains(&true) { found } else { ink }
}

/// Whether ink of a mask reaches so far across that a ruled line can be there.
fn reaches_across(mask: &[bool], width: usize) -> bool {
    let outer = width / SEGMENTS;
    let within = |columns: std::ops::Range<usize>| {
        let mut lines = mask.chunks_exact(width);
        lines.any(|line| line[columns.clone()].contains(&true))
    };
    // Of eight pieces a line may lack one: the first, or the last.
    within(0..2 * outer)
        && within(width - 2 * outer..width)
        && (within(0..outer) || within(width - outer - width % SEGMENTS..width))
}

fn without_lines_across(mut ink: Vec<bool>, ruled: &[bool], width: usize) -> Vec<bool> {
    let height = ink.len() / width;
    let thickest = (height / RULING).max(3);
    let runs = runs_down(ruled, width);
    let lines: Vec<bool> = runs
        .iter()
        .map(|run| (1..=thickest).contains(run))
        .collect();
    let ink_runs = runs_down(&ink, width);
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
            let middles: Vec<Option<usize>> = (0..width)
                .map(|x| row((x / piece).min(SEGMENTS - 1)).filter(|&y| y < height))
                .collect();
            let thick = median_run(&lines, &runs, &middles, width) + 1;
            for (x, middle) in middles.into_iter().enumerate() {
                let Some(middle) = middle else { continue };
                for y in middle.saturating_sub(thick)..(middle + thick + 1).min(height) {
                    // A stroke that crosses it is thicker.
                    if ink_runs[y * width + x] <= thick {
                        ink[y * width + x] = false;
                    }
                }
            }
            break;
        }
    }
    ink
}

/// How thick a line is that goes through these rows.
fn median_run(lines: &[bool], runs: &[usize], middles: &[Option<usize>], width: usize) -> usize {
    let here = middles.iter().enumerate().filter_map(|(x, middle)| {
        let at = (*middle)? * width + x;
        lines[at].then(|| runs[at])
    });
    let mut here: Vec<usize> = here.collect();
    here.sort_unstable();
    here.get(here.len() / 2).copied().unwrap_or_default()
}

/// How long the run of a mask down the column is that each pixel lies in; 0 outside.
fn runs_down(mask: &[bool], width: usize) -> Vec<usize> {
    let height = mask.len() / width;
    let mut runs = vec![0; mask.len()];
    for x in 0..width {
        let mut start = None;
        for y in 0..=height {
            let here = y < height && mask[y * width + x];
            match (start, here) {
                (None, true) => start = Some(y),
                (Some(first), false) => {
                    for row in first..y {
                        runs[row * width + x] = y - first;
                    }
                    start = None;
                }
                _ => {}
            }
        }
    }
    runs
}
