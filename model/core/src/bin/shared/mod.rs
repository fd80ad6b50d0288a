//! What the native programs have in common.

pub mod progress;
