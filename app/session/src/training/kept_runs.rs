//! Runs that outlive the page: the browser keeps several of them, each under an id of its own.
//!
//! A run is kept whenever it is written down. It is another run's state that must never take its
//! place, so a run is kept under another id as soon as it is another one: made by `Reset run` or
//! `Play`, opened from a file, taken back to before it was last kept, or resumed while another tab
//! trains it.

use std::sync::Arc;

use run_spec::{DatasetKind, RunSpec};

use super::files::read_note;
use super::kept_run::{KeptRun, KeptRuns};
use super::pending::{AfterBegin, PlannedRun, RunOrigin};
use super::run_store::{PictureSize, RunStoreCommand, RunStoreEntry, RunStoreReply, ask_store};
use super::state::{RunState, ShownRun, TrainRoom};
use super::thumbnail::thumbnail;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::outbox::FollowUp;
use crate::pictures::{ImagePixels, pixels};
use crate::store_fault::StoreFault;

/// A name that is longer is cut.
const LONGEST_NAME: usize = 60;

impl TrainRoom {
    /// The kept run with an id.
    pub fn kept_run(&self, id: &str) -> Option<&KeptRun> {
        self.kept.list.iter().find(|run| run.id == id)
    }

    /// Whether the run on screen is this kept one.
    pub fn trains_kept(&self, id: &str) -> bool {
        let run = self.run.as_ref();
        run.is_some_and(|run| run.kept.id.as_deref() == Some(id))
    }

    /// Has the browser say which runs are kept.
    pub(super) fn list_kept(&mut self, context: &mut Context) {
        ask_store(context, &RunStoreCommand::List, Vec::new());
    }

    /// Has the browser keep what was just written down of the run.
    pub(super) fn keep(
        &mut self,
        context: &mut Context,
        (step, spec): (u32, &RunSpec),
        checkpoint: Arc<[u8]>,
    ) {
        let note = self.note(step, spec);
        let Some(run) = self.run.as_mut().filter(|_| step > 0) else {
            // There is nothing to lose yet.
            return self.leave_when_kept(context);
        };
        run.kept.step = step;
        run.kept.asked += 1;
        let picture = thumbnail(run);
        let images = run.own.clone().filter(|_| !run.kept.has_images);
        let command = RunStoreCommand::Keep {
            run: run.kept.run,
            writing: run.kept.asked,
            id: run.kept.id.clone(),
            name: run.kept.name.clone(),
            note,
            picture: picture.as_ref().map(|picture| PictureSize {
                width: picture.width,
                height: picture.height,
                channels: picture.channels,
            }),
            images: images.as_ref().map(|(name, _)| name.clone()),
        };
        let mut payload = vec![checkpoint];
        payload.extend(picture.map(|picture| picture.bytes));
        payload.extend(images.map(|(_, bytes)| bytes));
        ask_store(context, &command, payload);
    }

    /// Goes on with a kept run. It is read first; what runs meanwhile goes on.
    pub(super) fn resume(&mut self, context: &mut Context, id: String) {
        if self.state == RunState::Starting || self.trains_kept(&id) {
            return;
        }
        self.kept.opening = Some(id.clone());
        ask_store(context, &RunStoreCommand::Open { id }, Vec::new());
    }

    pub(super) fn rename_kept(&mut self, context: &mut Context, id: String, name: &str) {
        let name: String = name.trim().chars().take(LONGEST_NAME).collect();
        if let Some(run) = self.kept.list.iter_mut().find(|run| run.id == id) {
            run.name = name.clone();
            ask_store(context, &RunStoreCommand::Rename { id, name }, Vec::new());
        }
    }

    pub(super) fn delete_kept(&mut self, context: &mut Context, id: String) {
        // The run on screen would be kept again at once.
        if self.kept_run(&id).is_some() && !self.trains_kept(&id) {
            if self.kept.opening.as_ref() == Some(&id) {
                self.kept.opening = None;
            }
            ask_store(context, &RunStoreCommand::Delete { id }, Vec::new());
        }
    }

