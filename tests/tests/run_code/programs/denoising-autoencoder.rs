// An autoencoder on grey images of 8×8 pixels, for burn 0.22.

use burn::module::Module;
use burn::nn::{Linear, LinearConfig};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Tensor, activation};

pub const BATCH: usize = 4;
pub const LATENT: usize = 3;

#[derive(Module, Debug)]
pub struct Encoder {
    layer_0: Linear,
    mean: Linear,
}

impl Encoder {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_0: LinearConfig::new(64, 10).init(device),
            mean: LinearConfig::new(10, 3).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let x = self.layer_0.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        self.mean.forward(x)
    }
}

#[derive(Module, Debug)]
pub struct Decoder {
    layer_0: Linear,
    layer_2: Linear,
}

impl Decoder {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_0: LinearConfig::new(3, 12).init(device),
            layer_2: LinearConfig::new(12, 64).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let x = self.layer_0.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_2.forward(x);
        x
    }
}

pub fn noise(count: usize, device: &Device) -> Tensor<2> {
    Tensor::random([count, LATENT], Distribution::Normal(0.0, 1.0), device)
}

pub fn distance(decoded: Tensor<2>, x: Tensor<2>) -> Tensor<1> {
    (activation::softplus(decoded.clone(), 1.0) - decoded * x).sum_dim(1).mean()
}

pub struct Run {
    pub encoder: Encoder,
    pub decoder: Decoder,
    encoder_optimiser: ModuleOptimizer,
    decoder_optimiser: ModuleOptimizer,
}

impl Run {
    pub fn new(device: &Device) -> Self {
        let learner = device.clone().autodiff();
        Self {
            encoder: Encoder::new(&learner),
            decoder: Decoder::new(&learner),
            encoder_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).init(),
            decoder_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).init(),
        }
    }

    /// One training step. `images` gives the next batch, `[BATCH, numbers]`, made on the learner's
    /// device; `number` counts steps from 0.
    pub fn step(&mut self, images: &mut dyn FnMut() -> Tensor<2>, number: u32) -> Vec<(&'static str, f32)> {
        let mut losses = Vec::new();
        let _ = number;
        let x = images();
        // What is to be reconstructed has no noise.
        let given = x.clone() + x.random_like(Distribution::Normal(0.0, 0.4));
        let reconstruction = distance(self.decoder.forward(self.encoder.forward(given)), x.clone());
        losses.push(("reconstruction", reconstruction.clone().into_scalar()));
        let total = reconstruction * 1.0;
        losses.push(("total", total.clone().into_scalar()));
        let mut gradients = total.backward();
        let own = GradientsParams::from_module(&mut gradients, &self.encoder);
        self.encoder = self.encoder_optimiser.step(0.01, self.encoder.clone(), own);
        let own = GradientsParams::from_module(&mut gradients, &self.decoder);
        self.decoder = self.decoder_optimiser.step(0.01, self.decoder.clone(), own);
        losses
    }
}
