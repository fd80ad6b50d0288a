//! The Gauss–Newton matrix and gradient of a search through a decoder, from differences of pictures.

use super::picture_evidence::PictureEvidence;

/// How far apart the two pictures of a difference are in z. Grey values in single precision leave
/// some 1e-5 of a derivative uncertain, and a curve about as much as this.
const APART: f32 = 1.0 / 256.0;

/// JᵀJ + w I and Jᵀr + w (z − c) at `z`, of whose picture `seen` is seen, from what is seen of the pictures
/// [`APART`] from it along each coordinate.
pub(super) fn normal_equations(
    evidence: &PictureEvidence,
    z: &[f32],
    seen: &[f32],
    mut columns: Vec<f32>,
) -> (Vec<f64>, Vec<f64>) {
    let (latent, known) = (z.len(), seen.len());
    for (i, column) in columns.chunks_exact_mut(known).enumerate() {
        // As far apart as single precision has it.
        let apart = (z[i] + APART) - z[i];
        for (value, at) in column.iter_mut().zip(seen) {
            *value = (*value - at) / apart;
        }
    }
    let residuals = evidence.residuals(seen);
    let mut matrix = vec![0.0; latent * latent];
    let mut gradient = vec![0.0; latent];
    let pulls = evidence.away_from_center(z);
    for ((i, one), pull) in columns.chunks_exact(known).enumerate().zip(pulls) {
        gradient[i] = dot(one, &residuals) + evidence.prior() * pull;
        for (j, other) in columns.chunks_exact(known).enumerate().take(i + 1) {
            let sum = dot(one, other);
            matrix[i * latent + j] = sum;
            matrix[j * latent + i] = sum;
        }
        matrix[i * latent + i] += evidence.prior();
    }
    (matrix, gradient)
}

/// The points [`APART`] from `z` along each coordinate: `[latent, latent]`.
pub(super) fn neighbouring(z: &[f32]) -> Vec<f32> {
    let mut points = z.repeat(z.len());
    for i in 0..z.len() {
        points[i * z.len() + i] += APART;
    }
    points
}

/// The scalar product, summed in double precision by pieces.
fn dot(one: &[f32], other: &[f32]) -> f64 {
    let pieces = one.chunks(64).zip(other.chunks(64));
    pieces
        .map(|(a, b)| f64::from(a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>()))
        .sum()
}
