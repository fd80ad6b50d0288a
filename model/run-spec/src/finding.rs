//! What detectors find wrong with a run: codes with the measured numbers. [`finding_words`](crate::finding_words)
//! has the sentences.

use serde::{Deserialize, Serialize};

/// Which loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LossName {
    /// What encoder and decoder make small: all terms with their weights.
    Total,
    /// Of an image and its reconstruction, summed over pixels, mean over the batch.
    Reconstruction,
    /// KL(q(z | x) ‖ N(0, 1)), nats per image.
    Kl,
    /// Between the discriminator's features of image and reconstruction.
    Feature,
    /// The discriminator's.
    Discriminator,
    /// The generator's adversarial loss.
    Generator,
}

/// What is wrong with a run, and the number that says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunFinding {
    /// A loss is no number any more, or far above what it began with.
    Diverged {
        /// Which loss.
        loss: LossName,
        /// What it is.
        #[serde(with = "number_or_null")]
        value: f32,
    },
    /// The samples resemble each other far more than the data do.
    ModeCollapse {
        /// Mean distance between samples, as a share of that between real images.
        #[serde(with = "number_or_null")]
        share: f32,
    },
    /// Generated points reach few of a density's parts.
    PartsMissed {
        /// How many they reach.
        reached: usize,
        /// Of how many.
        of: usize,
        /// What the parts are, such as `modes`.
        parts: String,
    },
    /// The discriminator tells real from generated nearly always.
    DiscriminatorWins {
        /// Its mean score of real images.
        #[serde(with = "number_or_null")]
        real: f32,
        /// Its mean score of generated pictures.
        #[serde(with = "number_or_null")]
        fake: f32,
    },
    /// The generator is hardly told where to go.
    VanishingGradient {
        /// The norm of its gradient.
        #[serde(with = "number_or_null")]
        norm: f32,
        /// That as a share of the largest in this run.
        #[serde(with = "number_or_null")]
        share: f32,
    },
    /// Codes say next to nothing of their images.
    PosteriorCollapse {
        /// Latent dimensions without information.
        unused: usize,
        /// Latent dimensions.
        dimensions: usize,
        /// KL of all dimensions together, nats.
        #[serde(with = "number_or_null")]
        kl: f32,
    },
}

impl RunFinding {
    /// How files and lessons name each kind.
    pub const KINDS: [&'static str; 6] = [
        "diverged",
        "mode-collapse",
        "parts-missed",
        "discriminator-wins",
        "vanishing-gradient",
        "posterior-collapse",
    ];

    /// Its kind: one of [`Self::KINDS`].
    pub fn kind(&self) -> &'static str {
        let at = match self {
            Self::Diverged { .. } => 0,
            Self::ModeCollapse { .. } => 1,
            Self::PartsMissed { .. } => 2,
            Self::DiscriminatorWins { .. } => 3,
            Self::VanishingGradient { .. } => 4,
            Self::PosteriorCollapse { .. } => 5,
        };
        Self::KINDS[at]
    }
}

/// JSON has no NaN: a value that is no number travels as `null`.
mod number_or_null {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() {
            serializer.serialize_f32(*value)
        } else {
            serializer.serialize_none()
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f32, D::Error> {
        Option::<f32>::deserialize(deserializer).map(|value| value.unwrap_or(f32::NAN))
    }
}
