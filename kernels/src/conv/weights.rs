//! Orders of a convolution's weight, by whether its taps come first or last.

use crate::multiply::transpose;

/// `[a][b][taps]` as `[taps][b][a]`.
pub fn taps_first(weight: &[f32], [a, b, taps]: [usize; 3]) -> Vec<f32> {
    let mut out = vec![0.0; weight.len()];
    for i in 0..b {
        let (from, to) = (&weight[i * taps..], &mut out[i * a..]);
        transpose(from, [a, taps], [b * taps, b * a], to);
    }
    out
}

/// `[taps][b][a]` as `[a][b][taps]`.
pub fn taps_last(weight: &[f32], [taps, b, a]: [usize; 3]) -> Vec<f32> {
    let mut out = vec![0.0; weight.len()];
    for i in 0..b {
        let (from, to) = (&weight[i * a..], &mut out[i * taps..]);
        transpose(from, [taps, a], [b * a, b * taps], to);
    }
    out
}

/// `[a][b][taps]` as `[taps][a][b]`.
pub fn moved_first(weight: &[f32], [a, b, taps]: [usize; 3]) -> Vec<f32> {
    let mut out = vec![0.0; weight.len()];
    transpose(weight, [a * b, taps], [taps, a * b], &mut out);
    out
}
