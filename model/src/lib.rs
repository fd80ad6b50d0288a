//! Latent-variable models of images.
