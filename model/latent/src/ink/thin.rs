//! Strokes that would be too thin once a picture is as small as MNIST's.

use crate::centre::box_of;

/// Strokes of fewer pixels than this in MNIST's box of 20 become as thick: MNIST's thin ones are.
const LEAST: f32 = 1.8;
/// Strokes of fewer than this were much thinner, which is said.
const SAID: f32 = 1.2;
/// Pixels of MNIST's images a side.
const SIDE: usize = 28;

/// Makes strokes [`LEAST`] thick that are thinner when `longer` pixels are scaled to MNIST's box. Whether
/// they were much thinner.
pub(super) fn thicken(grey: &mut [f32], mask: &[bool], width: usize, longer: usize) -> bool {
    let scale = longer as f32 / box_of(SIDE) as f32;
    let thickness = stroke_width(mask, width);
    // Drawn on little more than that box, strokes are as they should be.
    if scale < 3.0 || thickness >= LEAST * scale {
        return false;
    }
    let reach = (LEAST * scale - thickness) / 2.0;
    for (value, distance) in grey.iter_mut().zip(distances(mask, width)) {
        // Half a pixel within the edge is half ink.
        *value = value.max((reach + 0.5 - distance).clamp(0.0, 1.0));
    }
    thickness < SAID * scale
}

/// How wide the strokes of a mask are, on average: twice their area by their outline. An outline
/// counted in pixels' sides is longer than the true one, by 4/π over all directions.
fn stroke_width(mask: &[bool], width: usize) -> f32 {
    let area = mask.iter().filter(|&&ink| ink).count();
    let across: usize = mask
        .chunks_exact(width)
        .map(|line| {
            let inside = line.windows(2).filter(|pair| pair[0] != pair[1]).count();
            inside + usize::from(line[0]) + usize::from(line[width - 1])
        })
        .sum();
    let last = mask.len() - width;
    let ends = mask[..width].iter().chain(&mask[last..]);
    let down = mask[width..]
        .iter()
        .zip(mask)
        .filter(|(one, other)| one != other)
        .count()
        + ends.filter(|&&ink| ink).count();
    let outline = (across + down) as f32 * std::f32::consts::FRAC_PI_4;
    2.0 * area as f32 / outline.max(1.0)
}

/// The distance of a mask's innermost pixel from its edge, as a share of how wide its strokes are: half for
/// a line of even width, one for a disc, a square or a triangle.
pub(super) fn bulge(mask: &[bool], width: usize) -> f32 {
    let outside: Vec<bool> = mask.iter().map(|ink| !ink).collect();
    if !outside.contains(&true) {
        return 1.0;
    }
    let innermost = distances(&outside, width).into_iter().fold(0.0, f32::max);
    (innermost - 0.5) / stroke_width(mask, width).max(1.0)
}

/// A mask, grown by `reach` pixels in all directions.
pub(super) fn grown(mask: &[bool], width: usize, reach: usize) -> Vec<bool> {
    let most = reach as f32 + 0.5;
    let found = distances(mask, width).into_iter();
    found.map(|distance| distance <= most).collect()
}

/// Each pixel's distance to the nearest of the mask, in two passes over its neighbours: steps of 3
/// across and 4 aslant, which is right to 8 % (Borgefors, *Distance transformations in digital
/// images*, 1986).
fn distances(mask: &[bool], width: usize) -> Vec<f32> {
    const FAR: u32 = u32::MAX / 2;
    let height = mask.len() / width;
    let mut steps: Vec<u32> = mask.iter().map(|&ink| if ink { 0 } else { FAR }).collect();
    for at in 0..steps.len() {
        let (y, x) = (at / width, at % width);
        let mut least = steps[at];
        if x > 0 {
            least = least.min(steps[at - 1] + 3);
        }
        if y > 0 {
            least = least.min(steps[at - width] + 3);
            if x > 0 {
                least = least.min(steps[at - width - 1] + 4);
            }
            if x + 1 < width {
                least = least.min(steps[at - width + 1] + 4);
            }
        }
        steps[at] = least;
    }
    for at in (0..steps.len()).rev() {
        let (y, x) = (at / width, at % width);
        let mut least = steps[at];
        if x + 1 < width {
            least = least.min(steps[at + 1] + 3);
        }
        if y + 1 < height {
            least = least.min(steps[at + width] + 3);
            if x + 1 < width {
                least = least.min(steps[at + width + 1] + 4);
            }
            if x > 0 {
                least = least.min(steps[at + width - 1] + 4);
            }
        }
        steps[at] = least;
    }
    steps.into_iter().map(|steps| steps as f32 / 3.0).collect()
}
