//! One step of a GAN (arXiv:1406.2661, algorithm 1).

use run_spec::StepTurn;

use super::TrainingStep;
use crate::train::networks::RunNetworks;
use crate::train::step_report::StepMetrics;

pub fn step(step: &mut TrainingStep<'_>, networks: &mut RunNetworks, metrics: &mut StepMetrics) {
    let Some(discriminator) = &mut networks.discriminator else {
        return;
    };
    let batch = step.spec.batch;
    let generator = &mut networks.generator;
    let mut seen = None;

    // for k steps: sample noise and images, and update the discriminator.
    for _ in 0..step.discriminator_updates() {
        let images = step.data(StepTurn::Discriminator);
        let real = step.growth.downsample_real(images, step.image);
        seen = Some(real.clone());
        let z = step.prior(batch, StepTurn::Discriminator);
        step.discriminator_step(discriminator, &generator.network, real, z, metrics);
    }

    // Sample noise, and update the generator.
    for _ in 0..step.generator_updates() {
        let real = step.partners(&mut seen, StepTurn::Generator);
        let judge = step.discriminator_view(discriminator, &generator.network, None, real);
        let z = step.prior(batch, StepTurn::Generator);
        step.generator_step(generator, &judge, z, metrics);
    }
    if step.generator_updates() > 0 {
        step.average(networks);
    }
}
