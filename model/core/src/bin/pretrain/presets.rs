//! The models that are shipped.

use model::loss::PixelLikelihood;
use model::nn::Activation;
use model::train::VaeTraining;
use model::vae::VaeConfig;
use run_spec::{DatasetId, ImageShape, ModelType, NetworkSpec, RunSpec, preset};

use crate::images::{DrawnImages, ImageSource};

/// A model that `assets/models` ships.
pub struct ShippedPreset {
    /// Names its files and its catalogue entry.
    pub id: &'static str,
    /// Its title on the page.
    pub title: &'static str,
    /// A sentence on it.
    pub summary: &'static str,
    /// What it is trained on.
    pub source: ImageSource,
    /// What it is, and how it is trained.
    pub recipe: ModelRecipe,
}

/// A kind of model, with its settings.
pub enum ModelRecipe {
    /// A variational autoencoder.
    Vae(VaeRecipe),
    /// A generator.
    Gan(GanRecipe),
}

/// How a VAE is made.
pub struct VaeRecipe {
    /// Its network.
    pub config: VaeConfig,
    /// How it is trained.
    pub training: VaeTraining,
}

/// How a generator is made.
pub struct GanRecipe {
    /// The networks, their game and their optimisers.
    pub spec: RunSpec,
    /// Passes over the images.
    pub epochs: u32,
}

impl ShippedPreset {
    /// Its networks as a run has them, for what depends on their sizes alone.
    pub fn networks(&self) -> RunSpec {
        let data = match self.source {
            ImageSource::Folder(data) => data,
            ImageSource::Drawn(drawn) => drawn.dataset,
        };
        match &self.recipe {
            ModelRecipe::Vae(VaeRecipe { config, training }) => RunSpec {
                model: ModelType::Vae,
                data,
                image_size: config.image.height,
                batch: training.batch,
                latent: config.latent,
                encoder: config.encoder.clone(),
                decoder: config.decoder.clone(),
                ..RunSpec::default()
            },
            ModelRecipe::Gan(recipe) => recipe.spec.clone(),
        }
    }
}

impl ModelRecipe {
    /// Trains for so many epochs instead.
    pub fn set_epochs(&mut self, epochs: u32) {
        match self {
            Self::Vae(recipe) => recipe.training.epochs = epochs,
            Self::Gan(recipe) => recipe.epochs = epochs,
        }
    }

    /// Passes over the images.
    pub fn epochs(&self) -> u32 {
        match self {
            Self::Vae(recipe) => recipe.training.epochs,
            Self::Gan(recipe) => recipe.epochs,
        }
    }

    /// Images of one training step.
    pub fn batch(&self) -> usize {
        match self {
            Self::Vae(recipe) => recipe.training.batch,
            Self::Gan(recipe) => recipe.spec.batch,
        }
    }

    /// The size of the images.
    pub fn image(&self) -> ImageShape {
        match self {
            Self::Vae(recipe) => recipe.config.image,
            Self::Gan(recipe) => recipe.spec.image(),
        }
    }

    /// Of its weights, in single precision.
    pub fn bytes(&self) -> u64 {
        let parameters = match self {
            Self::Vae(recipe) => recipe.config.parameter_count(),
            Self::Gan(recipe) => recipe.spec.parameter_count(),
        };
        4 * parameters as u64
    }

    /// Latent dimensions.
    pub fn latent(&self) -> usize {
        match self {
            Self::Vae(recipe) => recipe.config.latent,
            Self::Gan(recipe) => recipe.spec.latent,
        }
    }
}

