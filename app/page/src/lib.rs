//! The page.
//!
//! - [`numbers`], [`curves`], [`plane_drawing`], [`step_drawing`] and [`formulas`]: what the views
//!   compute, without a DOM, so that it is tested natively.
//! - `view` and `host`, for wasm32 only: what the visitor sees, and the glue to browser and workers.

pub mod curves;
pub mod formulas;
pub mod numbers;
pub mod plane_drawing;
pub mod step_drawing;

#[cfg(target_arch = "wasm32")]
pub mod host;
#[cfg(target_arch = "wasm32")]
pub mod view;
