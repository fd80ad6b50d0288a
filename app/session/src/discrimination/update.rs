//! What can happen to the game.

use std::sync::Arc;

use run_spec::{RunSpec, preset};

use super::answers::{AnswerTally, ClassTotals, RATINGS};
use super::game::{DiscriminationGame, GamePhase, GameSetup, QUESTION_COUNTS};
use super::questions::{DrawnQuestion, QuestionMode, draw_questions};
use super::rounds::JudgedRound;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::judged_rounds::{RoundNews, RoundOrder};
use crate::outbox::FollowUp;
use crate::pictures::ImagePixels;

/// What the visitor does in the game, and what arrives for it.
#[derive(Clone, Debug, PartialEq)]
pub enum GameEvent {
    /// Play another preset's run.
    ChoosePreset(String),
    /// Play the run of another seed, as typed.
    SetSeed(String),
    /// So many questions at each step.
    SetQuestions(usize),
    /// Other questions.
    SetMode(QuestionMode),
    /// Pictures of the run on screen, or not.
    ChooseOwnRun(bool),
    /// Begin, with these settings.
    Begin,
    /// The trainer reports on the pictures that it was asked for.
    News(RoundNews),
    /// An answer, by its place among those that there can be. A class's are counted; a player's is the
    /// only one, and shows what is real.
    Vote(usize),
    /// The class's answers are counted anew.
    CountAnew,
    /// Show what is real.
    Reveal,
    /// Go on to the next question.
    Next,
    /// A class answers by show of hands, or one player does by themselves.
    PlayForClass(bool),
    /// The next player is asked the same.
    NextPlayer,
    /// Choose anew what is played.
    ChangeSetup,
    /// What this device keeps of this game, as text; empty if that is nothing. It is what other pages
    /// kept, too, up to now; this player's answers join it.
    Keep(String),
    /// Keep nothing of this game any more.
    ClearTotals,
}

/// What the game may know of the run on screen.
pub(crate) struct OwnRun<'a> {
    pub spec: &'a RunSpec,
    pub preset: &'a str,
    /// The steps of its snapshots, rising.
    pub snapshots: Vec<u32>,
}

impl DiscriminationGame {
    /// Applies an event.
    pub(crate) fn update(
        &mut self,
        context: &mut Context,
        own: Option<OwnRun<'_>>,
        event: GameEvent,
    ) {
        let is_setup = self.phase == GamePhase::Setup;
        match event {
            GameEvent::ChoosePreset(name) if is_setup => self.choose_preset(&name),
            GameEvent::SetSeed(text) if is_setup => {
                if let Ok(seed) = text.trim().parse() {
                    self.setup.spec.seed = seed;
                }
            }
            GameEvent::SetQuestions(count) if is_setup && QUESTION_COUNTS.contains(&count) => {
                self.setup.questions = count;
            }
            GameEvent::SetMode(mode) if is_setup => self.setup.mode = mode,
            GameEvent::ChooseOwnRun(chosen) if is_setup => {
                self.setup.own_run = chosen && own.is_some();
            }
            GameEvent::Begin if is_setup => self.begin(context, own),
            GameEvent::News(news) => self.hear(context, news),
            GameEvent::Vote(choice) => self.vote(choice),
            GameEvent::CountAnew if !self.revealed => self.votes = [0; RATINGS],
            GameEvent::Reveal => self.revealed |= self.all_votes() > 0,
            GameEvent::Next if self.revealed => self.go_on(),
            GameEvent::PlayForClass(for_class) => self.for_class = for_class,
            GameEvent::NextPlayer if self.phase == GamePhase::Results => self.play(),
            GameEvent::ChangeSetup if !is_setup => {
                self.phase = GamePhase::Setup;
                self.rounds.clear();
                context.follow_up(FollowUp::Judge(None));
            }
            GameEvent::Keep(text) => self.keep(&text),
            GameEvent::ClearTotals => self.totals = Some(ClassTotals::default()),
            // Said too late, or too early.
            _ => {}
        }
    }

    fn choose_preset(&mut self, name: &str) {
        let chosen = preset(name).filter(|preset| GameSetup::is_shared(&preset.spec()));
        if let Some(chosen) = chosen {
            let seed = self.setup.spec.seed;
            self.setup.preset = chosen.name.to_owned();
            self.setup.spec = RunSpec {
                seed,
                ..chosen.spec()
            };
        }
    }

