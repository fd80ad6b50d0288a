//! z → p(x | z).

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use super::VaeConfig;
use crate::nn::{Activation, Mlp, Up, dense};
use crate::random::HostRng;

/// Gives the likelihood's parameters at a latent point: logits, or a Gaussian's mean.
#[derive(Module, Debug)]
pub struct Decoder {
    hidden: Mlp,
    output: Linear,
    ups: Vec<Up>,
    /// Channels, height and width before the first doubling.
    grid: [usize; 3],
    #[module(skip)]
    activation: Activation,
}

impl Decoder {
    pub(super) fn new(config: &VaeConfig, rng: &mut HostRng, device: &Device) -> Self {
        let (channels, hidden) = config.decoder.layers();
        let factor = 1 << channels.len();
        let first = channels.first().copied().unwrap_or(config.image.channels);
        let grid = [
            first,
            config.image.height / factor,
            config.image.width / factor,
        ];
        let last = hidden.last().copied().unwrap_or(config.latent);
        let mlp = Mlp::new(config.latent, hidden, config.activation, rng, device);
        let output = dense(last, grid.iter().product(), rng, device);
        let mut ups = Vec::with_capacity(channels.len());
        for (i, &from) in channels.iter().enumerate() {
            let to = channels
                .get(i + 1)
                .copied()
                .unwrap_or(config.image.channels);
            ups.push(Up::new(from, to, rng, device));
        }
        Self {
            hidden: mlp,
            output,
            ups,
            grid,
            activation: config.activation,
        }
    }

    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, channels · height · width]`
    pub fn forward(&self, z: Tensor<2>) -> Tensor<2> {
        let batch = z.dims()[0];
        let x = self.output.forward(self.hidden.forward(z));
        if self.ups.is_empty() {
            return x;
        }
        let [c, h, w] = self.grid;
        let mut x = x.reshape([batch, c, h, w]);
        for up in &self.ups {
            x = up.forward(self.activation.forward(x));
        }
        x.flatten(1, 3)
    }
}
