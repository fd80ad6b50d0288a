//! The training program, on folders of a few synthetic images.
#![cfg(feature = "pretrain")]
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check says that it is skipped, and panics where it cannot go on"
)]

mod data;
mod program;
mod refusals;
mod runs;
