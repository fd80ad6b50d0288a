//! The training loop.
//!
//! It takes steps whenever the worker's inbox is empty ([`TrainingWorker::turn`]), and reports by time,
//! not by steps: the page wants to see as much of a slow run as of a fast one.

use model::Device;
use run_spec::RunSpec;
use web_time::Duration;

use super::run::TrainerRun;
use super::warm_up::{ShaderWarmUp, same_shaders};
use crate::channel::{self, NO_REQUEST, post_update};
use crate::error::RequestError;
use protocol::{EngineKind, RequestId, RoomError, TrainCommand, TrainerUpdate};

/// While a run is throttled, its inbox is looked at this often.
const NAP: Duration = Duration::from_millis(30);

/// A run and how it is played.
pub struct TrainingWorker {
    pub(super) device: Device,
    pub(super) kind: EngineKind,
    pub(super) run: Option<TrainerRun>,
    /// The compiling of its shaders, while there is any to be done.
    pub(super) warming: Option<ShaderWarmUp>,
    /// Runs whose shaders are compiled.
    pub(super) warm: Vec<RunSpec>,
}

impl TrainingWorker {
    /// A trainer without a run; nothing where the engine was built without it.
    pub fn new(device: Device, kind: EngineKind) -> Option<Self> {
        Some(Self {
            device,
            kind,
            run: None,
            warming: None,
            warm: Vec::new(),
        })
    }

    /// Whether there are steps to take, or reports to send.
    pub fn is_busy(&self) -> bool {
        let warming = self.warming.as_ref().is_some_and(ShaderWarmUp::is_due);
        warming || self.run.as_ref().is_some_and(TrainerRun::is_busy)
    }

    /// Does what the page asks for; what takes steps waits for its shaders.
    pub async fn handle(&mut self, command: TrainCommand, payload: Option<Vec<u8>>) {
        let command = (command, payload);
        let now = match &mut self.warming {
            Some(warming) => warming.admit(command),
            None => vec![command],
        };
        for (command, payload) in now {
            let id = request_of(&command);
            if let Err(error) = self.execute(command, payload).await {
                channel::post(
                    &error.into_message(id.unwrap_or(NO_REQUEST), self.kind),
                    None,
                );
            }
        }
    }

    /// One turn of the training loop: a step, or several short ones, then the reports that are due,
    /// then the inbox's turn.
    pub async fn turn(&mut self) {
        if self.warming.as_ref().is_some_and(ShaderWarmUp::is_due) {
            self.warm_up().await;
            channel::macrotask().await;
            return;
        }
        let Some(run) = self.run.as_mut() else {
            return;
        };
        if let Some(wait) = run.until_next_turn() {
            channel::sleep(wait.min(NAP)).await;
            return;
        }
        if run.is_to_step() {
            run.steps(self.kind);
        }
        if let Err(error) = run.report_due(self.kind).await {
            self.failed(error);
        }
        channel::macrotask().await;
    }

    /// The run goes no further by itself.
    pub(super) fn failed(&mut self, error: RequestError) {
        channel::post(&error.into_message(NO_REQUEST, self.kind), None);
        if let Some(run) = &mut self.run {
            run.playing = false;
            let step = run.trainer.steps();
            post_update(TrainerUpdate::Paused { step }, None);
        }
    }

    pub(super) fn run(&mut self) -> Result<&mut TrainerRun, RequestError> {
        let run = self.run.as_mut();
        Ok(run.ok_or(RoomError::NoRun)?)
    }

    /// The warm-up that a run needs, if it needs one.
    ///
    /// # Errors
    /// When networks like the run's cannot be made.
    pub(super) fn warm_up_of(
        &self,
        run: &TrainerRun,
    ) -> Result<Option<ShaderWarmUp>, RequestError> {
        let spec = run.trainer.spec();
        let is_warm = self.warm.iter().any(|known| same_shaders(known, spec));
        if self.kind == EngineKind::Cpu || is_warm {
            return Ok(None);
        }
        ShaderWarmUp::of(run).map(Some)
    }

    /// Does the next piece of the warm-up; after the last one, what waited for it.
    async fn warm_up(&mut self) {
        let Some(mut warming) = self.warming.take() else {
            return;
        };
        if let Err(error) = warming.step().await {
            self.failed(error);
            return;
        }
        if !warming.is_done() {
            self.warming = Some(warming);
            return;
        }
        let run = self.run.as_ref();
        self.warm.extend(run.map(|run| run.trainer.spec().clone()));
        for (command, payload) in warming.into_commands() {
            self.handle(command, payload).await;
        }
    }
}

/// The request that a command makes.
fn request_of(command: &TrainCommand) -> Option<RequestId> {
    match command {
        TrainCommand::Begin { id, .. }
        | TrainCommand::TraceStep { id, .. }
        | TrainCommand::Reinitialize { id, .. }
        | TrainCommand::Change { id, .. }
        | TrainCommand::Fetch { id, .. }
        | TrainCommand::CheckFile { id, .. }
        | TrainCommand::Checkpoint { id }
        | TrainCommand::Restore { id }
        | TrainCommand::RestoreShipped { id, .. }
        | TrainCommand::Weights { id } => Some(*id),
        TrainCommand::Push { .. }
        | TrainCommand::FrameShown
        | TrainCommand::Play { .. }
        | TrainCommand::Pause
        | TrainCommand::Step { .. } => None,
    }
}
