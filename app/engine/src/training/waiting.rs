//! What waits for a run's shaders: whatever takes steps, and all that came after it, in its order.

use std::collections::VecDeque;

use protocol::TrainCommand;

/// A command and its payload.
pub type Letter = (TrainCommand, Option<Vec<u8>>);

/// Commands that wait for shaders.
#[derive(Debug, Default)]
pub struct Waiting {
    letters: VecDeque<Letter>,
    held: bool,
}

impl Waiting {
    /// Whether shaders are to be compiled now: until the page says that it wants no steps, and again
    /// once it does.
    pub fn wants_shaders(&self) -> bool {
        !self.held
    }

    /// Takes in a command, and hands out what is to be done now.
    pub fn admit(&mut self, letter: Letter) -> Vec<Letter> {
        match letter.0 {
            TrainCommand::Begin { .. } | TrainCommand::Drawn | TrainCommand::Weights { .. } => {
                vec![letter]
            }
            TrainCommand::Pause => {
                let takes_steps = |(command, _): &Letter| {
                    matches!(
                        command,
                        TrainCommand::Play { .. } | TrainCommand::Step { .. }
                    )
                };
                self.letters.retain(|letter| !takes_steps(letter));
                // A step taken apart is an answer that the page is owed.
                let owed = |(command, _): &Letter| matches!(command, TrainCommand::Dissect { .. });
                if self.letters.iter().any(owed) {
                    return vec![letter];
                }
                self.held = true;
                self.letters.drain(..).chain([letter]).collect()
            }
            TrainCommand::Play { .. }
            | TrainCommand::Step { .. }
            | TrainCommand::Dissect { .. } => {
                self.held = false;
                self.letters.push_back(letter);
                Vec::new()
            }
            _ if self.letters.is_empty() => vec![letter],
            _ => {
                self.letters.push_back(letter);
                Vec::new()
            }
        }
    }

    /// The shaders are there: everything is to be done now.
    pub fn all(self) -> VecDeque<Letter> {
        self.letters
    }
}

#[cfg(test)]
mod tests {
    use super::{Letter, Waiting};
    use protocol::{RequestId, StepPart, TrainCommand};

    const ID: RequestId = RequestId(7);
    const PLAY: TrainCommand = TrainCommand::Play { rate: None };
    const PAUSE: TrainCommand = TrainCommand::Pause;
    const CHECKPOINT: TrainCommand = TrainCommand::Checkpoint { id: ID };
    const STEP: TrainCommand = TrainCommand::Step {
        part: StepPart::Whole,
    };
    const DISSECT: TrainCommand = TrainCommand::Dissect {
        id: ID,
        part: StepPart::Whole,
    };

    fn commands(letters: impl IntoIterator<Item = Letter>) -> Vec<TrainCommand> {
        letters.into_iter().map(|(command, _)| command).collect()
    }

    /// What is done at once of these, in their order; and what is done when the shaders are there.
    fn admitted(given: &[TrainCommand]) -> (Vec<TrainCommand>, Vec<TrainCommand>) {
        let mut waiting = Waiting::default();
        let given = given.iter().cloned();
        let now: Vec<_> = given
            .flat_map(|command| commands(waiting.admit((command, None))))
            .collect();
        (now, commands(waiting.all()))
    }

    #[test]
    fn steps_wait_and_what_follows_them_keeps_its_place() {
        let (now, later) = admitted(&[CHECKPOINT, STEP, CHECKPOINT, PLAY, TrainCommand::Drawn]);
        assert_eq!(now, [CHECKPOINT, TrainCommand::Drawn]);
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
        let mut waiting = Waiting::default();
        assert!(waiting.wants_shaders(), "before anyone asks for a step");
        waiting.admit((PLAY, None));
        waiting.admit((PAUSE, None));
        assert!(!waiting.wants_shaders());
        waiting.admit((CHECKPOINT, None));
        assert!(!waiting.wants_shaders());
        assert!(waiting.admit((STEP, None)).is_empty());
        assert!(waiting.wants_shaders());
    }

    #[test]
    fn a_step_that_is_to_be_taken_apart_is_answered_whatever_else_is_paused() {
        let (now, later) = admitted(&[DISSECT, PLAY, PAUSE]);
        assert_eq!(now, [PAUSE]);
        assert_eq!(later, [DISSECT]);
    }
}
