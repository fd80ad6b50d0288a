//! The session: what follows from what, with no browser and no engine.

#![cfg(not(target_arch = "wasm32"))]

mod controls;
mod decoding;
mod engines;
mod exploring;
mod faults;
mod map;
mod models;
mod plane;
mod properties;
mod sim;
mod sim_trainer;
mod training;
mod training_data;
mod training_files;
mod warm_up;
