//! Which engine runs, and what happens when one fails.

use super::book::WorkerSlot;
use super::late::Call;
use super::race::{EngineBenchmark, name};
use super::state::{AlertAction, EngineChoice, EngineState, GpuAdapter, Session};
use super::worker::WorkerState;
use protocol::{EngineKind, Role};

impl Session {
    /// The page is up.
    pub(super) fn started(&mut self, choice: EngineChoice, adapter: GpuAdapter, base: String) {
        if !self.book.started {
            self.book.started = true;
            self.book.adapter = adapter;
            self.book.base = base;
            self.choose_engine(choice);
        }
    }

    /// The browser answered what it offers: what was chosen can be carried out.
    pub(super) fn adapter_found(&mut self, adapter: GpuAdapter) {
        if self.book.adapter == GpuAdapter::Unknown {
            self.book.adapter = adapter;
            // Without an engine, the visitor has a button to press first.
            if self.engine.state != EngineState::Stopped {
                self.choose_engine(self.engine.choice);
            }
        }
    }

    /// The visitor picked an engine.
    pub(super) fn choose_engine(&mut self, choice: EngineChoice) {
        let racing = matches!(self.book.race, EngineBenchmark::Running(_));
        let racing = racing && self.engine.choice == EngineChoice::Auto;
        if !self.book.started || choice == EngineChoice::Auto && racing {
            return;
        }
        self.engine.choice = choice;
        self.book.deaths = 0;
        match (choice, self.book.adapter.clone()) {
            (EngineChoice::Cpu, _) => self.run_on(EngineKind::Cpu, "Chosen by you."),
            (EngineChoice::Auto, GpuAdapter::Unknown) => {
                let kind = self.running().unwrap_or(EngineKind::Cpu);
                self.run_on(kind, "To begin with; the browser is asked for WebGPU.");
            }
            (EngineChoice::WebGpu, GpuAdapter::Unknown) => self.await_adapter(),
            (EngineChoice::WebGpu, GpuAdapter::Fit) => {
                self.run_on(EngineKind::WebGpu, "Chosen by you.");
            }
            (EngineChoice::WebGpu, GpuAdapter::Slow(why)) => {
                let reason = format!("Chosen by you. {why} It will be slow.");
                self.run_on(EngineKind::WebGpu, &reason);
            }
            (EngineChoice::WebGpu, GpuAdapter::Unfit(why)) => {
                let text = format!("WebGPU cannot be used here, so the CPU is. {why}");
                self.run_on(EngineKind::Cpu, &text);
                self.alert(text, None);
            }
            (EngineChoice::Auto, GpuAdapter::Slow(why) | GpuAdapter::Unfit(why)) => {
                self.run_on(EngineKind::Cpu, &why);
            }
            (EngineChoice::Auto, GpuAdapter::Fit) => {
                // The CPU engine is small and there at once; the other one is tried when the
                // visitor has something to look at.
                let kind = self.running().unwrap_or(EngineKind::Cpu);
                let other = name(super::race::other(kind));
                self.run_on(kind, &format!("To begin with; {other} is tried next."));
                self.book.race = EngineBenchmark::Due;
            }
        }
    }

    /// What the explorer runs on.
    fn running(&self) -> Option<EngineKind> {
        self.book.explorer.as_ref().map(|worker| worker.kind)
    }

    /// WebGPU was chosen before the browser has said whether there is any: whatever runs goes on.
    fn await_adapter(&mut self) {
        "Chosen by you.".clone_into(&mut self.engine.reason);
        if self.book.explorer.is_none() {
            self.engine.kind = EngineKind::WebGpu;
            self.engine.state = EngineState::Starting;
        }
    }

    /// Has the explorer run on `kind`: with the worker that does, or the one being tried out, or
    /// a new one. Whatever was being tried out besides is stopped.
    fn run_on(&mut self, kind: EngineKind, reason: &str) {
        reason.clone_into(&mut self.engine.reason);
        let candidate = self.book.race.end();
        if self.running() == Some(kind) {
            self.book.stop_worker(candidate);
        } else if let Some(worker) = candidate.filter(|worker| worker.kind == kind) {
            self.seat_explorer(worker);
        } else {
            self.start_explorer(kind);
        }
    }

    /// Starts a new explorer in place of the present one.
    fn start_explorer(&mut self, kind: EngineKind) {
        let old = self.book.explorer.take();
        self.book.stop_worker(old);
        let worker = self.book.start_worker(kind, Role::Explorer);
        self.seat_explorer(worker);
    }

    /// Puts a worker in the explorer's place. What was on its way from the old one is asked again.
    pub(super) fn seat_explorer(&mut self, worker: WorkerState) {
        if self.engine.kind != worker.kind {
            self.book.millis.clear();
            self.engine.decode_millis = None;
        }
        self.engine.kind = worker.kind;
        self.engine.state = if worker.up {
            EngineState::Ready
        } else {
            EngineState::Starting
        };
        let old = self.book.explorer.replace(worker);
        self.book.stop_worker(old);
        self.book.asked = None;
        self.alerts
            .retain(|alert| alert.action != Some(AlertAction::RestartEngine));
        self.load_wanted();
    }

