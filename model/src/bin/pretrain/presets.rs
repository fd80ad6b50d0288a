//! The models that are shipped.

use model::nn::Activation;
use model::train::Training;
use model::vae::VaeConfig;

/// A model that `assets/models` ships.
pub struct Preset {
    /// Names its files and its catalogue entry.
    pub id: &'static str,
    /// Its title on the page.
    pub title: &'static str,
    /// A sentence on it.
    pub summary: &'static str,
    /// Its network.
    pub config: VaeConfig,
    /// How it is trained.
    pub training: Training,
}

/// All of them, in the order of the page's catalogue.
pub fn presets() -> Vec<Preset> {
    vec![
        Preset {
            id: "vae-mnist-2d",
            title: "MNIST digits, 2 dimensions",
            summary: "A convolutional variational autoencoder that folds every handwritten digit \
                      into a plane: the map shows all that it knows.",
            config: VaeConfig {
                activation: Activation::LeakyRelu,
                ..VaeConfig::conv(
                    [1, 28, 28],
                    2,
                    (&[16, 32, 32], &[64, 64]),
                    (&[16, 32], &[128, 128, 128]),
                )
            },
            training: Training {
                epochs: 22,
                ..Training::default()
            },
        },
        Preset {
            id: "vae-mnist-10d",
            title: "MNIST digits, 10 dimensions",
            summary: "The same kind of network with room for ten independent traits: sharper \
                      digits, and sliders that change slant, weight and shape.",
            config: VaeConfig {
                activation: Activation::LeakyRelu,
                ..VaeConfig::conv(
                    [1, 28, 28],
                    10,
                    (&[16, 32, 48], &[64]),
                    (&[16, 32], &[64, 128]),
                )
            },
            training: Training {
                epochs: 24,
                ..Training::default()
            },
        },
    ]
}
