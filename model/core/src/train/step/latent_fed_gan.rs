//! One step of a GAN whose generator is fed codes of real images, sampled by a VAE's encoder that
//! is trained alongside. The game never reaches the encoder.

use burn::module::Module;
use run_spec::{RunSpec, StepPart, StepTurn};

use super::{TrainingStep, autoencoder};
use crate::train::networks::RunNetworks;
use crate::train::step_report::StepMetrics;

pub fn step(step: &mut TrainingStep<'_>, networks: &mut RunNetworks, metrics: &mut StepMetrics) {
    let (Some(encoder), Some(decoder), Some(discriminator)) = (
        &mut networks.encoder,
        &mut networks.coder,
        &mut networks.discriminator,
    ) else {
        return;
    };
    let generator = &mut networks.generator;
    let spec: &RunSpec = step.spec;
    let images = step.data(StepTurn::Autoencoder);

    // The VAE learns by itself.
    if step.part != StepPart::Discriminator {
        autoencoder::update(step, encoder, decoder, images.clone(), metrics);
        if step.part == StepPart::Whole && step.number < spec.vae_steps {
            return;
        }
    }

    // z ~ q(z | x) of this batch, with new noise for each update.
    let posterior = encoder.network.valid().forward(images.clone());

    let (mut real, mut seen) = (Some(images), None);
    for _ in 0..step.discriminator_updates() {
        let batch = match real.take() {
            Some(images) => images,
            None => step.data(StepTurn::Discriminator),
        };
        let real = step.growth.downsample_real(batch, step.image);
        seen = Some(real.clone());
        let z = step.sample(&posterior, StepTurn::Discriminator);
        step.discriminator_step(discriminator, &generator.network, real, z, metrics);
    }

    for _ in 0..step.generator_updates() {
        let real = step.partners(&mut seen, StepTurn::Generator);
        let codes = Some(&posterior);
        let judge = step.discriminator_view(discriminator, &generator.network, codes, real);
        let z = step.sample(&posterior, StepTurn::Generator);
        step.generator_step(generator, &judge, z, metrics);
    }
    if step.generator_updates() > 0 {
        step.average(networks);
    }
}
