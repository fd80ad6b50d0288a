//! The training loop.
//!
//! It takes steps whenever the worker's inbox is empty ([`TrainingWorker::turn`]), and reports by time,
//! not by steps: the page wants to see as much of a slow run as of a fast one.

use run_spec::RunSpec;
use web_time::Duration;

use super::run::TrainerRun;
use super::waiting::QueuedCommand;
use super::warm_up::{ShaderWarmUp, same_shaders};
use crate::channel::{self, post_update};
use crate::engine_device::OpenDevice;
use crate::error::RequestError;
use protocol::{EngineKind, RequestId, RoomError, RunId, TrainCommand, TrainerUpdate};

/// While a run is throttled, its inbox is looked at this often.
const NAP: Duration = Duration::from_millis(30);

/// A run and how it is played.
pub struct TrainingWorker {
    pub(super) device: OpenDevice,
    pub(super) kind: EngineKind,
    pub(super) run: Option<TrainerRun>,
    /// The compiling of its shaders, while there is any to be done.
    pub(super) warming: Option<ShaderWarmUp>,
    /// Runs whose shaders are compiled.
    pub(super) warm: Vec<RunSpec>,
}

impl TrainingWorker {
    /// A trainer without a run; nothing where the engine was built without it.
    pub fn new(device: OpenDevice, kind: EngineKind) -> Option<Self> {
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
    pub async fn handle(&mut self, run: RunId, command: TrainCommand, payload: Option<Vec<u8>>) {
        let is_refused = self.is_refused(run, &command);
        let command = QueuedCommand {
            run,
            command,
            payload,
        };
        let now = match &mut self.warming {
            Some(warming) if !is_refused => warming.admit(command),
            _ => vec![command],
        };
        for queued in now {
            self.execute_or_refuse(queued).await;
        }
    }

    /// Whether a command is about another run than the one that there is.
    fn is_refused(&self, run: RunId, command: &TrainCommand) -> bool {
        let is_other = self.run.as_ref().is_some_and(|it| it.id != run);
        is_other && !is_of_any_run(command)
    }

    /// Does what was asked of the run that there is; refuses what was asked of another one.
    async fn execute_or_refuse(&mut self, queued: QueuedCommand) {
        let QueuedCommand {
            run,
            command,
            payload,
        } = queued;
        let (id, is_refused) = (request_of(&command), self.is_refused(run, &command));
        let done = if is_refused {
            Err(RoomError::RunReplaced.into())
        } else {
            self.execute(command, payload).await
        };
        match (done, id) {
            (Err(error), Some(id)) => channel::post(&error.into_message(id, self.kind), None),
            (Err(error), None) if !is_refused => self.failed(error),
            // The page asked for no answer, and has another run by now.
            (Err(_), None) | (Ok(()), _) => {}
        }
    }

    /// Refuses what waited for the shaders of a run that was replaced.
    pub(super) fn refuse_waiting(&mut self) {
        let waiting = self.warming.take().into_iter();
        for queued in waiting.flat_map(ShaderWarmUp::into_commands) {
            if let Some(id) = request_of(&queued.command) {
                let error: RequestError = RoomError::RunReplaced.into();
                channel::post(&error.into_message(id, self.kind), None);
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
        let id = self.run.as_ref().map_or(RunId::NONE, |run| run.id);
        if let Some(run) = &mut self.run {
            run.playing = false;
        }
        match error.of_device(self.kind) {
            Ok(lost) => channel::post(&lost, None),
            Err(error) => post_update(id, TrainerUpdate::StepFailed { error }, None),
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
        for queued in warming.into_commands() {
            self.execute_or_refuse(queued).await;
        }
    }
}

/// Whether a command needs no run of its own: it makes one, or is about what every run shares.
fn is_of_any_run(command: &TrainCommand) -> bool {
    matches!(
        command,
        TrainCommand::Begin { .. }
            | TrainCommand::Fetch { .. }
            | TrainCommand::CheckFile { .. }
            | TrainCommand::FrameShown
    )
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
        | TrainCommand::Weights { id } => Some(*id),
        // Made beside everything else, and answered there.
        TrainCommand::Personalise { .. }
        | TrainCommand::StopPersonalising
        | TrainCommand::JudgePictures { .. }
        | TrainCommand::StopJudging
        | TrainCommand::TrainCompared { .. }
        | TrainCommand::Push { .. }
        | TrainCommand::FrameShown
        | TrainCommand::Play { .. }
        | TrainCommand::Pause
        | TrainCommand::Step { .. } => None,
    }
}
