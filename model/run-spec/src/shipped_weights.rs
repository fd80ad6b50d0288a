//! Shipped models whose weights a run can begin with: VAEs, a row each.

use crate::dataset::{DatasetId, DatasetKind};
use crate::image::ImageShape;
use crate::network::{Activation, NetworkSpec};
use crate::run::{ModelType, Normalisation, OutputActivation, Reconstruction, RunSpec};

/// A shipped model, as far as a run must equal it.
#[derive(Clone, Copy, Debug)]
pub struct ShippedWeights {
    /// Its id, which its file is named by.
    pub model: &'static str,
    /// What it was trained on.
    data: DatasetId,
    /// The size of its pictures.
    pub image: ImageShape,
    /// Latent dimensions.
    pub latent: usize,
    /// x → code, as text.
    encoder: &'static str,
    /// z → picture, as text.
    decoder: &'static str,
    /// Between all layers.
    activation: Activation,
    /// How the decoder's output becomes grey values.
    output: OutputActivation,
}

/// Every shipped VAE.
pub static SHIPPED_WEIGHTS: &[ShippedWeights] = &[
    ShippedWeights {
        model: "vae-faces",
        data: DatasetId::Faces,
        image: ImageShape::square(32, 3),
        latent: 16,
        encoder: "conv 8 16 32 dense 96",
        decoder: "conv 6 dense 128 80",
        activation: Activation::Relu,
        output: OutputActivation::Linear,
    },
    ShippedWeights {
        model: "vae-mnist-2d",
        data: DatasetId::Mnist,
        image: ImageShape::grey(28),
        latent: 2,
        encoder: "conv 16 32 32 dense 64 64",
        decoder: "conv 16 32 dense 128 128 128",
        activation: Activation::LeakyRelu,
        output: OutputActivation::Sigmoid,
    },
    ShippedWeights {
        model: "vae-mnist-10d",
        data: DatasetId::Mnist,
        image: ImageShape::grey(28),
        latent: 10,
        encoder: "conv 16 32 48 dense 64",
        decoder: "conv 16 32 dense 64 128",
        activation: Activation::LeakyRelu,
        output: OutputActivation::Sigmoid,
    },
    ShippedWeights {
        model: "vae-hanzi",
        data: DatasetId::Hanzi,
        image: ImageShape::grey(32),
        latent: 16,
        encoder: "conv 12 24 32 dense 96",
        decoder: "conv 12 24 dense 96 128",
        activation: Activation::LeakyRelu,
        output: OutputActivation::Sigmoid,
    },
    ShippedWeights {
        model: "vae-fashion-mnist",
        data: DatasetId::FashionMnist,
        image: ImageShape::grey(28),
        latent: 10,
        encoder: "conv 16 32 48 dense 64",
        decoder: "conv 16 32 dense 64 128",
        activation: Activation::LeakyRelu,
        output: OutputActivation::Sigmoid,
    },
];

/// A model of one's own pictures is made of this many or more.
pub const FEWEST_PERSONAL: usize = 5;
/// A model with fewer latent dimensions has no smaller space worth looking for.
const LEAST_BASE: usize = 8;

/// The shipped models on whose codes of such pictures a small VAE can be trained.
pub fn personal_bases(image: ImageShape) -> impl Iterator<Item = &'static ShippedWeights> {
    let fits = move |row: &&ShippedWeights| row.image == image;
    personal_models().filter(fits)
}

/// All of these models.
pub fn personal_models() -> impl Iterator<Item = &'static ShippedWeights> {
    SHIPPED_WEIGHTS
        .iter()
        .filter(|row| row.latent >= LEAST_BASE)
}

