//! What is said of a finding: its name, a sentence with its number, and what to try.

use crate::finding::{LossName, RunFinding};

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
