//! The workers that were started and not yet stopped, each in its slot.

use std::sync::Arc;

use super::worker_state::WorkerState;
use crate::host_command::HostCommand;
use crate::outbox::Outbox;
use crate::worker_slot::WorkerSlot;
use protocol::{EngineKind, ToEngine, WorkerRole};

/// As many threads as a trainer has that is not the browser's, but a lab's.
pub const LAB_THREADS: usize = usize::MAX;

/// The workers, each in its slot.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct WorkerSlots {
    /// The worker that answers the page.
    pub explorer: Option<WorkerState>,
    /// The worker whose engine is being tried out.
    pub candidate: Option<WorkerState>,
    /// The worker that trains.
    pub trainer: Option<WorkerState>,
    /// The worker that answers what takes long, once it was needed.
    pub background: Option<WorkerState>,
    /// How many threads a trainer may have on the CPU; fewer than two are one.
    pub threads: usize,
    /// Whether explorers and background workers are to open ONNX files too.
    pub onnx: bool,
    last_worker: u64,
}

impl WorkerSlots {
    /// The worker in a slot.
    pub fn worker(&self, slot: WorkerSlot) -> Option<&WorkerState> {
        match slot {
            WorkerSlot::Explorer => self.explorer.as_ref(),
            WorkerSlot::Candidate => self.candidate.as_ref(),
            WorkerSlot::Trainer => self.trainer.as_ref(),
            WorkerSlot::Background => self.background.as_ref(),
        }
    }

    /// The worker in a slot.
    pub fn worker_mut(&mut self, slot: WorkerSlot) -> Option<&mut WorkerState> {
        match slot {
            WorkerSlot::Explorer => self.explorer.as_mut(),
            WorkerSlot::Candidate => self.candidate.as_mut(),
            WorkerSlot::Trainer => self.trainer.as_mut(),
            WorkerSlot::Background => self.background.as_mut(),
        }
    }

    /// The slot of the worker with a number, unless it was stopped.
    pub fn slot_of(&self, number: u64) -> Option<WorkerSlot> {
        WorkerSlot::ALL
            .into_iter()
            .find(|slot| self.worker(*slot).is_some_and(|w| w.number == number))
    }

    /// Starts a worker and greets it.
    pub fn start(
        &mut self,
        engine: EngineKind,
        role: WorkerRole,
        outbox: &mut Outbox,
    ) -> WorkerState {
        self.last_worker += 1;
        let worker = self.last_worker;
        let threads = match (engine, role) {
            (EngineKind::Cpu, WorkerRole::Trainer) => self.threads.max(1),
            _ => 1,
        };
        let onnx = self.onnx && engine == EngineKind::Cpu && role != WorkerRole::Trainer;
        outbox.command(HostCommand::StartWorker {
            worker,
            engine,
            role,
            onnx,
            threads,
        });
        outbox.command(HostCommand::Send {
            worker,
            message: greeting(role),
            payload: None,
        });
        WorkerState {
            onnx,
            ..WorkerState::new(worker, engine, threads)
        }
    }

    /// Sends a message to the worker in a slot; an empty slot is sent nothing.
    pub fn send(
        &self,
        slot: WorkerSlot,
        message: ToEngine,
        payload: Option<Arc<[u8]>>,
        outbox: &mut Outbox,
    ) {
        if let Some(worker) = self.worker(slot).map(|worker| worker.number) {
            outbox.command(HostCommand::Send {
                worker,
                message,
                payload,
            });
        }
    }
}

/// What a worker is told first.
pub(crate) fn greeting(role: WorkerRole) -> ToEngine {
    ToEngine::Hello {
        protocol: protocol::PROTOCOL_VERSION,
        build: protocol::BUILD_ID.to_owned(),
        role,
    }
}

/// Stops a worker that was taken from its slot.
pub(crate) fn stop(worker: Option<WorkerState>, outbox: &mut Outbox) {
    if let Some(worker) = worker {
        outbox.command(HostCommand::StopWorker {
            worker: worker.number,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trainer_on_the_cpu_is_the_only_worker_with_more_than_one_thread() {
        let mut slots = WorkerSlots {
            threads: 4,
            ..WorkerSlots::default()
        };
        let mut outbox = Outbox::default();
        let mut threads = |engine, role| slots.start(engine, role, &mut outbox).threads;
        assert_eq!(threads(EngineKind::Cpu, WorkerRole::Trainer), 4);
        assert_eq!(threads(EngineKind::WebGpu, WorkerRole::Trainer), 1);
        assert_eq!(threads(EngineKind::Cpu, WorkerRole::Explorer), 1);
    }

    #[test]
    fn a_worker_is_found_by_its_number_until_it_is_stopped() {
        let (mut slots, mut outbox) = (WorkerSlots::default(), Outbox::default());
        let worker = slots.start(EngineKind::Cpu, WorkerRole::Explorer, &mut outbox);
        let number = worker.number;
        slots.explorer = Some(worker);
        assert_eq!(slots.slot_of(number), Some(WorkerSlot::Explorer));
        stop(slots.explorer.take(), &mut outbox);
        assert_eq!(slots.slot_of(number), None);
    }
}
