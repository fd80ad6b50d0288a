//! Files that the visitor opened, dropped or pasted, wherever on the page: which of several is taken,
//! and what becomes of it. Only the content counts; a name is for messages.

use std::sync::Arc;

use file_kind::{FileKind, ForeignFile, file_kind};
use foreign_text::seen;

use crate::alert_text::{RoomAlert, TakenFile};
use crate::brought_file::BroughtFile;
use crate::context::Context;
use crate::host_command::HostCommand;
use crate::models::OpenedModel;
use crate::room::Room;
use crate::training::TrainEvent;

/// The part of the session that opens a file, with the name to say of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FileTarget {
    /// Models: it is weights.
    Models { name: String, bytes: Arc<[u8]> },
    /// Models: it is a decoder as ONNX, which another program opens, or its encoder, or both.
    OnnxModels(OpenedModel),
    /// The Train room, which shows itself once the file was looked at.
    Training(TrainEvent),
}

/// So much of a name is said: a sentence stays short.
const LONGEST_NAME: usize = 60;
/// Of a longer name, so much of the end is said.
const NAME_END: usize = 20;
/// What weights end in. Only where the content says nothing at all, it decides whose sentence says so.
const WEIGHTS_ENDING: &str = ".safetensors";

/// Takes one of the files; `more` were not even read. Returns who opens it: nobody if a sentence says
/// why, or if the browser decodes it first.
pub(crate) fn take(
    context: &mut Context,
    files: Vec<BroughtFile>,
    more: usize,
    room: Room,
) -> Option<FileTarget> {
    if room == Room::Train && are_pictures(&files) {
        let files = files
            .into_iter()
            .map(|file| (short(&file.name), file.bytes));
        return Some(FileTarget::Training(TrainEvent::Gather(files.collect())));
    }
    let others = files.len().saturating_sub(1) + more;
    let (kind, file, beside) = choice(files)?;
    let name = short(&file.name);
    let (said, others) = match &beside {
        Some(beside) => (format!("{name}, {}", short(&beside.name)), others - 1),
        None => (name.clone(), others),
    };
    if others > 0 {
        let name = said;
        context.alert(RoomAlert::OneOfSeveral { name, others }, None);
    }
    let target = open(context, (kind, name, file), room);
    let (Some(FileTarget::OnnxModels(model)), Some(beside)) = (&target, beside) else {
        return target;
    };
    let mut model = model.clone();
    let (name, size) = (short(&beside.name), beside.size);
    if size > beside.bytes.len() as f64 {
        context.alert(RoomAlert::FileTooLarge { name, size }, None);
        return None;
    }
    model.put_beside(name, &beside.bytes);
    Some(FileTarget::OnnxModels(model))
}

/// Whether these are several pictures, of which all are meant.
fn are_pictures(files: &[BroughtFile]) -> bool {
    let pictures = files
        .iter()
        .filter(|file| file_kind(&file.bytes) == FileKind::Picture);
    pictures.count() > 1
}

/// Whether pictures are gathered from such a file: one that holds many, of another form than IDX.
fn holds_pictures(kind: FileKind) -> bool {
    use ForeignFile::{IdxArchive, NumpyArchive, NumpyArray, Table, Zip};
    let FileKind::Foreign(format) = kind else {
        return false;
    };
    matches!(format, NumpyArray | NumpyArchive | Table | IdxArchive | Zip)
}

/// The file that can be opened, of several the first. Of images in IDX the largest: labels lie beside
/// them, and packed, they are told apart by their size only. With an ONNX file the next one, too: one may
/// be the encoder of the other.
fn choice(files: Vec<BroughtFile>) -> Option<(FileKind, BroughtFile, Option<BroughtFile>)> {
    let files: Vec<_> = files
        .into_iter()
        .map(|file| (file_kind(&file.bytes), file))
        .collect();
    let best = files.iter().map(|(kind, _)| rank(*kind)).max()?;
    let mut at = files.iter().position(|(kind, _)| rank(*kind) == best)?;
    if is_idx(files[at].0) {
        for (other, (kind, file)) in files.iter().enumerate() {
            if is_idx(*kind) && file.size > files[at].1.size {
                at = other;
            }
        }
    }
    let mut from = files.into_iter().skip(at);
    let (kind, file) = from.next()?;
    let mut others = from.filter(|(other, _)| *other == FileKind::Onnx);
    let beside = if kind == FileKind::Onnx {
        others.next().map(|(_, file)| file)
    } else {
        None
    };
    Some((kind, file, beside))
}

