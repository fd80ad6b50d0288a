//! What addresses say of lessons, of controls that are shown, and of a projector.

use foreign_text::shown;

use super::state::{LearnRoom, LessonPlace};
use crate::address_part::address_part;
use crate::alert_text::LearnAlert;
use crate::context::Context;
use crate::discrimination::game_text;

/// The most characters of a lesson's id that are looked at.
const LONGEST_ID: usize = 80;

/// The part of an address that says which controls are shown; empty if all are.
pub(crate) fn controls_text(learn: &LearnRoom) -> String {
    let shown = learn.shown.map(|set| set.names(","));
    shown.map_or_else(String::new, |names| format!("&show={names}"))
}

/// The part of an address that names the open lesson, or the game; empty for the list.
pub(crate) fn lesson_text(learn: &LearnRoom) -> String {
    if let Some(game) = &learn.game {
        return game_text(game);
    }
    learn.open.as_ref().map_or_else(String::new, |open| {
        let (id, version) = (&open.spec.id, open.spec.version);
        format!("&lesson={id}&version={version}&step={}", open.step + 1)
    })
}

/// The step of a lesson that an address names; `None` for the list of lessons.
pub(super) fn place_of(context: &mut Context, text: &str) -> Option<LessonPlace> {
    let lesson = address_part(text, "lesson").filter(|id| !id.is_empty())?;
    let number =
        |key: &str| address_part(text, key).map(|value| (value.parse::<u32>().ok(), value));
    let step = match number("step") {
        None => None,
        Some((Some(step @ 1..), _)) => Some(step as usize - 1),
        Some((_, found)) => {
            context.alert(LearnAlert::StepUnread(shown(&found)), None);
            None
        }
    };
    // What is no number is a version that there is none of.
    let version = number("version").map(|(version, _)| version.unwrap_or_default());
    Some(LessonPlace {
        lesson: lesson.chars().take(LONGEST_ID).collect(),
        version,
        step,
    })
}
