//! One step of an autoencoder, a VAE (arXiv:1312.6114, algorithm 1) or a VAE-GAN
//! (arXiv:1512.09300, algorithm 1).

use burn::module::Module;
use burn::tensor::Tensor;
use spec::{ModelType, RunSpec};

use super::Step;
use crate::gan::Generator;
use crate::loss::kl_from_prior;
use crate::nn::Pass;
use crate::train::networks::Networks;
use crate::train::player::Player;
use crate::train::report::{LossName, Measured};
use crate::vae::{Encoder, reparameterise};
use crate::vae_gan::{feature_distance, reconstruction};

/// One step of encoder and decoder by themselves.
pub fn step(step: &mut Step<'_>, networks: &mut Networks, measured: &mut Measured) {
    let Some(encoder) = &mut networks.encoder else {
        return;
    };
    let images = (step.images)();
    learn(step, encoder, &mut networks.generator, images, measured);
    step.average(networks);
}

/// Encodes, decodes, and updates both networks.
pub fn learn(
    step: &mut Step<'_>,
    encoder: &mut Player<Encoder>,
    decoder: &mut Player<Generator>,
    images: Tensor<2>,
    measured: &mut Measured,
) {
    let mut pass = Pass::training();
    let coded = step.encode(&encoder.network, images.clone(), measured);
    let decoded = decoder
        .network
        .decoder
        .forward_in(&mut pass, coded.z.clone(), step.growth);
    let seen = step.growth.seen(images, step.image);
    let loss = step.negative_elbo(coded, &decoder.network, decoded, seen, measured);
    measured.put(LossName::Total, loss.clone());

    let pace = step.pace();
    let gradients = &mut loss.backward();
    encoder.learn(gradients, pace);
    decoder.learn(gradients, pace);
    step.absorbed(pass, decoder);
}

/// One step of a VAE-GAN.
pub fn step_against(step: &mut Step<'_>, networks: &mut Networks, measured: &mut Measured) {
    let (Some(encoder), Some(discriminator)) = (&mut networks.encoder, &mut networks.discriminator)
    else {
        return;
    };
    let generator = &mut networks.generator;
    let spec: &RunSpec = step.spec;
    let mut images = None;

    // θ_Dis ← −∇ L_GAN: the discriminator tells images from pictures of the prior.
    for _ in 0..step.discriminator_updates() {
        let batch = (step.images)();
        let real = step.growth.seen(batch.clone(), step.image);
        let z = step.prior(spec.batch);
        let frozen = generator.network.valid();
        let fake = frozen.generate(&mut Pass::training(), z, step.growth);
        step.judge_and_learn(discriminator, real, fake, measured);
        images = Some(batch);
    }

    for _ in 0..step.generator_updates() {
        let judge = step.judge_of(discriminator);
        let images = match images.take() {
            Some(images) => images,
            None => (step.images)(),
        };
        let seen = step.growth.seen(images.clone(), step.image);
        let coded = step.encode(&encoder.network, images, measured);

        // x̃ = Dec(z) and x_p = Dec(z_p) in one pass.
        let count = seen.dims()[0];
        let prior = step.prior(count);
        let z = Tensor::cat(vec![coded.z.clone(), prior], 0);
        let mut pass = Pass::training();
        let decoded = generator
            .network
            .decoder
            .forward_in(&mut pass, z, step.growth);
        let pictures = generator.network.grey(decoded.clone());
        let half = |x: Tensor<2>, which: usize| x.narrow(0, which * count, count);
        let judged =
            |pictures: Tensor<2>| judge.judge(&mut Pass::training(), pictures, step.growth);

        // L_prior + L_pixel + L_llike^Dis_l − L_GAN, each with its weight.
        let x = half(decoded, 0);
        let mut loss = step.negative_elbo(coded, &generator.network, x, seen.clone(), measured);
        if spec.feature_weight > 0.0 {
            let of_images = judged(seen).features;
            let of_reconstructions = judged(half(pictures.clone(), 0)).features;
            let distance = feature_distance(of_images, of_reconstructions).mean();
            measured.put(LossName::Feature, distance.clone());
            loss = loss + distance.mul_scalar(spec.feature_weight);
        }
        let judgement = judged(half(pictures, 1));
        let adversarial = step.adversarial(judgement, measured);
        loss = loss + adversarial.mul_scalar(spec.adversarial_weight);
        measured.put(LossName::Total, loss.clone());

        let pace = step.pace();
        let gradients = &mut loss.backward();
        encoder.learn(gradients, pace);
        generator.learn(gradients, pace);
        step.absorbed(pass, generator);
    }
    if step.generator_updates() > 0 {
        step.average(networks);
    }
}

/// Codes of images, and what they cost.
pub struct Coded {
    /// `[batch, latent]`
    pub z: Tensor<2>,
    /// KL of each image, `[batch]`; none for an autoencoder.
    kl: Option<Tensor<1>>,
}

impl Step<'_> {
    /// z = μ + σ ε, or μ itself for an autoencoder.
    pub(super) fn encode(
        &mut self,
        encoder: &Encoder,
        images: Tensor<2>,
        measured: &mut Measured,
    ) -> Coded {
        let batch = images.dims()[0];
        let posterior = encoder.forward(images);
        if self.spec.model == ModelType::Autoencoder {
            return Coded {
                z: posterior.mean,
                kl: None,
            };
        }
        let z = reparameterise(&posterior, self.prior(batch));
        let kl = kl_from_prior(posterior.mean, posterior.log_variance);
        measured.kl = Some(kl.clone().inner());
        let kl = kl.sum_dim(1).squeeze_dim(1);
        measured.put(LossName::Kl, Tensor::clone(&kl));
        Coded { z, kl: Some(kl) }
    }

    /// Reconstruction and KL with their weights, mean over the batch, `[1]`.
    fn negative_elbo(
        &self,
        coded: Coded,
        decoder: &Generator,
        decoded: Tensor<2>,
        images: Tensor<2>,
        measured: &mut Measured,
    ) -> Tensor<1> {
        let spec = self.spec;
        let distance = reconstruction(spec.reconstruction_of_data(), decoder, decoded, images);
        measured.put(LossName::Reconstruction, distance.clone());
        let loss = distance.mean().mul_scalar(spec.reconstruction_weight);
        match coded.kl {
            Some(kl) => loss + kl.mean().mul_scalar(spec.beta_at(self.number)),
            None => loss,
        }
    }
}
