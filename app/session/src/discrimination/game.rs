//! What the game consists of, as the views read it.

use run_spec::RunSpec;

use super::answers::{AnswerTally, ClassTotals, RATINGS};
use super::questions::{DrawnQuestion, QuestionMode};
use super::rounds::JudgedRound;

/// How many questions there may be at each step.
pub const QUESTION_COUNTS: [usize; 4] = [4, 8, 12, 20];
/// At which steps a run's pictures are judged, unless a link says otherwise.
pub(super) const STEPS: [u32; 3] = [60, 300, 1500];
/// The most steps of a run for the game.
pub(super) const MOST_STEPS: u32 = 20_000;
/// At so many steps at most.
pub(super) const MOST_ROUNDS: usize = 6;

/// What is played.
#[derive(Clone, Debug, PartialEq)]
pub struct GameSetup {
    /// The preset that the run's specification began from.
    pub preset: String,
    /// The run. Its seed is the game's, too.
    pub spec: RunSpec,
    /// At which steps its pictures are judged, rising.
    pub steps: Vec<u32>,
    /// How many questions at each.
    pub questions: usize,
    /// What they show.
    pub mode: QuestionMode,
    /// Whether the pictures are of the run on screen, at its snapshots.
    pub own_run: bool,
}

/// Where the game is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GamePhase {
    /// What is played is being chosen.
    Setup,
    /// Questions are being answered.
    Playing,
    /// All were.
    Results,
}

/// The game.
#[derive(Clone, Debug, PartialEq)]
pub struct DiscriminationGame {
    /// What is played.
    pub setup: GameSetup,
    /// Where it is.
    pub phase: GamePhase,
    /// The steps of this game, rising; those of the set-up, or of the run on screen's snapshots.
    pub steps: Vec<u32>,
    /// Pictures that arrived, lowest step first.
    pub rounds: Vec<JudgedRound>,
    /// Steps that the run has taken, as far as is known.
    pub trained: u32,
    /// The round that is played, from 0.
    pub round: usize,
    /// The question, from 0.
    pub question: usize,
    /// The answers to it so far: of a single picture by rating; of a pair, first those for the first
    /// picture, then those for the second.
    pub votes: [u32; RATINGS],
    /// Whether it is shown what is real.
    pub revealed: bool,
    /// Whether a class answers by show of hands, which are counted.
    pub for_class: bool,
    /// This player's answers, round by round.
    pub tallies: Vec<AnswerTally>,
    /// What this device keeps of all who played this game, once it was read.
    pub totals: Option<ClassTotals>,
    /// Whether this player's answers are still to be added to that.
    pub(super) is_unkept: bool,
}

impl DiscriminationGame {
    pub(crate) fn new(setup: GameSetup) -> Self {
        Self {
            steps: setup.steps.clone(),
            setup,
            phase: GamePhase::Setup,
            rounds: Vec::new(),
            trained: 0,
            round: 0,
            question: 0,
            votes: [0; RATINGS],
            revealed: false,
            for_class: false,
            tallies: Vec::new(),
            totals: None,
            is_unkept: false,
        }
    }

    /// The pictures that are asked about, once they are there.
    pub fn now(&self) -> Option<&JudgedRound> {
        let is_playing = self.phase == GamePhase::Playing;
        self.rounds.get(self.round).filter(|_| is_playing)
    }

    /// The question that is asked.
    pub fn asked(&self) -> Option<DrawnQuestion> {
        self.now()?.questions.get(self.question).copied()
    }

    /// Whether pictures are still to come that the player waits for.
    pub fn waits(&self) -> bool {
        self.phase == GamePhase::Playing && self.now().is_none()
    }

    /// How many answers there can be to the question: by rating, or by picture.
    pub fn choices(&self) -> usize {
        match self.asked() {
            None => 0,
            Some(DrawnQuestion::Single { .. }) => RATINGS,
            Some(DrawnQuestion::Pair { .. }) => 2,
        }
    }

    /// Whether an answer to the question is right.
    pub fn is_right(&self, choice: usize) -> bool {
        match self.asked() {
            None => false,
            Some(DrawnQuestion::Single { is_real, .. }) => (choice >= RATINGS / 2) == is_real,
            Some(DrawnQuestion::Pair { is_real_first, .. }) => (choice == 0) == is_real_first,
        }
    }

    /// Of the answers to the question, how many are right.
    pub fn right_votes(&self) -> u32 {
        let votes = self.votes.iter().enumerate();
        let right = votes.filter(|(choice, _)| self.is_right(*choice));
        right.map(|(_, votes)| *votes).fold(0, u32::saturating_add)
    }

    /// Whether the question is the last one.
    pub fn is_last(&self) -> bool {
        let is_last_round = self.round + 1 >= self.steps.len();
        let asked = self.now().map_or(0, |round| round.questions.len());
        is_last_round && self.question + 1 >= asked
    }

    /// How many answers there are to the question.
    pub fn all_votes(&self) -> u32 {
        self.votes
            .iter()
            .fold(0, |sum: u32, votes| sum.saturating_add(*votes))
    }

    /// Whether the page is to read what this device keeps, see
    /// [`GameEvent::Keep`](super::GameEvent::Keep).
    pub fn awaits_totals(&self) -> bool {
        self.is_unkept || self.totals.is_none()
    }

    /// Under what this device keeps results: whoever has the same link has the same pictures.
    pub fn key(&self) -> String {
        let own = if self.setup.own_run { "own&" } else { "" };
        let steps: Vec<String> = self.steps.iter().map(u32::to_string).collect();
        let link = self.setup.link();
        format!("{own}{link}&at={}", steps.join(","))
    }
}
