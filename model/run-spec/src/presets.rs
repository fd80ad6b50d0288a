//! Well-known recipes, recipes of our own, recipes on points of a plane, and some that are meant to
//! fail.

use crate::augmentation::{Augmentation, Augmentations};
use crate::dataset::DatasetId;
use crate::losses::GanLoss;
use crate::network::NetworkSpec;
use crate::point_presets;
use crate::run::{ModelType, Normalisation, OutputActivation, Reconstruction, RunSpec};
use crate::shipped_weights::ShippedWeights;

/// A named recipe.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in links.
    pub name: &'static str,
    /// Its name on the page.
    pub title: &'static str,
    /// What it is, and what to look out for.
    pub summary: &'static str,
    make: fn() -> RunSpec,
}

impl Preset {
    /// The recipe itself.
    pub fn spec(&self) -> RunSpec {
        (self.make)()
    }

    /// Whether a trained run of it is shipped.
    pub fn is_shipped_trained(&self) -> bool {
        SHIPPED_TRAINED.contains(&self.name)
    }
}

/// Presets whose trained runs the site ships, as checkpoints in `assets/runs/`.
const SHIPPED_TRAINED: &[&str] = &["eight-gaussians", "ring", "grid", "two-moons-vae"];

/// The preset of a name.
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// Every preset, in the picker's order.
pub static PRESETS: &[Preset] = &[
    Preset {
        name: "classroom",
        title: "Classroom: a GAN in two minutes",
        summary: "Noise becomes digits while you watch, on any laptop.",
        make: classroom,
    },
    Preset {
        name: "classroom-faces",
        title: "Classroom: faces in colour",
        summary: "A VAE learns to draw faces while you watch: skin, hair, glasses and clothes.",
        make: classroom_faces,
    },
    Preset {
        name: "my-drawings",
        title: "My drawings: a map of twenty",
        summary: "A small VAE of two dimensions learns from as few as twenty drawings of yours, each a little shifted each time. Bring them first.",
        make: my_drawings,
    },
    Preset {
        name: "more-digits",
        title: "Go on from shipped digits",
        summary: "The networks of the shipped model of MNIST digits, on pictures of yours, 28×28 and grey. Bring them first, then press Begin trained.",
        make: more_digits,
    },
    Preset {
        name: "more-faces",
        title: "Go on from shipped faces",
        summary: "The networks of the shipped model of faces, on pictures of yours, 32×32 and in colour. Bring them first, then press Begin trained.",
        make: more_faces,
    },
    Preset {
        name: "dcgan",
        title: "DCGAN",
        summary: "Convolutions in generator and discriminator (arXiv:1511.06434).",
        make: dcgan,
    },
    Preset {
        name: "dense-vae-2d",
        title: "Dense VAE, two dimensions",
        summary: "784→128→2→128→784 with a squared error: a latent space that fits on the map.",
        make: dense_vae_2d,
    },
    Preset {
        name: "dense-gan",
        title: "Dense GAN",
        summary: "The smallest GAN that draws digits.",
        make: dense_gan,
    },
    Preset {
        name: "r3gan-digits",
        title: "R3GAN: digits in two minutes",
        summary: "Dense layers that play for pairs of scores, with gradient penalties (arXiv:2501.05441).",
        make: r3gan_digits,
    },
    Preset {
        name: "vae-gan",
        title: "VAE-GAN in three stages",
        summary: "A VAE first; then its decoder becomes a generator and its pictures turn sharp (arXiv:1512.09300).",
        make: vae_gan,
    },
    Preset {
        name: "vae-coded-gan",
        title: "GAN fed by a VAE's codes",
        summary: "Does a generator learn faster from codes of real images than from noise?",
        make: vae_coded_gan,
    },
    Preset {
        name: "gan-100",
        title: "Dense GAN, 100 dimensions",
        summary: "100→128→256→512→784 against 784→256→256→1.",
        make: gan_100,
    },
    Preset {
        name: "vae-100",
        title: "Dense VAE, 100 dimensions",
        summary: "More dimensions than digits need: watch how many the KL term leaves unused.",
        make: vae_100,
    },
    Preset {
        name: "deep-gan",
        title: "Deep dense GAN",
        summary: "100→256→512→1024→784 against 784→512→256→1.",
        make: deep_gan,
    },
    Preset {
        name: "compress-128",
        title: "Autoencoder as compression",
        summary: "784 grey values in 128 numbers: bits against error.",
        make: compress_128,
    },
    Preset {
        name: "denoising-autoencoder",
        title: "Denoising autoencoder",
        summary: "Noisy pictures in, clean ones out. Try it in Repair.",
        make: denoising_autoencoder,
    },
    Preset {
        name: "mode-collapse",
        title: "Meant to fail: mode collapse",
        summary: "A generator that outruns its discriminator draws one picture for every z.",
        make: mode_collapse,
    },
    Preset {
        name: "strong-discriminator",
        title: "Meant to fail: a discriminator that wins",
        summary: "With the minimax loss, a discriminator that is always right leaves nothing to learn from.",
        make: strong_discriminator,
    },
    Preset {
        name: "posterior-collapse",
        title: "Meant to fail: posterior collapse",
        summary: "A KL term that is too heavy: the encoder says nothing, and every reconstruction is the same.",
        make: posterior_collapse,
    },
    Preset {
        name: "eight-gaussians",
        title: "Points: eight Gaussians",
        summary: "A plane of noise folds itself over eight clusters.",
        make: point_presets::eight_gaussians,
    },
    Preset {
        name: "ring",
        title: "Points: a ring",
        summary: "A generator wraps noise around a circle.",
        make: point_presets::ring,
    },
    Preset {
        name: "grid",
        title: "Points: a grid of 25",
        summary: "Twenty-five clusters: the usual test of how many modes a GAN finds.",
        make: point_presets::grid,
    },
    Preset {
        name: "r3gan-grid",
        title: "Points: a grid of 25, R3GAN",
        summary: "Pairs of real and generated scores, and gradient penalties (arXiv:2501.05441).",
        make: point_presets::r3gan_grid,
    },
    Preset {
        name: "two-moons-vae",
        title: "Points: two moons, VAE",
        summary: "Encoder and decoder on two half circles: means, spreads and reconstructions in one picture.",
        make: point_presets::two_moons_vae,
    },
    Preset {
        name: "spiral-vae",
        title: "Points: a spiral, VAE of one dimension",
        summary: "With one latent dimension the decoder is a curve, and it has to find the spiral.",
        make: point_presets::spiral_vae,
    },
    Preset {
        name: "moons-vae-gan",
        title: "Points: two moons, VAE-GAN",
        summary: "A VAE first; then a discriminator judges what its decoder makes of noise.",
        make: point_presets::moons_vae_gan,
    },
    Preset {
        name: "checkerboard",
        title: "Points: a checkerboard",
        summary: "Squares with sharp edges, which no smooth map of noise can quite have.",
        make: point_presets::checkerboard,
    },
    Preset {
        name: "four-losses",
        title: "Points: four losses side by side",
        summary: "The same players, noise and points, playing for four losses.",
        make: point_presets::four_losses,
    },
    Preset {
        name: "points-collapse",
        title: "Meant to fail: a mode or two of eight",
        summary: "A generator that outruns its discriminator leaps from mode to mode and never holds all.",
        make: point_presets::points_collapse,
    },
];

