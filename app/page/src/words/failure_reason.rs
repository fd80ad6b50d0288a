//! Why something could not be done.

use protocol::EngineKind;
use session::{FailureReason, UnfitAnswer};

use super::engine_error::engine_error_sentence;
use super::failures as words;

/// Why something could not be done.
pub fn failure_sentence(reason: &FailureReason) -> String {
    match reason {
        FailureReason::Worded(text) => text.clone(),
        FailureReason::Engine(error) => engine_error_sentence(error),
        FailureReason::OtherEngine(engine) => words::EngineInstead {
            engine: engine_key(*engine),
        }
        .text(),
        FailureReason::EngineOfOtherBuild => words::engine_of_other_build().to_owned(),
        FailureReason::WorkerOfOtherBuild => words::worker_of_other_build().to_owned(),
        FailureReason::NotTimed => words::not_timed().to_owned(),
        FailureReason::Silent { seconds } => words::Silent { seconds: *seconds }.text(),
        FailureReason::Answer(answer) => unfit_answer(answer),
    }
}

/// An engine, as messages choose by it.
pub(super) fn engine_key(engine: EngineKind) -> &'static str {
    match engine {
        EngineKind::Cpu => "cpu",
        EngineKind::WebGpu => "web-gpu",
    }
}

fn unfit_answer(answer: &UnfitAnswer) -> String {
    match *answer {
        UnfitAnswer::PictureBytes {
            width,
            height,
            channels,
            found,
        } => words::PictureBytes {
            width: width as f64,
            height: height as f64,
            channels: channels as f64,
            found: found as f64,
        }
        .text(),
        UnfitAnswer::PicturesBytes {
            count,
            width,
            height,
            channels,
            found,
        } => words::PicturesBytes {
            count: count as f64,
            width: width as f64,
            height: height as f64,
            channels: channels as f64,
            found: found as f64,
        }
        .text(),
        UnfitAnswer::Tiles {
            tiles,
            rows,
            width,
            height,
        } => words::Tiles {
            tiles: tiles as f64,
            rows: rows as f64,
            width: width as f64,
            height: height as f64,
        }
        .text(),
        UnfitAnswer::LatentDimensions { most, found } => words::LatentDimensions {
            most: most as f64,
            found: found as f64,
        }
        .text(),
        UnfitAnswer::Coordinates { expected, found } => words::Coordinates {
            expected: expected as f64,
            found: found as f64,
        }
        .text(),
        UnfitAnswer::PointsBytes { count, found } => words::PointsBytes {
            count: count as f64,
            found: found as f64,
        }
        .text(),
        UnfitAnswer::NotANumber => words::coordinate_not_a_number().to_owned(),
        UnfitAnswer::Label { found } => words::Label {
            found: f64::from(found),
        }
        .text(),
        UnfitAnswer::Posterior {
            count,
            latent,
            numbers,
        } => words::Posterior {
            count: count as f64,
            latent: latent as f64,
            numbers: numbers as f64,
        }
        .text(),
        UnfitAnswer::OtherQuestion => words::other_question().to_owned(),
        UnfitAnswer::OtherPictures => words::other_pictures().to_owned(),
        UnfitAnswer::OtherModel => words::other_model().to_owned(),
    }
}
