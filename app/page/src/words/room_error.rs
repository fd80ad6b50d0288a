//! What an engine cannot do for the Train room or a tool.

use protocol::{RefusedField, RoomError, Unread};

use super::spec_error::refused_field_sentence;
use super::{recipe, room_errors as words};

/// What an engine cannot do; of an error that cannot be read, what the reader says.
pub fn unread_room_error_sentence(error: &Unread<RoomError>) -> String {
    match error.clone().read() {
        Ok(error) => room_error_sentence(&error),
        Err(unreadable) => unreadable,
    }
}

fn room_error_sentence(error: &RoomError) -> String {
    match error {
        RoomError::Untrainable { fields } => {
            let reasons: Vec<_> = fields.iter().map(refusal).collect();
            words::Untrainable {
                reasons: &reasons.join(" "),
            }
            .text()
        }
        RoomError::NotLive { field, from, to } => words::NotLive {
            label: recipe::label_of(field),
            from,
            to,
        }
        .text(),
        RoomError::ShortQueriesOnly => words::short_queries_only().to_owned(),
        RoomError::NoImageFiles => words::no_image_files().to_owned(),
        RoomError::NoLatentPoint => words::no_latent_point().to_owned(),
        RoomError::NoCheckpoint => words::no_checkpoint().to_owned(),
        RoomError::NoEncoder => words::no_encoder().to_owned(),
        RoomError::OneLatentPoint { found } => words::OneLatentPoint {
            found: *found as f64,
        }
        .text(),
        RoomError::NoReferenceSet => words::no_reference_set().to_owned(),
        RoomError::ReferenceSetReplaced => words::reference_set_replaced().to_owned(),
        RoomError::ImageIndex { count, found } => words::ImageIndex {
            count: *count as f64,
            found: *found as f64,
        }
        .text(),
        RoomError::ImageSize { expected, found } => words::ImageSize {
            height: expected[0] as f64,
            width: expected[1] as f64,
            found_height: found[0] as f64,
            found_width: found[1] as f64,
        }
        .text(),
        RoomError::ImageChannels { expected, found } => words::ImageChannels {
            expected: *expected as f64,
            found: *found as f64,
        }
        .text(),
        RoomError::UnknownDataSet { name } => words::UnknownDataSet { name }.text(),
        RoomError::DataSetNotOnSite { title } => words::DataSetNotOnSite { title }.text(),
        RoomError::NoRun => words::no_run().to_owned(),
        RoomError::RunDiverged => words::run_diverged().to_owned(),
        RoomError::SideBySide => words::side_by_side().to_owned(),
        RoomError::StepNotFinite => words::step_not_finite().to_owned(),
        RoomError::PushedImages => words::pushed_images().to_owned(),
    }
}

fn refusal(refused: &RefusedField) -> String {
    let RefusedField {
        field,
        expected,
        arguments,
        found,
    } = refused;
    refused_field_sentence(field, (expected, arguments), found)
}
