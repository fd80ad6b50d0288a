//! Families of models that are compared on the same data: one recipe for each, with the same networks where
//! they have the same ones.
//!
//! The page's comparison and the program `train judge` both ask here, so that their figures are of the same
//! runs.

use crate::dataset::{DatasetId, DatasetKind};
use crate::image::{ANY_SIDE, ImageShape};
use crate::network::NetworkSpec;
use crate::run::{ModelType, Normalisation, Reconstruction, RunSpec};

/// Latent dimensions of every family.
const LATENT: usize = 16;

/// Steps that a minute of a browser's computing has place for, from which shares of a budget of seconds are
/// reckoned: a run's stages are counted in steps.
const STEPS_PER_SECOND: u32 = 50;

/// How long each run of a comparison trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonBudget {
    /// So many steps. The same seed gives the same figures.
    Steps(u32),
    /// So many seconds of computing: how far a run gets depends on the machine.
    Seconds(u32),
}

impl ComparisonBudget {
    fn expected_steps(self) -> u32 {
        match self {
            Self::Steps(steps) => steps,
            Self::Seconds(seconds) => seconds.saturating_mul(STEPS_PER_SECOND),
        }
    }
}

/// A kind of model with the recipe that stands for it: 16 latent dimensions, encoders of 256 and 128,
/// decoders and generators of 128 and 256, discriminators of 256 and 128 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparisonFamily {
    /// What is trained.
    pub model: ModelType,
    /// Its id in tables and options.
    pub id: &'static str,
}

/// Every family, in the table's order.
pub const COMPARISON_FAMILIES: [ComparisonFamily; 5] = [
    ComparisonFamily {
        model: ModelType::Autoencoder,
        id: "ae",
    },
    ComparisonFamily {
        model: ModelType::Vae,
        id: "vae",
    },
    ComparisonFamily {
        model: ModelType::Gan,
        id: "gan",
    },
    ComparisonFamily {
        model: ModelType::VaeGan,
        id: "vae-gan",
    },
    ComparisonFamily {
        model: ModelType::LatentFedGan,
        id: "vae-coded-gan",
    },
];

impl ComparisonFamily {
    /// The family of such an id.
    pub fn named(id: &str) -> Option<Self> {
        COMPARISON_FAMILIES
            .into_iter()
            .find(|family| family.id == id)
    }

    /// The recipe on a data set, for a run of such a length; `None` on points, whose figures are others.
    ///
    /// Grey pictures have Bernoulli's likelihood, pictures in colour a squared error whose weight makes it
    /// worth the KL term. A VAE-GAN is a VAE for the first half of its budget. The GANs have what keeps
    /// `classroom` from collapsing: BatchNorm in the generator, spectral norm in the discriminator.
    pub fn spec(self, data: DatasetId, seed: u32, budget: ComparisonBudget) -> Option<RunSpec> {
        if data.info().kind == DatasetKind::Toy2d {
            return None;
        }
        let is_grey = data.info().shape.channels == 1;
        let base = RunSpec {
            seed,
            model: self.model,
            data,
            image_size: image_size(data.info().shape),
            latent: LATENT,
            encoder: NetworkSpec::dense(&[256, 128]),
            decoder: NetworkSpec::dense(&[128, 256]),
            discriminator: NetworkSpec::dense(&[256, 128]),
            reconstruction: if is_grey {
                Reconstruction::Bernoulli
            } else {
                Reconstruction::SquaredError
            },
            reconstruction_weight: if is_grey { 1.0 } else { 10.0 },
            ..RunSpec::default()
        };
        let playing = RunSpec {
            normalisation: Normalisation::Batch,
            spectral_norm: true,
            discriminator_learning_rate: 2e-3,
            beta1: 0.5,
            label_smoothing: 0.1,
            ..base.clone()
        };
        Some(match self.model {
            ModelType::Autoencoder => RunSpec { beta: 0.0, ..base },
            ModelType::Vae => base,
            ModelType::Gan => RunSpec {
                ema: 0.995,
                ..playing
            },
            // BatchNorm would make a picture's reconstruction a matter of its batch.
            ModelType::VaeGan => RunSpec {
                normalisation: Normalisation::None,
                feature_weight: 1.0,
                adversarial_weight: 30.0,
                vae_steps: (budget.expected_steps() / 2).max(1),
                ..playing
            },
            ModelType::LatentFedGan => RunSpec {
                ema: 0.995,
                vae_steps: 0,
                ..playing
            },
        })
    }
}

/// Small pictures become as large as digits are; others keep their size, as far as a run may have it.
fn image_size(shape: ImageShape) -> usize {
    // A branch and a `min` in place of this became 8 for 8 in WebAssembly: LLVM 22.1.2, opt-level "s".
    shape.height.clamp(28, ANY_SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_can_be_trained_on_all_pictures_and_differs_by_seed_only() {
        for data in DatasetId::ALL {
            for family in COMPARISON_FAMILIES {
                assert_eq!(ComparisonFamily::named(family.id), Some(family));
                let budget = ComparisonBudget::Steps(400);
                let Some(spec) = family.spec(*data, 3, budget) else {
                    assert_eq!(*data, DatasetId::Points);
                    continue;
                };
                assert_eq!(spec.check(), Ok(()), "{} on {data:?}", family.id);
                assert_eq!((spec.model, spec.seed), (family.model, 3));
                let other = family.spec(*data, 4, budget).expect("a recipe");
                assert_eq!(RunSpec { seed: 3, ..other }, spec);
            }
        }
        assert_eq!(ComparisonFamily::named("diffusion"), None);
    }

    #[test]
    fn a_vae_gan_plays_for_half_of_its_budget() {
        let spec = |budget| {
            let family = ComparisonFamily::named("vae-gan").expect("a family");
            family.spec(DatasetId::Mnist, 1, budget).expect("a recipe")
        };
        assert_eq!(spec(ComparisonBudget::Steps(400)).vae_steps, 200);
        assert_eq!(spec(ComparisonBudget::Seconds(60)).vae_steps, 1500);
        assert_eq!(spec(ComparisonBudget::Steps(1)).vae_steps, 1);
    }
}
