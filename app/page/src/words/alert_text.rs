//! What alerts say. What only rooms say whose code is lazy-loaded is worded by that code.

use foreign_text::beginning;
use protocol::ProgramBuild;
use session::AlertText;

use super::alerts as words;
use super::{browser, files, header, models};

use super::adapter_fault::adapter_fault_sentence;
use super::failure_reason::failure_sentence;
use super::lazy::lazy_room_alert_sentence;

/// No alert says more, whatever a file or a link put into it.
const LONGEST: usize = 300;

/// What an alert says.
pub fn alert_sentence(alert: &AlertText) -> String {
    beginning(&sentence(alert), LONGEST)
}

fn sentence(alert: &AlertText) -> String {
    match alert {
        AlertText::UnknownEngine(asked) => browser::UnknownEngine { asked }.text(),
        AlertText::FileNotReadable(name) => files::NotReadable { name }.text(),
        AlertText::LinkDropped => files::link_dropped().to_owned(),
        AlertText::FileNotMade(name) => browser::FileNotMade { name }.text(),
        AlertText::PictureReaderMissing => browser::picture_reader_missing().to_owned(),
        AlertText::LanguageMissing => header::language_missing().to_owned(),
        AlertText::NotANumber => words::coordinate_not_a_number().to_owned(),
        AlertText::PointNotDecoded(error) => words::PointNotDecoded {
            error: &failure_sentence(error),
        }
        .text(),
        AlertText::MapNotDecoded(error) => words::MapNotDecoded {
            error: &failure_sentence(error),
        }
        .text(),
        AlertText::ModelNotLoaded {
            id,
            title,
            origin,
            error,
        } => words::ModelNotLoaded {
            title: &models::title(id, title, origin),
            error: &failure_sentence(error),
        }
        .text(),
        AlertText::PointsNotLoaded(error) => words::PointsNotLoaded {
            error: &failure_sentence(error),
        }
        .text(),
        AlertText::WebGpuUnusable(why) => words::WebGpuUnusable {
            why: &adapter_fault_sentence(why),
        }
        .text(),
        AlertText::WebGpuNotStarted(reason) => words::WebGpuNotStarted {
            reason: &failure_sentence(reason),
        }
        .text(),
        AlertText::GpuLost(reason) => words::GpuLost {
            reason: &failure_sentence(reason),
        }
        .text(),
        AlertText::EngineRestarted => words::engine_restarted().to_owned(),
        AlertText::WebGpuStoppedTwice(reason) => words::WebGpuStoppedTwice {
            reason: &failure_sentence(reason),
        }
        .text(),
        AlertText::EngineStoppedTwice(reason) => words::EngineStoppedTwice {
            reason: &failure_sentence(reason),
        }
        .text(),
        AlertText::OtherBuild { page, engine } => words::OtherBuild {
            page: &program_build(page),
            engine: &program_build(engine),
        }
        .text(),
        AlertText::Rooms(alert) => lazy_room_alert_sentence(alert),
    }
}

fn program_build(program: &ProgramBuild) -> String {
    words::ProgramBuild {
        protocol: program.protocol.into(),
        build: &program.build,
    }
    .text()
}

#[cfg(test)]
mod tests {
    use file_kind::{FileKind, ForeignFile};
    use run_spec::{FieldError, Requirement};
    use session::{AdapterFault, FailureReason, FileFault, RoomAlert, TakenFile};

    use super::*;

    fn text() -> String {
        "Why.".to_owned()
    }

    fn field_error() -> FieldError {
        FieldError {
            field: "batch",
            label: "Batch size",
            expected: Requirement::Widths,
            found: "1".into(),
        }
    }

    fn reason() -> FailureReason {
        FailureReason::Worded(text())
    }

