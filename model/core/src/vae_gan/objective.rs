//! Distances between images and their reconstructions.

use burn::tensor::Tensor;
use run_spec::Reconstruction;

use crate::gan::Generator;
use crate::loss::{bernoulli_negative_log_likelihood, optimal_gaussian_negative_log_likelihood};

/// What an image and its reconstruction differ by, summed over pixels: nats for the likelihoods,
/// squared grey values for the squared error.
///
/// # Shapes
/// `decoded`: the decoder's numbers, `[batch, pixels]`; `images`: grey values, the same → `[batch]`
pub fn reconstruction(
    kind: Reconstruction,
    generator: &Generator,
    decoded: Tensor<2>,
    images: Tensor<2>,
) -> Tensor<1> {
    match kind {
        Reconstruction::Bernoulli => bernoulli_negative_log_likelihood(decoded, images),
        Reconstruction::SquaredError => (generator.grey(decoded) - images)
            .square()
            .sum_dim(1)
            .squeeze_dim(1),
        Reconstruction::OptimalGaussian => {
            optimal_gaussian_negative_log_likelihood(generator.grey(decoded), images)
        }
    }
}

/// ‖D_l(x) − D_l(x̃)‖² for each image (arXiv:1512.09300, equation 7).
///
/// # Shapes
/// `[batch, features]` each → `[batch]`
pub fn feature_distance(image: Tensor<2>, reconstruction: Tensor<2>) -> Tensor<1> {
    (image - reconstruction).square().sum_dim(1).squeeze_dim(1)
}
