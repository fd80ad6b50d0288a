//! Latentscape in the browser.
//!
//! - [`protocol`]: every message between the page and its workers.
//! - [`session`]: the page's state and the one function that changes it; plain Rust, no DOM.
//! - [`numbers`], [`drawing`], [`curves`], [`plane_drawing`], [`step_drawing`] and [`formulas`]: what
//!   the views compute, without a DOM either.
//! - [`json`]: messages from JSON.
//! - `view` and `host` (feature `ui`): what the visitor sees, and the glue to browser and workers.
//! - `engine` (feature `engine`): the worker's side, and the only importer of `model`.

pub mod curves;
pub mod drawing;
pub mod formulas;
pub mod json;
pub mod numbers;
pub mod plane_drawing;
pub mod protocol;
pub mod session;
pub mod step_drawing;

#[cfg(feature = "engine")]
pub mod engine;
#[cfg(feature = "ui")]
pub mod host;
// They need no browser, and their engine does.
#[cfg(all(test, not(feature = "engine")))]
#[path = "engine/training/pace.rs"]
mod pace;
#[cfg(feature = "ui")]
pub mod view;
#[cfg(all(test, not(feature = "engine")))]
#[path = "engine/training/waiting.rs"]
mod waiting;
#[cfg(any(feature = "ui", feature = "engine"))]
pub mod wire;

/// Identifies the build: page and engines of one `dist/` share it, and their handshake compares it.
///
/// Set by `cargo xtask`; `dev` when cargo or trunk was called by hand.
pub const BUILD_ID: &str = match option_env!("LATENTSCAPE_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};
