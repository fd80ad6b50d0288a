//! A failure with its measured number, its sentence, and what to try.

use serde::{Deserialize, Serialize};

use crate::train::step_report::LossName;

/// What is wrong with a run, and the number that says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
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
        real: f32,
        /// Its mean score of generated pictures.
        fake: f32,
    },
    /// The generator is hardly told where to go.
    VanishingGradient {
        /// The norm of its gradient.
        norm: f32,
        /// That as a share of the largest in this run.
        share: f32,
    },
    /// Codes say next to nothing of their images.
    PosteriorCollapse {
        /// Latent dimensions without information.
        unused: usize,
        /// Latent dimensions.
        dimensions: usize,
        /// KL of all dimensions together, nats.
        kl: f32,
    },
}

impl RunFinding {
    /// Its name, as text and tests have it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Diverged { .. } => "Divergence",
            Self::ModeCollapse { .. } | Self::PartsMissed { .. } => "Mode collapse",
            Self::DiscriminatorWins { .. } => "The discriminator wins",
            Self::VanishingGradient { .. } => "Vanishing gradient",
            Self::PosteriorCollapse { .. } => "Posterior collapse",
        }
    }

    /// What was measured, as a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Diverged { loss, value } => {
                let loss = match loss {
                    LossName::Total => "total loss",
                    LossName::Reconstruction => "reconstruction loss",
                    LossName::Kl => "KL term",
                    LossName::Feature => "feature distance",
                    LossName::Discriminator => "discriminator's loss",
                    LossName::Generator => "generator's loss",
                };
                if value.is_finite() {
                    format!("The run diverged: the {loss} has risen to {value:.0}.")
                } else {
                    format!("The run diverged: the {loss} is no number any more.")
                }
            }
            Self::ModeCollapse { share } => format!(
                "The samples resemble each other: on average they are {:.0} % as far apart as \
                 real images are.",
                100.0 * share
            ),
            Self::PartsMissed { reached, of, parts } => {
                format!("Generated points reach {reached} of {of} {parts}.")
            }
            Self::DiscriminatorWins { real, fake } => format!(
                "The discriminator is nearly always right: it scores real images {real:.2} and \
                 generated ones {fake:.2} on average."
            ),
            Self::VanishingGradient { norm, share } => format!(
                "The generator learns next to nothing: its gradient has the norm {norm:.1e}, \
                 {:.1} % of the largest in this run.",
                100.0 * share
            ),
            Self::PosteriorCollapse {
                unused,
                dimensions,
                kl,
            } => format!(
                "The codes say next to nothing: {unused} of {dimensions} latent dimensions carry \
                 no information, and all together {kl:.2} nats."
            ),
        }
    }

    /// What to try.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Diverged { .. } => {
                "Reset the run with a lower learning rate, or limit the gradient's norm."
            }
            Self::ModeCollapse { .. } | Self::PartsMissed { .. } => {
                "Let the discriminator learn more often or faster than the generator, or take \
                 another loss, spectral norm or a larger batch."
            }
            Self::DiscriminatorWins { .. } => {
                "Lower the discriminator's learning rate or its updates per step, smooth its \
                 labels, or turn spectral norm on."
            }
            Self::VanishingGradient { .. } => {
                "Take the non-saturating, the least-squares or the hinge loss, or a slower \
                 discriminator."
            }
            Self::PosteriorCollapse { .. } => "Lower β, or let it rise over more steps of warm-up.",
        }
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
