//! Encoded test images.

use crate::failure_reason::UnfitAnswer;
use protocol::payload::{EncodedPointsPayload, PosteriorPayload};

/// Encoded test images.
#[derive(Clone, Debug, PartialEq)]
pub struct PosteriorPoints {
    /// How many coordinates each point has.
    pub latent: usize,
    /// Posterior means, `[count, latent]`, row by row.
    pub means: Vec<f32>,
    /// Posterior standard deviations, `[count, latent]`, row by row.
    pub spreads: Vec<f32>,
    /// Directions along which what was measured of each image grows (slant, thickness).
    pub directions: Vec<NamedDirection>,
    /// KL(q(z | x) ‖ prior) of each dimension, nats, mean over the images.
    pub kl: Vec<f32>,
    /// The digit that each image shows, `[count]`.
    pub labels: Vec<u8>,
}

/// A direction of the latent space with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedDirection {
    /// What it is called.
    pub name: String,
    /// The direction.
    pub z: Vec<f32>,
}

/// Reads a points payload, see [`FromEngine::EncodedPoints`](protocol::FromEngine::Points).
pub(super) fn read_points(
    (count, latent, names): (usize, usize, Vec<String>),
    expected_latent: usize,
    payload: Option<&[u8]>,
) -> Result<PosteriorPoints, UnfitAnswer> {
    let bytes = payload.unwrap_or_default();
    if latent != expected_latent {
        return Err(UnfitAnswer::Coordinates {
            expected: expected_latent,
            found: latent,
        });
    }
    let Some(read) = EncodedPointsPayload::read(count, latent, names.len(), bytes) else {
        let found = bytes.len();
        return Err(UnfitAnswer::PointsBytes { count, found });
    };
    let EncodedPointsPayload {
        posteriors: PosteriorPayload { means, spreads },
        factors,
        labels,
    } = read;
    let factor_values = factors.iter().flatten();
    let mut numbers = means.iter().chain(&spreads).chain(factor_values);
    if numbers.any(|number| !number.is_finite()) {
        return Err(UnfitAnswer::NotANumber);
    }
    if let Some(label) = labels.iter().find(|label| **label > 9) {
        return Err(UnfitAnswer::Label { found: *label });
    }
    let factors = names.into_iter().zip(&factors);
    let directions = factors.filter_map(|(name, values)| {
        let z = latent::of_factor(&means, latent, values).ok()?;
        Some(NamedDirection { name, z })
    });
    Ok(PosteriorPoints {
        latent,
        directions: directions.collect(),
        kl: latent::kl(&means, &spreads, latent).unwrap_or_default(),
        means,
        spreads,
        labels,
    })
}
