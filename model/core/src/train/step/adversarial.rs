//! The two halves of a game, for whatever makes the pictures.

use burn::module::Module;
use burn::tensor::Tensor;
use run_spec::{LossName, StepTurn, TraceStageKind};

use super::{DiscriminatorView, TrainingStep, trace_notes};
use crate::gan::{
    DeviceDensity, Discriminator, Generator, KERNELS, OptimalDiscriminator, PENALTY_DEVIATION,
    discriminator_loss, gradient_penalties, shown_scores,
};
use crate::nn::ForwardPass;
use crate::random::{HostRng, RandomStream};
use crate::train::step_report::StepMetrics;
use crate::train::step_trace::plain;
use crate::train::trainable_network::TrainableNetwork;
use crate::vae::{DiagonalGaussian, reparameterise};

/// The scores of batches of one kind each: of all in the first pass, or of each by itself, so that its
/// statistics say nothing of the others.
///
/// # Shapes
/// `[batch, pixels]` each → `[batch]` each
fn judged(
    judge: &dyn Fn(&mut ForwardPass, Tensor<2>) -> Tensor<1>,
    passes: &mut [ForwardPass; 2],
    together: bool,
    batches: Vec<Tensor<2>>,
) -> Vec<Tensor<1>> {
    if !together {
        let batches = batches.into_iter().enumerate();
        let scores = batches.map(|(i, batch)| match passes.get_mut(i) {
            Some(pass) => judge(pass, batch),
            None => judge(&mut ForwardPass::training(), batch),
        });
        return scores.collect();
    }
    let counts: Vec<usize> = batches.iter().map(|batch| batch.dims()[0]).collect();
    let scores = judge(&mut passes[0], Tensor::cat(batches, 0));
    let mut first = 0;
    let parts = counts.into_iter().map(|count| {
        first += count;
        scores.clone().narrow(0, first - count, count)
    });
    parts.collect()
}

