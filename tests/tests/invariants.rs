//! What holds whatever the numbers are: closed forms, limits, schedules, seeds, shapes.

#[path = "invariants/configuration.rs"]
mod configuration;
#[path = "invariants/objective.rs"]
mod objective;
#[path = "invariants/schedules.rs"]
mod schedules;
#[path = "invariants/training.rs"]
mod training;
