//! The workers: which of them run, on which engine, and whether they still answer.
//!
//! - `slots`: what each worker is there for; `worker_state`: what it holds and what it was asked.
//! - `engine_choice`: which engine runs, and what happens when one fails; `benchmark`: which engine
//!   is faster here;
//!   `engine_reason`: why, as data.
//! - `watchdog`: workers that fall silent.

mod benchmark;
mod engine_choice;
mod engine_reason;
pub(crate) mod slots;
mod watchdog;
mod worker_state;

use std::collections::VecDeque;

pub use engine_choice::{EngineChoice, EngineState, EngineStatus, GpuAdapter};
pub use engine_reason::EngineReason;
pub use slots::LAB_THREADS;
pub(crate) use slots::{WorkerSlots, greeting, stop};
pub(crate) use worker_state::{MapRequest, PictureRequest, PointsRequest, WorkerState};

use benchmark::EngineBenchmark;

/// The workers and their engines.
#[derive(Clone, Debug, PartialEq)]
pub struct Workers {
    /// Which engine runs, and why.
    pub engine: EngineStatus,
    /// The workers.
    pub(crate) slots: WorkerSlots,
    /// Address of the folder that holds `assets/`.
    pub(crate) base: String,
    /// When the last tick came, in milliseconds.
    pub(crate) now: Option<f64>,
    /// Whether the page has started.
    started: bool,
    /// What the browser offers.
    adapter: GpuAdapter,
    /// Whether another engine is being tried out, and how far that is.
    benchmark: EngineBenchmark,
    /// How often the present engine's worker died.
    deaths: u32,
    /// How long the newest pictures took, in milliseconds, oldest first.
    millis: VecDeque<f64>,
}

impl Workers {
    /// No worker yet.
    pub(crate) fn new() -> Self {
        Self {
            engine: EngineStatus::starting(),
            slots: WorkerSlots::default(),
            base: String::new(),
            now: None,
            started: false,
            adapter: GpuAdapter::default(),
            benchmark: EngineBenchmark::default(),
            deaths: 0,
            millis: VecDeque::new(),
        }
    }
}