fn is_idx(kind: FileKind) -> bool {
    matches!(kind, FileKind::Idx | FileKind::Gzip)
}

/// How likely it is that a file can be opened.
fn rank(kind: FileKind) -> u8 {
    match kind {
        FileKind::Unknown => 1,
        kind if kind.can_be_opened() || holds_pictures(kind) => 2,
        _ => 0,
    }
}

fn open(
    context: &mut Context,
    (kind, name, file): (FileKind, String, BroughtFile),
    room: Room,
) -> Option<FileTarget> {
    let BroughtFile { bytes, size, .. } = file;
    let is_weights_by_name = || name.to_ascii_lowercase().ends_with(WEIGHTS_ENDING);
    match kind {
        kind if holds_pictures(kind) && size <= bytes.len() as f64 => {
            let event = TrainEvent::Gather(vec![(name, bytes)]);
            return Some(FileTarget::Training(event));
        }
        FileKind::Foreign(_) if !holds_pictures(kind) => {
            context.alert(RoomAlert::FileRefused { name, kind }, None);
        }
        _ if size > bytes.len() as f64 => {
            context.alert(RoomAlert::FileTooLarge { name, size }, None);
        }
        // What no content speaks for is refused by whoever reads such files: it says what is missing.
        FileKind::Empty | FileKind::Unknown if is_weights_by_name() => {
            return Some(FileTarget::Models { name, bytes });
        }
        FileKind::Empty | FileKind::Foreign(_) => {
            context.alert(RoomAlert::FileRefused { name, kind }, None);
        }
        FileKind::Weights | FileKind::Onnx => {
            if room == Room::Train {
                let (name, taken) = (name.clone(), TakenFile::Model);
                context.alert(RoomAlert::FileTaken { name, taken }, None);
            }
            return Some(if kind == FileKind::Onnx {
                FileTarget::OnnxModels(OpenedModel::new(name, bytes, true))
            } else {
                FileTarget::Models { name, bytes }
            });
        }
        FileKind::Run
        | FileKind::PictureSet
        | FileKind::Idx
        | FileKind::Gzip
        | FileKind::Specification => {
            let event = TrainEvent::Import { name, bytes };
            return Some(FileTarget::Training(event));
        }
        FileKind::Picture | FileKind::Unknown => {
            context.command(HostCommand::ReadPicture { name, bytes });
        }
    }
    None
}

/// A name that a sentence can hold: its beginning and its end.
pub(crate) fn short(name: &str) -> String {
    let name = seen(name);
    let length = name.chars().count();
    if length <= LONGEST_NAME {
        return name;
    }
    let begin: String = name.chars().take(LONGEST_NAME - NAME_END - 1).collect();
    let end: String = name.chars().skip(length - NAME_END).collect();
    format!("{begin}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &[u8]) -> BroughtFile {
        BroughtFile {
            name: name.to_owned(),
            bytes: bytes.into(),
            size: bytes.len() as f64,
        }
    }

    #[track_caller]
    fn assert_taken(files: &[(&str, &[u8])], name: &str) {
        let files = files
            .iter()
            .map(|(name, bytes)| file(name, bytes))
            .collect();
        assert_eq!(choice(files).expect("a file").1.name, name);
    }

    #[test]
    fn of_several_files_the_one_that_can_be_opened_is_taken() {
        assert_taken(
            &[
                ("a", b"%PDF-1.7"),
                ("b", b"\x89PNG\r\n\x1a\n"),
                ("c", b"GIF89a"),
            ],
            "b",
        );
        assert_taken(&[("a", b"hello"), ("b", b"%PDF-1.7")], "a");
        assert_taken(&[("a", b""), ("b", b"\xa5\xa5")], "b");
    }

    #[test]
    fn of_labels_and_images_the_images_are_taken_in_any_order() {
        let labels = ("labels", &b"\x1f\x8b\x08\0 1"[..]);
        let images = ("images", &b"\x1f\x8b\x08\0 12345"[..]);
        assert_taken(&[labels, images], "images");
        assert_taken(&[images, labels], "images");
    }

    #[test]
    fn a_long_name_is_cut_in_its_middle() {
        assert_eq!(short("a.png"), "a.png");
        let long = format!("{}.safetensors", "é".repeat(300));
        let cut = short(&long);
        assert_eq!(cut.chars().count(), LONGEST_NAME);
        assert!(cut.ends_with(".safetensors") && cut.contains('…'), "{cut}");
    }
}
