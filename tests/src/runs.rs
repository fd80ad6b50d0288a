//! Small runs that between them use every loss, optimiser and kind of model.

use model::data::{Images, TrainingData};
use run_spec::{
    Activation, DatasetId, GanLoss, ImageShape, ModelType, NetworkSpec, Normalisation, Optimiser,
    OutputActivation, Reconstruction, RunSpec,
};

/// Steps that are compared with PyTorch.
pub const STEPS: u32 = 6;
const SIDE: usize = 8;
const IMAGES: usize = 48;

/// A run's name and what makes its specification.
pub type NamedRun = (&'static str, fn() -> RunSpec);

/// The runs that PyTorch has taken too.
pub const RUNS: [NamedRun; 16] = [
    ("dense-non-saturating-adam", dense_non_saturating),
    ("conv-minimax-batch-rmsprop", conv_minimax),
    ("hinge-spectral-sgd-clip", hinge_spectral),
    ("wasserstein-clipped", wasserstein),
    ("least-squares-group", least_squares_group),
    ("growing", growing),
    ("vae-squared-error", vae),
    ("autoencoder", autoencoder),
    ("vae-gan", vae_gan),
    ("coded-gan", coded),
    ("relativistic-penalised", relativistic),
    ("relativistic-vae-gan-batch", relativistic_vae_gan),
    ("denoising-autoencoder", denoising_autoencoder),
    ("denoising-vae", denoising_vae),
    ("self-modulated-batch", self_modulated),
    ("self-modulated-vae-gan", self_modulated_vae_gan),
];

/// 40 images to train on and 8 held out: grey ramps of different directions and strengths.
pub fn source() -> TrainingData {
    let pixel = |i: usize| {
        let (image, y, x) = (i / (SIDE * SIDE), i / SIDE % SIDE, i % SIDE);
        (image * 37 % 11 * x * 3 + image * 53 % 7 * y * 5 + image * 29 % 40) as u8
    };
    let pixels = (0..IMAGES * SIDE * SIDE).map(pixel).collect();
    TrainingData::held(Images::new(ImageShape::grey(SIDE), pixels), None)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn small() -> RunSpec {
    RunSpec {
        seed: 5,
        data: DatasetId::Own,
        image_size: SIDE,
        batch: 4,
        latent: 3,
        encoder: NetworkSpec::dense(&[10]),
        decoder: NetworkSpec::dense(&[12]),
        discriminator: NetworkSpec::dense(&[12, 6]),
        learning_rate: 0.01,
        discriminator_learning_rate: 0.02,
        beta1: 0.5,
        ..RunSpec::default()
    }
}

fn conv() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        encoder: NetworkSpec::conv(&[3, 4], &[5]),
        decoder: NetworkSpec::conv(&[6, 4], &[]),
        discriminator: NetworkSpec::conv(&[3, 5], &[]),
        ..small()
    }
}

fn dense_non_saturating() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        label_smoothing: 0.1,
        ema: 0.9,
        discriminator_updates: 2,
        ..small()
    }
}

fn conv_minimax() -> RunSpec {
    RunSpec {
        gan_loss: GanLoss::Minimax,
        normalisation: Normalisation::Batch,
        discriminator_normalisation: Normalisation::Batch,
        output: OutputActivation::Tanh,
        optimiser: Optimiser::RmsProp,
        discriminator_optimiser: Optimiser::RmsProp,
        learning_rate: 0.001,
        discriminator_learning_rate: 0.001,
        ema: 0.5,
        ..conv()
    }
}

fn hinge_spectral() -> RunSpec {
    RunSpec {
        gan_loss: GanLoss::Hinge,
        spectral_norm: true,
        optimiser: Optimiser::Sgd,
        discriminator_optimiser: Optimiser::Sgd,
        max_grad_norm: 0.2,
        generator_updates: 2,
        ..conv()
    }
}

fn wasserstein() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        gan_loss: GanLoss::Wasserstein,
        weight_clip: 0.05,
        output: OutputActivation::Linear,
        // Where all activations have one sign, a bias' gradient is nothing but rounding, which
        // RMSprop and Adam would enlarge.
        discriminator_optimiser: Optimiser::Sgd,
        optimiser: Optimiser::RmsProp,
        learning_rate: 0.002,
        discriminator_learning_rate: 0.1,
        ..small()
    }
}

fn least_squares_group() -> RunSpec {
    RunSpec {
        gan_loss: GanLoss::LeastSquares,
        label_smoothing: 0.2,
        normalisation: Normalisation::Group,
        discriminator_normalisation: Normalisation::Group,
        decoder: NetworkSpec::conv(&[32, 4], &[]),
        ..conv()
    }
}

fn growing() -> RunSpec {
    RunSpec {
        growing_steps: 2,
        fade_steps: 1,
        ..conv()
    }
}

fn vae() -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        reconstruction: Reconstruction::SquaredError,
        reconstruction_weight: 2.0,
        beta: 0.7,
        kl_warm_up_steps: 3,
        max_grad_norm: 5.0,
        ..conv()
    }
}

fn autoencoder() -> RunSpec {
    RunSpec {
        model: ModelType::Autoencoder,
        beta: 0.0,
        ..small()
    }
}

fn vae_gan() -> RunSpec {
    RunSpec {
        model: ModelType::VaeGan,
        vae_steps: 2,
        feature_weight: 0.5,
        adversarial_weight: 3.0,
        normalisation: Normalisation::Batch,
        ..conv()
    }
}

fn coded() -> RunSpec {
    RunSpec {
        model: ModelType::LatentFedGan,
        vae_steps: 1,
        discriminator_updates: 2,
        ..small()
    }
}

fn relativistic() -> RunSpec {
    RunSpec {
        model: ModelType::Gan,
        gan_loss: GanLoss::Relativistic,
        gradient_penalty: 0.5,
        penalty_every: 2,
        generator_updates: 2,
        // Of pairs, too, the gradient of a bias may be nothing but rounding.
        discriminator_optimiser: Optimiser::Sgd,
        discriminator_learning_rate: 0.05,
        ..small()
    }
}

fn relativistic_vae_gan() -> RunSpec {
    RunSpec {
        gan_loss: GanLoss::Relativistic,
        gradient_penalty: 0.2,
        discriminator_optimiser: Optimiser::Sgd,
        discriminator_normalisation: Normalisation::Batch,
        vae_steps: 1,
        ..vae_gan()
    }
}

fn denoising_autoencoder() -> RunSpec {
    RunSpec {
        input_noise: 0.4,
        ..autoencoder()
    }
}

fn denoising_vae() -> RunSpec {
    RunSpec {
        input_noise: 0.25,
        ..vae()
    }
}

fn self_modulated() -> RunSpec {
    RunSpec {
        self_modulation: true,
        normalisation: Normalisation::Batch,
        decoder: NetworkSpec::conv(&[6, 4], &[5]),
        ema: 0.9,
        ..conv()
    }
}

fn self_modulated_vae_gan() -> RunSpec {
    RunSpec {
        model: ModelType::VaeGan,
        self_modulation: true,
        vae_steps: 2,
        activation: Activation::Silu,
        ..small()
    }
}
