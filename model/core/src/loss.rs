//! Likelihoods and divergences. All are in nats, summed over an image's pixels or a code's
//! dimensions, and kept per image.

use std::f32::consts::PI;

use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::nn::or_fallback;

/// p(x | z): what the decoder's output says of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PixelLikelihood {
    /// The output is the logit of a Bernoulli probability, the pixel a grey value in [0, 1] taken
    /// as that probability (arXiv:1312.6114, appendix C.1).
    Bernoulli,
    /// The output is the mean of a Gaussian with this standard deviation
    /// (arXiv:1312.6114, appendix C.2, with the deviation fixed).
    Gaussian {
        /// Standard deviation, in grey values (0 to 1).
        sigma: f32,
    },
    /// The output is the mean of a Gaussian whose standard deviation is the best for the batch: see
    /// [`optimal_gaussian_negative_log_likelihood`].
    OptimalGaussian,
}

impl PixelLikelihood {
    /// −log p(x | z), nats per image.
    ///
    /// # Shapes
    /// `output`, `x`: `[batch, pixels]` → `[batch]`
    pub fn negative_log(self, output: Tensor<2>, x: Tensor<2>) -> Tensor<1> {
        match self {
            Self::Bernoulli => bernoulli_negative_log_likelihood(output, x),
            Self::Gaussian { sigma } => gaussian_negative_log_likelihood(output, x, sigma),
            Self::OptimalGaussian => optimal_gaussian_negative_log_likelihood(output, x),
        }
    }

    /// The expected picture, as grey values: σ(logit), or the Gaussian's mean.
    ///
    /// # Shapes
    /// any; it stays
    pub fn mean<const D: usize>(self, output: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Bernoulli => crate::nn::sigmoid(output),
            Self::Gaussian { .. } | Self::OptimalGaussian => output,
        }
    }
}

/// −Σ x log σ(l) + (1 − x) log(1 − σ(l)) = Σ max(l, 0) − l x + log(1 + e^−|l|), which overflows for
/// no logit.
///
/// # Shapes
/// `logits`, `x`: `[batch, pixels]` → `[batch]`
pub fn bernoulli_negative_log_likelihood(logits: Tensor<2>, x: Tensor<2>) -> Tensor<1> {
    let loss = or_fallback(kernels::bce_with_logits(&logits, &x), || {
        let magnitude = logits.clone().abs();
        let soft = magnitude.clone().neg().exp().log1p();
        // max(l, 0) in the form whose derivative at 0 is ½, and so that of the whole σ(0) − x.
        let positive = (logits.clone() + magnitude).mul_scalar(0.5);
        positive - logits.clone() * x.clone() + soft
    });
    loss.sum_dim(1).squeeze_dim(1)
}

/// Σ (x − μ)² / 2σ² + log(2πσ²) / 2.
///
/// # Shapes
/// `mean`, `x`: `[batch, pixels]` → `[batch]`
pub fn gaussian_negative_log_likelihood(mean: Tensor<2>, x: Tensor<2>, sigma: f32) -> Tensor<1> {
    let pixels = x.dims()[1] as f32;
    let squares = (x - mean).square().sum_dim(1).squeeze_dim::<1>(1);
    let normaliser = 0.5 * pixels * (2.0 * PI * sigma * sigma).ln();
    squares
        .div_scalar(2.0 * sigma * sigma)
        .add_scalar(normaliser)
}

/// The least variance that [`optimal_gaussian_negative_log_likelihood`] takes for the best, e⁻¹²
/// (σ about half of 1/255): the bound of arXiv:2006.13202's own code. Where reconstructions were
/// exact, the likelihood would have no bound.
pub const LEAST_OPTIMAL_VARIANCE: f32 = 6.144_212_4e-6;

/// Σ (x − μ)² / 2σ² + log(2πσ²) / 2 with the σ² that makes the sum over the batch least: the mean
/// of (x − μ)² over all of the batch's pixels (arXiv:2006.13202, equation 3).
///
/// σ² is taken as a constant by the gradient. Its own part of the gradient of the batch's sum is 0,
/// because it is the best; of a single image's term it would not be.
///
/// # Shapes
/// `mean`, `x`: `[batch, pixels]` → `[batch]`
pub fn optimal_gaussian_negative_log_likelihood(mean: Tensor<2>, x: Tensor<2>) -> Tensor<1> {
    let pixels = x.dims()[1] as f32;
    let squares = (x - mean).square().sum_dim(1).squeeze_dim::<1>(1);
    let variance = squares
        .clone()
        .detach()
        .mean()
        .div_scalar(pixels)
        .clamp_min(LEAST_OPTIMAL_VARIANCE);
    let normaliser = variance
        .clone()
        .mul_scalar(2.0 * PI)
        .log()
        .mul_scalar(0.5 * pixels);
    squares / variance.mul_scalar(2.0) + normaliser
}

/// KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) for each dimension (arXiv:1312.6114,
/// appendix B).
///
/// # Shapes
/// `mean`, `log_variance`: `[batch, latent]` → `[batch, latent]`
pub fn kl_from_prior(mean: Tensor<2>, log_variance: Tensor<2>) -> Tensor<2> {
    (mean.square() + log_variance.clone().exp() - log_variance)
        .sub_scalar(1.0)
        .mul_scalar(0.5)
}
