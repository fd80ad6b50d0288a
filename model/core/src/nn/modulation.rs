//! Self-modulation: the latent point reaches every hidden layer (Chen et al., *On Self Modulation for
//! Generative Adversarial Networks*, arXiv:1810.01365), here with γ and β linear in it.

use burn::module::Param;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use super::linear;

/// z → γ and β of a layer of so many channels, both 0 at first: the network begins as one without.
///
/// # Shapes
/// `[batch, latent]` → `[batch, 2 · channels]`: γ, then β
pub(super) fn modulation(latent: usize, channels: usize, device: &Device) -> Linear {
    Linear {
        weight: Param::from_tensor(Tensor::zeros([latent, 2 * channels], device)),
        bias: Some(Param::from_tensor(Tensor::zeros([2 * channels], device))),
    }
}

/// h (1 + γ(z)) + β(z), channel by channel.
///
/// # Shapes
/// `h`: `[batch, …, channels]`, `z`: `[batch, latent]`; h's stays
pub(super) fn modulated<const D: usize>(layer: &Linear, h: Tensor<D>, z: Tensor<2>) -> Tensor<D> {
    let dims = h.dims();
    let channels = dims[D - 1];
    let mut shape = [1; D];
    shape[0] = dims[0];
    shape[D - 1] = channels;
    let both = linear(layer, z);
    let gamma = both.clone().narrow(1, 0, channels).reshape(shape);
    let beta = both.narrow(1, channels, channels).reshape(shape);
    h * gamma.add_scalar(1.0) + beta
}
