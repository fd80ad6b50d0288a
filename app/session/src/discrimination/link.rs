//! What addresses say of the game. `game=1` is the version of this form; the rest is a run's link.

use foreign_text::shown;
use run_spec::{DatasetKind, RunSpec, preset};

use super::game::{DiscriminationGame, GameSetup, MOST_ROUNDS, MOST_STEPS, QUESTION_COUNTS, STEPS};
use super::questions::QuestionMode;
use crate::address_part::address_part;
use crate::alert_text::{LearnAlert, RoomAlert};
use crate::context::Context;
use crate::limits::FIRST_PRESET;

/// The version of the form. What an older one said, this one may not.
const VERSION: &str = "1";
/// Questions at each step, unless a link says otherwise.
const QUESTIONS: usize = 8;

impl Default for GameSetup {
    /// The classroom's run.
    fn default() -> Self {
        Self {
            preset: FIRST_PRESET.to_owned(),
            spec: preset(FIRST_PRESET)
                .map(|preset| preset.spec())
                .unwrap_or_default(),
            steps: STEPS.to_vec(),
            questions: QUESTIONS,
            mode: QuestionMode::default(),
            own_run: false,
        }
    }
}

impl GameSetup {
    /// Whether a run makes pictures that a discriminator judges.
    pub fn is_judged(spec: &RunSpec) -> bool {
        let is_alone = spec.comparison_losses().is_empty();
        spec.model.has_discriminator() && !spec.is_points() && is_alone
    }

    /// Whether everyone who has a link can play on a run: its images come with the site.
    pub fn is_shared(spec: &RunSpec) -> bool {
        let is_shipped = !matches!(
            spec.data.info().kind,
            DatasetKind::User | DatasetKind::Remote(_)
        );
        Self::is_judged(spec) && is_shipped
    }

    /// What a link says of it.
    pub fn link(&self) -> String {
        let steps: Vec<String> = self.steps.iter().map(u32::to_string).collect();
        format!(
            "game={VERSION}&questions={}&mode={}&steps={}&{}",
            self.questions,
            self.mode.as_str(),
            steps.join(","),
            run_spec::to_link(&self.preset, &self.spec)
        )
    }
}

/// The part of an address that names the game.
pub(crate) fn game_text(game: &DiscriminationGame) -> String {
    format!("&{}", game.setup.link())
}

/// The game that an address names. What cannot be read is told, and is as it usually is.
pub(crate) fn game_of(context: &mut Context, text: &str) -> Option<GameSetup> {
    let version = address_part(text, "game")?;
    if version != VERSION {
        context.alert(LearnAlert::GameOfOtherVersion(shown(&version)), None);
        return None;
    }
    let mut setup = GameSetup::default();
    match run_spec::from_link(text) {
        Ok((preset, spec)) if GameSetup::is_shared(&spec) => {
            (setup.preset, setup.spec) = (preset, spec);
        }
        Ok(_) => context.alert(LearnAlert::GameOfOtherRun, None),
        Err(error) => context.alert(RoomAlert::RunLink(error), None),
    }
    let mut unread = |part: &'static str, found: &str| {
        let found = shown(found);
        context.alert(LearnAlert::GamePartUnread { part, found }, None);
    };
    if let Some(found) = address_part(text, "questions") {
        match found.parse() {
            Ok(questions) if QUESTION_COUNTS.contains(&questions) => setup.questions = questions,
            _ => unread("questions", &found),
        }
    }
    if let Some(found) = address_part(text, "mode") {
        match QuestionMode::from_word(&found) {
            Some(mode) => setup.mode = mode,
            None => unread("mode", &found),
        }
    }
    if let Some(found) = address_part(text, "steps") {
        match read_steps(&found) {
            Some(steps) => setup.steps = steps,
            None => unread("steps", &found),
        }
    }
    Some(setup)
}

/// Steps that rise.
fn read_steps(text: &str) -> Option<Vec<u32>> {
    let steps: Result<Vec<u32>, _> = text.split(',').map(str::parse).collect();
    let steps = steps.ok()?;
    let rises = steps.windows(2).all(|pair| pair[0] < pair[1]);
    let is_within = (1..=MOST_ROUNDS).contains(&steps.len());
    let last = steps.last().copied()?;
    (rises && is_within && last <= MOST_STEPS).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_uses_no_name_of_a_field_of_runs() {
        for part in ["game", "questions", "mode", "steps"] {
            assert!(run_spec::SpecField::named(part).is_none(), "{part}");
        }
    }

    #[test]
    fn steps_rise_and_are_few() {
        assert_eq!(read_steps("1,20,300"), Some(vec![1, 20, 300]));
        assert_eq!(read_steps("0"), Some(vec![0]));
        for text in ["", "1,1", "5,3", "1,2,3,4,5,6,7", "20001", "-1", "a", "1,"] {
            assert_eq!(read_steps(text), None, "{text:?}");
        }
    }
}
