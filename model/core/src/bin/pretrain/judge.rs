//! A classifier of digits, trained with PyTorch (`tests/reference/judge.py`), which looks at pictures.

use std::fs;
use std::path::Path;

use classifier::{ImageClassifier, likeliest};
use model::data::grey_values;
use run_spec::ImageShape;

use crate::{PretrainError, io};

/// The classifier of digits that the site ships, from the project's folder.
const WEIGHTS: &str = "assets/classifiers/mnist.safetensors";

/// What a classifier makes of pictures of 28×28 pixels.
pub struct ClassifierScore {
    /// The share of them that it is at least so sure of.
    pub sure: f64,
    /// How many of the ten digits are among those.
    pub digits: usize,
}

/// Whether the classifier can be read if it is there; says so if it is not.
///
/// # Errors
/// What is wrong with its file.
pub fn check() -> Result<(), PretrainError> {
    if open()?.is_none() {
        println!("{WEIGHTS} is not here, so that no classifier looks at samples");
    }
    Ok(())
}

fn open() -> Result<Option<ImageClassifier>, PretrainError> {
    let path = Path::new(WEIGHTS);
    if !path.exists() {
        return Ok(None);
    }
    let bytes = fs::read(path).map_err(io(path))?;
    Ok(Some(ImageClassifier::parse(&bytes)?))
}

/// Looks at pictures; `None` where the classifier is not there, or the pictures have another size
/// than it knows.
///
/// # Errors
/// What is wrong with the classifier's file.
pub fn judge(
    pictures: &[u8],
    shape: ImageShape,
    least: f32,
) -> Result<Option<ClassifierScore>, PretrainError> {
    let Some(classifier) = open()?.filter(|classifier| classifier.shape() == shape) else {
        return Ok(None);
    };
    let grey = grey_values(pictures, shape);
    let count = grey.len() / shape.len();
    let mut seen = vec![0_usize; classifier.classes().len()];
    for picture in grey.chunks_exact(shape.len()) {
        let probabilities = classifier.probabilities(picture);
        let digit = likeliest(&probabilities);
        if probabilities[digit] >= least {
            seen[digit] += 1;
        }
    }
    Ok(Some(ClassifierScore {
        sure: seen.iter().sum::<usize>() as f64 / count as f64,
        digits: seen.iter().filter(|&&count| count > 0).count(),
    }))
}