/// All of them, in the order of the page's catalogue.
pub fn presets() -> Vec<ShippedPreset> {
    vec![
        ShippedPreset {
            id: "vae-faces",
            title: "Faces, 16 dimensions",
            summary: "A variational autoencoder of pixel faces in colour. What decides each face is \
                      known, so that directions are exact: drag one, and the face smiles.",
            source: ImageSource::Drawn(DrawnImages {
                dataset: DatasetId::Faces,
                image_size: 32,
                count: 60_000,
                seed: 1,
            }),
            recipe: ModelRecipe::Vae(faces()),
        },
        ShippedPreset {
            id: "vae-mnist-2d",
            title: "MNIST digits, 2 dimensions",
            summary: "A convolutional variational autoencoder that folds every handwritten digit \
                      into a plane: the map shows all that it knows.",
            source: ImageSource::Folder(DatasetId::Mnist),
            recipe: ModelRecipe::Vae(VaeRecipe {
                config: VaeConfig {
                    activation: Activation::LeakyRelu,
                    ..VaeConfig::conv(
                        [1, 28, 28],
                        2,
                        (&[16, 32, 32], &[64, 64]),
                        (&[16, 32], &[128, 128, 128]),
                    )
                },
                training: VaeTraining {
                    epochs: 66,
                    ..VaeTraining::default()
                },
            }),
        },
        ShippedPreset {
            id: "vae-mnist-10d",
            title: "MNIST digits, 10 dimensions",
            summary: "The same kind of network with room for ten independent traits: sharper \
                      digits, and sliders that change slant, weight and shape.",
            source: ImageSource::Folder(DatasetId::Mnist),
            recipe: ModelRecipe::Vae(VaeRecipe {
                config: VaeConfig {
                    activation: Activation::LeakyRelu,
                    ..VaeConfig::conv(
                        [1, 28, 28],
                        10,
                        (&[16, 32, 48], &[64]),
                        (&[16, 32], &[64, 128]),
                    )
                },
                training: VaeTraining {
                    epochs: 72,
                    ..VaeTraining::default()
                },
            }),
        },
        ShippedPreset {
            id: "gan-mnist",
            title: "MNIST digits, GAN",
            summary: "The generator of a GAN. It has no encoder, so that the point of a picture has to be \
                      searched for; its strokes are crisp, and some of its pictures are no digits.",
            source: ImageSource::Folder(DatasetId::Mnist),
            recipe: ModelRecipe::Gan(GanRecipe {
                spec: gan(),
                epochs: 26,
            }),
        },
        ShippedPreset {
            id: "vae-hanzi",
            title: "Hanzi, 16 dimensions",
            summary: "A variational autoencoder of 676 everyday characters, drawn with a pen of any \
                      width, leaning and larger or smaller: sliders change just that.",
            source: ImageSource::Drawn(DrawnImages {
                dataset: DatasetId::Hanzi,
                image_size: 32,
                count: 60_000,
                seed: 1,
            }),
            recipe: ModelRecipe::Vae(hanzi()),
        },
        ShippedPreset {
            id: "vae-fashion-mnist",
            title: "Fashion-MNIST, 10 dimensions",
            summary: "A convolutional variational autoencoder of shirts, trousers, dresses, bags and \
                      shoes: from a sneaker to a boot there is a way.",
            source: ImageSource::Folder(DatasetId::FashionMnist),
            recipe: ModelRecipe::Vae(fashion()),
        },
        ShippedPreset {
            id: "gan-faces",
            title: "Faces, GAN",
            summary: "The generator of a convolutional GAN in colour. Its faces are crisp, and some of \
                      them are none.",
            source: ImageSource::Drawn(DrawnImages {
                dataset: DatasetId::Faces,
                image_size: 32,
                count: 60_000,
                seed: 1,
            }),
            recipe: ModelRecipe::Gan(GanRecipe {
                spec: gan_faces(),
                epochs: 8,
            }),
        },
    ]
}

/// The Train room's pairs on digits with an average over more steps, and a last layer that is a little narrower,
/// so that the file stays below 400 kB.
fn gan() -> RunSpec {
    let pairs = preset("r3gan-digits")
        .map(|preset| preset.spec())
        .unwrap_or_default();
    RunSpec {
        data: DatasetId::Mnist,
        decoder: NetworkSpec::dense(&[128, 208]),
        ema: 0.9998,
        ..pairs
    }
}

/// Faces are parts that are there or not, each in its place, so a dense decoder paints them, and its
/// last layer doubles each cell of their grid. ReLU multiplies a colour by where it is: it lets a
/// colour through where a mask is high.
fn faces() -> VaeRecipe {
    VaeRecipe {
        config: VaeConfig {
            activation: Activation::Relu,
            likelihood: PixelLikelihood::OptimalGaussian,
            ..VaeConfig::conv([3, 32, 32], 16, (&[8, 16, 32], &[96]), (&[6], &[128, 80]))
        },
        training: VaeTraining {
            epochs: 32,
            batch: 64,
            learning_rate: 1.5e-3,
            beta: 45.0,
            kl_warm_up_steps: 18_000,
            ..VaeTraining::default()
        },
    }
}

/// Characters are strokes anywhere, and there are many: dense layers remember them, and convolutions
/// draw their edges.
fn hanzi() -> VaeRecipe {
    VaeRecipe {
        config: VaeConfig {
            activation: Activation::LeakyRelu,
            ..VaeConfig::conv(
                [1, 32, 32],
                16,
                (&[12, 24, 32], &[96]),
                (&[12, 24], &[96, 128]),
            )
        },
        training: VaeTraining {
            epochs: 30,
            ..VaeTraining::default()
        },
    }
}

fn fashion() -> VaeRecipe {
    VaeRecipe {
        config: VaeConfig {
            activation: Activation::LeakyRelu,
            ..VaeConfig::conv(
                [1, 28, 28],
                10,
                (&[16, 32, 48], &[64]),
                (&[16, 32], &[64, 128]),
            )
        },
        training: VaeTraining {
            epochs: 20,
            ..VaeTraining::default()
        },
    }
}

/// As [`gan`], in colour: one more doubling, so that every part of a face sees all of it.
fn gan_faces() -> RunSpec {
    RunSpec {
        data: DatasetId::Faces,
        image_size: 32,
        latent: 24,
        decoder: NetworkSpec::conv(&[96, 48, 24], &[]),
        discriminator: NetworkSpec::conv(&[24, 48, 96], &[]),
        ..gan()
    }
}