    #[test]
    fn every_alert_is_a_sentence_and_not_its_own_name() {
        let alerts = [
            AlertText::NotANumber,
            AlertText::PointNotDecoded(reason()),
            AlertText::MapNotDecoded(reason()),
            AlertText::PointsNotLoaded(reason()),
            AlertText::WebGpuUnusable(AdapterFault::Software),
            AlertText::UnknownEngine("abacus".to_owned()),
            AlertText::FileNotReadable("a.png".to_owned()),
            AlertText::LinkDropped,
            AlertText::FileNotMade("a.png".to_owned()),
            AlertText::PictureReaderMissing,
            AlertText::LanguageMissing,
            AlertText::WebGpuNotStarted(reason()),
            AlertText::GpuLost(reason()),
            AlertText::EngineRestarted,
            AlertText::WebGpuStoppedTwice(reason()),
            AlertText::EngineStoppedTwice(reason()),
        ];
        let of_rooms = [
            RoomAlert::PicturesNotDecoded(reason()),
            RoomAlert::PictureNotEncoded(reason()),
            RoomAlert::ExamplesNotEncoded(reason()),
            RoomAlert::PointNotSearched(reason()),
            RoomAlert::NearestNotFound(reason()),
            RoomAlert::PicturesNotClassified(reason()),
            RoomAlert::GroupWithoutExamples,
            RoomAlert::NameMissing,
            RoomAlert::NameTaken,
            RoomAlert::TooManyDirections,
            RoomAlert::NameUnusable,
            RoomAlert::LinkToOwnModel,
            RoomAlert::LinkToUnknownModel(text()),
            RoomAlert::BackgroundRestarted(reason()),
            RoomAlert::BackgroundStopped(reason()),
            RoomAlert::BackgroundUnavailable(reason()),
            RoomAlert::ComparedRunsNotWritten,
            RoomAlert::NotTrainable(field_error()),
            RoomAlert::OwnImagesMissing,
            RoomAlert::Diverged(None),
            RoomAlert::Diverged(Some(7)),
            RoomAlert::RunNotMade(reason()),
            RoomAlert::RunNotRestored(reason()),
            RoomAlert::RunNotWritten(reason()),
            RoomAlert::ReportUnread(text()),
            RoomAlert::BatteryLow,
            RoomAlert::WaitedUnseen,
            RoomAlert::LinkPartUnknown(text()),
            RoomAlert::FileTooLarge {
                name: text(),
                size: 5e9,
            },
            RoomAlert::FileNotOpened {
                name: text(),
                fault: FileFault::NotRestored(reason()),
            },
        ];
        // As long as a name is said.
        let name = || "n".repeat(60);
        let refused = kinds().map(|kind| RoomAlert::FileRefused { name: name(), kind });
        let taken = [
            TakenFile::Model,
            TakenFile::Run { step: 6_000 },
            TakenFile::Specification,
            TakenFile::Images {
                count: 60_000,
                height: 28,
                width: 28,
            },
        ];
        let taken = taken.map(|taken| RoomAlert::FileTaken {
            name: name(),
            taken,
        });
        let left = [1, 12].map(|others| RoomAlert::OneOfSeveral {
            name: name(),
            others,
        });
        let about_files = refused.chain(taken).chain(left);
        let of_rooms = of_rooms.into_iter().chain(about_files).map(AlertText::from);
        for alert in alerts.into_iter().chain(of_rooms) {
            let said = alert_sentence(&alert);
            assert!(said.ends_with('.'), "{said}");
            assert!(said.contains(' '), "{said}");
            assert!(said.chars().count() <= 300, "{said}");
        }
    }

    /// What is not opened.
    fn kinds() -> impl Iterator<Item = FileKind> {
        let foreign = ForeignFile::ALL.iter().copied().map(FileKind::Foreign);
        foreign.chain([FileKind::Empty])
    }

    #[test]
    fn every_kind_of_file_that_is_not_opened_has_a_sentence_of_its_own() {
        let mut said: Vec<_> = kinds()
            .map(|kind| {
                let name = "a file".to_owned();
                alert_sentence(&RoomAlert::FileRefused { name, kind }.into())
            })
            .collect();
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count);
    }
}
