//! Figures measured on held-out data.

mod disentanglement;
pub mod plane;

pub use disentanglement::disentanglement;
pub use evaluation::{Sharpness, mean_squared_error, peak_signal_to_noise, quantised, sharpness};
pub use plane::{SampleEvaluator, Toy2dQuality};
pub use run_spec::{ModeCoverage, QualityMeasure};

use burn::tensor::Tensor;

use crate::ModelResult;
use crate::data::Images;
use crate::device::{Device, read};
use crate::random::{HostRng, RandomStream};
use crate::vae::{ElboTerms, Vae};

/// Images that are measured at a time.
pub(crate) const BATCH: usize = 500;

/// −ELBO and its terms, in nats per image, averaged over a set of images.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElboFigures {
    /// −ELBO = `reconstruction` + `kl`.
    pub negative_elbo: f64,
    /// E_q[−log p(x | z)].
    pub reconstruction: f64,
    /// KL(q(z | x) ‖ N(0, 1)).
    pub kl: f64,
    /// Images measured.
    pub images: usize,
}

/// Measures −ELBO on all of `images` with one draw of ε per image, from `seed`.
///
/// # Errors
/// [`ModelError::Device`] when the device fails.
pub async fn elbo(
    vae: &Vae,
    latent: usize,
    images: &Images,
    seed: u64,
    device: &Device,
) -> ModelResult<ElboFigures> {
    mean_elbo(latent, images, seed, device, |images, noise| {
        vae.elbo(images, noise)
    })
    .await
}

/// The same of whatever gives the two terms of a batch, `[batch]` each, for its images
/// `[batch, pixels]` and noise `[batch, latent]`.
///
/// # Errors
/// [`ModelError::Device`] when the device fails.
pub(crate) async fn mean_elbo(
    latent: usize,
    images: &Images,
    seed: u64,
    device: &Device,
    terms: impl Fn(Tensor<2>, Tensor<2>) -> ElboTerms,
) -> ModelResult<ElboFigures> {
    let mut rng = HostRng::new(seed, RandomStream::Evaluation);
    let (mut reconstruction, mut kl) = (0.0, 0.0);
    let indices: Vec<usize> = (0..images.len()).collect();
    for chunk in indices.chunks(BATCH) {
        let noise = rng.normal_tensor([chunk.len(), latent], device);
        let terms = terms(images.batch(chunk, device), noise);
        reconstruction += sum(terms.reconstruction).await?;
        kl += sum(terms.kl).await?;
    }
    let count = images.len() as f64;
    Ok(ElboFigures {
        negative_elbo: (reconstruction + kl) / count,
        reconstruction: reconstruction / count,
        kl: kl / count,
        images: images.len(),
    })
}

async fn sum(values: Tensor<1>) -> ModelResult<f64> {
    Ok(read(values).await?.iter().map(|&v| f64::from(v)).sum())
}
