//! One step of each kind of model.

mod adversarial;
mod autoencoder;
mod discriminator_view;
mod gan;
mod latent_fed_gan;
mod trace_notes;

pub use discriminator_view::DiscriminatorView;

use burn::tensor::{Device, Tensor};
use run_spec::{FrozenPlayer, ImageShape, ModelType, RunSpec, StepPart, StepTurn, TraceStageKind};

use super::augmentation::{BatchChange, PictureChange};
use super::networks::RunNetworks;
use super::step_report::StepMetrics;
use super::step_trace::TraceRecorder;
use super::trainable_network::{TrainableNetwork, UpdateConfig};
use crate::gan::{DeviceDensity, Generator};
use crate::nn::{ForwardPass, Growth};
use crate::random::HostRng;
use crate::vae::{DiagonalGaussian, reparameterise};

/// What a step has to work with. Everything random comes from here, so that a step is a function
/// of the specification, the seed and the networks; a recorder only reads.
pub struct TrainingStep<'a> {
    /// The run.
    pub spec: &'a RunSpec,
    /// Steps taken before this one.
    pub number: u32,
    /// Which part of it is to be done.
    pub part: StepPart,
    /// The size of the data's images.
    pub image: ImageShape,
    /// How far the networks have grown.
    pub growth: Growth,
    /// This step's noise.
    pub noise: HostRng,
    /// How this step's pictures are changed.
    pub changes: HostRng,
    /// Without autodiff.
    pub device: Device,
    /// The next batch of real images, `[batch, pixels]`.
    pub images: &'a mut dyn FnMut() -> Tensor<2>,
    /// The data's density, where the best discriminator against it judges; blurred as it judges.
    pub world: Option<DeviceDensity>,
    /// What the judge's generated points are made of, once it was needed.
    pub view_noise: Option<HostRng>,
    /// Where the step records its stages; `None` for a step that is not traced.
    pub trace: Option<&'a mut TraceRecorder>,
}

impl TrainingStep<'_> {
    /// Does it.
    pub fn take(mut self, networks: &mut RunNetworks, metrics: &mut StepMetrics) {
        match self.spec.model {
            ModelType::Autoencoder | ModelType::Vae => {
                autoencoder::step(&mut self, networks, metrics)
            }
            ModelType::Gan => gan::step(&mut self, networks, metrics),
            ModelType::VaeGan
                if self.number < self.spec.vae_steps && self.part == StepPart::Whole =>
            {
                autoencoder::step(&mut self, networks, metrics);
            }
            ModelType::VaeGan => autoencoder::step_against(&mut self, networks, metrics),
            ModelType::LatentFedGan => latent_fed_gan::step(&mut self, networks, metrics),
        }
    }

    /// z of the prior, `[batch, latent]`.
    fn prior(&mut self, batch: usize, turn: StepTurn) -> Tensor<2> {
        let z = self.draws(batch);
        self.note(TraceStageKind::Noise, turn, |stage| stage.latent("z", &z));
        z
    }

    /// Draws of the prior, which is N(0, 1) wherever there is an encoder; `[batch, latent]`.
    fn draws(&mut self, batch: usize) -> Tensor<2> {
        let shape = [batch, self.spec.latent];
        let prior = self.spec.noise();
        self.noise.latent_tensor(prior, shape, &self.device)
    }

    /// z = μ + σ ε of posteriors, with ε of this step; `[batch, latent]`.
    fn sample(&mut self, posterior: &DiagonalGaussian, turn: StepTurn) -> Tensor<2> {
        let epsilon = self.draws(posterior.mean.dims()[0]);
        let shown = self.kept(&epsilon);
        let z = reparameterise(posterior, epsilon);
        self.note(TraceStageKind::Sample, turn, |stage| {
            if let Some(epsilon) = shown {
                stage.latent("ε", &epsilon);
            }
            stage.latent("z", &z);
        });
        z
    }

    /// How the next pictures are changed, if they are. Where pictures are drawn by an autoencoder
    /// alone, these are the data's; else those that the discriminator sees.
    fn change(&mut self) -> Option<BatchChange> {
        let kinds = self.spec.augmentation_of_data();
        if kinds.is_empty() {
            return None;
        }
        let purpose = self.spec.augmentation_use();
        let image = self.growth.shape(self.image);
        let count = 0..self.spec.batch;
        let changes = count.map(|_| PictureChange::draw(kinds, purpose, image, &mut self.changes));
        let changes: Vec<_> = changes.collect();
        Some(BatchChange::new(
            kinds,
            purpose,
            image,
            &changes,
            &self.device,
        ))
    }

    /// Whether a player of a game stays as it is. All else of its turn is done as ever, so that what
    /// is measured stays live and the other's turn is the same to the last bit: it draws the same
    /// noise and takes the same images.
    fn is_frozen(&self, player: FrozenPlayer) -> bool {
        self.spec.model.has_discriminator() && self.spec.frozen == player
    }

    /// How the discriminator learns.
    fn discriminator_update(&self) -> UpdateConfig {
        UpdateConfig {
            learning_rate: self.spec.discriminator_learning_rate,
            max_grad_norm: self.spec.max_grad_norm,
            frozen: self.is_frozen(FrozenPlayer::Discriminator),
        }
    }

    /// How everything else learns.
    fn generator_update(&self) -> UpdateConfig {
        UpdateConfig {
            learning_rate: self.spec.learning_rate,
            max_grad_norm: self.spec.max_grad_norm,
            frozen: self.is_frozen(FrozenPlayer::Generator),
        }
    }

    /// After the generator's updates: it took in what its pass saw of batches, unless it is frozen.
    fn update_running_stats(&self, pass: ForwardPass, generator: &mut TrainableNetwork<Generator>) {
        if !self.is_frozen(FrozenPlayer::Generator) {
            generator.network = pass.update_running_stats(generator.network.clone());
        }
    }

    /// Moves the average of the generator, unless the generator is frozen.
    fn average(&self, networks: &mut RunNetworks) {
        if !self.is_frozen(FrozenPlayer::Generator) {
            let game_begins = match self.spec.model {
                ModelType::VaeGan | ModelType::LatentFedGan => self.spec.vae_steps,
                ModelType::Autoencoder | ModelType::Vae | ModelType::Gan => 0,
            };
            networks.update_average(self.spec.ema, self.number, game_begins);
        }
    }

    /// How often the discriminator learns in this step.
    fn discriminator_updates(&self) -> u32 {
        match self.part {
            StepPart::Generator => 0,
            StepPart::Whole | StepPart::Discriminator => self.spec.discriminator_updates,
        }
    }

    /// How often everything else learns.
    fn generator_updates(&self) -> u32 {
        match self.part {
            StepPart::Discriminator => 0,
            StepPart::Whole | StepPart::Generator => self.spec.generator_updates,
        }
    }
}
