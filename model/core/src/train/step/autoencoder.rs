//! One step of an autoencoder, a VAE (arXiv:1312.6114, algorithm 1) or a VAE-GAN
//! (arXiv:1512.09300, algorithm 1).

use burn::tensor::Tensor;
use run_spec::{LossName, ModelType, RunSpec, StepTurn, TraceStageKind};

use super::{TrainingStep, trace_notes};
use crate::gan::Generator;
use crate::loss::kl_from_prior;
use crate::train::networks::RunNetworks;
use crate::train::step_report::StepMetrics;
use crate::train::step_trace::{StageRecorder, plain};
use crate::train::trainable_network::TrainableNetwork;
use crate::vae::Encoder;
use crate::vae_gan::{feature_distance, reconstruction};

const TURN: StepTurn = StepTurn::Autoencoder;

/// One step of encoder and decoder by themselves.
pub fn step(step: &mut TrainingStep<'_>, networks: &mut RunNetworks, metrics: &mut StepMetrics) {
    let Some(encoder) = &mut networks.encoder else {
        return;
    };
    let images = step.data(TURN);
    update(step, encoder, &mut networks.generator, images, metrics);
    step.average(networks);
}

/// Encodes, decodes, and updates both networks.
pub fn update(
    step: &mut TrainingStep<'_>,
    encoder: &mut TrainableNetwork<Encoder>,
    decoder: &mut TrainableNetwork<Generator>,
    images: Tensor<2>,
    metrics: &mut StepMetrics,
) {
    let mut pass = step.pass();
    let noise = step.spec.noise_of_input();
    let given = if noise > 0.0 {
        step.moved(&images, noise)
    } else {
        images.clone()
    };
    let coded = step.encode(&encoder.network, given, metrics);
    let decoded = decoder
        .network
        .decoder
        .forward_in(&mut pass, coded.z.clone(), step.growth);
    step.note(TraceStageKind::Decode, TURN, |stage| {
        stage.hidden(pass.hidden(), 0, decoded.dims()[0]);
        stage.rows("x̃", &decoder.network.grey(decoded.clone()));
    });
    let seen = step.growth.downsample_real(images, step.image);
    let terms = step.negative_elbo(coded, &decoder.network, decoded, seen, metrics);
    let loss = terms.sum();
    step.note(TraceStageKind::Loss, TURN, |stage| {
        terms.note(stage);
        stage.measured("loss", loss.clone());
    });
    metrics.put(LossName::Total, loss.clone());
    update_both(step, encoder, decoder, loss);
    step.update_running_stats(pass, decoder);
}

/// One update of encoder and decoder.
fn update_both(
    step: &mut TrainingStep<'_>,
    encoder: &mut TrainableNetwork<Encoder>,
    decoder: &mut TrainableNetwork<Generator>,
    loss: Tensor<1>,
) {
    let update = step.generator_update();
    let before = (step.kept(&encoder.network), step.kept(&decoder.network));
    let gradients = &mut loss.backward();
    encoder.optimizer_step(gradients, update);
    decoder.optimizer_step(gradients, update);
    step.note(TraceStageKind::Gradient, TURN, |stage| {
        trace_notes::gradients(stage, 'E', false, encoder);
        trace_notes::gradients(stage, 'G', false, decoder);
    });
    step.note(TraceStageKind::Update, TURN, |stage| {
        trace_notes::update_config(stage, update);
        trace_notes::weight_change(stage, 'E', before.0.as_ref(), encoder);
        trace_notes::weight_change(stage, 'G', before.1.as_ref(), decoder);
    });
}

