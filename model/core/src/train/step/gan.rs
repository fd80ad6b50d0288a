//! One step of a GAN (arXiv:1406.2661, algorithm 1).

use run_spec::StepTurn;

use super::TrainingStep;
use crate::train::networks::RunNetworks;
use crate::train::report::StepMetrics;

pub fn step(step: &mut TrainingStep<'_>, networks: &mut RunNetworks, measured: &mut StepMetrics) {
    let Some(discriminator) = &mut networks.discriminator else {
        return;
    };
    let batch = step.spec.batch;
    let generator = &mut networks.generator;

    // for k steps: sample noise and images, and update the discriminator.
    for _ in 0..step.discriminator_updates() {
        let images = step.data(StepTurn::Discriminator);
        let real = step.growth.seen(images, step.image);
        let z = step.prior(batch, StepTurn::Discriminator);
        step.judge_and_learn(discriminator, &generator.network, real, z, measured);
    }

    // Sample noise, and update the generator.
    for _ in 0..step.generator_updates() {
        let judge = step.judge_of(discriminator, &generator.network, None);
        let z = step.prior(batch, StepTurn::Generator);
        step.make_and_learn(generator, &judge, z, measured);
    }
    if step.generator_updates() > 0 {
        step.average(networks);
    }
}
