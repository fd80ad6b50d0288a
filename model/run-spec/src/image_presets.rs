//! Recipes on images.

use crate::augmentation::{Augmentation, Augmentations};
use crate::dataset::DatasetId;
use crate::losses::GanLoss;
use crate::network::NetworkSpec;
use crate::run::{ModelType, Normalisation, OutputActivation, Reconstruction, RunSpec};
use crate::shipped_weights::ShippedWeights;

/// Small layers, because a school laptop has two minutes. BatchNorm makes the generator learn fast;
/// spectral norm keeps the discriminator from winning, and with it the generator from drawing two
/// digits only.
pub(crate) fn classroom() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        latent: 16,
        decoder: NetworkSpec::dense(&[64, 128]),
        discriminator: NetworkSpec::dense(&[128, 64]),
        normalisation: Normalisation::Batch,
        spectral_norm: true,
        learning_rate: 1e-3,
        discriminator_learning_rate: 2e-3,
        beta1: 0.5,
        label_smoothing: 0.1,
        ema: 0.995,
        ..RunSpec::default()
    }
}

/// Relativistic pairs and R1 and R2 with the paper's decay rates (arXiv:2501.05441), which keep the
/// discriminator in bounds in place of spectral norm. The penalty is light and taken every fourth step
/// only: two minutes are short, and that buys steps.
pub(crate) fn r3gan_digits() -> RunSpec {
    RunSpec {
        decoder: NetworkSpec::dense(&[128, 256]),
        discriminator: NetworkSpec::dense(&[256, 128]),
        gan_loss: GanLoss::Relativistic,
        gradient_penalty: 0.1,
        penalty_every: 4,
        spectral_norm: false,
        discriminator_learning_rate: 1e-3,
        beta1: 0.0,
        beta2: 0.99,
        label_smoothing: 0.0,
        ema: 0.9995,
        ..classroom()
    }
}

/// The classroom's run with a generator whose every layer hears of z: one hidden layer more, so that there
/// is more to mix.
pub(crate) fn style_digits() -> RunSpec {
    RunSpec {
        decoder: NetworkSpec::dense(&[64, 96, 128]),
        self_modulation: true,
        ..classroom()
    }
}

/// Dense layers, because each pixel of a face has its place. Few dimensions and a light weight make
/// each of them count: what a code cannot say is averaged, and what it says is said clearly.
pub(crate) fn classroom_faces() -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        data: DatasetId::Faces,
        image_size: 32,
        latent: 6,
        encoder: NetworkSpec::dense(&[256, 128]),
        decoder: NetworkSpec::dense(&[128, 256]),
        reconstruction: Reconstruction::SquaredError,
        reconstruction_weight: 10.0,
        learning_rate: 2e-3,
        ..RunSpec::default()
    }
}

/// Twenty drawings are soon known by heart, and a code between two of them is then neither. Shifted by a
/// pixel each time they are not, and a β of 4 draws their codes to where the map is.
pub(crate) fn my_drawings() -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        data: DatasetId::Own,
        latent: 2,
        batch: 32,
        augmentation: Augmentations::of(&[Augmentation::Translation]),
        encoder: NetworkSpec::dense(&[256, 128]),
        decoder: NetworkSpec::dense(&[128, 256]),
        beta: 4.0,
        learning_rate: 2e-3,
        ..RunSpec::default()
    }
}

/// A few hundred careful steps: what the weights know is to be kept.
pub(crate) fn more_digits() -> RunSpec {
    RunSpec {
        learning_rate: 5e-4,
        ..going_on("vae-mnist-2d")
    }
}

pub(crate) fn more_faces() -> RunSpec {
    RunSpec {
        learning_rate: 5e-4,
        ..going_on("vae-faces")
    }
}

/// A run on the visitor's pictures with the networks of a shipped model.
fn going_on(model: &str) -> RunSpec {
    let mut spec = RunSpec {
        data: DatasetId::Own,
        batch: 32,
        augmentation: Augmentations::of(&[Augmentation::Translation]),
        ..RunSpec::default()
    };
    if let Some(weights) = ShippedWeights::of(model) {
        weights.shape(&mut spec);
    }
    spec
}

pub(crate) fn dcgan() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        latent: 100,
        decoder: NetworkSpec::conv(&[64, 32], &[]),
        discriminator: NetworkSpec::conv(&[32, 64], &[]),
        normalisation: Normalisation::Batch,
        output: OutputActivation::Tanh,
        learning_rate: 2e-4,
        discriminator_learning_rate: 2e-4,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

