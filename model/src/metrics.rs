//! Figures measured on held-out data.

use crate::data::Images;
use crate::device::Device;
use crate::random::{HostRng, Stream};
use crate::vae::Vae;
use crate::{Error, Result};
use burn::tensor::Tensor;

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
/// [`Error::Device`] when the device fails.
pub async fn elbo(
    vae: &Vae,
    latent: usize,
    images: &Images,
    seed: u64,
    device: &Device,
) -> Result<ElboFigures> {
    const BATCH: usize = 500;
    let mut rng = HostRng::new(seed, Stream::Evaluation);
    let (mut reconstruction, mut kl) = (0.0, 0.0);
    let indices: Vec<usize> = (0..images.len()).collect();
    for chunk in indices.chunks(BATCH) {
        let noise = rng.normal_tensor([chunk.len(), latent], device);
        let terms = vae.elbo(images.batch(chunk, device), noise);
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

async fn sum(values: Tensor<1>) -> Result<f64> {
    Ok(read(values).await?.iter().map(|&v| f64::from(v)).sum())
}

/// Reads a tensor's numbers, row by row.
///
/// # Errors
/// [`Error::Device`] when the device fails.
pub async fn read<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>> {
    let failed = |reason: String| Error::Device { reason };
    tensor
        .into_data_async()
        .await
        .map_err(|error| failed(error.to_string()))?
        .try_into_vec::<f32>()
        .map_err(|error| failed(format!("{error:?}")))
}
