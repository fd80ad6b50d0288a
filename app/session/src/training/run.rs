//! A run: making it, playing it, going back to what was kept of it.

use std::sync::Arc;

use run_spec::{DatasetId, DatasetKind, RunSpec};

use super::data::PendingFetch;
use super::state::RunState;
use crate::Session;
use crate::book::WorkerSlot;
use protocol::{
    DataFiles, EngineKind, GanPlayer, RequestId, Role, StepPart, ToEngine, TrainCommand,
};

/// What only [`Session::apply`] needs to know of the run.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct PendingRequests {
    /// The `Begin` under way, and what to do when it is answered.
    pub(super) begin: Option<(RequestId, AfterBegin)>,
    /// The `Restore` under way.
    pub(super) restore: Option<(RequestId, AfterBegin)>,
    /// The `Checkpoint` under way.
    pub checkpoint: Option<RequestId>,
    /// The `Weights` that is to be saved as a file.
    pub export: Option<RequestId>,
    /// Whether the checkpoint under way is to be saved as a file.
    pub export_checkpoint: bool,
    /// The specification and preset that `Begin` was sent for.
    pub wanted: Option<(RunSpec, String)>,
    /// When the run was last written down, in milliseconds.
    pub written: Option<f64>,
    /// The `Dissect` under way.
    pub dissect: Option<RequestId>,
    /// The `Renew` under way.
    pub renew: Option<(RequestId, GanPlayer)>,
    /// How often the trainer died since the run was made.
    pub deaths: u32,
    /// Whether the run was playing when the tab was hidden.
    pub hidden_while_playing: bool,
    /// Images that the visitor brought: name and bytes.
    pub own: Option<(String, Arc<[u8]>)>,
    /// A checkpoint to restore as soon as the run is made.
    pub resume: Option<Arc<[u8]>>,
    /// The data set that the visitor asked for a mirror of.
    pub mirror: Option<DatasetId>,
    /// The data set that is being fetched for runs to come.
    pub fetch: Option<PendingFetch>,
    /// The data set that the host looks for.
    pub located: Option<DatasetId>,
    /// Whether a run was paused already because the battery runs low.
    pub battery_told: bool,
    /// The last visit's run: specification, preset, checkpoint.
    pub kept: Option<(RunSpec, String, Arc<[u8]>)>,
}

/// What follows the making of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum AfterBegin {
    Wait,
    Play,
    Step(StepPart),
    Dissect(StepPart),
    /// Going to where the preset's shipped run ended.
    RestoreShipped,
}

impl Session {
    pub(super) fn play(&mut self) {
        match self.training.state {
            RunState::Idle => self.begin(AfterBegin::Play),
            RunState::Paused => {
                self.training.state = RunState::Playing;
                if let Some(run) = &mut self.training.run {
                    run.shown = None;
                }
                self.book.ledger.written = self.book.now;
                let rate = self.training.rate;
                self.command(TrainCommand::Play { rate }, None);
            }
            RunState::Starting => self.intend(AfterBegin::Play),
            RunState::Playing | RunState::Halted => {}
        }
    }

    pub(super) fn pause(&mut self) {
        match self.training.state {
            RunState::Playing => {
                self.training.state = RunState::Paused;
                self.command(TrainCommand::Pause, None);
                self.write_down();
            }
            RunState::Starting => self.intend(AfterBegin::Wait),
            RunState::Idle | RunState::Paused | RunState::Halted => {}
        }
    }

    pub(super) fn step(&mut self, part: StepPart) {
        match self.training.state {
            RunState::Idle => self.begin(AfterBegin::Step(part)),
            RunState::Starting => self.intend(AfterBegin::Step(part)),
            RunState::Paused | RunState::Playing => {
                self.pause();
                if let Some(run) = &mut self.training.run {
                    run.shown = None;
                }
                self.command(TrainCommand::Step { part }, None);
            }
            RunState::Halted => {}
        }
    }

