//! A convolution's weight in other orders.

use crate::multiply::transpose;

/// `[a][b][c]` as `[c][b][a]`.
pub fn reversed(weight: &[f32], [a, b, c]: [usize; 3]) -> Vec<f32> {
    let mut out = vec![0.0; weight.len()];
    for i in 0..b {
        let (from, to) = (&weight[i * c..], &mut out[i * a..]);
        transpose(from, [a, c], [b * c, b * a], to);
    }
    out
}

/// `[a][b][c]` as `[c][a][b]`.
pub fn last_first(weight: &[f32], [a, b, c]: [usize; 3]) -> Vec<f32> {
    let mut out = vec![0.0; weight.len()];
    transpose(weight, [a * b, c], [c, a * b], &mut out);
    out
}
