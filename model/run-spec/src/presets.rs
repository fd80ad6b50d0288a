//! Well-known recipes, recipes of our own, recipes on points of a plane, and some that are meant to
//! fail.

use crate::image_presets;
use crate::point_presets;
use crate::run::RunSpec;

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
        make: image_presets::classroom,
    },
    Preset {
        name: "classroom-faces",
        title: "Classroom: faces in colour",
        summary: "A VAE learns to draw faces while you watch: skin, hair, glasses and clothes.",
        make: image_presets::classroom_faces,
    },
    Preset {
        name: "my-drawings",
        title: "My drawings: a map of twenty",
        summary: "A small VAE of two dimensions learns from as few as twenty drawings of yours, each a little shifted each time. Bring them first.",
        make: image_presets::my_drawings,
    },
    Preset {
        name: "more-digits",
        title: "Go on from shipped digits",
        summary: "The networks of the shipped model of MNIST digits, on pictures of yours, 28×28 and grey. Bring them first, then press Begin trained.",
        make: image_presets::more_digits,
    },
    Preset {
        name: "more-faces",
        title: "Go on from shipped faces",
        summary: "The networks of the shipped model of faces, on pictures of yours, 32×32 and in colour. Bring them first, then press Begin trained.",
        make: image_presets::more_faces,
    },
    Preset {
        name: "dcgan",
        title: "DCGAN",
        summary: "Convolutions in generator and discriminator (arXiv:1511.06434).",
        make: image_presets::dcgan,
    },
    Preset {
        name: "dense-vae-2d",
        title: "Dense VAE, two dimensions",
        summary: "784→128→2→128→784 with a squared error: a latent space that fits on the map.",
        make: image_presets::dense_vae_2d,
    },
    Preset {
        name: "dense-gan",
        title: "Dense GAN",
        summary: "The smallest GAN that draws digits.",
        make: image_presets::dense_gan,
    },
    Preset {
        name: "r3gan-digits",
        title: "R3GAN: digits in two minutes",
        summary: "Dense layers that play for pairs of scores, with gradient penalties (arXiv:2501.05441).",
        make: image_presets::r3gan_digits,
    },
    Preset {
        name: "vae-gan",
        title: "VAE-GAN in three stages",
        summary: "A VAE first; then its decoder becomes a generator and its pictures turn sharp (arXiv:1512.09300).",
        make: image_presets::vae_gan,
    },
    Preset {
        name: "vae-coded-gan",
        title: "GAN fed by a VAE's codes",
        summary: "Does a generator learn faster from codes of real images than from noise?",
        make: image_presets::vae_coded_gan,
    },
    Preset {
        name: "gan-100",
        title: "Dense GAN, 100 dimensions",
        summary: "100→128→256→512→784 against 784→256→256→1.",
        make: image_presets::gan_100,
    },
    Preset {
        name: "style-digits",
        title: "Styles: digits layer by layer",
        summary: "A GAN whose every layer is modulated by the latent point (arXiv:1810.01365): explore it while it trains, and mix two digits layer by layer in the tool Style.",
        make: image_presets::style_digits,
    },
    Preset {
        name: "vae-100",
        title: "Dense VAE, 100 dimensions",
        summary: "More dimensions than digits need: watch how many the KL term leaves unused.",
        make: image_presets::vae_100,
    },
    Preset {
        name: "deep-gan",
        title: "Deep dense GAN",
        summary: "100→256→512→1024→784 against 784→512→256→1.",
        make: image_presets::deep_gan,
    },
    Preset {
        name: "compress-128",
        title: "Autoencoder as compression",
        summary: "784 grey values in 128 numbers: bits against error.",
        make: image_presets::compress_128,
    },
    Preset {
        name: "denoising-autoencoder",
        title: "Denoising autoencoder",
        summary: "Noisy pictures in, clean ones out. Try it in Repair.",
        make: image_presets::denoising_autoencoder,
    },
    Preset {
        name: "mode-collapse",
        title: "Meant to fail: mode collapse",
        summary: "A generator that outruns its discriminator draws one picture for every z.",
        make: image_presets::mode_collapse,
    },
    Preset {
        name: "strong-discriminator",
        title: "Meant to fail: a discriminator that wins",
        summary: "With the minimax loss, a discriminator that is always right leaves nothing to learn from.",
        make: image_presets::strong_discriminator,
    },
    Preset {
        name: "posterior-collapse",
        title: "Meant to fail: posterior collapse",
        summary: "A KL term that is too heavy: the encoder says nothing, and every reconstruction is the same.",
        make: image_presets::posterior_collapse,
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
