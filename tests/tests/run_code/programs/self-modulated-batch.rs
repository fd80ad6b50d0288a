// A GAN (arXiv:1406.2661) on grey images of 8×8 pixels, for burn 0.22.
// Left out, because burn has no layer for it: the average of the generator's weights.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Initializer, Linear, LinearConfig, PaddingConfig2d};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Tensor, activation};

pub const BATCH: usize = 4;
pub const LATENT: usize = 3;

#[derive(Module, Debug)]
pub struct Generator {
    layer_0: Linear,
    layer_1: BatchNorm,
    layer_2: Linear,
    layer_4: Linear,
    layer_6: BatchNorm,
    layer_7: Linear,
    layer_9: ConvTranspose2d,
    layer_10: BatchNorm,
    layer_11: Linear,
    layer_13: ConvTranspose2d,
}

impl Generator {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_0: LinearConfig::new(3, 5).init(device),
            layer_1: BatchNormConfig::new(5).init(device),
            layer_2: LinearConfig::new(3, 10).with_initializer(Initializer::Zeros).init(device),
            layer_4: LinearConfig::new(5, 24).init(device),
            layer_6: BatchNormConfig::new(6).init(device),
            layer_7: LinearConfig::new(3, 12).with_initializer(Initializer::Zeros).init(device),
            layer_9: ConvTranspose2dConfig::new([6, 4], [4, 4]).with_stride([2, 2]).with_padding([1, 1]).init(device),
            layer_10: BatchNormConfig::new(4).init(device),
            layer_11: LinearConfig::new(3, 8).with_initializer(Initializer::Zeros).init(device),
            layer_13: ConvTranspose2dConfig::new([4, 1], [4, 4]).with_stride([2, 2]).with_padding([1, 1]).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let z = x.clone();
        let x = self.layer_0.forward(x);
        let x = self.layer_1.forward(x);
        let x = {
            let both = self.layer_2.forward(z.clone());
            let gamma = both.clone().narrow(1, 0, 5);
            let beta = both.narrow(1, 5, 5);
            x * gamma.add_scalar(1.0) + beta
        };
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_4.forward(x);
        let x = x.reshape([-1, 6, 2, 2]);
        let x = self.layer_6.forward(x);
        let x = {
            let both = self.layer_7.forward(z.clone());
            let gamma = both.clone().narrow(1, 0, 6).reshape([-1, 6, 1, 1]);
            let beta = both.narrow(1, 6, 6).reshape([-1, 6, 1, 1]);
            x * gamma.add_scalar(1.0) + beta
        };
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_9.forward(x);
        let x = self.layer_10.forward(x);
        let x = {
            let both = self.layer_11.forward(z.clone());
            let gamma = both.clone().narrow(1, 0, 4).reshape([-1, 4, 1, 1]);
            let beta = both.narrow(1, 4, 4).reshape([-1, 4, 1, 1]);
            x * gamma.add_scalar(1.0) + beta
        };
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_13.forward(x);
        let x = x.flatten::<2>(1, 3);
        x
    }
}

#[derive(Module, Debug)]
pub struct Discriminator {
    layer_1: Conv2d,
    layer_3: Conv2d,
    score: Linear,
}

impl Discriminator {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_1: Conv2dConfig::new([1, 3], [3, 3]).with_stride([2, 2]).with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1)).init(device),
            layer_3: Conv2dConfig::new([3, 5], [3, 3]).with_stride([2, 2]).with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1)).init(device),
            score: LinearConfig::new(20, 1).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> (Tensor<1>, Tensor<2>) {
        let x = x.reshape([-1, 1, 8, 8]);
        let x = self.layer_1.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_3.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        let x = x.flatten::<2>(1, 3);
        (self.score.forward(x.clone()).squeeze_dim(1), x)
    }
}

pub fn noise(count: usize, device: &Device) -> Tensor<2> {
    Tensor::random([count, LATENT], Distribution::Normal(0.0, 1.0), device)
}

pub fn picture(decoded: Tensor<2>) -> Tensor<2> {
    activation::sigmoid(decoded)
}

pub fn judge_loss(real: Tensor<1>, made: Tensor<1>) -> Tensor<1> {
    activation::softplus(-real, 1.0).mean() + activation::softplus(made, 1.0).mean()
}

pub fn make_loss(made: Tensor<1>) -> Tensor<1> {
    activation::softplus(-made, 1.0).mean()
}

pub struct Run {
    pub generator: Generator,
    pub discriminator: Discriminator,
    generator_optimiser: ModuleOptimizer,
    discriminator_optimiser: ModuleOptimizer,
}

impl Run {
    pub fn new(device: &Device) -> Self {
        let learner = device.clone().autodiff();
        Self {
            generator: Generator::new(&learner),
            discriminator: Discriminator::new(&learner),
            generator_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).init(),
            discriminator_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).init(),
        }
    }

    /// One training step. `images` gives the next batch, `[BATCH, numbers]`, made on the learner's
    /// device; `number` counts steps from 0.
    pub fn step(&mut self, images: &mut dyn FnMut() -> Tensor<2>, number: u32) -> Vec<(&'static str, f32)> {
        let mut losses = Vec::new();
        let _ = number;
        for _ in 0..1 {
            let real = images();
            let made = picture(self.generator.forward(noise(BATCH, &real.device()))).detach();
            let both = Tensor::cat(vec![real, made], 0);
            let (scores, _) = self.discriminator.forward(both);
            let [real, made] = [0, BATCH].map(|first| scores.clone().narrow(0, first, BATCH));
            let loss = judge_loss(real, made);
            losses.push(("discriminator", loss.clone().into_scalar()));
            let mut gradients = loss.backward();
            let own = GradientsParams::from_module(&mut gradients, &self.discriminator);
            self.discriminator = self.discriminator_optimiser.step(0.02, self.discriminator.clone(), own);
        }
        let device = images().device();
        for _ in 0..1 {
            let made = picture(self.generator.forward(noise(BATCH, &device)));
            let loss = make_loss(self.discriminator.forward(made).0);
            losses.push(("generator", loss.clone().into_scalar()));
            let mut gradients = loss.backward();
            let own = GradientsParams::from_module(&mut gradients, &self.generator);
            self.generator = self.generator_optimiser.step(0.01, self.generator.clone(), own);
        }
        losses
    }
}
