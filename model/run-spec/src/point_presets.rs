//! Recipes on points of a plane.

use crate::dataset::DatasetId;
use crate::losses::{ComparisonLosses, GanLoss};
use crate::network::{Activation, NetworkSpec};
use crate::run::{ModelType, OutputActivation, Prior, Reconstruction, RunSpec};
use crate::toy_distribution::ToyDistribution;

/// What runs on points have in common. Noise from a square is folded over clusters with less between
/// them than noise that thins out; small steps and an average keep every mode that was found.
fn points(toy_distribution: ToyDistribution) -> RunSpec {
    RunSpec {
        data: DatasetId::Points,
        toy_distribution,
        model: ModelType::Gan,
        batch: 150,
        latent: 2,
        prior: Prior::Uniform,
        encoder: NetworkSpec::dense(&[64, 64, 64]),
        decoder: NetworkSpec::dense(&[64, 64, 64]),
        discriminator: NetworkSpec::dense(&[64, 64, 64]),
        output: OutputActivation::Linear,
        reconstruction: Reconstruction::SquaredError,
        ema: 0.995,
        learning_rate: 5e-4,
        discriminator_learning_rate: 5e-4,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

pub(crate) fn eight_gaussians() -> RunSpec {
    points(ToyDistribution::EightGaussians)
}

pub(crate) fn ring() -> RunSpec {
    points(ToyDistribution::Ring)
}

pub(crate) fn grid() -> RunSpec {
    points(ToyDistribution::Grid)
}

/// Relativistic pairs and R1 and R2, with the paper's decay rates (arXiv:2501.05441). Between two modes,
/// 0.45 apart, the discriminator has to be steep: a heavy penalty would hide the gaps. The long average
/// is for long runs: all modes are there within a thousand steps, and sharp within 20,000.
pub(crate) fn r3gan_grid() -> RunSpec {
    RunSpec {
        gan_loss: GanLoss::Relativistic,
        gradient_penalty: 0.002,
        learning_rate: 1e-3,
        discriminator_learning_rate: 1e-3,
        beta1: 0.0,
        beta2: 0.99,
        ema: 0.9995,
        ..grid()
    }
}

/// An encoder and a decoder of points. 200 is 1 / 2σ² of a Gaussian with σ = 0.05, about the width of
/// the curves: with a weight of 1 a reconstruction would not be worth its KL. SiLU bends where leaky
/// ReLU breaks.
fn vae_of(toy_distribution: ToyDistribution) -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        activation: Activation::Silu,
        reconstruction_weight: 200.0,
        learning_rate: 2e-3,
        beta1: 0.9,
        ..points(toy_distribution)
    }
}

pub(crate) fn two_moons_vae() -> RunSpec {
    vae_of(ToyDistribution::TwoMoons)
}

pub(crate) fn spiral_vae() -> RunSpec {
    RunSpec {
        latent: 1,
        ..vae_of(ToyDistribution::Spiral)
    }
}

pub(crate) fn moons_vae_gan() -> RunSpec {
    RunSpec {
        model: ModelType::VaeGan,
        vae_steps: 1000,
        learning_rate: 1e-3,
        beta1: 0.5,
        ..vae_of(ToyDistribution::TwoMoons)
    }
}

pub(crate) fn checkerboard() -> RunSpec {
    points(ToyDistribution::Checkerboard)
}

pub(crate) fn four_losses() -> RunSpec {
    RunSpec {
        compare_losses: ComparisonLosses::of(&[
            GanLoss::Minimax,
            GanLoss::Hinge,
            GanLoss::Wasserstein,
        ]),
        // A critic whose weights may be larger is so steep that the generator leaps from mode to mode.
        weight_clip: 0.03,
        ..eight_gaussians()
    }
}

/// A discriminator that learns 20 times as slowly as its generator: wherever it says that points are
/// real, all of them go.
pub(crate) fn points_collapse() -> RunSpec {
    RunSpec {
        learning_rate: 2e-3,
        discriminator_learning_rate: 1e-4,
        generator_updates: 2,
        ema: 0.0,
        ..eight_gaussians()
    }
}
