//! Which engine is faster here: `Auto` tries the other one in the background.
//!
//! A second worker loads the model on screen, both decode the same number of pictures, one after
//! the other, and the faster one stays. Whatever goes wrong with the second worker only ends the
//! trial.

use super::Workers;
use super::engine_reason::EngineReason;
use super::slots::stop;
use super::worker_state::WorkerState;
use crate::failure_reason::FailureReason;
use crate::outbox::{FollowUp, Outbox};
use crate::worker_slot::WorkerSlot;
use protocol::{EngineKind, RequestId, ToEngine, WorkerRole};

/// How many pictures each engine decodes at once to be timed.
const PICTURES: usize = 64;

/// Whether another engine is being tried out.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) enum EngineBenchmark {
    /// No.
    #[default]
    Off,
    /// It will be, once there is nothing better to do.
    Due,
    /// It is: the model that the figures are of, and milliseconds a picture so far.
    Running {
        model: String,
        candidate_millis: Option<f64>,
        explorer_millis: Option<f64>,
    },
}

/// The engine that is not this one.
pub(super) fn other(kind: EngineKind) -> EngineKind {
    match kind {
        EngineKind::Cpu => EngineKind::WebGpu,
        EngineKind::WebGpu => EngineKind::Cpu,
    }
}

impl Workers {
    /// Ends the trial and hands out the worker that was being tried.
    pub(super) fn end_benchmark(&mut self) -> Option<WorkerState> {
        self.benchmark = EngineBenchmark::Off;
        self.slots.candidate.take()
    }

    /// Takes the trial a step further. Called when the explorer has nothing better to do, with the
    /// model on screen, which is the chosen one.
    pub(crate) fn schedule_benchmark(&mut self, model: &str, outbox: &mut Outbox) {
        let (candidate, explorer) = match &mut self.benchmark {
            EngineBenchmark::Off => return,
            EngineBenchmark::Due => {
                let kind = other(self.engine.kind);
                self.slots.candidate = Some(self.slots.start(kind, WorkerRole::Explorer, outbox));
                self.benchmark = EngineBenchmark::Running {
                    model: model.to_owned(),
                    candidate_millis: None,
                    explorer_millis: None,
                };
                return;
            }
            EngineBenchmark::Running {
                model: of,
                candidate_millis,
                explorer_millis,
            } => {
                if of != model {
                    model.clone_into(of);
                    *candidate_millis = None;
                    *explorer_millis = None;
                }
                (*candidate_millis, *explorer_millis)
            }
        };
        let worker = self.slots.candidate.as_ref();
        match (candidate, explorer) {
            (None, _) if !worker.is_some_and(|worker| worker.holds(model)) => {
                outbox.follow_up(FollowUp::LoadModel {
                    slot: WorkerSlot::Candidate,
                    model: model.to_owned(),
                });
            }
            (None, _) => self.time(WorkerSlot::Candidate, model, outbox),
            (Some(_), None) => self.time(WorkerSlot::Explorer, model, outbox),
            (Some(candidate), Some(explorer)) => self.decide(candidate, explorer, outbox),
        }
    }

    fn time(&mut self, slot: WorkerSlot, model: &str, outbox: &mut Outbox) {
        let Some(worker) = self.slots.worker_mut(slot) else {
            return;
        };
        if worker.timing.is_some() {
            return;
        }
        let id = outbox.next_request();
        worker.timing = Some((id, model.to_owned()));
        let message = ToEngine::Time {
            id,
            model: model.to_owned(),
            pictures: PICTURES,
        };
        self.slots.send(slot, message, None, outbox);
    }

    /// An engine was timed.
    pub(crate) fn timed(
        &mut self,
        slot: WorkerSlot,
        id: RequestId,
        millis: f64,
        outbox: &mut Outbox,
    ) {
        let worker = self.slots.worker_mut(slot);
        let Some(timed) = worker.and_then(|worker| worker.end_timing(id)) else {
            return;
        };
        if !(millis.is_finite() && millis > 0.0) {
            self.end_trial(outbox, &FailureReason::NotTimed);
            return;
        }
        if let EngineBenchmark::Running {
            model,
            candidate_millis,
            explorer_millis,
        } = &mut self.benchmark
            && *model == timed
        {
            match slot {
                WorkerSlot::Candidate => *candidate_millis = Some(millis),
                WorkerSlot::Explorer => *explorer_millis = Some(millis),
                WorkerSlot::Trainer | WorkerSlot::Background => {}
            }
        }
    }

    /// The explorer could not be timed.
    pub(crate) fn timing_failed(
        &mut self,
        id: RequestId,
        error: &FailureReason,
        outbox: &mut Outbox,
    ) -> bool {
        let explorer = self.slots.explorer.as_mut();
        let mine = explorer.is_some_and(|worker| worker.end_timing(id).is_some());
        if mine {
            self.end_trial(outbox, error);
        }
        mine
    }

    /// The candidate could not do something.
    pub(crate) fn candidate_failed(
        &mut self,
        id: RequestId,
        error: &FailureReason,
        outbox: &mut Outbox,
    ) {
        let candidate = self.slots.candidate.as_mut();
        let awaited =
            candidate.is_some_and(|worker| worker.end_load(id).or(worker.end_timing(id)).is_some());
        if awaited {
            self.end_trial(outbox, error);
        }
    }

    /// The candidate is of no use: the explorer goes on as if nothing had been.
    pub(super) fn end_trial(&mut self, outbox: &mut Outbox, why: &FailureReason) {
        let Some(worker) = self.end_benchmark() else {
            return;
        };
        self.engine.reason = EngineReason::TriedInVain {
            engine: worker.kind,
            why: why.clone(),
        };
        stop(Some(worker), outbox);
    }

    /// Both were timed: the faster one stays.
    fn decide(&mut self, candidate_millis: f64, explorer_millis: f64, outbox: &mut Outbox) {
        let Some(candidate) = self.end_benchmark() else {
            return;
        };
        let (cpu, webgpu) = match candidate.kind {
            EngineKind::Cpu => (candidate_millis, explorer_millis),
            EngineKind::WebGpu => (explorer_millis, candidate_millis),
        };
        self.engine.reason = EngineReason::Timed {
            web_gpu: webgpu,
            cpu,
        };
        if candidate_millis < explorer_millis {
            self.deaths = 0;
            self.set_explorer(outbox, candidate);
        } else {
            stop(Some(candidate), outbox);
        }
    }
}
