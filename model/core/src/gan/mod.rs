//! Generative adversarial networks (Goodfellow et al., arXiv:1406.2661).
//!
//! A generator makes pictures G(z) of noise z ~ N(0, 1); a discriminator D tells them from real
//! ones x. They play
//!
//! min_G max_D E_x[log D(x)] + E_z[log(1 − D(G(z)))],
//!
//! or one of the other games of [`objective`](discriminator_loss). Where the data's density is known,
//! the best discriminator is too ([`OptimalDiscriminator`]). Convolutional networks follow
//! DCGAN (arXiv:1511.06434); they may grow with their pictures (arXiv:1710.10196).

mod discriminator;
mod generator;
mod objective;
mod optimal_discriminator;

pub use discriminator::{Discriminator, DiscriminatorOutput};
pub use generator::{Generator, GeneratorConfig};
pub use objective::{
    PENALTY_DEVIATION, discriminator_loss, discriminator_terms, generator_loss, generator_terms,
    gradient_penalties, probabilities, shown_scores,
};
pub use optimal_discriminator::{
    BANDWIDTH, DeviceDensity, GaussianDensity, KERNELS, OptimalDiscriminator, optimal_field,
};
