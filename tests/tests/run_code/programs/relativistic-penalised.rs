// A GAN (arXiv:1406.2661) on grey images of 8×8 pixels, for burn 0.22.

use burn::module::Module;
use burn::nn::{Linear, LinearConfig};
use burn::optim::momentum::MomentumConfig;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer, SgdConfig};
use burn::tensor::{Device, Distribution, Tensor, activation};

pub const BATCH: usize = 4;
pub const LATENT: usize = 3;

#[derive(Module, Debug)]
pub struct Generator {
    layer_0: Linear,
    layer_2: Linear,
}

impl Generator {
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

pub fn judge_loss(real: Tensor<1>, made: Tensor<1>) -> Tensor<1> {
    activation::softplus(-(real - made), 1.0).mean()
}

pub fn make_loss(made: Tensor<1>, real: Tensor<1>) -> Tensor<1> {
    activation::softplus(real - made, 1.0).mean()
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
            discriminator_optimiser: SgdConfig::new().with_momentum(Some(MomentumConfig::new().with_momentum(0.5).with_dampening(0.0))).init(),
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
            let moved = both.clone() + both.random_like(Distribution::Normal(0.0, 0.01));
            let (scores, _) = self.discriminator.forward(Tensor::cat(vec![both, moved], 0));
            let [before, after] = [0, 2 * BATCH].map(|first| scores.clone().narrow(0, first, 2 * BATCH));
            let [real, made] = [0, BATCH].map(|first| before.clone().narrow(0, first, BATCH));
            // R1 and R2, squared slopes by finite differences (arXiv:2501.08316).
            let penalty = ((after - before) / 0.01).square().mean() * 1.0;
            let loss = judge_loss(real, made);
            let loss = if number % 2 == 0 { loss + penalty } else { loss };
            losses.push(("discriminator", loss.clone().into_scalar()));
            let mut gradients = loss.backward();
            let own = GradientsParams::from_module(&mut gradients, &self.discriminator);
            self.discriminator = self.discriminator_optimiser.step(0.05, self.discriminator.clone(), own);
        }
        let device = images().device();
        for _ in 0..2 {
            let made = picture(self.generator.forward(noise(BATCH, &device)));
            let loss = make_loss(self.discriminator.forward(made).0, self.discriminator.forward(images()).0.detach());
            losses.push(("generator", loss.clone().into_scalar()));
            let mut gradients = loss.backward();
            let own = GradientsParams::from_module(&mut gradients, &self.generator);
            self.generator = self.generator_optimiser.step(0.01, self.generator.clone(), own);
        }
        losses
    }
}
