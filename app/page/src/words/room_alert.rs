//! What alerts of the Train room and of the tools say.

use protocol::OnnxEncoderFacts;
use session::{FailureReason, RoomAlert, StoreFault, TakenFile, TakenPart, TrainerEnding};

use super::brought_picture::picture_refusal_sentence;
use super::failure_reason::failure_sentence;
use super::kept_run::{kept_run_title, store_fault_sentence};
use super::latent_error::direction_error_sentence;
use super::learn_alert::learn_alert_sentence;
use super::link_fault::link_fault_sentence;
use super::room_alerts as words;
use super::spec_error::{field_error_sentence, file_fault_sentence, spec_error_sentence};
use super::{lab, opened_files, pictures, tools, train_code, train_files};

/// What could not be taken along.
fn not_taken_sentence(part: TakenPart) -> &'static str {
    match part {
        TakenPart::Link => tools::link_not_copied(),
        TakenPart::RunLink => train_files::link_not_copied(),
        TakenPart::Program => train_code::not_written(),
        TakenPart::ExportLines => opened_files::export_not_copied(),
        TakenPart::ProgramCopy => train_code::not_copied(),
    }
}

/// What became of the worker that searches.
fn background(alert: &RoomAlert) -> String {
    match alert {
        RoomAlert::BackgroundRestarted(reason) => words::BackgroundRestarted {
            reason: &failure_sentence(reason),
        }
        .text(),
        RoomAlert::BackgroundStopped(reason) => words::BackgroundStopped {
            reason: &failure_sentence(reason),
        }
        .text(),
        RoomAlert::BackgroundUnavailable(error) => words::BackgroundUnavailable {
            error: &failure_sentence(error),
        }
        .text(),
        _ => String::new(),
    }
}

