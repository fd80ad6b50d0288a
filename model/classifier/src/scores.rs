//! What a classifier says of pictures, as a search takes it.

use crate::{ImageClassifier, softmax};

/// What says for what a picture is taken, and which pixels decide.
pub trait PictureScores {
    /// One number for each class.
    fn logits(&self, picture: &[f32]) -> Vec<f32>;
    /// By how much one class's number exceeds another's, and its gradient with respect to the pixels.
    fn margin_gradient(&self, picture: &[f32], class: usize, over: usize) -> (f32, Vec<f32>);
}

impl PictureScores for ImageClassifier {
    fn logits(&self, picture: &[f32]) -> Vec<f32> {
        Self::logits(self, picture)
    }

    fn margin_gradient(&self, picture: &[f32], class: usize, over: usize) -> (f32, Vec<f32>) {
        Self::margin_gradient(self, picture, class, over)
    }
}

/// The probability of each class of some pictures.
///
/// # Shapes
/// `pictures`: `[n, pixels]` → `[n, classes]`
pub fn classified(scores: &impl PictureScores, pictures: &[f32], pixels: usize) -> Vec<f32> {
    let all = pictures.chunks_exact(pixels);
    all.flat_map(|picture| softmax(&scores.logits(picture)))
        .collect()
}
