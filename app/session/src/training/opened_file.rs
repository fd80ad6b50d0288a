//! Files that are brought to the Train room: looked at whole by the trainer before form, run or images
//! change for them. A run is: the trainer makes it at its checkpoint or leaves the run before as it was.

use std::sync::Arc;

use file_kind::{FileKind, file_kind, text_of};
use run_spec::{DatasetId, DatasetKind, RunSpec};

use super::pending::PendingFile;
use super::state::{RunState, TrainRoom};
use crate::alert_text::{FileFault, RoomAlert, TakenFile};
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::outbox::FollowUp;
use crate::room::Room;
use crate::run_file::run_file_header;
use protocol::{CheckedFile, RequestId, TrainCommand};

impl TrainRoom {
    /// A file was brought that belongs here.
    pub(super) fn import(&mut self, context: &mut Context, name: String, bytes: Arc<[u8]>) {
        match file_kind(&bytes) {
            FileKind::Specification => self.import_spec(context, name, &bytes),
            FileKind::Run => match checkpoint_spec(&bytes) {
                Ok(spec) => {
                    let preset = self.preset.clone();
                    self.begin_from(context, (spec, preset), name, bytes);
                }
                Err(fault) => context.alert(RoomAlert::FileNotOpened { name, fault }, None),
            },
            _ => self.check_file(context, name, bytes),
        }
    }

    /// A specification fills the form.
    fn import_spec(&mut self, context: &mut Context, name: String, bytes: &[u8]) {
        let text = text_of(bytes).ok_or(FileFault::NotUtf8);
        match text.and_then(|text| Ok(run_spec::from_json(&text)?)) {
            Ok(spec) => {
                let own = spec.data.info().kind == DatasetKind::User;
                self.draft = spec;
                self.refusals.clear();
                context.follow_up(FollowUp::ShowRoom(Room::Train));
                if own && self.own_images().is_none() {
                    context.alert(RoomAlert::OwnImagesMissing, None);
                } else {
                    note(context, &name, TakenFile::Specification);
                }
            }
            Err(fault) => context.alert(RoomAlert::FileNotOpened { name, fault }, None),
        }
    }

    /// Has the trainer look at images.
    pub(super) fn check_file(&mut self, context: &mut Context, name: String, bytes: Arc<[u8]>) {
        let (_, spec) = self.draft_on(DatasetId::Own);
        if let Err(errors) = spec.check() {
            // What is wrong with the form has nothing to do with the file, and is mended first.
            if let Some(error) = errors.into_iter().next() {
                context.alert(RoomAlert::NotTrainable(error), None);
            }
            return;
        }
        let again = false;
        self.send_check(context, name, bytes, again);
    }

    fn send_check(&mut self, context: &mut Context, name: String, bytes: Arc<[u8]>, again: bool) {
        self.need_trainer(context);
        let id = context.next_request();
        self.pending.file = Some(PendingFile {
            id,
            name: name.clone(),
            bytes: Arc::clone(&bytes),
            again,
        });
        let (_, spec) = self.draft_on(DatasetId::Own);
        let command = TrainCommand::CheckFile { id, name, spec };
        self.send(context, command, Some(bytes));
    }

    /// A file can be opened.
    pub(super) fn file_checked(
        &mut self,
        context: &mut Context,
        id: RequestId,
        content: CheckedFile,
        text: Option<&[u8]>,
    ) {
        let Some(file) = self.pending.file.take_if(|file| file.id == id) else {
            return;
        };
        match content {
            CheckedFile::Images {
                count,
                height,
                width,
            } => {
                let taken = TakenFile::Images {
                    count,
                    height,
                    width,
                };
                note(context, &file.name, taken);
                self.pictures.chosen_count = count;
                self.pictures.choices += 1;
                self.pending.own = Some((file.name, file.bytes));
                self.train_on(DatasetId::Own);
                context.follow_up(FollowUp::ShowRoom(Room::Train));
                if matches!(self.state, RunState::Playing | RunState::Paused) {
                    // The run that makes room is kept as it is now.
                    self.write_down(context);
                }
                self.reset_run(context);
            }
            CheckedFile::Specification => {
                self.import_spec(context, file.name, text.unwrap_or_default());
            }
        }
    }

    /// A file cannot be opened. Returns whether the failure was about one.
    pub(super) fn file_refused(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let Some(file) = self.pending.file.take_if(|file| file.id == id) else {
            return false;
        };
        refuse(context, file, error);
        true
    }

    /// The trainer ended while it looked at a file: the next one looks once more.
    pub(super) fn check_again(
        &mut self,
        context: &mut Context,
        file: Option<PendingFile>,
        reason: &FailureReason,
    ) {
        let Some(file) = file else {
            return;
        };
        if file.again {
            refuse(context, file, reason);
        } else {
            let again = true;
            self.send_check(context, file.name, file.bytes, again);
        }
    }
}

/// Says what a file was taken for.
fn note(context: &mut Context, name: &str, taken: TakenFile) {
    let name = name.to_owned();
    context.alert(RoomAlert::FileTaken { name, taken }, None);
}

/// Says why a file cannot be opened. What is wrong with images names their file.
fn refuse(context: &mut Context, file: PendingFile, error: &FailureReason) {
    let error = error.clone();
    let alert = if file.again {
        RoomAlert::FileNotOpened {
            name: file.name,
            fault: FileFault::NotRestored(error),
        }
    } else {
        RoomAlert::Failed(error)
    };
    context.alert(alert, None);
}

/// The specification in a checkpoint's header.
fn checkpoint_spec(bytes: &[u8]) -> Result<RunSpec, FileFault> {
    let header = run_file_header(bytes).ok_or(FileFault::NotARun)?;
    Ok(run_spec::from_json(&header.state["spec"].to_string())?)
}
