//! The work that `cargo xtask bench` measures.
//!
//! A *recipe* is a preset and the fields that differ from it; `workloads.json` lists them for the
//! page's programs, the native one and the peers alike. [`BenchRun`] is a run of a recipe that also
//! hands out what it computes with, so that a peer can compute the same: the weights that it begins
//! with, the images and the noise of each step, and what came of it.

mod work;

#[cfg(feature = "web")]
pub mod web;

pub use work::{BenchError, BenchRecipe, BenchRun, losses_json};
