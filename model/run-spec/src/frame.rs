//! What there is to see of a run on two-dimensional toy data.

use serde::{Deserialize, Serialize};

/// Toy data are shown on [−`TOY2D_REACH`, `TOY2D_REACH`]², y upward; densities are compared there too.
pub const TOY2D_REACH: f32 = 1.5;
/// Grids of latent points reach from minus this to this where the prior is normal, and ±1 where it is
/// uniform.
pub const NOISE_REACH: f32 = 2.5;

/// A part of a frame: a table of numbers, row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrameLayer {
    /// What it is.
    pub kind: FrameLayerKind,
    /// Points, or rows of a field.
    pub rows: usize,
    /// Numbers each.
    pub columns: usize,
}

/// What a layer of a frame shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameLayerKind {
    /// Points that are learnt from: `[n, 2]`.
    Real,
    /// G of latent points that stay the same throughout a run: `[n, 2]`. By running statistics, and
    /// by the generator's average if there is one.
    Generated,
    /// Those latent points: `[n, latent]`.
    Noise,
    /// Where the generator's loss falls fastest, at the first of the generated points: minus its
    /// gradient, `[n, 2]`. The loss is that of one point, not the batch's mean.
    Arrows,
    /// Probability of being real, as the discriminator has it, at the middles of square cells:
    /// `[side, side]`, the first row at the top. Of a score without bounds it is σ; a Wasserstein
    /// critic's, which has neither zero nor unit, is standardised over the cells first; least
    /// squares' is cut to [0, 1].
    Field,
    /// G of a regular grid of latent points over ±[`NOISE_REACH`] of the first two dimensions (the
    /// others 0): `[side · side, 2]`, first row at the second dimension's greatest value; with one
    /// latent dimension `[n, 2]`, from its least value on.
    Manifold,
    /// Posterior means of the first held-out points: `[n, latent]`.
    Means,
    /// Posterior standard deviations, likewise.
    Spreads,
    /// Those held-out points themselves: `[n, 2]`.
    HeldOut,
    /// Reconstructions of the same points: `[n, 2]`.
    Reconstructed,
}
