//! What waits for a run's shaders: whatever takes steps, and all that came after it, in its order.

use std::collections::VecDeque;

use protocol::{RunId, TrainCommand};

/// A command, the run that it is about, and its payload.
pub struct QueuedCommand {
    pub run: RunId,
    pub command: TrainCommand,
    pub payload: Option<Vec<u8>>,
}

/// Commands that wait for shaders.
#[derive(Default)]
pub struct WaitingCommands {
    commands: VecDeque<QueuedCommand>,
    deferred: bool,
}

impl WaitingCommands {
    /// Whether shaders are to be compiled now: until the page says that it wants no steps, and again
    /// once it does.
    pub fn wants_shaders(&self) -> bool {
        !self.deferred
    }

    /// Takes in a command, and hands out what is to be done now.
    pub fn admit(&mut self, command: QueuedCommand) -> Vec<QueuedCommand> {
        match command.command {
            TrainCommand::Begin { .. }
            | TrainCommand::CheckFile { .. }
            | TrainCommand::Personalise { .. }
            | TrainCommand::StopPersonalising
            | TrainCommand::JudgePictures { .. }
            | TrainCommand::StopJudging
            | TrainCommand::TrainCompared { .. }
            | TrainCommand::FrameShown
            | TrainCommand::Weights { .. } => {
                vec![command]
            }
            TrainCommand::Pause => {
                let takes_steps = |queued: &QueuedCommand| {
                    matches!(
                        queued.command,
                        TrainCommand::Play { .. } | TrainCommand::Step { .. }
                    )
                };
                self.commands.retain(|command| !takes_steps(command));
                // A step taken apart is an answer that the page is owed.
                let owed = |queued: &QueuedCommand| {
                    matches!(queued.command, TrainCommand::TraceStep { .. })
                };
                if self.commands.iter().any(owed) {
                    return vec![command];
                }
                self.deferred = true;
                self.commands.drain(..).chain([command]).collect()
            }
            TrainCommand::Play { .. }
            | TrainCommand::Step { .. }
            | TrainCommand::TraceStep { .. } => {
                self.deferred = false;
                self.commands.push_back(command);
                Vec::new()
            }
            _ if self.commands.is_empty() => vec![command],
            _ => {
                self.commands.push_back(command);
                Vec::new()
            }
        }
    }

    /// The shaders are there: everything is to be done now.
    pub fn all(self) -> VecDeque<QueuedCommand> {
        self.commands
    }
}

#[cfg(test)]
mod tests {
    use super::{QueuedCommand, WaitingCommands};
    use protocol::{RequestId, RunId, StepPart, TrainCommand};

    const ID: RequestId = RequestId(7);
    const PLAY: TrainCommand = TrainCommand::Play { rate: None };
    const PAUSE: TrainCommand = TrainCommand::Pause;
    const CHECKPOINT: TrainCommand = TrainCommand::Checkpoint { id: ID };
    const STEP: TrainCommand = TrainCommand::Step {
        part: StepPart::Whole,
    };
    const TRACE_STEP: TrainCommand = TrainCommand::TraceStep {
        id: ID,
        part: StepPart::Whole,
    };

    fn commands(commands: impl IntoIterator<Item = QueuedCommand>) -> Vec<TrainCommand> {
        commands.into_iter().map(|queued| queued.command).collect()
    }

    fn queued(command: TrainCommand) -> QueuedCommand {
        QueuedCommand {
            run: RunId(1),
            command,
            payload: None,
        }
    }

    /// What is done at once of these, in their order; and what is done when the shaders are there.
    fn admitted(given: &[TrainCommand]) -> (Vec<TrainCommand>, Vec<TrainCommand>) {
        let mut waiting = WaitingCommands::default();
        let given = given.iter().cloned();
        let now: Vec<_> = given
            .flat_map(|command| commands(waiting.admit(queued(command))))
            .collect();
        (now, commands(waiting.all()))
    }

    #[test]
    fn steps_wait_and_what_follows_them_keeps_its_place() {
        let (now, later) =
            admitted(&[CHECKPOINT, STEP, CHECKPOINT, PLAY, TrainCommand::FrameShown]);
        assert_eq!(now, [CHECKPOINT, TrainCommand::FrameShown]);
        assert_eq!(later, [STEP, CHECKPOINT, PLAY]);
    }

    #[test]
    fn a_pause_is_answered_at_once_and_nothing_plays_after_it() {
        let (now, later) = admitted(&[PLAY, CHECKPOINT, PAUSE]);
        assert_eq!(now, [CHECKPOINT, PAUSE]);
        assert_eq!(later, []);
    }

    #[test]
    fn a_pause_ends_the_compiling_and_the_next_step_goes_on_with_it() {
        let mut waiting = WaitingCommands::default();
        assert!(waiting.wants_shaders(), "before anyone asks for a step");
        waiting.admit(queued(PLAY));
        waiting.admit(queued(PAUSE));
        assert!(!waiting.wants_shaders());
        waiting.admit(queued(CHECKPOINT));
        assert!(!waiting.wants_shaders());
        assert!(waiting.admit(queued(STEP)).is_empty());
        assert!(waiting.wants_shaders());
    }

    #[test]
    fn a_step_that_is_to_be_taken_apart_is_answered_whatever_else_is_paused() {
        let (now, later) = admitted(&[TRACE_STEP, PLAY, PAUSE]);
        assert_eq!(now, [PAUSE]);
        assert_eq!(later, [TRACE_STEP]);
    }
}