    pub(super) fn set_rate(&mut self, rate: Option<f64>) {
        self.training.rate = rate.filter(|rate| rate.is_finite() && *rate > 0.0);
        if self.training.state == RunState::Playing {
            let rate = self.training.rate;
            self.command(TrainCommand::Play { rate }, None);
        }
    }

    /// Makes the run anew, as the form says; it goes on playing if it did.
    pub(super) fn reset_run(&mut self) {
        let playing = self.training.state == RunState::Playing;
        self.begin(if playing {
            AfterBegin::Play
        } else {
            AfterBegin::Wait
        });
    }

    pub(super) fn show_frame(&mut self, frame: Option<usize>) {
        if let Some(run) = &mut self.training.run {
            run.shown = frame.filter(|frame| *frame < run.record.frames.len());
        }
    }

    /// Makes a run as the form says. What runs goes on if the form is refused.
    pub(super) fn begin(&mut self, intent: AfterBegin) {
        let spec = self.training.draft.clone();
        if let Err(errors) = spec.check() {
            for error in errors {
                self.training.refuse(super::FieldRefusal {
                    field: error.field,
                    text: error.found.clone(),
                    reason: error.to_string(),
                });
            }
            let first = spec
                .check()
                .err()
                .and_then(|errors| errors.into_iter().next());
            if let Some(error) = first {
                self.alert(format!("This cannot be trained. {error}"), None);
            }
            return;
        }
        // What was to be brought back before belongs to another run.
        self.book.ledger.resume = None;
        if !self.awaits(spec.data, intent) {
            let preset = self.training.preset.clone();
            self.begin_with(spec, preset, intent);
        }
    }

    pub(super) fn begin_with(&mut self, spec: RunSpec, preset: String, intent: AfterBegin) {
        let Some((data, payload)) = self.data_files(&spec) else {
            return;
        };
        self.need_trainer();
        let id = self.book.next_request();
        self.book.ledger.begin = Some((id, intent));
        self.book.ledger.wanted = Some((spec.clone(), preset));
        self.training.state = RunState::Starting;
        self.command(TrainCommand::Begin { id, spec, data }, payload);
    }

    /// What the trainer computes with, in words; nothing without one.
    pub fn trains_on(&self) -> String {
        match &self.book.trainer {
            Some(worker) if worker.kind == EngineKind::WebGpu => "WebGPU".to_owned(),
            Some(worker) if worker.threads > 1 => format!("CPU, {} threads", worker.threads),
            Some(_) => "CPU".to_owned(),
            None => String::new(),
        }
    }

    /// Starts a trainer if there is none, on what the explorer runs on.
    pub(super) fn need_trainer(&mut self) {
        if self.book.trainer.is_none() {
            let worker = self.book.start_worker(self.engine.kind, Role::Trainer);
            self.book.trainer = Some(worker);
            self.book.ledger.deaths = 0;
        }
    }

    /// Changes what follows the making of a run.
    pub(super) fn intend(&mut self, intent: AfterBegin) {
        if let Some((_, follows)) = &mut self.book.ledger.begin {
            *follows = intent;
        } else if let Some((_, follows)) = &mut self.book.ledger.restore {
            *follows = intent;
        } else {
            self.intend_after_fetch(intent);
        }
    }

    fn data_files(&mut self, spec: &RunSpec) -> Option<(DataFiles, Option<Arc<[u8]>>)> {
        let mirror = self.book.ledger.mirror == Some(spec.data);
        if spec.data.info().kind == DatasetKind::User && self.book.ledger.own.is_none() {
            self.alert(
                "Expected images of your own, found none. Drop an IDX file on the page first, plain \
                 or gzip.",
                None,
            );
            return None;
        }
        Some(self.files_of(spec.data, mirror))
    }

