//! What holds whatever the numbers are: closed forms, limits, schedules, seeds, shapes.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

mod configuration;
mod objective;
mod schedules;
mod training;
