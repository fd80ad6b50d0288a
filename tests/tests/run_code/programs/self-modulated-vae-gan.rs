// A VAE-GAN (arXiv:1512.09300) on grey images of 8×8 pixels, for burn 0.22.

use burn::module::Module;
use burn::nn::{Initializer, Linear, LinearConfig};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Tensor, activation};

pub const BATCH: usize = 4;
pub const LATENT: usize = 3;

#[derive(Module, Debug)]
pub struct Encoder {
    layer_0: Linear,
    mean: Linear,
    log_variance: Linear,
}

impl Encoder {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_0: LinearConfig::new(64, 10).init(device),
            mean: LinearConfig::new(10, 3).init(device),
            log_variance: LinearConfig::new(10, 3).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let x = self.layer_0.forward(x);
        let x = activation::silu(x);
        (self.mean.forward(x.clone()), self.log_variance.forward(x))
    }
}

#[derive(Module, Debug)]
pub struct Generator {
    layer_0: Linear,
    layer_1: Linear,
    layer_3: Linear,
}

impl Generator {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_0: LinearConfig::new(3, 12).init(device),
            layer_1: LinearConfig::new(3, 24).with_initializer(Initializer::Zeros).init(device),
            layer_3: LinearConfig::new(12, 64).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let z = x.clone();
        let x = self.layer_0.forward(x);
        let x = {
            let both = self.layer_1.forward(z.clone());
            let gamma = both.clone().narrow(1, 0, 12);
            let beta = both.narrow(1, 12, 12);
            x * gamma.add_scalar(1.0) + beta
        };
        let x = activation::silu(x);
        let x = self.layer_3.forward(x);
        x
    }
}

#[derive(Module, Debug)]
pub struct Discriminator {
    layer_0: Linear,
    layer_2: Linear,
    score: Linear,
}

impl Discriminator {
    pub fn new(device: &Device) -> Self {
        Self {
            layer_0: LinearConfig::new(64, 12).init(device),
            layer_2: LinearConfig::new(12, 6).init(device),
            score: LinearConfig::new(6, 1).init(device),
        }
    }

    pub fn forward(&self, x: Tensor<2>) -> (Tensor<1>, Tensor<2>) {
        let x = self.layer_0.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        let x = self.layer_2.forward(x);
        let x = activation::leaky_relu(x, 0.2);
        (self.score.forward(x.clone()).squeeze_dim(1), x)
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
    (activation::softplus(decoded.clone(), 1.0) - decoded * x).sum_dim(1).mean()
}

/// KL(N(μ, σ²) ‖ N(0, 1)), nats.
pub fn divergence(mean: Tensor<2>, log_variance: Tensor<2>) -> Tensor<1> {
    let terms = mean.square() + log_variance.clone().exp() - log_variance - 1.0;
    terms.sum_dim(1).mean() * 0.5
}

pub fn judge_loss(real: Tensor<1>, made: Tensor<1>) -> Tensor<1> {
    activation::softplus(-real, 1.0).mean() + activation::softplus(made, 1.0).mean()
}

pub fn make_loss(made: Tensor<1>) -> Tensor<1> {
    activation::softplus(-made, 1.0).mean()
}

pub struct Run {
    pub encoder: Encoder,
    pub generator: Generator,
    pub discriminator: Discriminator,
    encoder_optimiser: ModuleOptimizer,
    generator_optimiser: ModuleOptimizer,
    discriminator_optimiser: ModuleOptimizer,
}

impl Run {
    pub fn new(device: &Device) -> Self {
        let learner = device.clone().autodiff();
        Self {
            encoder: Encoder::new(&learner),
            generator: Generator::new(&learner),
            discriminator: Discriminator::new(&learner),
            encoder_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).init(),
            generator_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).init(),
            discriminator_optimiser: AdamConfig::new().with_beta_1(0.5).with_beta_2(0.999).with_epsilon(1e-8).init(),
        }
    }

    /// One training step. `images` gives the next batch, `[BATCH, numbers]`, made on the learner's
    /// device; `number` counts steps from 0.
    pub fn step(&mut self, images: &mut dyn FnMut() -> Tensor<2>, number: u32) -> Vec<(&'static str, f32)> {
        let mut losses = Vec::new();
        if number < 2 {
            let x = images();
            let (mean, log_variance) = self.encoder.forward(x.clone());
            let z = sample(&mean, &log_variance);
            let reconstruction = distance(self.generator.forward(z), x.clone());
            losses.push(("reconstruction", reconstruction.clone().into_scalar()));
            let kl = divergence(mean, log_variance);
            losses.push(("kl", kl.clone().into_scalar()));
            let total = reconstruction * 1.0 + kl * 1.0;
            losses.push(("total", total.clone().into_scalar()));
            let mut gradients = total.backward();
            let own = GradientsParams::from_module(&mut gradients, &self.encoder);
            self.encoder = self.encoder_optimiser.step(0.01, self.encoder.clone(), own);
            let own = GradientsParams::from_module(&mut gradients, &self.generator);
            self.generator = self.generator_optimiser.step(0.01, self.generator.clone(), own);
            return losses;
        }
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
        for _ in 0..1 {
            let x = images();
            let (mean, log_variance) = self.encoder.forward(x.clone());
            let z = Tensor::cat(vec![sample(&mean, &log_variance), noise(BATCH, &x.device())], 0);
            let all = self.generator.forward(z);
            let [decoded, made] = [0, BATCH].map(|first| all.clone().narrow(0, first, BATCH));
            let reconstruction = distance(decoded.clone(), x.clone());
            let kl = divergence(mean, log_variance);
            let generator = make_loss(self.discriminator.forward(picture(made)).0);
            losses.push(("reconstruction", reconstruction.clone().into_scalar()));
            losses.push(("kl", kl.clone().into_scalar()));
            losses.push(("generator", generator.clone().into_scalar()));
            let total = reconstruction * 1.0 + kl * 1.0 + generator * 1.0;
            losses.push(("total", total.clone().into_scalar()));
            let mut gradients = total.backward();
            let own = GradientsParams::from_module(&mut gradients, &self.encoder);
            self.encoder = self.encoder_optimiser.step(0.01, self.encoder.clone(), own);
            let own = GradientsParams::from_module(&mut gradients, &self.generator);
            self.generator = self.generator_optimiser.step(0.01, self.generator.clone(), own);
        }
        losses
    }
}
