//! VAEs whose decoder is a [`Generator`](crate::gan::Generator): with any output, with a weight on
//! each term, and with a discriminator's help (VAE-GAN; Larsen et al., arXiv:1512.09300).
//!
//! L = w_r · reconstruction + β · KL + w_f · ‖D_l(x) − D_l(x̃)‖² + w_a · adversarial,
//!
//! where x̃ is the reconstruction of x, D_l the discriminator's last hidden layer (equation 7; the
//! Gaussian there has σ = 1, and its ½ is part of w_f), and the adversarial term is the
//! generator's loss on pictures of z ~ N(0, 1). An autoencoder is the same without noise and with
//! β = 0.

mod config;
mod objective;

pub use config::AutoencoderConfig;
pub use objective::{feature_distance, reconstruction};
