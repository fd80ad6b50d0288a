// A VAE (arXiv:1312.6114) on grey images of 8×8 pixels, for burn 0.22.

use burn::module::Module;
use burn::grad_clipping::GradientClippingConfig;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{Linear, LinearConfig, PaddingConfig2d};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Tensor, activation};

pub const BATCH: usize = 4;
pub const LATENT: usize = 3;

#[derive(Module, Debug)]
pub struct Encoder {
    layer_1: Conv2d,
    layer_3: Conv2d,
    layer_6: Linear,
    mean: Linear,
    log_variance: Linear,
}

impl Encoder {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_1: Conv2dConfig::new([1, 3], [3, 3]).with_stride([2, 2]).with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1)).init(device),
            layer_3: Conv2dConfig::new([3, 4], [3, 3]).with_stride([2, 2]).with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1)).init(device),
            layer_6: LinearConfig::new(16, 5).init(device),
            mean: LinearConfig::new(5, 3).init(device),
            log_variance: LinearConfig::new(5, 3).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let x = x.reshape([-1, 1, 8, 8]);
        let x = self.layer_1.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_3.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        let x = x.flatten::<2>(1, 3);
        let x = self.layer_6.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        (self.mean.forward(x.clone()), self.log_variance.forward(x))
    }
}

#[derive(Module, Debug)]
pub struct Decoder {
    layer_0: Linear,
    layer_3: ConvTranspose2d,
    layer_5: ConvTranspose2d,
}

impl Decoder {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_0: LinearConfig::new(3, 24).init(device),
            layer_3: ConvTranspose2dConfig::new([6, 4], [4, 4]).with_stride([2, 2]).with_padding([1, 1]).init(device),
            layer_5: ConvTranspose2dConfig::new([4, 1], [4, 4]).with_stride([2, 2]).with_padding([1, 1]).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let x = self.layer_0.forward(x);
        let x = x.reshape([-1, 6, 2, 2]);
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_3.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_5.forward(x);
        let x = x.flatten::<2>(1, 3);
        x
    }
}

pub fn noise(count: usize, device: &Device) -> Tensor<2> {
    Tensor::random([count, LATENT], Distribution::Normal(0.0, 1.0), device)
}

pub fn picture(decoded: Tensor<2>) -> Tensor<2> {
    activation::sigmoid(decoded)
}

/// z = μ + σ ε.
pub fn sample(mean: &Tensor<2>, log_variance: &Tensor<2>) -> Tensor<2> {
    let epsilon = noise(mean.dims()[0], &mean.device());
    mean.clone() + (log_variance.clone() * 0.5).exp() * epsilon
}

pub fn distance(decoded: Tensor<2>, x: Tensor<2>) -> Tensor<1> {
    (picture(decoded) - x).square().sum_dim(1).mean()
}

/// KL(N(μ, σ²) ‖ N(0, 1)), nats.
pub fn divergence(mean: Tensor<2>, log_variance: Tensor<2>) -> Tensor<1> {
    let terms = mean.square() + log_variance.clone().exp() - log_variance - 1.0;
    terms.sum_dim(1).mean() * 0.5
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
            encoder_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).with_grad_clipping(Some(GradientClippingConfig::Norm(5.0))).init(),
            decoder_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).with_grad_clipping(Some(GradientClippingConfig::Norm(5.0))).init(),
        }
    }

    /// One training step. `images` gives the next batch, `[BATCH, numbers]`, made on the learner's
    /// device; `number` counts steps from 0.
    pub fn step(&mut self, images: &mut dyn FnMut() -> Tensor<2>, number: u32) -> Vec<(&'static str, f32)> {
        let mut losses = Vec::new();
        let x = images();
        // What is to be reconstructed has no noise.
        let given = x.clone() + x.random_like(Distribution::Normal(0.0, 0.25));
        let (mean, log_variance) = self.encoder.forward(given);
        let z = sample(&mean, &log_variance);
        let reconstruction = distance(self.decoder.forward(z), x.clone());
        losses.push(("reconstruction", reconstruction.clone().into_scalar()));
        let kl = divergence(mean, log_variance);
        losses.push(("kl", kl.clone().into_scalar()));
        let total = reconstruction * 2.0 + kl * (0.7 * (f64::from(number) / 3.0).min(1.0));
        losses.push(("total", total.clone().into_scalar()));
        let mut gradients = total.backward();
        let own = GradientsParams::from_module(&mut gradients, &self.encoder);
        self.encoder = self.encoder_optimiser.step(0.01, self.encoder.clone(), own);
        let own = GradientsParams::from_module(&mut gradients, &self.decoder);
        self.decoder = self.decoder_optimiser.step(0.01, self.decoder.clone(), own);
        losses
    }
}
