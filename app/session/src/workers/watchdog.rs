//! Workers that owe an answer and say nothing.
//!
//! A worker that is merely slow says so: one that waits for a file answers a ping, and one that
//! computes for long tells the page meanwhile that it is still there. One that hangs does neither.

use super::Workers;
use crate::failure_reason::FailureReason;
use crate::outbox::Outbox;
use crate::worker_slot::WorkerSlot;
use protocol::{EngineKind, RequestId, ToEngine};

/// A worker that has owed an answer for this long without a word is asked whether it is there.
const PING_AFTER_MILLIS: f64 = 8_000.0;
/// A tick that comes later than this after the one before: the tab was hidden, or the laptop slept.
/// Nobody knows for how much of that time the workers ran.
const LATE_TICK_MILLIS: f64 = 4_000.0;

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
pub(crate) struct IdleTimer {
    millis: f64,
}

impl IdleTimer {
    /// The worker spoke.
    pub fn reset(&mut self) {
        self.millis = 0.0;
    }
}

impl Workers {
    /// Time passed; says whether it is known how much.
    pub(crate) fn tick(&mut self, now: f64, outbox: &mut Outbox) -> bool {
        let Some(before) = self.now.replace(now) else {
            return false;
        };
        let passed = now - before;
        if passed.is_nan() {
            return false;
        }
        for slot in WorkerSlot::ALL {
            if (0.0..LATE_TICK_MILLIS).contains(&passed) {
                self.watch(slot, passed, outbox);
            } else {
                self.spoke(slot);
            }
        }
        true
    }

    fn watch(&mut self, slot: WorkerSlot, passed: f64, outbox: &mut Outbox) {
        let Some(worker) = self.slots.worker_mut(slot) else {
            return;
        };
        // A trainer works unasked.
        if slot != WorkerSlot::Trainer && !worker.has_pending() {
            worker.idle.reset();
            return;
        }
        worker.idle.millis += passed;
        let silent = worker.idle.millis;
        if silent > patience_millis(worker.kind, worker.up) {
            let seconds = silent / 1000.0;
            let reason = FailureReason::Silent { seconds };
            self.died(outbox, slot, &reason);
        } else if silent > PING_AFTER_MILLIS && worker.up && worker.ping.is_none() {
            let id = outbox.next_request();
            if let Some(worker) = self.slots.worker_mut(slot) {
                worker.ping = Some(id);
            }
            self.slots.send(slot, ToEngine::Ping { id }, None, outbox);
        }
    }

    /// A worker spoke.
    pub(crate) fn spoke(&mut self, slot: WorkerSlot) {
        if let Some(worker) = self.slots.worker_mut(slot) {
            worker.idle.reset();
        }
    }

    /// A ping was answered.
    pub(crate) fn ponged(&mut self, slot: WorkerSlot, id: RequestId) {
        if let Some(worker) = self.slots.worker_mut(slot) {
            worker.ping.take_if(|ping| *ping == id);
        }
    }
}
