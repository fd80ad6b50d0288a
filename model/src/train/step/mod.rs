//! One step of each kind of model.

mod adversarial;
mod coded;
mod coder;
mod gan;

use burn::tensor::{Device, Tensor};
use spec::{ImageShape, ModelType, RunSpec};

use super::networks::Networks;
use super::report::Measured;
use super::trainer::Part;
use crate::gan::Growth;
use crate::random::HostRng;

/// What a step has to work with. Everything random comes from here, so that a step is a function
/// of the specification, the seed and the networks.
pub struct Step<'a> {
    /// The run.
    pub spec: &'a RunSpec,
    /// Steps taken before this one.
    pub number: u32,
    /// Which part of it is to be done.
    pub part: Part,
    /// The size of the data's images.
    pub image: ImageShape,
    /// How far the networks have grown.
    pub growth: Growth,
    /// This step's noise.
    pub noise: HostRng,
    /// Without autodiff.
    pub device: Device,
    /// The next batch of real images, `[batch, pixels]`.
    pub images: &'a mut dyn FnMut() -> Tensor<2>,
}

impl Step<'_> {
    /// Does it.
    pub fn take(mut self, networks: &mut Networks, measured: &mut Measured) {
        match self.spec.model {
            ModelType::Autoencoder | ModelType::Vae => coder::step(&mut self, networks, measured),
            ModelType::Gan => gan::step(&mut self, networks, measured),
            ModelType::VaeGan if self.number < self.spec.vae_steps && self.part == Part::Whole => {
                coder::step(&mut self, networks, measured);
            }
            ModelType::VaeGan => coder::step_against(&mut self, networks, measured),
            ModelType::CodedGan => coded::step(&mut self, networks, measured),
        }
    }

    /// z ~ N(0, 1), `[batch, latent]`.
    fn prior(&mut self, batch: usize) -> Tensor<2> {
        let shape = [batch, self.spec.latent];
        self.noise.normal_tensor(shape, &self.device)
    }

    /// How often the discriminator learns in this step.
    fn discriminator_updates(&self) -> u32 {
        match self.part {
            Part::Generator => 0,
            Part::Whole | Part::Discriminator => self.spec.discriminator_updates,
        }
    }

    /// How often everything else learns.
    fn generator_updates(&self) -> u32 {
        match self.part {
            Part::Discriminator => 0,
            Part::Whole | Part::Generator => self.spec.generator_updates,
        }
    }
}