/// What an alert says.
pub fn room_alert_sentence(alert: &RoomAlert) -> String {
    match alert {
        RoomAlert::Failed(reason) => failure_sentence(reason),
        RoomAlert::PicturesNotDecoded(error) => words::PicturesNotDecoded {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::PictureNotEncoded(error) => words::PictureNotEncoded {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::PictureRefused { title, refusal } => picture_refusal_sentence(title, refusal),
        RoomAlert::ExamplesNotEncoded(error) => words::ExamplesNotEncoded {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::PointNotSearched(error) => words::PointNotSearched {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::NearestNotFound(error) => words::NearestNotFound {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::PicturesNotClassified(error) => words::PicturesNotClassified {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::BackgroundRestarted(_)
        | RoomAlert::BackgroundStopped(_)
        | RoomAlert::BackgroundUnavailable(_) => background(alert),
        RoomAlert::NotTaken(part) => not_taken_sentence(*part).to_owned(),
        RoomAlert::GroupWithoutExamples => words::group_without_examples().to_owned(),
        RoomAlert::NameMissing => words::name_missing().to_owned(),
        RoomAlert::NameTaken => words::name_taken().to_owned(),
        RoomAlert::TooManyDirections => words::too_many_directions().to_owned(),
        RoomAlert::NameUnusable => words::name_unusable().to_owned(),
        RoomAlert::NoDirection(error) => direction_error_sentence(error),
        RoomAlert::Link(fault) => link_fault_sentence(fault),
        RoomAlert::LinkToOwnModel => words::link_to_own_model().to_owned(),
        RoomAlert::LinkToUnknownModel(id) => words::LinkToUnknownModel { id }.text(),
        RoomAlert::LinkOfOtherDimensions { found, latent } => words::LinkOfOtherDimensions {
            found: *found as f64,
            latent: *latent as f64,
        }
        .text(),
        RoomAlert::NotFetched { title, error } => words::NotFetched {
            title,
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::ComparedRunsNotWritten => words::compared_runs_not_written().to_owned(),
        RoomAlert::FileRefused { name, kind } => refused_file(name, kind.as_str()),
        RoomAlert::FileTooLarge { name, size } => large_file(name, *size),
        RoomAlert::FileTaken { name, taken } => taken_file(name, *taken),
        RoomAlert::EncoderTaken { decoder, encoder } => encoder_taken(decoder, encoder),
        RoomAlert::OneOfSeveral { name, others } => one_of_several(name, *others),
        RoomAlert::FileNotOpened { name, fault } => words::FileNotOpened {
            name,
            reason: &file_fault_sentence(fault),
        }
        .text(),
        RoomAlert::RunLink(error) => spec_error_sentence(error),
        RoomAlert::LinkPartUnknown(part) => words::LinkPartUnknown { part }.text(),
        RoomAlert::Learn(alert) => learn_alert_sentence(alert),
        RoomAlert::NotTrainable(error) => words::NotTrainable {
            error: &field_error_sentence(error),
        }
        .text(),
        RoomAlert::OwnImagesMissing => words::own_images_missing().to_owned(),
        RoomAlert::Diverged(step) => diverged(*step),
        RoomAlert::RunNotMade(error) => words::RunNotMade {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::RunNotRestored(error) => words::RunNotRestored {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::RunNotWritten(error) => words::RunNotWritten {
            error: &failure_sentence(error),
        }
        .text(),
        RoomAlert::RunNotKept(fault) => run_not_kept(fault),
        RoomAlert::KeptRunCopied => words::kept_run_copied().to_owned(),
        RoomAlert::KeptRunNotResumed {
            name,
            preset,
            error,
        } => kept_run_not_resumed(name, preset, error),
        RoomAlert::KeptRunUnread {
            name,
            preset,
            fault,
        } => kept_run_unread(name, preset, fault.as_ref()),
        RoomAlert::KeptRunNotChanged(fault) => kept_run_not_changed(fault),
        RoomAlert::PicturesNotKept(fault) => pictures_not_kept(fault),
        RoomAlert::PicturesNotGathered {
            name,
            reason,
            found,
        } => pictures_not_gathered(name, reason, found),
        RoomAlert::PicturesMissing => pictures::none_found().to_owned(),
        RoomAlert::ReportUnread(error) => words::ReportUnread { error }.text(),
        RoomAlert::NewVersion => words::new_version().to_owned(),
        RoomAlert::ReloadLosesRun => words::reload_loses_run().to_owned(),
        RoomAlert::BatteryLow => words::battery_low().to_owned(),
        RoomAlert::WaitedUnseen => words::waited_unseen().to_owned(),
        RoomAlert::TrainerGone {
            ending,
            reason,
            too_large,
        } => trainer_gone(ending, &failure_sentence(reason), *too_large),
    }
}

fn diverged(back_to: Option<u32>) -> String {
    match back_to {
        Some(step) => words::Diverged { step: step.into() }.text(),
        None => words::diverged_at_once().to_owned(),
    }
}

fn kept_run_not_changed(fault: &StoreFault) -> String {
    let fault = &store_fault_sentence(fault);
    words::KeptRunNotChanged { fault }.text()
}

fn run_not_kept(fault: &StoreFault) -> String {
    match fault {
        StoreFault::Full => words::run_not_kept_full().to_owned(),
        fault => words::RunNotKept {
            fault: &store_fault_sentence(fault),
        }
        .text(),
    }
}

fn pictures_not_kept(fault: &StoreFault) -> String {
    match fault {
        StoreFault::Full => pictures::not_kept_full().to_owned(),
        fault => pictures::NotKept {
            fault: &store_fault_sentence(fault),
        }
        .text(),
    }
}

fn pictures_not_gathered(name: &str, reason: &str, found: &str) -> String {
    match (reason, name) {
        ("no-picture", name) => refused_file(name, found),
        ("empty-file", name) => refused_file(name, "empty"),
        (_, "") => pictures::NotGathered { error: found }.text(),
        (code, name) => opened_files::PictureFile { name, code, found }.text(),
    }
}

fn refused_file(name: &str, kind: &str) -> String {
    opened_files::Refused { name, kind }.text()
}

fn large_file(name: &str, size: f64) -> String {
    let megabytes = size / (1024.0 * 1024.0);
    opened_files::TooLarge { name, megabytes }.text()
}

fn one_of_several(name: &str, others: usize) -> String {
    let others = others as f64;
    opened_files::OneOfSeveral { name, others }.text()
}

fn kept_run_not_resumed(name: &str, preset: &str, error: &FailureReason) -> String {
    let title = kept_run_title(name, preset);
    let error = &failure_sentence(error);
    words::KeptRunNotResumed { title, error }.text()
}

/// Why a kept run could not be read; without a fault, because it is no longer there.
fn kept_run_unread(name: &str, preset: &str, fault: Option<&StoreFault>) -> String {
    let title = kept_run_title(name, preset);
    match fault {
        None => words::KeptRunGone { title }.text(),
        Some(fault) => {
            let fault = &store_fault_sentence(fault);
            words::KeptRunUnread { title, fault }.text()
        }
    }
}

/// What a file was taken for that is an encoder.
fn encoder_taken(decoder: &str, encoder: &OnnxEncoderFacts) -> String {
    opened_files::EncoderTaken {
        name: &encoder.file,
        decoder,
        spread: &encoder.spread,
        range: &encoder.range,
        error: encoder.error,
    }
    .text()
}

/// What a file was taken for.
fn taken_file(name: &str, taken: TakenFile) -> String {
    match taken {
        TakenFile::Model => opened_files::TakenModel { name }.text(),
        TakenFile::Run { step } => opened_files::TakenRun {
            name,
            step: step.into(),
        }
        .text(),
        TakenFile::Specification => opened_files::TakenSpecification { name }.text(),
        TakenFile::Images {
            count,
            height,
            width,
        } => opened_files::TakenImages {
            name,
            count: count as f64,
            height: height as f64,
            width: width as f64,
        }
        .text(),
    }
}

fn trainer_gone(ending: &TrainerEnding, reason: &str, too_large: bool) -> String {
    let advice = if too_large { words::smaller_run() } else { "" };
    match ending {
        TrainerEnding::OnCpu(step) => words::OnCpu {
            from: &origin(*step),
            advice,
        }
        .text(),
        TrainerEnding::NoGpu => words::NoGpu { reason }.text(),
        TrainerEnding::OneThread => words::OneThread { reason }.text(),
        TrainerEnding::NotStarted => words::NotStarted { reason, advice }.text(),
        TrainerEnding::Stopped => words::Stopped { reason, advice }.text(),
        TrainerEnding::StoppedTwice => words::StoppedTwice { reason, advice }.text(),
        TrainerEnding::Restarted(step) => words::Restarted {
            from: &origin(*step),
            reason,
            advice,
        }
        .text(),
        TrainerEnding::FromLab(step) => lab::GoesOnHere {
            from: &origin(*step),
            reason,
        }
        .text(),
        TrainerEnding::NoLab => lab::BeginsHere { reason }.text(),
        TrainerEnding::RestartedOnOneThread(step) => words::RestartedOnOneThread {
            from: &origin(*step),
            reason,
            advice,
        }
        .text(),
    }
}

/// From where a run goes on.
fn origin(step: Option<u32>) -> String {
    match step {
        Some(step) => words::FromStep { step: step.into() }.text(),
        None => words::from_beginning().to_owned(),
    }
}
