//! The page.
//!
//! - [`drawing`] and [`numbers`]: what the views compute, without a DOM, so that it is tested natively.
//! - [`words`]: what is said, in the visitor's language.
//! - `view` and `host`, for wasm32 only: what the visitor sees, and the glue to browser and workers.

pub mod drawing;
pub mod numbers;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod host;
#[cfg(target_arch = "wasm32")]
pub mod view;
