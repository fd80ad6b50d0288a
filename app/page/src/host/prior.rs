//! Draws from the prior.

use leptos::prelude::{ReadSignal, WithUntracked};

use session::Session;

/// A draw from the prior, a standard normal in `latent` dimensions, truncated to ±`EXTENT`.
pub fn prior_sample(latent: usize) -> Vec<f32> {
    session::standard_normal(latent, js_sys::Math::random)
}

/// A point to go to: a draw from the prior of the model on screen, times ψ.
pub fn random_point(session: ReadSignal<Session>) -> Vec<f32> {
    session.with_untracked(|session| {
        let truncation = session.tools.truncation;
        let draw = prior_sample(session.view.point.len()).into_iter();
        draw.map(|value| value * truncation).collect()
    })
}
