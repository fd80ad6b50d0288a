//! One step of a GAN whose generator is fed codes of real images, sampled by a VAE's encoder that
//! is trained alongside. The game never reaches the encoder.

use burn::module::Module;
use burn::tensor::Tensor;
use spec::RunSpec;

use super::{Step, coder};
use crate::nn::Pass;
use crate::train::networks::Networks;
use crate::train::report::Measured;
use crate::train::trainer::Part;
use crate::vae::reparameterise;

pub fn step(step: &mut Step<'_>, networks: &mut Networks, measured: &mut Measured) {
    let (Some(encoder), Some(decoder), Some(discriminator)) = (
        &mut networks.encoder,
        &mut networks.coder,
        &mut networks.discriminator,
    ) else {
        return;
    };
    let generator = &mut networks.generator;
    let spec: &RunSpec = step.spec;
    let images = (step.images)();

    // The VAE learns by itself.
    if step.part != Part::Discriminator {
        coder::learn(step, encoder, decoder, images.clone(), measured);
        if step.part == Part::Whole && step.number < spec.vae_steps {
            return;
        }
    }

    // z ~ q(z | x) of this batch, with new noise for each update.
    let posterior = encoder.network.valid().forward(images.clone());
    let count = images.dims()[0];
    let codes = |step: &mut Step<'_>| -> Tensor<2> {
        let noise = step.prior(count);
        reparameterise(&posterior, noise)
    };

    let mut real = Some(images);
    for _ in 0..step.discriminator_updates() {
        let batch = match real.take() {
            Some(images) => images,
            None => (step.images)(),
        };
        let real = step.growth.seen(batch, step.image);
        let z = codes(step);
        let frozen = generator.network.valid();
        let fake = frozen.generate(&mut Pass::training(), z, step.growth);
        step.judge_and_learn(discriminator, real, fake, measured);
    }

    for _ in 0..step.generator_updates() {
        let judge = step.judge_of(discriminator);
        let z = codes(step);
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
