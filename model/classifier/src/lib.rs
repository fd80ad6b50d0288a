//! Small classifiers of pictures, on the host: what a picture is taken for, and which pixels decide.
//!
//! Two 3 × 3 convolutions, each rectified and pooled by two, a rectified dense layer, and one number for
//! each class. Their weights come from PyTorch (`tests/reference/judge.py`,
//! `tests/reference/make_classifiers.py`), one file for each data set in `assets/classifiers/`.
//!
//! A classifier is a network, and reads pictures as networks do: grey values in [0, 1], channel by
//! channel (`run_spec::ImageShape`).

mod counterfactual;
mod error;
mod file;
mod layers;
mod scores;
mod way;

pub use counterfactual::{CounterfactualPoint, CounterfactualSearch};
pub use error::ClassifierError;
pub use scores::{PictureScores, classified};

use layers::{DenseLayer, PooledConvolution, PooledPlanes};
use run_spec::{DatasetId, ImageShape};

/// How often a classifier is right about pictures that it was not trained on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOutAccuracy {
    /// The share of them, 0 to 1.
    pub share: f32,
    /// How many pictures were looked at.
    pub images: usize,
}

/// A classifier of a data set's pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageClassifier {
    data: DatasetId,
    shape: ImageShape,
    accuracy: HeldOutAccuracy,
    first: PooledConvolution,
    second: PooledConvolution,
    hidden: DenseLayer,
    output: DenseLayer,
}

/// A pass through the network, with what the way back needs.
struct ClassifierPass {
    first: PooledPlanes,
    second: PooledPlanes,
    features: Vec<f32>,
}

impl ImageClassifier {
    /// Reads a classifier from a safetensors file.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, ClassifierError> {
        file::parse(bytes)
    }

    /// The data set whose classes it knows.
    pub fn data(&self) -> DatasetId {
        self.data
    }

    /// The pictures that it looks at.
    pub fn shape(&self) -> ImageShape {
        self.shape
    }

    /// The classes' names in the data set's row, in the order of [`Self::probabilities`].
    pub fn classes(&self) -> &'static [&'static str] {
        self.data.info().classes
    }

    /// How often it is right.
    pub fn accuracy(&self) -> HeldOutAccuracy {
        self.accuracy
    }

    /// How many features a picture has.
    pub fn feature_count(&self) -> usize {
        self.hidden.biases.len()
    }

    /// Whether numbers are a whole number of pictures.
    ///
    /// # Errors
    /// [`ClassifierError::PictureSize`] when they are not.
    pub fn check_pictures(&self, pictures: &[f32]) -> Result<(), ClassifierError> {
        if !pictures.is_empty() && pictures.len().is_multiple_of(self.shape.len()) {
            return Ok(());
        }
        Err(ClassifierError::PictureSize {
            expected: self.shape,
            found: pictures.len(),
        })
    }

    /// The activations of the last hidden layer, rectified, by which sets of pictures are compared.
    ///
    /// # Shapes
    /// `picture`: `[channels, height, width]`, grey values in [0, 1] → [`Self::feature_count`]
    ///
    /// # Panics
    /// When the picture has another size: see [`Self::check_pictures`].
    pub fn features(&self, picture: &[f32]) -> Vec<f32> {
        self.pass(picture).features
    }

    /// One number for each class: the logarithm of its probability, but for a constant.
    ///
    /// # Shapes
    /// `picture`: `[channels, height, width]`, grey values in [0, 1] → as many as [`Self::classes`]
    ///
    /// # Panics
    /// When the picture has another size: see [`Self::check_pictures`].
    pub fn logits(&self, picture: &[f32]) -> Vec<f32> {
        self.output.forward(&self.features(picture))
    }

    /// Features and probabilities, by one pass through the network.
    ///
    /// # Shapes
    /// As [`Self::features`] and [`Self::probabilities`]
    ///
    /// # Panics
    /// When the picture has another size: see [`Self::check_pictures`].
    pub fn features_and_probabilities(&self, picture: &[f32]) -> (Vec<f32>, Vec<f32>) {
        let features = self.features(picture);
        let probabilities = softmax(&self.output.forward(&features));
        (features, probabilities)
    }

    /// The probability of each class.
    ///
    /// # Shapes
    /// `picture`: `[channels, height, width]`, grey values in [0, 1] → as many as [`Self::classes`]
    ///
    /// # Panics
    /// When the picture has another size: see [`Self::check_pictures`].
    pub fn probabilities(&self, picture: &[f32]) -> Vec<f32> {
        softmax(&self.logits(picture))
    }

    /// By how much the logit of one class exceeds that of another, and the gradient of that with respect
    /// to the pixels.
    ///
    /// # Shapes
    /// `picture`: `[channels, height, width]`, grey values in [0, 1]; so is the gradient
    ///
    /// # Panics
    /// When the picture has another size (see [`Self::check_pictures`]), or there is no such class.
    pub fn margin_gradient(&self, picture: &[f32], class: usize, over: usize) -> (f32, Vec<f32>) {
        let pass = self.pass(picture);
        let logits = self.output.forward(&pass.features);
        let mut gradient = vec![0.0; logits.len()];
        gradient[class] += 1.0;
        gradient[over] -= 1.0;
        let mut gradient = self.output.backward(&gradient);
        for (gradient, feature) in gradient.iter_mut().zip(&pass.features) {
            if *feature <= 0.0 {
                *gradient = 0.0;
            }
        }
        let gradient = self.hidden.backward(&gradient);
        let gradient = self.second.backward(&pass.second, &gradient);
        let gradient = self.first.backward(&pass.first, &gradient);
        (logits[class] - logits[over], gradient)
    }

    fn pass(&self, picture: &[f32]) -> ClassifierPass {
        assert_eq!(picture.len(), self.shape.len(), "a picture's size");
        let first = self.first.forward(picture);
        let second = self.second.forward(&first.values);
        let mut features = self.hidden.forward(&second.values);
        for feature in &mut features {
            *feature = feature.max(0.0);
        }
        ClassifierPass {
            first,
            second,
            features,
        }
    }
}

/// Logits as probabilities.
pub fn softmax(logits: &[f32]) -> Vec<f32> {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = logits.iter().map(|x| (x - highest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// The class of the highest number: the first of equal ones.
pub fn likeliest(values: &[f32]) -> usize {
    let mut best = 0;
    for (class, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = class;
        }
    }
    best
}
