//! Draws from the prior.

/// A draw from the prior, a standard normal in `latent` dimensions, truncated to ±`EXTENT`.
pub fn prior_sample(latent: usize) -> Vec<f32> {
    crate::session::standard_normal(latent, js_sys::Math::random)
}
