//! What the ground of a picture is, and how much of a pixel is not ground.

use std::collections::VecDeque;

use super::ABOVE_NOISE;

/// So much of the border must be of one grey for the ground to be even.
const EVEN_SHARE: f32 = 0.7;
/// How far that grey may stray.
const EVEN_RANGE: f32 = 10.0 / 255.0;
/// Strokes are thinner than this share of the picture's shorter side.
const WIDEST_STROKE: f32 = 1.0 / 3.0;
/// The share of missing light is of at least so much light: noise on a dark desk is not ink.
const LEAST_LIGHT: f32 = 0.25;

/// Which of ink and paper is darker.
#[derive(Clone, Copy)]
pub(super) enum Polarity {
    /// Dark ink on lighter ground.
    Dark,
    /// Light ink on darker ground.
    Light,
}

/// The standard deviation of the noise, from the differences between neighbours in a row; their
/// median is that of ground, of which there is most. Of a picture without noise, 0.
pub(super) fn noise(grey: &[f32], width: usize) -> f32 {
    let mut steps: Vec<f32> = grey
        .chunks_exact(width)
        .flat_map(|line| line.windows(2).map(|pair| (pair[0] - pair[1]).abs()))
        .collect();
    let at = steps.len() / 2;
    if steps.iter().filter(|&&step| step == 0.0).count() > at || steps.is_empty() {
        return 0.0;
    }
    let median = *steps.select_nth_unstable_by(at, f32::total_cmp).1;
    // The median of |N(0, 1)| is 0.6745, and a difference has twice the variance.
    median / (0.6745 * std::f32::consts::SQRT_2)
}

/// A picture with each pixel the mean of the three by three around it.
pub(super) fn smoothed(grey: &[f32], width: usize) -> Vec<f32> {
    let across: Vec<f32> = grey
        .chunks_exact(width)
        .flat_map(|line| {
            (0..width).map(|x| {
                let near = &line[x.saturating_sub(1)..(x + 2).min(width)];
                near.iter().sum::<f32>() / near.len() as f32
            })
        })
        .collect();
    let height = grey.len() / width;
    let mut found = Vec::with_capacity(grey.len());
    for y in 0..height {
        let rows = y.saturating_sub(1)..(y + 2).min(height);
        let count = rows.len() as f32;
        for x in 0..width {
            let sum: f32 = rows.clone().map(|row| across[row * width + x]).sum();
            found.push(sum / count);
        }
    }
    found
}

/// How far each pixel deviates from the grey of the border, towards the side where more does.
/// `None` if the border is not of one grey.
pub(super) fn ink_on_even_ground(grey: &[f32], width: usize) -> Option<Vec<f32>> {
    let height = grey.len() / width;
    let mut border: Vec<f32> = grey[..width].to_vec();
    border.extend(&grey[(height - 1) * width..]);
    for line in grey.chunks_exact(width) {
        border.extend([line[0], line[width - 1]]);
    }
    border.sort_by(f32::total_cmp);
    let level = border[border.len() / 2];
    let even = border
        .iter()
        .filter(|&&v| (v - level).abs() <= EVEN_RANGE)
        .count();
    if (even as f32) < EVEN_SHARE * border.len() as f32 {
        return None;
    }
    let (mut darker, mut lighter) = (0.0_f64, 0.0_f64);
    for &value in grey {
        let apart = f64::from(value - level);
        // Squared, so that ink counts and noise does not.
        if apart < 0.0 {
            darker += apart * apart;
        } else {
            lighter += apart * apart;
        }
    }
    let sign = if darker > lighter { -1.0 } else { 1.0 };
    Some(
        grey.iter()
            .map(|value| (sign * (value - level)).max(0.0))
            .collect(),
    )
}

/// How much of the ground's light each pixel lacks, or has too much, where the ground is what is
/// left of the picture without anything narrower than [`WIDEST_STROKE`]. What noise may be is none.
pub(super) fn ink_on_uneven_ground(
    grey: &[f32],
    width: usize,
    polarity: Polarity,
    noise: f32,
) -> Vec<f32> {
    let height = grey.len() / width;
    let reach = ((width.min(height) as f32 * WIDEST_STROKE / 2.0) as usize).max(1);
    // Turned, so that a closing is an opening.
    let sign = match polarity {
        Polarity::Dark => 1.0,
        Polarity::Light => -1.0,
    };
    let turned: Vec<f32> = grey.iter().map(|value| sign * value).collect();
    let greatest = greatest_around(&turned, width, reach);
    let negated: Vec<f32> = greatest.iter().map(|value| -value).collect();
    let closed = greatest_around(&negated, width, reach);
    let pairs = turned.iter().zip(&closed);
    let apart: Vec<f32> = pairs.map(|(value, closed)| -closed - value).collect();
    // The greatest of noise lies above its middle.
    let mut sorted = apart.clone();
    let at = sorted.len() / 2;
    let offset = *sorted.select_nth_unstable_by(at, f32::total_cmp).1;
    apart
        .iter()
        .zip(&closed)
        .map(|(apart, closed)| {
            let apart = apart - offset;
            match polarity {
                _ if apart < ABOVE_NOISE * noise => 0.0,
                Polarity::Dark => apart / (-closed).max(LEAST_LIGHT),
                Polarity::Light => apart,
            }
        })
        .collect()
}

/// The greatest value at most `reach` pixels away across and down; what lies outside counts for
/// nothing.
fn greatest_around(grey: &[f32], width: usize, reach: usize) -> Vec<f32> {
    let across = greatest_along_rows(grey, width, reach);
    let height = grey.len() / width;
    let down = greatest_along_rows(&transposed(&across, width), height, reach);
    transposed(&down, height)
}

/// Along each row, in a time that does not depend on `reach`: candidates in a queue, greatest first
/// (Lemire, *Streaming maximum-minimum filter*, 2006).
fn greatest_along_rows(grey: &[f32], width: usize, reach: usize) -> Vec<f32> {
    let mut found = Vec::with_capacity(grey.len());
    let mut queue: VecDeque<usize> = VecDeque::new();
    for line in grey.chunks_exact(width) {
        queue.clear();
        let mut next = 0;
        for x in 0..width {
            while next < (x + reach + 1).min(width) {
                while queue.back().is_some_and(|&last| line[last] <= line[next]) {
                    queue.pop_back();
                }
                queue.push_back(next);
                next += 1;
            }
            while queue.front().is_some_and(|&first| first + reach < x) {
                queue.pop_front();
            }
            found.push(queue.front().map_or(line[x], |&first| line[first]));
        }
    }
    found
}

pub(super) fn transposed<T: Copy>(values: &[T], width: usize) -> Vec<T> {
    let column = |x: usize| values.iter().skip(x).step_by(width).copied();
    (0..width).flat_map(column).collect()
}
