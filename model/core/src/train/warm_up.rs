//! What a run's first step would wait for, done beside the run.
//!
//! On a GPU a shader is compiled when it is first used. A warm-up takes the steps that a run is going
//! to take on networks that are then thrown away, one part after the other. The networks are of the
//! run's sizes and see batches of its size: shaders come in several forms, and sizes choose among
//! them. The run itself is not touched.

use std::collections::VecDeque;

use run_spec::{ModelType, RunSpec, StepPart, StepTurn};

use super::trainer::Trainer;
use crate::ModelResult;

/// Takes the steps of runs on networks of its own.
pub struct TrainerWarmUp {
    runs: Vec<Trainer>,
    /// What is left to do, and as which of the runs; in its order.
    left: VecDeque<(usize, StepTurn)>,
}

impl TrainerWarmUp {
    /// For these runs, of which nothing is changed.
    ///
    /// # Errors
    /// [`ModelError::Config`](crate::ModelError::Config) when the networks cannot be made; runs that
    /// exist have shown that they can.
    pub fn beside<'a>(runs: impl IntoIterator<Item = &'a Trainer>) -> ModelResult<Self> {
        let runs: Vec<Trainer> = runs.into_iter().map(another).collect::<ModelResult<_>>()?;
        let all = runs.iter().enumerate();
        let left = all.flat_map(|(run, trainer)| {
            let pieces = pieces(trainer.spec()).into_iter();
            pieces.map(move |piece| (run, piece))
        });
        Ok(Self {
            left: left.collect(),
            runs,
        })
    }

    /// How many pieces are to be done.
    pub fn left(&self) -> usize {
        self.left.len()
    }

    /// The next one of them.
    pub fn next(&self) -> Option<StepTurn> {
        self.left.front().map(|(_, piece)| *piece)
    }

    /// Does the next piece, and waits until the device has done it.
    ///
    /// # Errors
    /// [`ModelError::Device`](crate::ModelError::Device) when the device fails.
    pub async fn advance(&mut self) -> ModelResult<()> {
        let Some((run, piece)) = self.left.pop_front() else {
            return Ok(());
        };
        let trainer = &mut self.runs[run];
        trainer.step(match piece {
            StepTurn::Autoencoder => StepPart::Whole,
            StepTurn::Discriminator => StepPart::Discriminator,
            StepTurn::Generator => StepPart::Generator,
        });
        trainer.report().await.map(drop)
    }
}

/// A run as this one was when it began, on so many images as a step sees.
fn another(run: &Trainer) -> ModelResult<Trainer> {
    let source = run.source().excerpt(run.spec().batch);
    Trainer::new(run.spec(), source, &run.device.clone().without_autodiff())
}

/// Each once: of an optimiser, whose first update is a shader of its own, the one after is left, and
/// of a network that grows, its later sizes.
fn pieces(spec: &RunSpec) -> Vec<StepTurn> {
    let game = spec.model.has_discriminator();
    let stages = matches!(spec.model, ModelType::VaeGan | ModelType::LatentFedGan);
    let mut pieces = Vec::new();
    if !game || stages && spec.vae_steps > 0 {
        // The first of them, because only a run's first steps are the coder's.
        pieces.push(StepTurn::Autoencoder);
    }
    if game {
        pieces.extend([StepTurn::Discriminator, StepTurn::Generator]);
    }
    pieces
}