/// One step of a VAE-GAN.
pub fn step_against(
    step: &mut TrainingStep<'_>,
    networks: &mut RunNetworks,
    metrics: &mut StepMetrics,
) {
    let (Some(encoder), Some(discriminator)) = (&mut networks.encoder, &mut networks.discriminator)
    else {
        return;
    };
    let generator = &mut networks.generator;
    let spec: &RunSpec = step.spec;
    let mut images = None;

    // θ_Dis ← −∇ L_GAN: the discriminator tells images from pictures of the prior.
    for _ in 0..step.discriminator_updates() {
        let batch = step.data(StepTurn::Discriminator);
        let real = step.growth.downsample_real(batch.clone(), step.image);
        let z = step.prior(spec.batch, StepTurn::Discriminator);
        step.discriminator_step(discriminator, &generator.network, real, z, metrics);
        images = Some(batch);
    }

    for _ in 0..step.generator_updates() {
        let images = match images.take() {
            Some(images) => images,
            None => step.data(TURN),
        };
        let seen = step.growth.downsample_real(images.clone(), step.image);
        let partners = step.partners(&mut Some(seen.clone()), TURN);
        let judge = step.discriminator_view(discriminator, &generator.network, None, partners);
        let coded = step.encode(&encoder.network, images, metrics);

        // x̃ = Dec(z) and x_p = Dec(z_p) in one pass.
        let count = seen.dims()[0];
        let prior = step.prior(count, TURN);
        let z = Tensor::cat(vec![coded.z.clone(), prior], 0);
        let mut pass = step.pass();
        let decoded = generator
            .network
            .decoder
            .forward_in(&mut pass, z, step.growth);
        let pictures = generator.network.grey(decoded.clone());
        let half = |x: Tensor<2>, which: usize| x.narrow(0, which * count, count);
        for (which, kind, name) in [
            (0, TraceStageKind::Decode, "x̃"),
            (1, TraceStageKind::Generate, "G(z)"),
        ] {
            step.note(kind, TURN, |stage| {
                stage.hidden(pass.hidden(), which * count, count);
                stage.rows(name, &half(pictures.clone(), which));
            });
        }

        // L_prior + L_pixel + L_llike^Dis_l − L_GAN, each with its weight.
        let x = half(decoded, 0);
        let terms = step.negative_elbo(coded, &generator.network, x, seen.clone(), metrics);
        let mut loss = terms.sum();
        let mut features = None;
        if spec.feature_weight > 0.0 {
            let mut passes = [step.pass(), step.pass()];
            let of_images = judge.features(&mut passes[0], seen);
            let of_reconstructions = judge.features(&mut passes[1], half(pictures.clone(), 0));
            step.note(TraceStageKind::JudgeReal, TURN, |stage| {
                stage.hidden(passes[0].hidden(), 0, count);
            });
            step.note(TraceStageKind::JudgeGenerated, TURN, |stage| {
                stage.hidden(passes[1].hidden(), 0, count);
            });
            let distance = feature_distance(of_images, of_reconstructions).mean();
            metrics.put(LossName::Feature, distance.clone());
            features = step.kept(&distance);
            loss = loss + distance.mul_scalar(spec.feature_weight);
        }
        step.note_partners(TURN, &judge);
        let mut judging = step.pass();
        let scores = judge.scores(&mut judging, half(pictures, 1));
        step.note_judged(TURN, &judging, &scores);
        let adversarial = judge.loss(scores.clone());
        metrics.put(LossName::Generator, adversarial.clone());
        loss = loss + adversarial.clone().mul_scalar(spec.adversarial_weight);
        metrics.put(LossName::Total, loss.clone());
        step.note(TraceStageKind::Loss, TURN, |stage| {
            terms.note(stage);
            if let Some(distance) = features {
                stage.measured("features", distance);
                stage.known("weight of features", spec.feature_weight);
            }
            trace_notes::adversarial_term(stage, spec.gan_loss, &scores, judge.partners());
            stage.measured("adversarial", adversarial);
            stage.known("weight of adversarial", spec.adversarial_weight);
            stage.measured("loss", loss.clone());
        });

        update_both(step, encoder, generator, loss);
        step.update_running_stats(pass, generator);
    }
    if step.generator_updates() > 0 {
        step.average(networks);
    }
}

/// Codes of images, and what they cost.
pub struct EncodedBatch {
    /// `[batch, latent]`
    pub z: Tensor<2>,
    /// KL of each image, `[batch]`; none for an autoencoder.
    kl: Option<Tensor<1>>,
}

/// The terms of −ELBO, each with its weight.
struct WeightedTerms {
    /// Of each image, `[batch]`.
    reconstruction: (Tensor<1>, f64),
    /// Likewise, if there is one.
    kl: Option<(Tensor<1>, f64)>,
}

impl WeightedTerms {
    /// All of them with their weights, mean over the batch, `[1]`.
    fn sum(&self) -> Tensor<1> {
        let (distance, weight) = self.reconstruction.clone();
        let loss = distance.mean().mul_scalar(weight);
        match self.kl.clone() {
            Some((kl, beta)) => loss + kl.mean().mul_scalar(beta),
            None => loss,
        }
    }

    fn note(&self, stage: &mut StageRecorder) {
        let (distance, weight) = &self.reconstruction;
        stage.measured("reconstruction", distance.clone());
        stage.known("weight of reconstruction", *weight);
        if let Some((kl, beta)) = &self.kl {
            stage.measured("KL", kl.clone());
            stage.known("β", *beta);
        }
    }
}

impl TrainingStep<'_> {
    /// z = μ + σ ε, or μ itself for an autoencoder.
    pub(super) fn encode(
        &mut self,
        encoder: &Encoder,
        images: Tensor<2>,
        metrics: &mut StepMetrics,
    ) -> EncodedBatch {
        let mut pass = self.pass();
        let is_noisy = self.spec.noise_of_input() > 0.0;
        let given = is_noisy.then(|| self.kept(&images)).flatten();
        let posterior = encoder.forward_in(&mut pass, images);
        let exact = self.spec.model == ModelType::Autoencoder;
        self.note(TraceStageKind::Encode, TURN, |stage| {
            if let Some(given) = &given {
                stage.rows("x + ε", given);
            }
            stage.hidden(pass.hidden(), 0, posterior.mean.dims()[0]);
            if exact {
                stage.latent("z", &posterior.mean);
            } else {
                stage.latent("μ", &posterior.mean);
                let log_variance = plain(posterior.log_variance.clone());
                stage.tensor("σ", &log_variance.mul_scalar(0.5).exp());
            }
        });
        if exact {
            return EncodedBatch {
                z: posterior.mean,
                kl: None,
            };
        }
        let z = self.sample(&posterior, TURN);
        let kl = kl_from_prior(posterior.mean, posterior.log_variance);
        metrics.kl = Some(kl.clone().inner());
        let kl = kl.sum_dim(1).squeeze_dim(1);
        metrics.put(LossName::Kl, Tensor::clone(&kl));
        EncodedBatch { z, kl: Some(kl) }
    }

    /// Reconstruction and KL with their weights.
    fn negative_elbo(
        &self,
        coded: EncodedBatch,
        decoder: &Generator,
        decoded: Tensor<2>,
        images: Tensor<2>,
        metrics: &mut StepMetrics,
    ) -> WeightedTerms {
        let spec = self.spec;
        let kind = spec.reconstruction_of_data();
        let distance = reconstruction(kind, decoder, decoded, images);
        metrics.put(LossName::Reconstruction, distance.clone());
        WeightedTerms {
            reconstruction: (distance, spec.reconstruction_weight),
            kl: coded.kl.map(|kl| (kl, spec.beta_at(self.number))),
        }
    }
}
