//! Dense layers.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};
use run_spec::Normalisation;

use super::{Activation, ApplyActivation, ForwardPass, NormLayer, or_fallback, uniform_param};
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

/// A dense layer's output.
///
/// # Shapes
/// `x`: `[batch, inputs]` → `[batch, outputs]`
pub fn linear(layer: &Linear, x: Tensor<2>) -> Tensor<2> {
    let bias = layer.bias.as_ref();
    let found = bias.and_then(|bias| kernels::linear(&x, &layer.weight.val(), &bias.val()));
    or_fallback(found, || layer.forward(x))
}

/// A matrix product.
///
/// # Shapes
/// `a`: `[rows, depth]`, `b`: `[depth, columns]` → `[rows, columns]`
pub fn product(a: Tensor<2>, b: Tensor<2>) -> Tensor<2> {
    let nothing = Tensor::zeros([b.dims()[1]], &b.device());
    or_fallback(kernels::linear(&a, &b, &nothing), || a.matmul(b))
}

/// Dense layers, each followed by an activation.
#[derive(Module, Debug)]
pub struct Mlp {
    pub(crate) layers: Vec<Linear>,
    /// Of the last layers; a network may begin with some that are not normalised.
    norms: Vec<NormLayer>,
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
        Self {
            layers,
            norms: Vec::new(),
            activation,
        }
    }

    /// The same layers, from the `first` on normalised before their activation.
    pub fn normalised(mut self, kind: Normalisation, first: usize, device: &Device) -> Self {
        let normalised = self.layers.iter().skip(first);
        self.norms = normalised
            .filter_map(|layer| NormLayer::new(kind, layer.weight.dims()[1], device))
            .collect();
        self
    }

    /// # Shapes
    /// `[batch, inputs]` → `[batch, widths.last()]`
    pub fn forward(&self, x: Tensor<2>, pass: &mut ForwardPass) -> Tensor<2> {
        self.forward_through(self.layers.len(), x, pass)
    }

    /// The same of the first `count` layers only.
    ///
    /// # Shapes
    /// `[batch, inputs]` → `[batch, widths[count - 1]]`
    pub fn forward_through(&self, count: usize, x: Tensor<2>, pass: &mut ForwardPass) -> Tensor<2> {
        self.forward_modulated(count, x, pass, &|_, x| x)
    }

    /// The same with each layer changed by `modulate` before its activation.
    ///
    /// # Shapes
    /// `[batch, inputs]` → `[batch, widths[count - 1]]`
    pub(super) fn forward_modulated(
        &self,
        count: usize,
        mut x: Tensor<2>,
        pass: &mut ForwardPass,
        modulate: &dyn Fn(usize, Tensor<2>) -> Tensor<2>,
    ) -> Tensor<2> {
        let plain = self.layers.len() - self.norms.len();
        for (i, layer) in self.layers.iter().enumerate().take(count) {
            x = linear(layer, x);
            if let Some(norm) = i.checked_sub(plain).and_then(|i| self.norms.get(i)) {
                x = norm.forward(x, pass);
            }
            x = modulate(i, x);
            x = self.activation.forward(x);
            pass.note(&x);
        }
        x
    }
}
