//! One step of a GAN (arXiv:1406.2661, algorithm 1).

use burn::module::Module;

use super::Step;
use crate::nn::Pass;
use crate::train::networks::Networks;
use crate::train::report::Measured;

pub fn step(step: &mut Step<'_>, networks: &mut Networks, measured: &mut Measured) {
    let Some(discriminator) = &mut networks.discriminator else {
        return;
    };
    let batch = step.spec.batch;
    let generator = &mut networks.generator;

    // for k steps: sample noise and images, and update the discriminator. Its batch's statistics
    // are the generator's business only when the generator learns.
    for _ in 0..step.discriminator_updates() {
        let real = step.growth.seen((step.images)(), step.image);
        let z = step.prior(batch);
        let frozen = generator.network.valid();
        let fake = frozen.generate(&mut Pass::training(), z, step.growth);
        step.judge_and_learn(discriminator, real, fake, measured);
    }

    // Sample noise, and update the generator.
    for _ in 0..step.generator_updates() {
        let judge = step.judge_of(discriminator);
        let z = step.prior(batch);
        let mut pass = Pass::training();
        let fake = generator.network.generate(&mut pass, z, step.growth);
        let judgement = judge.judge(&mut Pass::training(), fake, step.growth);
        let loss = step.adversarial(judgement, measured);
        generator.learn(&mut loss.backward(), step.pace());
        step.absorbed(pass, generator);
    }
    if step.generator_updates() > 0 {
        step.average(networks);
    }
}