    /// The script answered.
    pub(super) fn store_replied(
        &mut self,
        context: &mut Context,
        reply: &str,
        payload: Vec<Arc<[u8]>>,
    ) {
        let Ok(reply) = protocol::json::read(reply) else {
            // There is no script.
            self.not_kept(context, StoreFault::Missing);
            self.kept_answered(context);
            return;
        };
        match reply {
            RunStoreReply::Listed { runs } => self.listed(context, runs, payload),
            RunStoreReply::Kept {
                run,
                writing,
                id,
                images,
            } => {
                self.kept_as((run, writing), id, images);
                self.leave_when_kept(context);
            }
            RunStoreReply::NotKept { fault } => self.not_kept(context, fault),
            RunStoreReply::Opened { run, images } => self.opened(context, run, images, payload),
            RunStoreReply::NotOpened { id, fault } => {
                if let Some(id) = self.kept.opening.take_if(|opening| *opening == id) {
                    let (name, preset) = self.called(&id);
                    let alert = RoomAlert::KeptRunUnread {
                        name,
                        preset,
                        fault,
                    };
                    context.alert(alert, None);
                    self.list_kept(context);
                }
            }
            RunStoreReply::Copied { id } => {
                let bytes = payload.into_iter().next();
                context.follow_up(FollowUp::KeptRunRead { id, bytes });
            }
            RunStoreReply::NotCopied { id, fault } => self.not_copied(context, id, fault),
            RunStoreReply::NotChanged { fault } => {
                context.alert(RoomAlert::KeptRunNotChanged(fault), None);
                self.list_kept(context);
            }
            RunStoreReply::NotListed { fault } => {
                self.kept.fault = Some(fault);
                self.kept_answered(context);
            }
            RunStoreReply::Pictures(reply) => self.pictures_replied(context, reply, payload),
        }
    }

    /// A link asks for the visitor's own images, which are not open. They may lie beside a kept run.
    pub(super) fn lack_linked_images(&mut self, context: &mut Context) {
        self.pending.link_lacks_images = true;
        if self.kept.answered {
            self.kept_answered(context);
        }
    }

    /// It is known which runs are kept, or that this cannot be known.
    fn kept_answered(&mut self, context: &mut Context) {
        self.kept.answered = true;
        let lacking = std::mem::take(&mut self.pending.link_lacks_images);
        if lacking && !self.kept.list.iter().any(|run| run.on_own_images) {
            context.alert(RoomAlert::OwnImagesMissing, None);
        }
    }

    fn listed(&mut self, context: &mut Context, runs: Vec<RunStoreEntry>, payload: Vec<Arc<[u8]>>) {
        let mut payload = payload.into_iter();
        self.kept.list = runs
            .into_iter()
            .map(|entry| {
                let size = entry.picture;
                let picture = size.and_then(|size| {
                    pixels(size.width, size.height, size.channels, payload.next()).ok()
                });
                kept_run(entry, picture)
            })
            .collect();
        self.kept_answered(context);
    }

    /// A run's state is kept.
    fn kept_as(&mut self, (run, writing): (u64, u32), id: String, has_images: bool) {
        self.kept.fault = None;
        self.kept.told = false;
        self.pending.loss_told = false;
        if let Some(shown) = self.run.as_mut().filter(|shown| shown.kept.run == run) {
            shown.kept.id = Some(id);
            shown.kept.stored = writing;
            shown.kept.has_images = has_images;
        }
    }

    /// The run's state is not kept. The visitor is told once, until it can be kept again.
    fn not_kept(&mut self, context: &mut Context, fault: StoreFault) {
        self.kept.fault = Some(fault.clone());
        if !std::mem::replace(&mut self.kept.told, true) {
            context.alert(RoomAlert::RunNotKept(fault), None);
        }
        self.leave_no_longer(context, true);
    }

