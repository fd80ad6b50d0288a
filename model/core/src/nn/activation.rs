//! Non-linearities between layers, and the sigmoid of pictures.

use burn::tensor::{Tensor, activation};
pub use run_spec::Activation;

use super::or_fallback;

/// What an [`Activation`] does to tensors.
pub trait ApplyActivation {
    /// Applies it to each element; the shape stays.
    fn forward<const D: usize>(self, x: Tensor<D>) -> Tensor<D>;
}

impl ApplyActivation for Activation {
    fn forward<const D: usize>(self, x: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Relu => rectified(x, 0.0),
            Self::LeakyRelu => rectified(x, 0.2),
            Self::Silu => activation::silu(x),
        }
    }
}

/// x where positive, `slope` · x elsewhere.
fn rectified<const D: usize>(x: Tensor<D>, slope: f32) -> Tensor<D> {
    or_fallback(kernels::leaky_relu(&x, slope), || {
        activation::leaky_relu(x, f64::from(slope))
    })
}

/// σ(x) = 1 / (1 + e⁻ˣ).
pub fn sigmoid<const D: usize>(x: Tensor<D>) -> Tensor<D> {
    or_fallback(kernels::sigmoid(&x), || activation::sigmoid(x))
}