    /// Where a worker finds a data set's images, and the file that it is to be handed.
    pub(crate) fn files_of(&self, data: DatasetId, mirror: bool) -> (DataFiles, Option<Arc<[u8]>>) {
        let base = self.book.base.clone();
        let files = match data.info().kind {
            DatasetKind::Procedural(_) | DatasetKind::Toy2d => DataFiles::Drawn,
            DatasetKind::Shipped { images, labels } => DataFiles::Idx {
                images: format!("{base}assets/data/{images}"),
                labels: format!("{base}assets/data/{labels}"),
            },
            DatasetKind::Remote(_) => DataFiles::Fetched {
                name: data.word().to_owned(),
                base,
                mirror,
            },
            DatasetKind::User => {
                if let Some((name, bytes)) = self.book.ledger.own.clone() {
                    return (DataFiles::Payload { name }, Some(bytes));
                }
                // The engine refuses it with a sentence.
                DataFiles::Drawn
            }
        };
        (files, None)
    }

    pub(super) fn command(&mut self, command: TrainCommand, payload: Option<Arc<[u8]>>) {
        self.book
            .send(WorkerSlot::Trainer, ToEngine::Train { command }, payload);
    }

    pub(super) fn send_change(&mut self, spec: RunSpec) {
        let id = self.book.next_request();
        self.command(TrainCommand::Change { id, spec }, None);
    }

    /// Whether the run has others beside it.
    pub(super) fn has_rivals(&self) -> bool {
        let run = self.training.run.as_ref();
        run.is_some_and(|run| !run.spec.rivals().is_empty())
    }

    /// Has the trainer write the run down, unless it is at that already. Runs side by side are not
    /// written down: what came back would be one of them.
    pub(super) fn write_down(&mut self) {
        let busy = self.book.ledger.checkpoint.is_some();
        if self.training.run.is_none() || busy || self.has_rivals() {
            return;
        }
        let id = self.book.next_request();
        self.book.ledger.checkpoint = Some(id);
        self.book.ledger.written = self.book.now;
        self.command(TrainCommand::Checkpoint { id }, None);
    }

    /// Goes back to a snapshot.
    pub(super) fn restore(&mut self, step: u32) {
        let Some(run) = &self.training.run else {
            return;
        };
        let mut snapshots = run.record.snapshots.iter();
        let Some(snapshot) = snapshots.find(|snapshot| snapshot.step == step) else {
            return;
        };
        let bytes = Arc::clone(&snapshot.bytes);
        if self.book.trainer.is_some() {
            self.restore_from(bytes, AfterBegin::Wait);
        } else {
            // The trainer is gone for good.
            let (spec, preset) = (run.spec.clone(), run.preset.clone());
            self.begin_from(spec, preset, bytes);
        }
    }

    pub(super) fn restore_from(&mut self, bytes: Arc<[u8]>, intent: AfterBegin) {
        let id = self.book.next_request();
        self.book.ledger.restore = Some((id, intent));
        self.training.state = RunState::Starting;
        self.command(TrainCommand::Restore { id }, Some(bytes));
    }

    /// Makes the run of the form's preset as it was shipped, already trained.
    pub(super) fn begin_trained(&mut self) {
        if self.training.trained_preset().is_some() {
            self.begin(AfterBegin::RestoreShipped);
        }
    }

    /// Goes to the end of the shipped run of the preset that was just made.
    pub(super) fn restore_shipped(&mut self) {
        let Some(run) = &self.training.run else {
            return;
        };
        let url = format!(
            "{}assets/runs/{}.run.safetensors",
            self.book.base, run.preset
        );
        let id = self.book.next_request();
        self.book.ledger.restore = Some((id, AfterBegin::Wait));
        self.training.state = RunState::Starting;
        self.command(TrainCommand::RestoreShipped { id, url }, None);
    }

    /// Makes a run, brings it to a checkpoint, and waits.
    pub(super) fn begin_from(&mut self, spec: RunSpec, preset: String, bytes: Arc<[u8]>) {
        self.book.ledger.resume = Some(bytes);
        self.begin_with(spec, preset, AfterBegin::Wait);
    }
}
