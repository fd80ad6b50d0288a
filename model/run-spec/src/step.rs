//! What a training step consists of: whose turn it is, and what happens in it.

use serde::{Deserialize, Serialize};

/// Which networks learn in a step. A model without a discriminator takes every step as
/// [`Self::Whole`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepPart {
    /// All, as the run's recipe has it.
    Whole,
    /// The discriminator alone.
    Discriminator,
    /// Everything but the discriminator: the generator, with its encoder where there is one.
    Generator,
}

/// One of the two players of a GAN's game (arXiv:1406.2661).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GanPlayer {
    /// The discriminator.
    Discriminator,
    /// Everything else: the generator, with its encoder where there is one.
    Generator,
}

/// Which loss a part of a step makes small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepTurn {
    /// The discriminator's.
    Discriminator,
    /// The generator's adversarial loss; its encoder learns with it where there is one.
    Generator,
    /// That of encoder and decoder.
    Autoencoder,
}

/// What happens in a stage of a training step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TraceStageKind {
    /// A batch of data is taken.
    Data,
    /// Noise is drawn.
    Noise,
    /// Encoder: x → μ, σ.
    Encode,
    /// z = μ + σ ε.
    Sample,
    /// Decoder: z → x̃.
    Decode,
    /// Generator: z → G(z).
    Generate,
    /// Discriminator: data → scores.
    JudgeReal,
    /// Discriminator: generated → scores.
    JudgeGenerated,
    /// The loss of whose turn it is.
    Loss,
    /// Its gradients.
    Gradient,
    /// Weights follow them.
    Update,
}