/// Small layers, because a school laptop has two minutes. BatchNorm makes the generator learn fast;
/// spectral norm keeps the discriminator from winning, and with it the generator from drawing two
/// digits only.
fn classroom() -> RunSpec {
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

/// Dense layers, because each pixel of a face has its place. Few dimensions and a light weight make
/// each of them count: what a code cannot say is averaged, and what it says is said clearly.
fn classroom_faces() -> RunSpec {
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
fn my_drawings() -> RunSpec {
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
fn more_digits() -> RunSpec {
    RunSpec {
        learning_rate: 5e-4,
        ..going_on("vae-mnist-2d")
    }
}

fn more_faces() -> RunSpec {
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

fn dcgan() -> RunSpec {
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

fn dense_vae_2d() -> RunSpec {
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

fn dense_gan() -> RunSpec {
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

/// Relativistic pairs and R1 and R2 with the paper's decay rates (arXiv:2501.05441), which keep the
/// discriminator in bounds in place of spectral norm. The penalty is light and taken every fourth step
/// only: two minutes are short, and that buys steps.
fn r3gan_digits() -> RunSpec {
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

fn vae_gan() -> RunSpec {
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

fn vae_coded_gan() -> RunSpec {
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

fn gan_100() -> RunSpec {
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

fn vae_100() -> RunSpec {
    RunSpec {
        model: ModelType::Vae,
        latent: 100,
        encoder: NetworkSpec::dense(&[128, 256]),
        decoder: NetworkSpec::dense(&[256, 512]),
        learning_rate: 2e-4,
        ..RunSpec::default()
    }
}

fn deep_gan() -> RunSpec {
    RunSpec {
        decoder: NetworkSpec::dense(&[256, 512, 1024]),
        discriminator: NetworkSpec::dense(&[512, 256]),
        ..gan_100()
    }
}

fn compress_128() -> RunSpec {
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
fn denoising_autoencoder() -> RunSpec {
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

fn mode_collapse() -> RunSpec {
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

fn strong_discriminator() -> RunSpec {
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

fn posterior_collapse() -> RunSpec {
    RunSpec {
        beta: 50.0,
        latent: 10,
        ..dense_vae_2d()
    }
}

#[cfg(test)]
mod tests {
    use super::PRESETS;
    use crate::dataset::DatasetId;

    #[test]
    fn every_preset_can_be_trained_on_what_is_shipped_or_on_ones_own() {
        for preset in PRESETS {
            let spec = preset.spec();
            assert_eq!(spec.check(), Ok(()), "{}", preset.name);
            assert!(
                matches!(
                    spec.data,
                    DatasetId::Digits
                        | DatasetId::Strokes
                        | DatasetId::Shapes
                        | DatasetId::Faces
                        | DatasetId::Points
                        | DatasetId::Own
                ),
                "{} needs a download",
                preset.name
            );
        }
    }
}
