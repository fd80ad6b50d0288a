//! Which engine runs, and what happens when one fails.

use super::Workers;
use super::benchmark::{EngineBenchmark, other};
use super::engine_reason::EngineReason;
use super::slots::{LAB_THREADS, stop};
use super::worker_state::WorkerState;
use crate::adapter_fault::AdapterFault;
use crate::alert_text::AlertText;
use crate::alerts::{AlertAction, AlertMessage};
use crate::failure_reason::FailureReason;
use crate::limits::LIVE_MODEL;
use crate::outbox::{FollowUp, Outbox};
use crate::worker_slot::WorkerSlot;
use protocol::{EngineKind, ProgramBuild, WorkerRole};

/// The decode time shown is the median of this many.
const TIMES_KEPT: usize = 9;

/// What the visitor asked to compute with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineChoice {
    /// Whatever is faster here.
    Auto,
    /// The CPU.
    Cpu,
    /// WebGPU.
    WebGpu,
}

/// What the browser offers by way of WebGPU.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum GpuAdapter {
    /// It has not answered yet; [`SessionEvent::AdapterFound`](crate::SessionEvent::AdapterFound) will tell.
    #[default]
    Unknown,
    /// A GPU that burn can run on.
    Fit,
    /// An adapter that is there but that `Auto` avoids (a software rasteriser).
    Slow(AdapterFault),
    /// None, or one that burn cannot run on.
    Unfit(AdapterFault),
}

/// Which engine runs, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct EngineStatus {
    /// What the visitor asked for.
    pub choice: EngineChoice,
    /// What the explorer runs on; what it is starting on while `state` is `Starting`.
    pub kind: EngineKind,
    /// Whether it is up.
    pub state: EngineState,
    /// Why it is this engine, for the badge.
    pub reason: EngineReason,
    /// Milliseconds that the newest pictures took to decode: the median of the last few.
    pub decode_millis: Option<f64>,
}

impl EngineStatus {
    /// Nothing runs yet.
    pub(crate) fn starting() -> Self {
        Self {
            choice: EngineChoice::Auto,
            kind: EngineKind::Cpu,
            state: EngineState::Starting,
            reason: EngineReason::NotChosen,
            decode_millis: None,
        }
    }

    /// Whether it is up, but loads a model and compiles shaders for it before it shows a first
    /// picture.
    pub fn prepares(&self) -> bool {
        let up = self.state == EngineState::Ready;
        up && self.kind == EngineKind::WebGpu && self.decode_millis.is_none()
    }
}

/// Whether the explorer is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineState {
    /// Its worker is being loaded.
    Starting,
    /// It answers.
    Ready,
    /// It died twice; the visitor can start it again.
    Stopped,
}

impl Workers {
    /// The page is up.
    pub(crate) fn started(
        &mut self,
        outbox: &mut Outbox,
        choice: EngineChoice,
        adapter: GpuAdapter,
        base: String,
    ) {
        if !self.started {
            self.started = true;
            self.adapter = adapter;
            self.base = base;
            self.choose_engine(outbox, choice);
        }
    }

    /// The browser answered what it offers: what was chosen can be carried out.
    pub(crate) fn adapter_found(&mut self, outbox: &mut Outbox, adapter: GpuAdapter) {
        if self.adapter == GpuAdapter::Unknown {
            self.adapter = adapter;
            // Without an engine, the visitor has a button to press first.
            if self.engine.state != EngineState::Stopped {
                self.choose_engine(outbox, self.engine.choice);
            }
        }
    }

    /// The visitor picked an engine.
    pub(crate) fn choose_engine(&mut self, outbox: &mut Outbox, choice: EngineChoice) {
        if self.started && self.slots.onnx {
            self.engine.choice = choice;
            self.deaths = 0;
            self.run_on(outbox, EngineKind::Cpu, EngineReason::OnnxOnCpu);
            return;
        }
        let racing = matches!(self.benchmark, EngineBenchmark::Running { .. });
        let racing = racing && self.engine.choice == EngineChoice::Auto;
        if !self.started || choice == EngineChoice::Auto && racing {
            return;
        }
        self.engine.choice = choice;
        self.deaths = 0;
        match (choice, self.adapter.clone()) {
            (EngineChoice::Cpu, _) => self.run_on(outbox, EngineKind::Cpu, EngineReason::Chosen),
            (EngineChoice::Auto, GpuAdapter::Unknown) => {
                let kind = self.running().unwrap_or(EngineKind::Cpu);
                self.run_on(outbox, kind, EngineReason::AdapterAsked);
            }
            (EngineChoice::WebGpu, GpuAdapter::Unknown) => self.await_adapter(),
            (EngineChoice::WebGpu, GpuAdapter::Fit) => {
                self.run_on(outbox, EngineKind::WebGpu, EngineReason::Chosen);
            }
            (EngineChoice::WebGpu, GpuAdapter::Slow(why)) => {
                self.run_on(outbox, EngineKind::WebGpu, EngineReason::ChosenSlow(why));
            }
            (EngineChoice::WebGpu, GpuAdapter::Unfit(why)) => {
                let text = AlertMessage::from(AlertText::WebGpuUnusable(why));
                self.run_on(outbox, EngineKind::Cpu, EngineReason::Alert(text.clone()));
                outbox.alert_shared(text, None);
            }
            (EngineChoice::Auto, GpuAdapter::Slow(why) | GpuAdapter::Unfit(why)) => {
                self.run_on(outbox, EngineKind::Cpu, EngineReason::Adapter(why));
            }
            (EngineChoice::Auto, GpuAdapter::Fit) => {
                // The CPU engine is small and there at once; the other one is tried when the
                // visitor has something to look at.
                let kind = self.running().unwrap_or(EngineKind::Cpu);
                self.run_on(outbox, kind, EngineReason::TriedNext(other(kind)));
                self.benchmark = EngineBenchmark::Due;
            }
        }
    }

