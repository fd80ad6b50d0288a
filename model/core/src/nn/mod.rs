//! Building blocks of the networks. Weights begin with numbers drawn on the host.

mod activation;
mod conv;
mod decoder;
mod dense;
mod growing;
pub(crate) mod layers;
mod modulation;
mod norm;
mod resample;
mod spectral;

pub use activation::{Activation, ApplyActivation, sigmoid};
pub use conv::{DownBlock, PointwiseConv, UpBlock};
pub use decoder::Decoder;
pub use dense::{Mlp, dense, linear, product};
pub use growing::Growth;
pub use layers::{DecoderLayers, EncoderLayers};
pub use norm::{ForwardPass, HiddenActivations, NormLayer, PassStatistics};
pub use resample::{double, flatten, halve, unflatten};
pub use spectral::SpectralNorm;

use burn::module::Param;
use burn::tensor::{Device, Tensor, TensorData};

use crate::random::HostRng;

/// What a kernel found, or else the same composed from burn's operations. The kernels serve every
/// device of a browser: there, what composes is no part of the program.
pub(crate) fn or_fallback<T>(found: Option<T>, composed: impl FnOnce() -> T) -> T {
    if cfg!(target_arch = "wasm32") {
        found.expect("a kernel for a browser's device")
    } else {
        found.unwrap_or_else(composed)
    }
}

/// A parameter uniform in ±1/√`fan_in`, as PyTorch begins dense and convolutional layers.
pub(crate) fn uniform_param<const D: usize>(
    shape: [usize; D],
    fan_in: usize,
    rng: &mut HostRng,
    device: &Device,
) -> Param<Tensor<D>> {
    let bound = 1.0 / (fan_in as f32).sqrt();
    let values = rng.uniforms(shape.iter().product(), bound);
    Param::from_data(TensorData::new(values, shape), device)
}