    fn begin(&mut self, context: &mut Context, own: Option<OwnRun<'_>>) {
        let own = own.filter(|_| self.setup.own_run);
        self.setup.own_run = own.is_some();
        let spec = match own {
            None => {
                self.steps.clone_from(&self.setup.steps);
                Some(Box::new(self.setup.spec.clone()))
            }
            Some(own) => {
                self.steps = spread(&own.snapshots);
                self.setup.preset = own.preset.to_owned();
                self.setup.spec = own.spec.clone();
                None
            }
        };
        self.rounds.clear();
        self.trained = 0;
        self.totals = None;
        self.play();
        context.follow_up(FollowUp::Judge(Some(RoundOrder {
            spec,
            steps: self.steps.clone(),
            count: self.setup.mode.pictures(self.setup.questions),
        })));
    }

    /// A player begins.
    fn play(&mut self) {
        self.phase = GamePhase::Playing;
        (self.round, self.question) = (0, 0);
        self.votes = [0; RATINGS];
        self.revealed = false;
        self.tallies = vec![AnswerTally::default(); self.steps.len()];
    }

    fn hear(&mut self, context: &mut Context, news: RoundNews) {
        match news {
            RoundNews::Trained(step) => self.trained = self.trained.max(step),
            RoundNews::Pictures {
                step,
                pictures,
                scores,
            } => self.pictures_arrived(step, pictures, scores),
            RoundNews::Failed(reason) => self.failed(context, reason),
        }
    }

    fn pictures_arrived(&mut self, step: u32, pictures: Arc<[ImagePixels]>, scores: Vec<f32>) {
        let at = self.rounds.len();
        if self.phase == GamePhase::Setup || self.steps.get(at) != Some(&step) {
            return;
        }
        let questions = draw_questions(
            self.setup.mode,
            self.setup.questions,
            pictures.len() / 2,
            (self.setup.spec.seed, at),
        );
        self.trained = self.trained.max(step);
        self.rounds.push(JudgedRound {
            step,
            pictures,
            scores,
            questions,
        });
    }

    /// What was answered so far stays, until the visitor begins anew.
    fn failed(&mut self, context: &mut Context, reason: FailureReason) {
        if self.phase == GamePhase::Playing && self.rounds.len() < self.steps.len() {
            context.alert(RoomAlert::Failed(reason), None);
            self.steps.truncate(self.rounds.len());
            self.tallies.truncate(self.rounds.len());
            if self.steps.is_empty() {
                self.phase = GamePhase::Setup;
            } else if self.round >= self.steps.len() {
                self.finish();
            }
        }
    }

    fn vote(&mut self, choice: usize) {
        if self.revealed || choice >= self.choices() {
            return;
        }
        self.votes[choice] = self.votes[choice].saturating_add(1);
        self.revealed = !self.for_class;
    }

    fn go_on(&mut self) {
        let right = self.right_votes();
        let wrong = self.all_votes().saturating_sub(right);
        let asked = self.asked();
        let (Some(asked), Some(tally)) = (asked, self.tallies.get_mut(self.round)) else {
            return;
        };
        match asked {
            DrawnQuestion::Single { is_real, .. } => tally.rate(is_real, &self.votes),
            DrawnQuestion::Pair { .. } => tally.choose(right, wrong),
        }
        self.votes = [0; RATINGS];
        self.revealed = false;
        self.question += 1;
        let asks_on = self
            .now()
            .is_some_and(|round| self.question < round.questions.len());
        if !asks_on {
            (self.round, self.question) = (self.round + 1, 0);
            if self.round >= self.steps.len() {
                self.finish();
            }
        }
    }

    fn finish(&mut self) {
        self.phase = GamePhase::Results;
        self.is_unkept = true;
    }

    fn keep(&mut self, text: &str) {
        let mut totals = ClassTotals::from_text(text).unwrap_or_default();
        if std::mem::take(&mut self.is_unkept) {
            totals.add(self.steps.iter().copied().zip(&self.tallies));
        }
        self.totals = Some(totals);
    }
}

/// The first, the middle and the last of several steps.
fn spread(steps: &[u32]) -> Vec<u32> {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Vec::new();
    };
    let mut spread = vec![*first, steps[steps.len() / 2], *last];
    spread.dedup();
    spread
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn of_many_snapshots_the_first_a_middle_one_and_the_last_are_played() {
        assert_eq!(spread(&[10, 20, 30, 40, 50]), [10, 30, 50]);
        assert_eq!(spread(&[10, 20]), [10, 20]);
        assert_eq!(spread(&[10]), [10]);
        assert_eq!(spread(&[]), [0_u32; 0]);
    }
}
