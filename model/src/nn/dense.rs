//! Dense layers.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use super::{Activation, uniform_param};
use crate::random::HostRng;

/// A dense layer `x W + b` that begins uniform in ±1/√`inputs`.
///
/// # Shapes
/// `[batch, inputs]` → `[batch, outputs]`
pub fn dense(inputs: usize, outputs: usize, rng: &mut HostRng, device: &Device) -> Linear {
    Linear {
        weight: uniform_param([inputs, outputs], inputs, rng, device),
        bias: Some(uniform_param([outputs], inputs, rng, device)),
    }
}

/// Dense layers, each followed by an activation.
#[derive(Module, Debug)]
pub struct Mlp {
    layers: Vec<Linear>,
    #[module(skip)]
    activation: Activation,
}

impl Mlp {
    /// Layers `inputs → widths[0] → widths[1] → …`.
    pub fn new(
        inputs: usize,
        widths: &[usize],
        activation: Activation,
        rng: &mut HostRng,
        device: &Device,
    ) -> Self {
        let mut layers = Vec::with_capacity(widths.len());
        let mut from = inputs;
        for &to in widths {
            layers.push(dense(from, to, rng, device));
            from = to;
        }
        Self { layers, activation }
    }

    /// # Shapes
    /// `[batch, inputs]` → `[batch, widths.last()]`
    pub fn forward(&self, mut x: Tensor<2>) -> Tensor<2> {
        for layer in &self.layers {
            x = self.activation.forward(layer.forward(x));
        }
        x
    }
}
