//! What is read back of a step.

use burn::tensor::Tensor;
use run_spec::LossName;
use serde::{Deserialize, Serialize};

use crate::ModelResult;
use crate::device::read;

/// Which network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkName {
    /// x → code.
    Encoder,
    /// z → picture, in a VAE or an autoencoder.
    Decoder,
    /// z → picture, where a discriminator judges it.
    Generator,
    /// x → score.
    Discriminator,
}

/// What a run says of itself, as of its newest step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepReport {
    /// Steps taken.
    pub step: u32,
    /// Height of the pictures that are trained at this step: smaller while a network grows.
    pub side: usize,
    /// The newest value of each loss.
    pub losses: Vec<(LossName, f32)>,
    /// The discriminator's scores of real images: probabilities where its loss speaks of them.
    pub real_scores: Vec<f32>,
    /// Its scores of generated pictures.
    pub fake_scores: Vec<f32>,
    /// Norms of each network's gradient, before clipping.
    pub gradient_norms: Vec<(NetworkName, f32)>,
    /// KL of each latent dimension, nats, mean over the batch.
    pub kl_per_dimension: Vec<f32>,
    /// The weight of the KL term at this step; 0 where there is none.
    pub beta: f32,
}

impl StepReport {
    /// A loss, if the run has it.
    pub fn loss(&self, name: LossName) -> Option<f32> {
        let found = self.losses.iter().find(|(found, _)| *found == name);
        found.map(|(_, value)| *value)
    }

    /// A gradient's norm, if the run has the network.
    pub fn gradient_norm(&self, name: NetworkName) -> Option<f32> {
        let found = self.gradient_norms.iter().find(|(found, _)| *found == name);
        found.map(|(_, value)| *value)
    }
}

/// What a step measured, still on the device: what nobody reads costs nothing.
#[derive(Clone, Debug, Default)]
pub struct StepMetrics {
    losses: Vec<(LossName, Tensor<1>)>,
    /// `[batch]`
    pub real_scores: Option<Tensor<1>>,
    /// `[batch]`
    pub fake_scores: Option<Tensor<1>>,
    /// KL of each image and dimension, `[batch, latent]`.
    pub kl: Option<Tensor<2>>,
}

impl StepMetrics {
    /// Keeps a loss, in place of its older value. The mean is reported.
    ///
    /// # Shapes
    /// any length
    pub fn put(&mut self, name: LossName, value: Tensor<1>) {
        let value = value.inner();
        match self.losses.iter_mut().find(|(found, _)| *found == name) {
            Some((_, old)) => *old = value,
            None => self.losses.push((name, value)),
        }
    }

    /// Reads everything in one go and writes it into `report`.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn read(
        &self,
        norms: Vec<(NetworkName, Tensor<1>)>,
        report: &mut StepReport,
    ) -> ModelResult<()> {
        let losses = self.losses.iter().map(|(_, value)| value.clone().mean());
        let norms_values = norms.iter().map(|(_, value)| value.clone().inner());
        let kl = self
            .kl
            .iter()
            .map(|kl| kl.clone().mean_dim(0).squeeze_dim(0));
        let scores = [&self.real_scores, &self.fake_scores];
        let tensors: Vec<Tensor<1>> = losses
            .chain(norms_values)
            .chain(kl)
            .chain(scores.into_iter().flatten().cloned())
            .collect();
        if tensors.is_empty() {
            return Ok(());
        }
        let values = read(Tensor::cat(tensors, 0)).await?;
        let mut values = values.into_iter();
        let mut take = |count: usize| values.by_ref().take(count).collect::<Vec<f32>>();
        report.losses = self
            .losses
            .iter()
            .map(|(name, _)| *name)
            .zip(take(self.losses.len()))
            .collect();
        report.losses.sort_by_key(|(name, _)| *name);
        report.gradient_norms = norms
            .iter()
            .map(|(name, _)| *name)
            .zip(take(norms.len()))
            .collect();
        report.kl_per_dimension = take(self.kl.as_ref().map_or(0, |kl| kl.dims()[1]));
        let length = |scores: &Option<Tensor<1>>| scores.as_ref().map_or(0, |s| s.dims()[0]);
        report.real_scores = take(length(&self.real_scores));
        report.fake_scores = take(length(&self.fake_scores));
        Ok(())
    }
}
