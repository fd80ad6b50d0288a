//! Which engine is faster here: `Auto` tries the other one in the background.
//!
//! A second worker loads the model on screen, both decode the same number of pictures, one after
//! the other, and the faster one stays. Whatever goes wrong with the second worker only ends the
//! trial.

use super::book::WorkerSlot;
use super::state::Session;
use super::worker::WorkerState;
use protocol::{EngineKind, RequestId, Role, ToEngine};

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
    /// It is.
    Running(Box<BenchmarkTrial>),
}

/// A second engine being tried out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BenchmarkTrial {
    worker: WorkerState,
    /// The model that the figures are of.
    model: String,
    candidate_millis: Option<f64>,
    explorer_millis: Option<f64>,
}

impl EngineBenchmark {
    pub fn candidate(&self) -> Option<&WorkerState> {
        match self {
            EngineBenchmark::Running(trial) => Some(&trial.worker),
            EngineBenchmark::Off | EngineBenchmark::Due => None,
        }
    }

    pub fn candidate_mut(&mut self) -> Option<&mut WorkerState> {
        match self {
            EngineBenchmark::Running(trial) => Some(&mut trial.worker),
            EngineBenchmark::Off | EngineBenchmark::Due => None,
        }
    }

    /// Ends the race and hands out the worker that was being tried.
    pub fn end(&mut self) -> Option<WorkerState> {
        match std::mem::take(self) {
            EngineBenchmark::Running(trial) => Some(trial.worker),
            EngineBenchmark::Off | EngineBenchmark::Due => None,
        }
    }
}

/// The engine that is not this one.
pub(super) fn other(kind: EngineKind) -> EngineKind {
    match kind {
        EngineKind::Cpu => EngineKind::WebGpu,
        EngineKind::WebGpu => EngineKind::Cpu,
    }
}

/// What an engine is called within a sentence.
pub(super) fn name(kind: EngineKind) -> &'static str {
    match kind {
        EngineKind::Cpu => "the CPU",
        EngineKind::WebGpu => "WebGPU",
    }
}

impl Session {
    /// Takes the race a step further. Called when the explorer has nothing better to do.
    pub(super) fn schedule_race(&mut self, model: &str) {
        if self.chosen != model {
            return;
        }
        match &mut self.book.race {
            EngineBenchmark::Off => return,
            EngineBenchmark::Due => {
                let worker = self
                    .book
                    .start_worker(other(self.engine.kind), Role::Explorer);
                self.book.race = EngineBenchmark::Running(Box::new(BenchmarkTrial {
                    worker,
                    model: model.to_owned(),
                    candidate_millis: None,
                    explorer_millis: None,
                }));
                return;
            }
            EngineBenchmark::Running(trial) if trial.model != model => {
                model.clone_into(&mut trial.model);
                trial.candidate_millis = None;
                trial.explorer_millis = None;
            }
            EngineBenchmark::Running(_) => {}
        }
        let EngineBenchmark::Running(trial) = &self.book.race else {
            return;
        };
        match (trial.candidate_millis, trial.explorer_millis) {
            (None, _) if !trial.worker.holds(model) => self.load(WorkerSlot::Candidate, model),
            (None, _) => self.time(WorkerSlot::Candidate, model),
            (Some(_), None) => self.time(WorkerSlot::Explorer, model),
            (Some(candidate), Some(explorer)) => self.decide(candidate, explorer),
        }
    }

    fn time(&mut self, seat: WorkerSlot, model: &str) {
        if self
            .book
            .worker(seat)
            .is_none_or(|worker| worker.timing.is_some())
        {
            return;
        }
        let id = self.book.next_request();
        if let Some(worker) = self.book.worker_mut(seat) {
            worker.timing = Some((id, model.to_owned()));
        }
        let message = ToEngine::Time {
            id,
            model: model.to_owned(),
            pictures: PICTURES,
        };
        self.book.send(seat, message, None);
    }

    /// An engine was timed.
    pub(super) fn timed(&mut self, seat: WorkerSlot, id: RequestId, millis: f64) {
        let worker = self.book.worker_mut(seat);
        let Some(model) = worker.and_then(|worker| worker.end_timing(id)) else {
            return;
        };
        if !(millis.is_finite() && millis > 0.0) {
            self.lose_race("it could not be timed.");
            return;
        }
        if let EngineBenchmark::Running(trial) = &mut self.book.race
            && trial.model == model
        {
            match seat {
                WorkerSlot::Candidate => trial.candidate_millis = Some(millis),
                WorkerSlot::Explorer => trial.explorer_millis = Some(millis),
                WorkerSlot::Trainer | WorkerSlot::Studio => {}
            }
        }
    }

    /// The explorer could not be timed.
    pub(super) fn timing_failed(&mut self, id: RequestId, error: &str) -> bool {
        let explorer = self.book.explorer.as_mut();
        let mine = explorer.is_some_and(|worker| worker.end_timing(id).is_some());
        if mine {
            self.lose_race(error);
        }
        mine
    }

    /// The candidate could not do something.
    pub(super) fn candidate_failed(&mut self, id: RequestId, error: &str) {
        let candidate = self.book.worker_mut(WorkerSlot::Candidate);
        let awaited =
            candidate.is_some_and(|worker| worker.end_load(id).or(worker.end_timing(id)).is_some());
        if awaited {
            self.lose_race(error);
        }
    }

    /// The candidate is of no use: the explorer goes on as if nothing had been.
    pub(super) fn lose_race(&mut self, why: &str) {
        let Some(worker) = self.book.race.end() else {
            return;
        };
        self.engine.reason = match worker.kind {
            EngineKind::Cpu => format!("The CPU was tried too, but: {why}"),
            EngineKind::WebGpu => format!("WebGPU was tried too, but: {why}"),
        };
        self.book.stop_worker(Some(worker));
    }

    /// Both were timed: the faster one stays.
    fn decide(&mut self, candidate_millis: f64, explorer_millis: f64) {
        let Some(candidate) = self.book.race.end() else {
            return;
        };
        let (cpu, webgpu) = match candidate.kind {
            EngineKind::Cpu => (candidate_millis, explorer_millis),
            EngineKind::WebGpu => (explorer_millis, candidate_millis),
        };
        self.engine.reason = format!(
            "WebGPU decodes a picture in {} ms, the CPU in {} ms here.",
            two_digits(webgpu),
            two_digits(cpu)
        );
        if candidate_millis < explorer_millis {
            self.book.deaths = 0;
            self.seat_explorer(candidate);
            self.schedule();
        } else {
            self.book.stop_worker(Some(candidate));
        }
    }
}

/// A positive figure to two significant digits, without trailing zeros: `0.08`, `0.4`, `12`.
fn two_digits(value: f64) -> String {
    let magnitude = value.log10().floor() as i32;
    let decimals = usize::try_from(1 - magnitude).unwrap_or(0);
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::two_digits;

    #[test]
    fn figures_have_two_significant_digits() {
        for (value, text) in [
            (0.08, "0.08"),
            (0.0834, "0.083"),
            (0.4, "0.4"),
            (0.996, "1"),
            (1.25, "1.2"),
            (12.3, "12"),
            (190.4, "190"),
        ] {
            assert_eq!(two_digits(value), text);
        }
    }
}
