//! What alerts of the Learn room say.

use session::LearnAlert;

use super::room_alerts as words;

/// What an alert about lessons, or about controls that a link chose, says.
pub fn learn_alert_sentence(alert: &LearnAlert) -> String {
    match alert {
        LearnAlert::ControlsUnknown(name) => words::ControlsUnknown { name }.text(),
        LearnAlert::LessonUnknown(lesson) => words::LessonUnknown { lesson }.text(),
        LearnAlert::LessonNotFetched => words::lesson_not_fetched().to_owned(),
        LearnAlert::OtherVersion(version) => words::LessonOfOtherVersion {
            version: f64::from(*version),
        }
        .text(),
        LearnAlert::StepUnread(step) => words::LessonStepUnread { step }.text(),
        LearnAlert::TourNotFetched => words::tour_not_fetched().to_owned(),
        LearnAlert::ProjectorUnread(found) => words::ProjectorUnread { found }.text(),
        LearnAlert::ProjectorNotFetched => words::projector_not_fetched().to_owned(),
        LearnAlert::GameOfOtherVersion(found) => words::GameOfOtherVersion { found }.text(),
        LearnAlert::GameOfOtherRun => words::game_of_other_run().to_owned(),
        LearnAlert::GamePartUnread { part, found } => words::GamePartUnread { part, found }.text(),
        LearnAlert::StepMissing(steps) => words::LessonStepMissing {
            steps: *steps as f64,
        }
        .text(),
    }
}
