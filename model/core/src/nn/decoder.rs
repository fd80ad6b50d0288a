//! z → p(x | z), or z → picture: the decoder of a VAE and the generator of a GAN.

use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use super::modulation::{modulated, modulation};
use super::{
    Activation, ApplyActivation, DecoderLayers, ForwardPass, Growth, Mlp, NormLayer, PointwiseConv,
    UpBlock, dense, double, flatten, linear, unflatten,
};
use crate::random::HostRng;

/// Gives the likelihood's parameters at a latent point: logits, or a Gaussian's mean.
#[derive(Module, Debug)]
pub struct Decoder {
    hidden: Mlp,
    output: Linear,
    ups: Vec<UpBlock>,
    /// Of what enters each doubling.
    norms: Vec<NormLayer>,
    /// From features to pictures of a quarter and of half the size, in a network that grows.
    heads: Vec<PointwiseConv>,
    /// Of each hidden layer, in the order of data, where z modulates them.
    modulations: Vec<Linear>,
    /// Channels, height and width before the first doubling.
    grid: [usize; 3],
    #[module(skip)]
    activation: Activation,
}

impl Decoder {
    /// A decoder with random weights.
    pub fn new(config: &DecoderLayers<'_>, rng: &mut HostRng, device: &Device) -> Self {
        let DecoderLayers {
            image,
            latent,
            activation,
            normalisation,
            ..
        } = *config;
        let (channels, hidden) = config.layers.layers();
        let factor = 1 << channels.len();
        let first = channels.first().copied().unwrap_or(image.channels);
        let grid = [first, image.height / factor, image.width / factor];
        let last = hidden.last().copied().unwrap_or(latent);
        let mlp = Mlp::new(latent, hidden, activation, rng, device);
        let output = dense(last, grid.iter().product(), rng, device);
        let mut ups = Vec::with_capacity(channels.len());
        for (i, &from) in channels.iter().enumerate() {
            let to = channels.get(i + 1).copied().unwrap_or(image.channels);
            ups.push(UpBlock::new(from, to, rng, device));
        }
        let mut heads = Vec::new();
        if let (true, [.., quarter, half]) = (config.growing, channels) {
            for &from in [quarter, half] {
                heads.push(PointwiseConv::new(from, image.channels, rng, device));
            }
        }
        Self {
            hidden: mlp.normalised(normalisation, 0, device),
            output,
            ups,
            norms: channels
                .iter()
                .filter_map(|&channels| NormLayer::new(normalisation, channels, device))
                .collect(),
            heads,
            modulations: hidden
                .iter()
                .chain(channels)
                .filter(|_| config.self_modulation)
                .map(|&width| modulation(latent, width, device))
                .collect(),
            grid,
            activation,
        }
    }

    /// The activations of the first layer, normalised by running statistics; where that layer is the
    /// last as well, its numbers.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, features]`
    pub fn first_layer(&self, z: Tensor<2>) -> Tensor<2> {
        let pass = &mut ForwardPass::Inference;
        if !self.hidden.layers.is_empty() {
            let latents = [z.clone()];
            let modulate = |layer: usize, x| self.modulated(layer, x, &latents);
            return self.hidden.forward_modulated(1, z, pass, &modulate);
        }
        let latents = [z.clone()];
        let x = linear(&self.output, z);
        if self.ups.is_empty() {
            return x;
        }
        let mut x = unflatten(x, self.grid);
        if let Some(norm) = self.norms.first() {
            x = norm.forward(x, pass);
        }
        x = self.modulated(0, x, &latents);
        flatten(self.activation.forward(x))
    }

    /// How many latent points a picture can be made of: one that enters the first layer, and one for each
    /// layer that is modulated.
    pub fn latent_inputs(&self) -> usize {
        1 + self.modulations.len()
    }

    /// A hidden layer, counted from 0, modulated by its own latent point, or by the last there is.
    fn modulated<const D: usize>(
        &self,
        layer: usize,
        x: Tensor<D>,
        latents: &[Tensor<2>],
    ) -> Tensor<D> {
        let z = latents.get(layer + 1).or(latents.last());
        match (self.modulations.get(layer), z) {
            (Some(modulation), Some(z)) => modulated(modulation, x, z.clone()),
            _ => x,
        }
    }

    /// The same decoder with outputs y s + c, where it gave y. Its layers are dense.
    ///
    /// # Shapes
    /// `centre`, `scale`: `[outputs]`
    pub(crate) fn with_scaled_output(mut self, centre: &Tensor<1>, scale: &Tensor<1>) -> Self {
        let weight = self.output.weight.val() * scale.clone().unsqueeze_dim::<2>(0);
        if let Some(bias) = &self.output.bias {
            let bias = bias.val() * scale.clone() + centre.clone();
            self.output.bias = Some(Param::from_tensor(bias));
        }
        self.output.weight = Param::from_tensor(weight);
        self
    }

    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, channels · height · width]`
    pub fn forward(&self, z: Tensor<2>) -> Tensor<2> {
        self.forward_in(&mut ForwardPass::Inference, z, Growth::FULL)
    }

    /// The same in a pass that may be a training one, by a network that may not be full-grown.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]` → `[batch, channels · h · w]` of `growth`'s size
    pub fn forward_in(&self, pass: &mut ForwardPass, z: Tensor<2>, growth: Growth) -> Tensor<2> {
        self.forward_mixed(pass, &[z], growth)
    }

    /// The same of a latent point for each of [`Self::latent_inputs`]; the last is repeated where there
    /// are fewer.
    ///
    /// # Shapes
    /// `latents`: `[batch, latent]` each, at least one → `[batch, channels · h · w]` of `growth`'s size
    pub fn forward_mixed(
        &self,
        pass: &mut ForwardPass,
        latents: &[Tensor<2>],
        growth: Growth,
    ) -> Tensor<2> {
        let hidden = self.hidden.layers.len();
        let modulate = |layer: usize, x| self.modulated(layer, x, latents);
        let entering = latents[0].clone();
        let features = self
            .hidden
            .forward_modulated(hidden, entering, pass, &modulate);
        let x = linear(&self.output, features);
        if self.ups.is_empty() {
            return x;
        }
        let mut x = unflatten(x, self.grid);
        let small = self.ups.len() - self.heads.len();
        let mut before = None;
        for (i, up) in self.ups.iter().enumerate() {
            if let Some(norm) = self.norms.get(i) {
                x = norm.forward(x, pass);
            }
            x = self.modulated(hidden + i, x, latents);
            x = self.activation.forward(x);
            pass.note(&x);
            // These features are of level 0 or 1: half or a quarter of the size.
            let level = i.checked_sub(small);
            if let Some((level, head)) = level.and_then(|i| Some((i, self.heads.get(i)?))) {
                if growth.level == level {
                    let picture = head.forward(x);
                    return flatten(growth.mixed(before, picture));
                }
                if growth.fades_from(level) {
                    before = Some(double(head.forward(x.clone())));
                }
            }
            x = up.forward(x);
        }
        flatten(growth.mixed(before, x))
    }
}
