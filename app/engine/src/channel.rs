//! The worker's end of the message channel.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod native;

use std::cell::Cell;

use serde::Serialize;

#[cfg(target_arch = "wasm32")]
use browser as platform;
#[cfg(not(target_arch = "wasm32"))]
use native as platform;

#[cfg(feature = "long-queries")]
pub use platform::macrotask;
#[cfg(feature = "train")]
pub use platform::sleep;
pub use platform::{listen, report_panics, spawn_local};
use protocol::{FromEngine, RequestId};
#[cfg(feature = "train")]
use protocol::{RunId, RunUpdate, TrainerUpdate};
use web_time::{Duration, Instant};

/// The number of no request: for what is said outside of any.
pub const NO_REQUEST: RequestId = RequestId(0);

/// A worker that computes for longer without a word says that it is still there.
const LONGEST_SILENCE: Duration = Duration::from_secs(2);

std::thread_local! {
    /// When the worker last heard or said something.
    static LAST_WORD: Cell<Option<Instant>> = const { Cell::new(None) };
}

fn note_word() {
    LAST_WORD.set(Some(Instant::now()));
}

/// Has the page told that long computations go on: a worker hears no ping before they end.
pub fn report_long_computations() {
    model::device::set_heartbeat(|| {
        let last = LAST_WORD.get();
        if last.is_none_or(|last| last.elapsed() > LONGEST_SILENCE) {
            post(&FromEngine::Pong { id: NO_REQUEST }, None);
        }
    });
}

/// Sends a message to the page, its payload transferred.
pub fn post<M: Serialize>(message: &M, payload: Option<&[u8]>) {
    note_word();
    platform::send(message, payload);
}

/// Reports on a run to the page.
#[cfg(feature = "train")]
pub fn post_update(run: RunId, update: TrainerUpdate, payload: Option<&[u8]>) {
    let update = RunUpdate { run, update }.into();
    post(&FromEngine::Training { update }, payload);
}
