//! What a generator learns from.

use burn::module::Module;
use burn::tensor::Tensor;
use run_spec::GanLoss;

use crate::gan::{Discriminator, OptimalDiscriminator, generator_loss};
use crate::nn::{ForwardPass, Growth};
use crate::train::augmentation::BatchChange;
use crate::train::step_trace::plain;

/// A discriminator as a generator meets it: the one that learns, or the best one there is.
pub struct DiscriminatorView {
    loss: GanLoss,
    network: Discriminator,
    optimal: Option<OptimalDiscriminator>,
    growth: Growth,
    /// How the pictures that it judges are changed first.
    pub(super) change: Option<BatchChange>,
    /// The scores of real data, where the loss pairs them with generated ones'; `[batch]` or `[1]`.
    pub(super) partners: Option<Tensor<1>>,
}

impl DiscriminatorView {
    /// The judge of a game for `loss`: `optimal` if there is one, else `network`.
    pub fn new(
        loss: GanLoss,
        network: &Discriminator,
        optimal: Option<OptimalDiscriminator>,
        growth: Growth,
    ) -> Self {
        Self {
            loss,
            network: network.valid().normalised(),
            optimal,
            growth,
            change: None,
            partners: None,
        }
    }

    /// Pairs what is generated with the mean score of some real data.
    ///
    /// # Shapes
    /// `real`: `[n, pixels]`
    pub fn paired(mut self, real: Tensor<2>) -> Self {
        let scores = self.scores(&mut ForwardPass::training(), real);
        self.partners = Some(scores.mean());
        self
    }

    /// The scores that those of generated data are paired with, one for each or one for all.
    pub fn partners(&self) -> Option<&Tensor<1>> {
        self.partners.as_ref()
    }

    /// The generator's loss for scores of what it made.
    ///
    /// # Shapes
    /// `[batch]` → `[1]`
    pub fn loss(&self, scores: Tensor<1>) -> Tensor<1> {
        generator_loss(self.loss, scores, self.partners())
    }

    /// Pictures as they are judged.
    fn seen(&self, pictures: Tensor<2>) -> Tensor<2> {
        match &self.change {
            Some(change) => change.apply(pictures),
            None => pictures,
        }
    }

    /// Scores of pictures.
    ///
    /// # Shapes
    /// `pictures`: `[batch, pixels]` → `[batch]`
    pub fn scores(&self, pass: &mut ForwardPass, pictures: Tensor<2>) -> Tensor<1> {
        match &self.optimal {
            Some(optimal) => optimal.scores(self.loss, pictures),
            None => {
                let pictures = self.seen(pictures);
                self.network.forward(pass, pictures, self.growth).score
            }
        }
    }

    /// The learnt discriminator's features of pictures.
    ///
    /// # Shapes
    /// `pictures`: `[batch, pixels]` → `[batch, features]`
    pub fn features(&self, pass: &mut ForwardPass, pictures: Tensor<2>) -> Tensor<2> {
        let pictures = self.seen(pictures);
        self.network.forward(pass, pictures, self.growth).features
    }

    /// The gradient of the generator's loss with respect to what it made.
    ///
    /// # Shapes
    /// `pictures`: `[batch, pixels]`; it stays
    pub fn slope(&self, pictures: Tensor<2>) -> Option<Tensor<2>> {
        let pictures = plain(pictures).autodiff().require_grad();
        let scores = self.scores(&mut ForwardPass::training(), pictures.clone());
        pictures.grad(&self.loss(scores).backward())
    }
}