    /// A kept run was read: it is made, unless the visitor has begun another one meanwhile.
    fn opened(
        &mut self,
        context: &mut Context,
        entry: RunStoreEntry,
        images: Option<String>,
        payload: Vec<Arc<[u8]>>,
    ) {
        let asked = self.kept.opening.take_if(|opening| *opening == entry.id);
        if asked.is_none() || self.state == RunState::Starting {
            return;
        }
        let mut payload = payload.into_iter();
        let (Some((_, preset, spec)), Some(checkpoint)) = (read_note(&entry.note), payload.next())
        else {
            let (name, preset) = self.called(&entry.id);
            let alert = RoomAlert::KeptRunUnread {
                name,
                preset,
                fault: None,
            };
            context.alert(alert, None);
            return;
        };
        let own = images.zip(payload.next());
        let mut kept = self.kept.another(&entry.name);
        if !entry.elsewhere {
            kept.id = Some(entry.id);
            kept.has_images = own.is_some();
        }
        let run = PlannedRun {
            spec,
            preset,
            from: Some(checkpoint),
            origin: RunOrigin::Kept {
                name: entry.name,
                copy: entry.elsewhere,
            },
            kept,
            own,
        };
        self.begin_in_place(context, run);
    }

    /// A kept run could not be read in order to be compared.
    fn not_copied(&mut self, context: &mut Context, id: String, fault: Option<StoreFault>) {
        let (name, preset) = self.called(&id);
        let alert = RoomAlert::KeptRunUnread {
            name,
            preset,
            fault,
        };
        context.alert(alert, None);
        context.follow_up(FollowUp::KeptRunRead { id, bytes: None });
        self.list_kept(context);
    }

    /// Makes the run of a file that was opened, at its checkpoint, and waits.
    pub(super) fn begin_from(
        &mut self,
        context: &mut Context,
        (spec, preset): (RunSpec, String),
        name: String,
        checkpoint: Arc<[u8]>,
    ) {
        let run = PlannedRun {
            spec,
            preset,
            from: Some(checkpoint),
            origin: RunOrigin::File { name },
            kept: self.kept.another(""),
            own: self.pending.own.clone(),
        };
        self.begin_in_place(context, run);
    }

    /// Makes a run in place of the one on screen, which is written down before.
    fn begin_in_place(&mut self, context: &mut Context, run: PlannedRun) {
        let goes_on = matches!(self.state, RunState::Playing | RunState::Paused);
        if goes_on && context.slots.trainer.is_some() {
            self.write_down(context);
        }
        self.begin_with(context, run, AfterBegin::Wait);
    }

    /// What a kept run is called: the visitor's name for it, and its preset.
    fn called(&self, id: &str) -> (String, String) {
        let run = self.kept_run(id);
        run.map_or_else(Default::default, |run| {
            (run.name.clone(), run.preset.clone())
        })
    }
}

fn kept_run(entry: RunStoreEntry, picture: Option<ImagePixels>) -> KeptRun {
    let note: Option<(u32, String, RunSpec)> = read_note(&entry.note);
    let on_own_images = note
        .as_ref()
        .is_some_and(|(_, _, spec)| spec.data.info().kind == DatasetKind::User);
    let (step, preset) = note.map_or_else(Default::default, |(step, preset, _)| (step, preset));
    KeptRun {
        id: entry.id,
        name: entry.name,
        preset,
        step,
        date: entry.date,
        bytes: entry.bytes,
        picture,
        elsewhere: entry.elsewhere,
        on_own_images,
    }
}

impl ShownRun {
    /// The run went back to a step. What it had come to beyond that stays kept as it is.
    pub(super) fn leave_kept_behind(&mut self, kept: &mut KeptRuns, step: u32) {
        if step < self.kept.step {
            self.kept = kept.another(&self.kept.name);
            self.kept.step = step;
        }
    }
}