    /// A file is to be explored that only another program opens, or none any more.
    pub(crate) fn change_program(&mut self, outbox: &mut Outbox, onnx: bool) {
        if self.slots.onnx != onnx {
            self.slots.onnx = onnx;
            self.choose_engine(outbox, self.engine.choice);
        }
    }

    /// What the explorer runs on, if it is of the program that is wanted.
    fn running(&self) -> Option<EngineKind> {
        let explorer = self.slots.explorer.as_ref();
        let fits = explorer.filter(|worker| worker.onnx == self.slots.onnx);
        fits.map(|worker| worker.kind)
    }

    /// WebGPU was chosen before the browser has said whether there is any: whatever runs goes on.
    fn await_adapter(&mut self) {
        self.engine.reason = EngineReason::Chosen;
        if self.slots.explorer.is_none() {
            self.engine.kind = EngineKind::WebGpu;
            self.engine.state = EngineState::Starting;
        }
    }

    /// Has the explorer run on `kind`: with the worker that does, or the one being tried out, or
    /// a new one. Whatever was being tried out besides is stopped.
    fn run_on(&mut self, outbox: &mut Outbox, kind: EngineKind, reason: EngineReason) {
        self.engine.reason = reason;
        let candidate = self.end_benchmark();
        if self.running() == Some(kind) {
            stop(candidate, outbox);
        } else if let Some(worker) =
            candidate.filter(|it| it.kind == kind && it.onnx == self.slots.onnx)
        {
            self.set_explorer(outbox, worker);
        } else {
            self.start_explorer(outbox, kind);
        }
    }

    /// Starts a new explorer in place of the present one.
    fn start_explorer(&mut self, outbox: &mut Outbox, kind: EngineKind) {
        let old = self.slots.explorer.take();
        stop(old, outbox);
        let worker = self.slots.start(kind, WorkerRole::Explorer, outbox);
        self.set_explorer(outbox, worker);
    }

    /// Puts a worker in the explorer's place. What was on its way from the old one is asked again.
    pub(crate) fn set_explorer(&mut self, outbox: &mut Outbox, mut worker: WorkerState) {
        // What it holds of the model in training may be older than what is on screen.
        worker.loaded.remove(LIVE_MODEL);
        if self.engine.kind != worker.kind {
            self.millis.clear();
            self.engine.decode_millis = None;
        }
        self.engine.kind = worker.kind;
        self.engine.state = if worker.up {
            EngineState::Ready
        } else {
            EngineState::Starting
        };
        let old = self.slots.explorer.replace(worker);
        stop(old, outbox);
        outbox.alerts_mut().retract(AlertAction::RestartEngine);
        outbox.follow_up(FollowUp::ExplorerReplaced);
        outbox.follow_up(FollowUp::LoadWanted);
    }

    /// A worker answered the greeting.
    pub(crate) fn greeted(&mut self, outbox: &mut Outbox, slot: WorkerSlot, engine: EngineKind) {
        let Some(worker) = self.slots.worker_mut(slot) else {
            return;
        };
        // What a lab computes on is its own affair: a GPU that it has says nothing of this browser's.
        if worker.kind != engine && worker.threads != LAB_THREADS {
            self.unavailable(outbox, slot, &FailureReason::OtherEngine(engine));
            return;
        }
        worker.up = true;
        if slot == WorkerSlot::Background {
            outbox.follow_up(FollowUp::BackgroundReady);
        }
        if slot == WorkerSlot::Explorer {
            self.engine.state = EngineState::Ready;
            outbox.follow_up(FollowUp::LoadWanted);
        }
    }

    /// A worker is of another build than the page.
    pub(crate) fn refused(
        &mut self,
        outbox: &mut Outbox,
        slot: WorkerSlot,
        page: ProgramBuild,
        engine: ProgramBuild,
    ) {
        match slot {
            WorkerSlot::Candidate => {
                self.end_trial(outbox, &FailureReason::EngineOfOtherBuild);
            }
            WorkerSlot::Trainer | WorkerSlot::Background => {
                self.died(outbox, slot, &FailureReason::WorkerOfOtherBuild);
            }
            WorkerSlot::Explorer => {
                self.stop(outbox);
                let text = AlertMessage::from(AlertText::OtherBuild { page, engine });
                self.engine.reason = EngineReason::Alert(text.clone());
                outbox.alert_shared(text, None);
            }
        }
    }

