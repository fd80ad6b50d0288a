//! Non-linearities between layers.

use burn::tensor::{Tensor, activation};
use serde::{Deserialize, Serialize};

/// What stands between two layers.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// max(x, 0).
    Relu,
    /// x where positive, 0.2 x elsewhere: the slope of DCGAN (arXiv:1511.06434).
    #[default]
    LeakyRelu,
    /// x · σ(x) (arXiv:1606.08415).
    Silu,
}

impl Activation {
    /// Applies it to each element; the shape stays.
    pub fn forward<const D: usize>(self, x: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Relu => activation::relu(x),
            Self::LeakyRelu => activation::leaky_relu(x, 0.2),
            Self::Silu => activation::silu(x),
        }
    }
}
