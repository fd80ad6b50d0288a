//! The training program, on folders of a few synthetic images.
#![cfg(feature = "pretrain")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod data;
mod program;
mod refusals;
mod runs;
