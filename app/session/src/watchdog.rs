//! Workers that owe an answer and say nothing.
//!
//! A worker that is merely slow at fetching a file still answers a ping; one that hangs does not.

use super::book::WorkerSlot;
use super::late::Call;
use super::state::Session;
use protocol::{EngineKind, RequestId, ToEngine};

/// A worker that has owed an answer for this long without a word is asked whether it is there.
const PING_AFTER_MILLIS: f64 = 8_000.0;
/// How much of the time between two ticks counts. A tab in the background or a laptop that slept
/// gets its ticks late, which says nothing about the worker.
const LONGEST_TICK_MILLIS: f64 = 2_000.0;

/// How long an engine may owe an answer without a word, in milliseconds.
fn patience_millis(kind: EngineKind, up: bool) -> f64 {
    match (kind, up) {
        (EngineKind::Cpu, true) => 16_000.0,
        // A WebGPU engine compiles its shaders meanwhile.
        (EngineKind::WebGpu, true) => 60_000.0,
        // The engine may still be on its way over a slow line.
        (EngineKind::Cpu, false) => 90_000.0,
        (EngineKind::WebGpu, false) => 180_000.0,
    }
}

/// For how long a worker has owed an answer without a word.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct IdleTimer {
    millis: f64,
}

impl IdleTimer {
    /// The worker spoke.
    pub fn broken(&mut self) {
        self.millis = 0.0;
    }
}

impl Session {
    /// Time passed.
    pub(super) fn tick(&mut self, now: f64) {
        let Some(before) = self.book.now.replace(now) else {
            return;
        };
        let passed = (now - before).clamp(0.0, LONGEST_TICK_MILLIS);
        if passed.is_nan() {
            return;
        }
        for seat in [
            WorkerSlot::Explorer,
            WorkerSlot::Candidate,
            WorkerSlot::Studio,
        ] {
            self.watch(seat, passed);
        }
        self.late(Call::TrainTick(now));
        self.rest();
    }

    fn watch(&mut self, seat: WorkerSlot, passed: f64) {
        let Some(worker) = self.book.worker_mut(seat) else {
            return;
        };
        if !worker.owes() {
            worker.silence.broken();
            return;
        }
        worker.silence.millis += passed;
        let silent = worker.silence.millis;
        if silent > patience_millis(worker.kind, worker.up) {
            let reason = format!("it has not answered for {:.0} seconds", silent / 1000.0);
            self.died(seat, &reason);
        } else if silent > PING_AFTER_MILLIS && worker.up && worker.ping.is_none() {
            let id = self.book.next_request();
            if let Some(worker) = self.book.worker_mut(seat) {
                worker.ping = Some(id);
            }
            self.book.send(seat, ToEngine::Ping { id }, None);
        }
    }

    /// A ping was answered.
    pub(super) fn ponged(&mut self, seat: WorkerSlot, id: RequestId) {
        if let Some(worker) = self.book.worker_mut(seat) {
            worker.ping.take_if(|ping| *ping == id);
        }
    }
}