impl TrainingStep<'_> {
    /// One update of the discriminator, against what the generator makes of z. No gradient leads to
    /// the generator, and what its pass sees of its batch is its own business only when it learns.
    ///
    /// # Shapes
    /// `real`: `[batch, pixels]`, as the discriminator sees them; `z`: `[batch, latent]`
    pub(super) fn discriminator_step(
        &mut self,
        trainable: &mut TrainableNetwork<Discriminator>,
        generator: &Generator,
        real: Tensor<2>,
        z: Tensor<2>,
        metrics: &mut StepMetrics,
    ) {
        const TURN: StepTurn = StepTurn::Discriminator;
        let (spec, growth) = (self.spec, self.growth);
        let mut pass = self.pass();
        let fake = generator.valid().generate(&mut pass, z, growth);
        self.note_generated(TURN, &pass, &fake);

        let update = self.discriminator_update();
        let before = self.kept(&trainable.network);
        if !update.frozen {
            trainable.network = trainable.network.clone().iterated();
        }
        let network = trainable.network.normalised();
        let judge =
            |pass: &mut ForwardPass, pictures| network.forward(pass, pictures, growth).score;
        let [count, others] = [real.dims()[0], fake.dims()[0]];
        let (mut real, mut fake, mut changed) = (real, fake, None);
        if let Some(change) = self.change() {
            (real, fake) = (change.apply(real), change.apply(fake));
            changed = self.kept(&(real.clone(), fake.clone()));
        }
        let together = Discriminator::scores_independently(spec.discriminator_normalisation);
        let mut passes = [self.pass(), self.pass()];
        let penalty = spec.penalty_at(self.number);
        // x, G(z), and where penalties are taken x + ε and G(z) + ε.
        let mut batches = vec![real, fake];
        if penalty.is_some() {
            let moved = |data| self.moved(data, PENALTY_DEVIATION);
            let moved = [&batches[0], &batches[1]].map(moved);
            batches.extend(moved);
        }
        let scores = judged(&judge, &mut passes, together, batches);
        let [real, fake, moved @ ..] = scores.as_slice() else {
            return;
        };
        let shown = |scores: &Tensor<1>| shown_scores(spec.gan_loss, plain(scores.clone()));
        self.note(TraceStageKind::JudgeReal, TURN, |stage| {
            if let Some((real, _)) = &changed {
                stage.rows("T(x)", real);
            }
            stage.hidden(passes[0].hidden(), 0, count);
            stage.tensor("D(x)", &shown(real));
        });
        self.note(TraceStageKind::JudgeGenerated, TURN, |stage| {
            let (pass, first) = if together { (0, count) } else { (1, 0) };
            if let Some((_, fake)) = &changed {
                stage.rows("T(G(z))", fake);
            }
            stage.hidden(passes[pass].hidden(), first, others);
            stage.tensor("D(G(z))", &shown(fake));
        });

        let smoothing = spec.label_smoothing;
        let mut loss = discriminator_loss(spec.gan_loss, real.clone(), fake.clone(), smoothing);
        let penalties = match (penalty, moved) {
            (Some(weight), [moved_real, moved_fake]) => {
                let r1 = gradient_penalties(real.clone(), moved_real.clone()).mean();
                let r2 = gradient_penalties(fake.clone(), moved_fake.clone()).mean();
                loss = loss + (r1.clone() + r2.clone()).mul_scalar(weight);
                Some((weight, [r1, r2]))
            }
            _ => None,
        };
        self.note_discriminator_loss([real, fake], penalties, &loss);
        trainable.optimizer_step(&mut loss.backward(), update);
        let clips = spec.gan_loss.row().clips_weights;
        if clips && !update.frozen {
            trainable.clip_weights(spec.weight_clip);
        }
        self.note(TraceStageKind::Gradient, TURN, |stage| {
            trace_notes::gradients(stage, 'D', true, trainable);
        });
        self.note(TraceStageKind::Update, TURN, |stage| {
            trace_notes::update_config(stage, update);
            if clips {
                stage.known("c", spec.weight_clip);
            }
            trace_notes::weight_change(stage, 'D', before.as_ref(), trainable);
        });
        metrics.put(LossName::Discriminator, loss);
        metrics.real_scores = Some(shown(real));
        metrics.fake_scores = Some(shown(fake));
    }

    /// Data, each moved by noise of its own.
    ///
    /// # Shapes
    /// `[batch, pixels]` → the same; `data` stays
    pub(super) fn moved(&mut self, data: &Tensor<2>, deviation: f64) -> Tensor<2> {
        let noise = self.noise.normal_tensor(data.dims(), &self.device);
        data.clone() + noise.mul_scalar(deviation)
    }

    /// Real data for a generator whose loss pairs scores: the batch that the discriminator saw last, or
    /// where it saw none in this step the next one.
    ///
    /// # Shapes
    /// → `[batch, pixels]`, as the discriminator sees them
    pub(super) fn partners(
        &mut self,
        seen: &mut Option<Tensor<2>>,
        turn: StepTurn,
    ) -> Option<Tensor<2>> {
        if !self.spec.gan_loss.row().pairs_scores() {
            return None;
        }
        seen.take().or_else(|| {
            let images = self.data(turn);
            Some(self.growth.downsample_real(images, self.image))
        })
    }

    /// One update of the generator, by what it makes of z and how that is judged.
    ///
    /// # Shapes
    /// `z`: `[batch, latent]`
    pub(super) fn generator_step(
        &mut self,
        trainable: &mut TrainableNetwork<Generator>,
        judge: &DiscriminatorView,
        z: Tensor<2>,
        metrics: &mut StepMetrics,
    ) {
        const TURN: StepTurn = StepTurn::Generator;
        let kind = self.spec.gan_loss;
        let mut pass = self.pass();
        let fake = trainable.network.generate(&mut pass, z, self.growth);
        self.note_generated(TURN, &pass, &fake);
        let made = self.kept(&fake);

        self.note_partners(TURN, judge);
        let mut judging = self.pass();
        let scores = judge.scores(&mut judging, fake);
        self.note_judged(TURN, &judging, &scores);
        let loss = judge.loss(scores.clone());
        self.note(TraceStageKind::Loss, TURN, |stage| {
            trace_notes::adversarial_term(stage, kind, &scores, judge.partners());
            stage.measured("loss", loss.clone());
        });

        let update = self.generator_update();
        let before = self.kept(&trainable.network);
        trainable.optimizer_step(&mut loss.backward(), update);
        self.note(TraceStageKind::Gradient, TURN, |stage| {
            if let Some(slope) = made.and_then(|made| judge.slope(made)) {
                stage.rows("∂L/∂G(z)", &slope);
            }
            trace_notes::gradients(stage, 'G', true, trainable);
        });
        self.note(TraceStageKind::Update, TURN, |stage| {
            trace_notes::update_config(stage, update);
            trace_notes::weight_change(stage, 'G', before.as_ref(), trainable);
        });
        metrics.put(LossName::Generator, loss);
        self.update_running_stats(pass, trainable);
    }

    /// Whoever judges what a generator makes. No gradient is computed for its weights, and the best
    /// discriminator's density of generated points stays what it is as they move. `partners` are the real
    /// data of a loss of pairs.
    ///
    /// That density is one of points made of noise that no step draws: of the prior, or, where the
    /// generator is fed `codes`, of the codes of this batch.
    pub(super) fn discriminator_view(
        &mut self,
        trainable: &TrainableNetwork<Discriminator>,
        generator: &Generator,
        codes: Option<&DiagonalGaussian>,
        partners: Option<Tensor<2>>,
    ) -> DiscriminatorView {
        let optimal = self.world.clone().map(|p| {
            let (seed, number) = (u64::from(self.spec.seed), self.number);
            let noise = self.view_noise.get_or_insert_with(|| {
                HostRng::new(seed, RandomStream::OptimalDiscriminator(number))
            });
            let count = codes.map_or(KERNELS, |codes| codes.mean.dims()[0]);
            let shape = [count, self.spec.latent];
            let z = noise.latent_tensor(self.spec.noise(), shape, &self.device);
            let z = match codes {
                Some(codes) => reparameterise(codes, z),
                None => z,
            };
            let generator = generator.valid();
            let points = generator.generate(&mut ForwardPass::training(), z, self.growth);
            OptimalDiscriminator {
                p,
                q: DeviceDensity::of_points(points),
            }
        });
        let loss = self.spec.gan_loss;
        let mut view = DiscriminatorView::new(loss, &trainable.network, optimal, self.growth);
        view.change = self.change();
        view.partners = partners.map(|real| view.scores(&mut ForwardPass::training(), real));
        view
    }
}
