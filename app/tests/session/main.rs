//! The session: what follows from what, with no browser and no engine.

mod controls;
mod decoding;
mod engines;
mod faults;
mod map;
mod models;
mod properties;
mod sim;
