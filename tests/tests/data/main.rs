//! Training data: what is drawn, what is shipped, what is fetched, and which of it a step sees.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod digits;
mod drawn;
mod emoji;
mod faces;
mod fetched;
mod hanzi;
mod resize;
mod source;
mod worlds;
