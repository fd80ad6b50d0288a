//! Non-linearities between layers, and the sigmoid of pictures.
//!
//! Where autodiff follows a tensor, burn composes the sigmoid's way back from several operations. It
//! is written here so that one multiplication is left of it.

use burn::tensor::{Tensor, activation};
pub use spec::Activation;

/// What an [`Activation`] does to tensors.
pub trait Activate {
    /// Applies it to each element; the shape stays.
    fn forward<const D: usize>(self, x: Tensor<D>) -> Tensor<D>;
}

impl Activate for Activation {
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
    kernels::leaky_relu(&x, slope).unwrap_or_else(|| activation::leaky_relu(x, f64::from(slope)))
}

/// σ(x) = 1 / (1 + e⁻ˣ).
pub fn sigmoid<const D: usize>(x: Tensor<D>) -> Tensor<D> {
    if let Some(y) = kernels::sigmoid(&x) {
        return y;
    }
    if !x.is_tracked() {
        return activation::sigmoid(x);
    }
    // σ(c) + σ'(c) · (x − c) at c = x, with c a constant to autodiff: the value is σ(x), because the
    // second term is 0, and the derivative is σ'(x) = σ(x) (1 − σ(x)).
    let c = x.clone().inner();
    let value = activation::sigmoid(c.clone());
    let derivative = value.clone() - value.clone().square();
    (x - c) * derivative + value
}