impl ShippedWeights {
    /// The weights of a model.
    pub fn of(model: &str) -> Option<&'static Self> {
        SHIPPED_WEIGHTS.iter().find(|row| row.model == model)
    }

    /// Gives a specification the model's networks. What it has besides stays, but for a reconstruction
    /// that does not go with their output.
    pub fn shape(&self, spec: &mut RunSpec) {
        spec.model = ModelType::Vae;
        spec.image_size = self.image.height;
        spec.latent = self.latent;
        // A test reads them.
        spec.encoder = self.encoder.parse().unwrap_or(NetworkSpec::dense(&[]));
        spec.decoder = self.decoder.parse().unwrap_or(NetworkSpec::dense(&[]));
        spec.activation = self.activation;
        spec.normalisation = Normalisation::None;
        spec.self_modulation = false;
        spec.output = self.output;
        if self.output != OutputActivation::Sigmoid
            && spec.reconstruction == Reconstruction::Bernoulli
        {
            // Bernoulli's probabilities need a sigmoid.
            spec.reconstruction = Reconstruction::OptimalGaussian;
        }
    }
}

impl RunSpec {
    /// The shipped model that a run has the networks of: of several, the one of the run's data, or else
    /// the first. The size of the visitor's own pictures is known
    /// only when they are read.
    pub fn shipped_weights(&self) -> Option<&'static ShippedWeights> {
        if self.model != ModelType::Vae || self.is_points() {
            return None;
        }
        let own = self.data.info().kind == DatasetKind::User;
        let fits = |row: &&ShippedWeights| {
            let mut shaped = self.clone();
            row.shape(&mut shaped);
            if own {
                shaped.image_size = self.image_size;
            }
            shaped == *self && (own || self.image() == row.image)
        };
        let fitting = || SHIPPED_WEIGHTS.iter().filter(fits);
        let of_data = fitting().find(|row| row.data == self.data);
        of_data.or_else(|| fitting().next())
    }
}

#[cfg(test)]
mod tests {
    use super::{SHIPPED_WEIGHTS, personal_bases};
    use crate::dataset::DatasetId;
    use crate::image::ImageShape;
    use crate::run::RunSpec;

    #[test]
    fn a_run_has_a_models_networks_or_another_ones() {
        for row in SHIPPED_WEIGHTS {
            let mut spec = RunSpec {
                data: DatasetId::Own,
                ..RunSpec::default()
            };
            assert!(spec.shipped_weights().is_none());
            row.shape(&mut spec);
            let found = |spec: &RunSpec| spec.shipped_weights().map(|row| row.model);
            // Two models have the same networks, and own pictures are of neither's data.
            let same = |model: &str| match model {
                "vae-fashion-mnist" => "vae-mnist-10d".to_owned(),
                model => model.to_owned(),
            };
            assert_eq!(found(&spec), Some(&*same(row.model)));
            assert_eq!(spec.encoder.to_string(), row.encoder);
            assert_eq!(spec.decoder.to_string(), row.decoder);
            spec.beta = 3.0;
            spec.learning_rate = 0.1;
            assert_eq!(
                found(&spec),
                Some(&*same(row.model)),
                "what is no network is free"
            );
            spec.data = row.data;
            assert_eq!(found(&spec), Some(row.model));
            spec.latent += 1;
            assert_eq!(found(&spec), None);
            spec.latent -= 1;
            spec.data = DatasetId::Strokes;
            assert_eq!(found(&spec).is_some(), row.image.channels == 1);
            spec.image_size = 16;
            assert_eq!(found(&spec), None);
        }
    }

    #[test]
    fn pictures_fit_the_models_of_their_size_that_have_dimensions_to_spare() {
        let of = |image| {
            let models = personal_bases(image).map(|row| row.model);
            models.collect::<Vec<_>>()
        };
        assert_eq!(of(ImageShape::square(32, 3)), ["vae-faces"]);
        assert_eq!(of(ImageShape::grey(32)), ["vae-hanzi"]);
        let grey = of(ImageShape::grey(28));
        assert_eq!(grey, ["vae-mnist-10d", "vae-fashion-mnist"]);
        assert!(of(ImageShape::grey(24)).is_empty());
    }
}
