//! The model's picture nearest to one that was painted over.
//!
//! Somebody paints on the picture g(c) of a point c, and the point follows, as in Brock et al., *Neural Photo
//! Editing with Introspective Adversarial Networks* (arXiv:1609.07093), and Zhu et al., *Generative Visual
//! Manipulation on the Natural Image Manifold* (arXiv:1609.03552). With the wish x, and weights m that are 1
//! where it was painted and small elsewhere, z makes small
//!
//! ½ ‖√m ⊙ (g(z) − x)‖² + ½ λ² ‖z − c‖²
//!
//! by a few steps of [`LatentInversion`](super::LatentInversion) from where the point is now. For a linear
//! decoder that is ridge regression, and one step does it. Where the wish is the picture itself, c is the
//! least, so that nothing moves.

use run_spec::ImageShape;

use super::inversion::LatentInversion;
use super::picture_evidence::PictureEvidence;
use super::{InversionProgress, LatentDecoder, check_points};
use crate::device::Device;
use crate::error::LatentPointFault;
use crate::{ModelError, ModelResult};

/// λ, in grey values for each standard deviation of the prior.
const PULL: f32 = 0.4;
/// Steps before the first answer, which is to come while the brush moves.
const FIRST_STEPS: u32 = 2;
/// Steps in all: `docs/paint.md` has what they bring, and how long they take.
const STEPS: u32 = 16;

/// A search for the picture nearest to a painted one. It draws nothing at random.
pub struct PicturePainting(LatentInversion);

impl PicturePainting {
    /// Begins at `start`, near which the point is, with coordinates within ±`bound`. The picture of
    /// `center` is what was painted on.
    ///
    /// # Shapes
    /// `values`: `[height, width, channels]`, 0 black to 1 white; `weights`: `[height, width]`; `start` and
    /// `center`: `[latent]`
    ///
    /// # Errors
    /// [`ModelError::PictureSize`] when values or weights are of another
    /// size, [`ModelError::LatentPoint`] when either point is none.
    pub fn new(
        (values, weights): (&[f32], &[f32]),
        shape: ImageShape,
        (start, center): (&[f32], &[f32]),
        latent: usize,
        bound: f32,
    ) -> ModelResult<Self> {
        for point in [start, center] {
            if point.len() != latent {
                return Err(ModelError::LatentPoint {
                    expected: latent,
                    found: LatentPointFault::Count(point.len()),
                });
            }
            check_points(latent, point)?;
        }
        let evidence = PictureEvidence::new(values, weights, shape, 1, PULL)?;
        let evidence = evidence.around(center.to_vec());
        let start = start.to_vec();
        Ok(Self(LatentInversion::from_starts(
            evidence, latent, bound, start, STEPS,
        )))
    }

    /// Whether so many steps are worth an answer already, although it is not done.
    pub fn is_answer(steps: u32) -> bool {
        steps >= FIRST_STEPS
    }

    /// As [`LatentInversion::wanted`].
    pub fn wanted(&self) -> usize {
        self.0.wanted()
    }

    /// As [`LatentInversion::advance`].
    ///
    /// # Errors
    /// As there.
    pub async fn advance(
        &mut self,
        model: &impl LatentDecoder,
        device: &Device,
        pictures: usize,
    ) -> ModelResult<InversionProgress> {
        self.0.advance(model, device, pictures).await
    }
}