    /// A worker answered the greeting.
    pub(super) fn greeted(&mut self, seat: WorkerSlot, engine: EngineKind) {
        let Some(worker) = self.book.worker_mut(seat) else {
            return;
        };
        if worker.kind != engine {
            let reason = format!("The engine came up on {} instead.", name(engine));
            self.unavailable(seat, &reason);
            return;
        }
        worker.up = true;
        if seat == WorkerSlot::Studio {
            self.load_for_studio();
        }
        if seat == WorkerSlot::Explorer {
            self.engine.state = EngineState::Ready;
            self.load_wanted();
        }
    }

    /// A worker is of another build than the page.
    pub(super) fn refused(&mut self, seat: WorkerSlot, page: &str, engine: &str) {
        match seat {
            WorkerSlot::Candidate => self.lose_race("it is of another build than the page."),
            WorkerSlot::Trainer | WorkerSlot::Studio => {
                let reason = "The page and its worker are of different builds. Reload the page.";
                self.died(seat, reason);
            }
            WorkerSlot::Explorer => {
                self.stop();
                let text = format!(
                    "The page ({page}) and its engine ({engine}) are of different builds. \
                     Reload the page."
                );
                text.clone_into(&mut self.engine.reason);
                self.alert(text, None);
            }
        }
    }

    /// A worker's engine could not start.
    pub(super) fn unavailable(&mut self, seat: WorkerSlot, reason: &str) {
        let kind = self.book.worker(seat).map(|worker| worker.kind);
        match (seat, kind) {
            (WorkerSlot::Trainer, Some(EngineKind::WebGpu)) => {
                self.late(Call::TrainerDied(reason.to_owned(), true));
            }
            (WorkerSlot::Explorer, Some(EngineKind::WebGpu)) => {
                self.fall_back(format!(
                    "WebGPU could not start, so the CPU is used. {reason}"
                ));
            }
            _ => self.died(seat, reason),
        }
    }

    /// A worker's GPU device was lost.
    pub(super) fn device_lost(&mut self, seat: WorkerSlot, reason: &str) {
        let kind = self.book.worker(seat).map(|worker| worker.kind);
        match (seat, kind) {
            (WorkerSlot::Trainer, Some(EngineKind::WebGpu)) => {
                self.late(Call::TrainerDied(reason.to_owned(), true));
            }
            (WorkerSlot::Explorer, Some(EngineKind::WebGpu)) => {
                self.fall_back(format!(
                    "The GPU was lost, so the CPU has taken over. {reason}"
                ));
            }
            _ => self.died(seat, reason),
        }
    }

    /// A worker is of no further use. The explorer is started again once; after its second death
    /// WebGPU gives way to the CPU, and the CPU to a button.
    pub(super) fn died(&mut self, seat: WorkerSlot, reason: &str) {
        match seat {
            WorkerSlot::Candidate => return self.lose_race(reason),
            WorkerSlot::Trainer => {
                self.late(Call::TrainerDied(reason.to_owned(), false));
                return;
            }
            WorkerSlot::Studio => {
                self.late(Call::StudioDied(reason.to_owned()));
                return;
            }
            WorkerSlot::Explorer => {}
        }
        let Some(worker) = self.book.explorer.take() else {
            return;
        };
        let (kind, was_up) = (worker.kind, worker.up);
        self.book.stop_worker(Some(worker));
        self.book.deaths += 1;
        if self.book.deaths < 2 {
            self.start_explorer(kind);
            // A worker that never came up took nothing from the visitor.
            if was_up {
                self.alert("The engine stopped and was started again.", None);
            }
        } else if kind == EngineKind::WebGpu {
            self.fall_back(format!(
                "The WebGPU engine stopped twice, so the CPU has taken over. It said: {reason}"
            ));
        } else {
            self.stop();
            let text =
                format!("The engine stopped twice. Nothing new can be decoded. It said: {reason}");
            text.clone_into(&mut self.engine.reason);
            self.alert(text, Some(AlertAction::RestartEngine));
        }
    }

    /// The visitor pressed the button that a second death left behind.
    pub(super) fn restart_engine(&mut self) {
        if self.engine.state == EngineState::Stopped {
            self.book.deaths = 0;
            self.engine.reason = "Started again by you.".to_owned();
            self.start_explorer(self.engine.kind);
        }
    }

    /// Goes on with the CPU, and says why.
    fn fall_back(&mut self, text: String) {
        self.book.deaths = 0;
        self.run_on(EngineKind::Cpu, &text);
        self.alert(text, None);
    }

    /// Goes on without an engine.
    fn stop(&mut self) {
        let candidate = self.book.race.end();
        self.book.stop_worker(candidate);
        let explorer = self.book.explorer.take();
        self.book.stop_worker(explorer);
        self.engine.state = EngineState::Stopped;
    }
}
