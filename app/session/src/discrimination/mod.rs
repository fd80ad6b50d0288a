//! Be the discriminator: the visitor, or a class, says which pictures of a run are real, beside the run's
//! own discriminator.
//!
//! - `statistics`: hit rates with their intervals, ROC curves and the areas under them; `answers`: what
//!   was answered, counted, and what a device keeps of it; `questions`: what is asked, drawn from a seed;
//!   `rounds`: the pictures of a step with the discriminator's scores.
//! - `game`: what the game consists of; `update`: what can happen to it; `link`: what addresses say of it.

mod answers;
mod game;
mod link;
mod questions;
mod rounds;
mod statistics;
mod update;

pub use answers::{AnswerTally, ClassTotals, RATINGS};
pub use game::{DiscriminationGame, GamePhase, GameSetup, QUESTION_COUNTS};
pub(crate) use link::{game_of, game_text};
pub use questions::{DrawnQuestion, QuestionMode};
pub use rounds::JudgedRound;
pub use statistics::{HitCount, RocCurve};
pub use update::GameEvent;
pub(crate) use update::OwnRun;
