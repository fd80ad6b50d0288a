//! Training: schedules, and the optimisation step.

use std::f64::consts::PI;

use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

use crate::vae::{ElboTerms, Vae};

/// How a VAE is trained. Defaults are those of the shipped models.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VaeTraining {
    /// Passes over the training images.
    pub epochs: u32,
    /// Images per step.
    pub batch: usize,
    /// Adam's step size at the start of the cosine decay.
    pub learning_rate: f64,
    /// Share of all steps in which the learning rate rises from 0.
    pub warm_up: f64,
    /// Weight of the KL term (β-VAE) after its warm-up.
    pub beta: f32,
    /// Steps in which the weight of the KL term rises from 0 to `beta`
    /// (arXiv:1602.02282, section 2.2).
    pub kl_warm_up_steps: u32,
    /// From which weights, shuffles and noise are drawn.
    pub seed: u64,
}

impl Default for VaeTraining {
    fn default() -> Self {
        Self {
            epochs: 40,
            batch: 128,
            learning_rate: 2e-3,
            warm_up: 0.02,
            beta: 1.0,
            kl_warm_up_steps: 1000,
            seed: 1,
        }
    }
}

impl VaeTraining {
    /// β at a step (from 0): a line from 0 to `beta`, then `beta`.
    pub fn beta_at(&self, step: u32) -> f32 {
        if step >= self.kl_warm_up_steps {
            return self.beta;
        }
        self.beta * step as f32 / self.kl_warm_up_steps as f32
    }

    /// Adam's step size at a step (from 0) of `steps`: a short rise, then half a cosine down to 0
    /// (arXiv:1608.03983, equation 5, without restarts).
    pub fn learning_rate_at(&self, step: u32, steps: u32) -> f64 {
        let progress = f64::from(step) / f64::from(steps.max(1));
        if progress < self.warm_up {
            let rising = (self.warm_up * f64::from(steps)).max(1.0);
            return self.learning_rate * ((f64::from(step) + 1.0) / rising).min(1.0);
        }
        let down = ((progress - self.warm_up) / (1.0 - self.warm_up)).min(1.0);
        self.learning_rate * 0.5 * (1.0 + (PI * down).cos())
    }
}

/// Adam (arXiv:1412.6980) with the usual decay rates 0.9 and 0.999, and ε = 1e-8.
pub fn adam() -> ModuleOptimizer {
    AdamConfig::new().with_epsilon(1e-8).init()
}

/// One step of Adam on the loss −ELBO with weight `beta` on its KL term. Returns the model and the
/// two terms as they were before the step; they stay on the device until someone reads them.
///
/// # Shapes
/// `images`: `[batch, channels · height · width]`; `noise`: `[batch, latent]`
pub fn vae_step(
    vae: Vae,
    optimiser: &mut ModuleOptimizer,
    images: Tensor<2>,
    noise: Tensor<2>,
    beta: f32,
    learning_rate: f64,
) -> (Vae, ElboTerms) {
    let elbo = vae.elbo(images, noise);
    let gradients = elbo.loss(beta).backward();
    let gradients = GradientsParams::from_grads(gradients, &vae);
    let vae = optimiser.step(learning_rate, vae, gradients);
    (vae, elbo)
}

/// How many numbers a model consists of.
pub fn parameter_count<M: Module>(model: &M) -> usize {
    model.num_params()
}