pub(crate) fn dense_vae_2d() -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        latent: 2,
        encoder: NetworkSpec::dense(&[128]),
        decoder: NetworkSpec::dense(&[128]),
        reconstruction: Reconstruction::SquaredError,
        learning_rate: 1e-3,
        ..RunSpec::default()
    }
}

pub(crate) fn dense_gan() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        latent: 2,
        decoder: NetworkSpec::dense(&[128, 256]),
        discriminator: NetworkSpec::dense(&[128, 256]),
        // Without it, here as in `gan-100`, all pictures become one, and that is no digit.
        normalisation: Normalisation::Batch,
        learning_rate: 2e-4,
        discriminator_learning_rate: 2e-4,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

pub(crate) fn vae_gan() -> RunSpec {
    RunSpec {
        model: ModelType::VaeGan,
        latent: 100,
        encoder: NetworkSpec::conv(&[32, 64], &[]),
        decoder: NetworkSpec::conv(&[64, 32], &[]),
        discriminator: NetworkSpec::conv(&[32, 64], &[]),
        spectral_norm: true,
        feature_weight: 1.0,
        // Beside a reconstruction of about 100 nats, a weight of 1 is hardly heard.
        adversarial_weight: 30.0,
        vae_steps: 1500,
        growing_steps: 300,
        fade_steps: 150,
        learning_rate: 5e-4,
        discriminator_learning_rate: 5e-4,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

pub(crate) fn vae_coded_gan() -> RunSpec {
    RunSpec {
        model: ModelType::LatentFedGan,
        latent: 16,
        encoder: NetworkSpec::dense(&[128, 64, 32]),
        decoder: NetworkSpec::dense(&[32, 64, 128]),
        discriminator: NetworkSpec::dense(&[128, 64, 32]),
        vae_steps: 0,
        learning_rate: 1e-3,
        discriminator_learning_rate: 1e-3,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

pub(crate) fn gan_100() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        latent: 100,
        decoder: NetworkSpec::dense(&[128, 256, 512]),
        discriminator: NetworkSpec::dense(&[256, 256]),
        normalisation: Normalisation::Batch,
        output: OutputActivation::Tanh,
        learning_rate: 2e-4,
        discriminator_learning_rate: 2e-4,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

pub(crate) fn vae_100() -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        latent: 100,
        encoder: NetworkSpec::dense(&[128, 256]),
        decoder: NetworkSpec::dense(&[256, 512]),
        learning_rate: 2e-4,
        ..RunSpec::default()
    }
}

pub(crate) fn deep_gan() -> RunSpec {
    RunSpec {
        decoder: NetworkSpec::dense(&[256, 512, 1024]),
        discriminator: NetworkSpec::dense(&[512, 256]),
        ..gan_100()
    }
}

pub(crate) fn compress_128() -> RunSpec {
    RunSpec {
        model: ModelType::Autoencoder,
        latent: 128,
        encoder: NetworkSpec::dense(&[256]),
        decoder: NetworkSpec::dense(&[256]),
        reconstruction: Reconstruction::SquaredError,
        beta: 0.0,
        learning_rate: 1e-3,
        ..RunSpec::default()
    }
}

/// The noise is what Repair adds unless told otherwise.
pub(crate) fn denoising_autoencoder() -> RunSpec {
    RunSpec {
        model: ModelType::Autoencoder,
        input_noise: 0.4,
        latent: 32,
        encoder: NetworkSpec::dense(&[256]),
        decoder: NetworkSpec::dense(&[256]),
        beta: 0.0,
        learning_rate: 1e-3,
        ..RunSpec::default()
    }
}

pub(crate) fn mode_collapse() -> RunSpec {
    RunSpec {
        normalisation: Normalisation::None,
        spectral_norm: false,
        generator_updates: 5,
        learning_rate: 2e-3,
        discriminator_learning_rate: 1e-4,
        ema: 0.0,
        label_smoothing: 0.0,
        ..classroom()
    }
}

pub(crate) fn strong_discriminator() -> RunSpec {
    RunSpec {
        normalisation: Normalisation::None,
        spectral_norm: false,
        gan_loss: GanLoss::Minimax,
        discriminator_updates: 3,
        learning_rate: 1e-4,
        discriminator_learning_rate: 2e-3,
        ema: 0.0,
        label_smoothing: 0.0,
        ..classroom()
    }
}

pub(crate) fn posterior_collapse() -> RunSpec {
    RunSpec {
        beta: 50.0,
        latent: 10,
        ..dense_vae_2d()
    }
}
