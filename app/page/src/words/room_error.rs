//! What an engine cannot do for the Train room or a tool.

use protocol::{LabFault, RefusedField, RoomError, Unread};

use super::spec_error::refused_field_sentence;
use super::{lab, onnx_errors_by_id, opened_files, recipe, room_errors as words, separators};

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
                reasons: &reasons.join(separators::sentence()),
            }
            .text()
        }
        RoomError::NotLive { field, from, to } => words::NotLive {
            label: recipe::label_of(field),
            from,
            to,
        }
        .text(),
        // The engine is of this build, so that each code has a message; a test holds them to it.
        RoomError::Onnx { code, arguments } => {
            onnx_errors_by_id::fill(code, arguments).unwrap_or_default()
        }
        RoomError::ShortQueriesOnly => words::short_queries_only().to_owned(),
        RoomError::NoImageFiles => words::no_image_files().to_owned(),
        RoomError::PackedFile { name, inside } => opened_files::PackedFile { name, inside }.text(),
        RoomError::IdxByteOrder { name } => opened_files::IdxByteOrder { name }.text(),
        RoomError::IdxNumbers { name } => opened_files::IdxNumbers { name }.text(),
        RoomError::PictureFile { name, code, found } => {
            opened_files::PictureFile { name, code, found }.text()
        }
        RoomError::IdxDimensions { name, found } => opened_files::IdxDimensions {
            name,
            found: &found.to_string(),
            shape: if *found == 1 { "labels" } else { "other" },
        }
        .text(),
        RoomError::ImagesOfOtherSize {
            name,
            count,
            height,
            width,
        } => opened_files::ImagesOfOtherSize {
            name,
            count: *count as f64,
            height: *height as f64,
            width: *width as f64,
        }
        .text(),
        RoomError::FewPictures { name, least, found } => opened_files::FewPictures {
            name,
            least: *least as f64,
            found: *found as f64,
        }
        .text(),
        RoomError::ImagesNotHalved {
            name,
            height,
            width,
            halvings,
        } => opened_files::ImagesNotHalved {
            name,
            height: *height as f64,
            width: *width as f64,
            halvings: *halvings as f64,
        }
        .text(),
        RoomError::NoLatentPoint => words::no_latent_point().to_owned(),
        RoomError::NoCheckpoint => words::no_checkpoint().to_owned(),
        RoomError::NoEncoder => words::no_encoder().to_owned(),
        RoomError::OneLatentPoint { found } => words::OneLatentPoint {
            found: *found as f64,
        }
        .text(),
        RoomError::NoReferenceSet => words::no_reference_set().to_owned(),
        RoomError::ClassifierFile => words::classifier_file().to_owned(),
        RoomError::ClassifierSize { height, width } => words::ClassifierSize {
            height: *height as f64,
            width: *width as f64,
        }
        .text(),
        RoomError::NothingKnown => words::nothing_known().to_owned(),
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
        RoomError::RunReplaced => words::run_replaced().to_owned(),
        RoomError::RunDiverged => words::run_diverged().to_owned(),
        RoomError::SideBySide => words::side_by_side().to_owned(),
        RoomError::StepNotFinite => words::step_not_finite().to_owned(),
        RoomError::PushedImages => words::pushed_images().to_owned(),
        RoomError::Lab { fault } => lab_fault_sentence(fault),
    }
}

fn lab_fault_sentence(fault: &LabFault) -> String {
    match fault {
        LabFault::Gone => lab::gone().to_owned(),
        LabFault::Full { most } => lab::Full { most: *most as f64 }.text(),
        LabFault::FullOfOne { most } => lab::FullOfOne { most: *most as f64 }.text(),
        LabFault::NotAdmitted => lab::not_admitted().to_owned(),
        LabFault::TimeUp { minutes } => lab::TimeUp {
            minutes: *minutes as f64,
        }
        .text(),
        LabFault::TooLarge { megabytes } => lab::TooLarge {
            megabytes: *megabytes as f64,
        }
        .text(),
        LabFault::OutOfMemory { megabytes } => lab::OutOfMemory {
            megabytes: *megabytes as f64,
        }
        .text(),
        LabFault::GpuMemory {
            gpu,
            expected,
            found,
        } => lab::GpuMemory {
            gpu,
            expected: *expected as f64,
            found: *found as f64,
        }
        .text(),
        LabFault::GpuTensor {
            gpu,
            expected,
            found,
        } => lab::GpuTensor {
            gpu,
            expected: *expected as f64,
            found: *found as f64,
        }
        .text(),
        LabFault::GpuLost { reason } => lab::GpuLost { reason }.text(),
        LabFault::TrainerEnded => lab::trainer_ended().to_owned(),
        LabFault::NotAsked { reason } => lab::NotAsked { reason }.text(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_file_of_images_is_a_short_sentence_of_its_own() {
        // As long as a name is said.
        let name = || "n".repeat(60);
        let insides = [
            "gzip",
            "empty",
            "picture",
            "weights",
            "run",
            "specification",
            "zip",
        ];
        // Of `picture_set::PictureError`.
        let codes = [
            "truncated",
            "trailing",
            "too-large",
            "empty",
            "labels",
            "dimensions",
            "number-type",
            "pickled",
            "not-finite",
            "byte-order",
            "gzip",
            "header",
            "table-row",
            "table-cell",
            "table-columns",
            "zip",
            "encrypted",
            "zip-method",
            "bomb",
            "set",
            "side",
            "unreadable",
            "torn",
            "too-many-bytes",
            "too-many-pixels",
            "too-many",
            "duplicate",
            "empty-tile",
            "smaller-than-tile",
        ];
        let mut errors: Vec<_> = insides
            .map(|inside| RoomError::PackedFile {
                name: name(),
                inside: inside.to_owned(),
            })
            .into();
        errors.extend(codes.map(|code| RoomError::PictureFile {
            name: name(),
            code: code.to_owned(),
            found: "1024 × 1024 × 1024".to_owned(),
        }));
        errors.extend([1, 5].map(|found| RoomError::IdxDimensions {
            name: name(),
            found,
        }));
        errors.extend([
            RoomError::IdxByteOrder { name: name() },
            RoomError::IdxNumbers { name: name() },
            RoomError::ImagesOfOtherSize {
                name: name(),
                count: 60_000,
                height: 1_024,
                width: 1_024,
            },
            RoomError::FewPictures {
                name: name(),
                least: 5,
                found: 1,
            },
            RoomError::ImagesNotHalved {
                name: name(),
                height: 29,
                width: 29,
                halvings: 3,
            },
        ]);
        let mut said: Vec<_> = errors.iter().map(room_error_sentence).collect();
        for sentence in &said {
            assert!(
                sentence.ends_with('.') && sentence.contains(' '),
                "{sentence}"
            );
            assert!(sentence.chars().count() <= 300, "{sentence}");
        }
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count);
    }
}