    /// A worker's engine could not start.
    pub(crate) fn unavailable(
        &mut self,
        outbox: &mut Outbox,
        slot: WorkerSlot,
        reason: &FailureReason,
    ) {
        let kind = self.slots.worker(slot).map(|worker| worker.kind);
        match (slot, kind) {
            (WorkerSlot::Trainer, Some(EngineKind::WebGpu)) => {
                outbox.follow_up(FollowUp::TrainerDied {
                    reason: reason.clone(),
                    lost_gpu: true,
                });
            }
            (WorkerSlot::Explorer, Some(EngineKind::WebGpu)) => {
                self.fall_back(outbox, AlertText::WebGpuNotStarted(reason.clone()));
            }
            _ => self.died(outbox, slot, reason),
        }
    }

    /// A worker's GPU device was lost.
    pub(crate) fn device_lost(
        &mut self,
        outbox: &mut Outbox,
        slot: WorkerSlot,
        reason: &FailureReason,
    ) {
        let kind = self.slots.worker(slot).map(|worker| worker.kind);
        match (slot, kind) {
            (WorkerSlot::Trainer, Some(EngineKind::WebGpu)) => {
                outbox.follow_up(FollowUp::TrainerDied {
                    reason: reason.clone(),
                    lost_gpu: true,
                });
            }
            (WorkerSlot::Explorer, Some(EngineKind::WebGpu)) => {
                self.fall_back(outbox, AlertText::GpuLost(reason.clone()));
            }
            _ => self.died(outbox, slot, reason),
        }
    }

    /// A worker is of no further use. The explorer is started again once; after its second death
    /// WebGPU gives way to the CPU, and the CPU to a button.
    pub(crate) fn died(&mut self, outbox: &mut Outbox, slot: WorkerSlot, reason: &FailureReason) {
        match slot {
            WorkerSlot::Candidate => return self.end_trial(outbox, reason),
            WorkerSlot::Trainer => {
                outbox.follow_up(FollowUp::TrainerDied {
                    reason: reason.clone(),
                    lost_gpu: false,
                });
                return;
            }
            WorkerSlot::Background => {
                outbox.follow_up(FollowUp::BackgroundDied {
                    reason: reason.clone(),
                });
                return;
            }
            WorkerSlot::Explorer => {}
        }
        let Some(worker) = self.slots.explorer.take() else {
            return;
        };
        let (kind, was_up) = (worker.kind, worker.up);
        for (_, model) in &worker.loads {
            outbox.follow_up(FollowUp::LoadBroken {
                model: model.clone(),
                reason: reason.clone(),
            });
        }
        stop(Some(worker), outbox);
        self.deaths += 1;
        if self.deaths < 2 {
            self.start_explorer(outbox, kind);
            // A worker that never came up took nothing from the visitor.
            if was_up {
                outbox.alert(AlertText::EngineRestarted, None);
            }
        } else if kind == EngineKind::WebGpu {
            self.fall_back(outbox, AlertText::WebGpuStoppedTwice(reason.clone()));
        } else {
            self.stop(outbox);
            let text = AlertMessage::from(AlertText::EngineStoppedTwice(reason.clone()));
            self.engine.reason = EngineReason::Alert(text.clone());
            outbox.alert_shared(text, Some(AlertAction::RestartEngine));
        }
    }

    /// The visitor pressed the button that a second death left behind.
    pub(crate) fn restart_engine(&mut self, outbox: &mut Outbox) {
        if self.engine.state == EngineState::Stopped {
            self.deaths = 0;
            self.engine.reason = EngineReason::StartedAgain;
            self.start_explorer(outbox, self.engine.kind);
        }
    }

    /// Goes on with the CPU, and says why.
    fn fall_back(&mut self, outbox: &mut Outbox, text: AlertText) {
        self.deaths = 0;
        let text = AlertMessage::from(text);
        self.run_on(outbox, EngineKind::Cpu, EngineReason::Alert(text.clone()));
        outbox.alert_shared(text, None);
    }

    /// Goes on without an engine.
    fn stop(&mut self, outbox: &mut Outbox) {
        let candidate = self.end_benchmark();
        stop(candidate, outbox);
        let explorer = self.slots.explorer.take();
        stop(explorer, outbox);
        self.engine.state = EngineState::Stopped;
    }

    /// Another model is on screen: the times of the one before do not count.
    pub(crate) fn forget_times(&mut self) {
        self.millis.clear();
    }

    /// A picture was decoded.
    pub(crate) fn note_millis(&mut self, millis: f64) {
        let times = &mut self.millis;
        if millis.is_finite() {
            times.push_back(millis);
        }
        if times.len() > TIMES_KEPT {
            times.pop_front();
        }
        let mut sorted: Vec<f64> = times.iter().copied().collect();
        sorted.sort_by(f64::total_cmp);
        self.engine.decode_millis = sorted.get(sorted.len() / 2).copied();
    }
}
