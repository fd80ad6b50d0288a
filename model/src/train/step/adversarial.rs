//! The two halves of a game, for whatever makes the pictures.

use burn::module::Module;
use burn::tensor::Tensor;
use spec::GanLoss;

use super::Step;
use crate::gan::{Discriminator, Judgement, discriminator_loss, generator_loss, shown_scores};
use crate::nn::Pass;
use crate::train::player::Player;
use crate::train::report::{LossName, Measured};

impl Step<'_> {
    /// One update of the discriminator.
    ///
    /// # Shapes
    /// `real`, `fake`: `[batch, pixels]` each, as the discriminator sees them; no gradient leads
    /// to whoever made them
    pub(super) fn judge_and_learn(
        &self,
        player: &mut Player<Discriminator>,
        real: Tensor<2>,
        fake: Tensor<2>,
        measured: &mut Measured,
    ) {
        let spec = self.spec;
        let pace = self.discriminator_pace();
        if !pace.frozen {
            player.network = player.network.clone().iterated();
        }
        let network = player.network.normalised();
        let judge = |pictures: Tensor<2>| {
            let pass = &mut Pass::training();
            network.judge(pass, pictures, self.growth).score
        };
        let kind = spec.discriminator_normalisation;
        let (real, fake) = if Discriminator::judges_each_alone(kind) {
            let [count, others] = [real.dims()[0], fake.dims()[0]];
            let scores = judge(Tensor::cat(vec![real, fake], 0));
            let real = scores.clone().narrow(0, 0, count);
            (real, scores.narrow(0, count, others))
        } else {
            // Batches of one kind, so that their statistics say nothing of the other.
            (judge(real), judge(fake))
        };
        let loss = discriminator_loss(
            spec.gan_loss,
            real.clone(),
            fake.clone(),
            spec.label_smoothing,
        );
        player.learn(&mut loss.backward(), pace);
        if spec.gan_loss == GanLoss::Wasserstein && !pace.frozen {
            player.clip_weights(spec.weight_clip);
        }
        measured.put(LossName::Discriminator, loss);
        measured.real_scores = Some(shown_scores(spec.gan_loss, real.inner()));
        measured.fake_scores = Some(shown_scores(spec.gan_loss, fake.inner()));
    }

    /// The discriminator as a generator meets it: no gradient is computed for its weights.
    pub(super) fn judge_of(&self, player: &Player<Discriminator>) -> Discriminator {
        player.network.valid().normalised()
    }

    /// The generator's adversarial loss, `[1]`.
    pub(super) fn adversarial(&self, judgement: Judgement, measured: &mut Measured) -> Tensor<1> {
        let fake = judgement.score;
        let loss = generator_loss(self.spec.gan_loss, fake);
        measured.put(LossName::Generator, loss.clone());
        loss
    }
}
