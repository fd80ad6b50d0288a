//! Which programs this one ran, and for how long: where the minutes of a test run go.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A program that ran, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedPart {
    pub name: String,
    pub took: Duration,
}

/// Noted since they were taken last.
static NOTED: Mutex<Vec<TimedPart>> = Mutex::new(Vec::new());

/// Notes how long something took.
pub fn note(name: String, took: Duration) {
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    noted.push(TimedPart { name, took });
}

/// What was noted since the last call.
pub fn take() -> Vec<TimedPart> {
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut noted)
}
