//! What is under way with the trainer. Each request is stored with what was asked, so that a reply
//! acts on the run that it is about or on none.

use std::sync::Arc;

use run_spec::{DatasetId, RunSpec};

use super::kept_run::KeptAs;
use super::record::RunSnapshot;
use crate::judged_rounds::RoundOrder;
use protocol::{GanPlayer, RequestId, StepPart};

/// What is under way with the trainer, and what only the Train room needs to know.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct PendingRequests {
    /// The run that is being made.
    pub begin: Option<PendingBegin>,
    /// Runs that were to be made before it, oldest first. The trainer makes them all the same, and
    /// goes on with the last of them if the newest cannot be made.
    pub superseded: Vec<PendingBegin>,
    /// The run that is being brought back.
    pub restore: Option<PendingRestore>,
    /// The checkpoint that is being written.
    pub checkpoint: Option<PendingCheckpoint>,
    /// What is to be saved as files, whatever becomes of its run meanwhile.
    pub exports: Vec<PendingExport>,
    /// The step that is being taken apart.
    pub trace_step: Option<RequestId>,
    /// The player that is to begin anew.
    pub reinitialize: Option<(RequestId, GanPlayer)>,
    /// Live changes of the run's settings.
    pub changes: Vec<PendingChange>,
    /// Live changes that were made while a run was being made or brought back.
    pub waiting_changes: Vec<WaitingChange>,
    /// When the run was last written down, in milliseconds.
    pub written: Option<f64>,
    /// When the run's settings last changed, in milliseconds, if it was not written down since.
    pub unwritten_change: Option<f64>,
    /// How often the trainer died since the run was made.
    pub deaths: u32,
    /// Whether the tab is hidden.
    pub hidden: bool,
    /// Whether the run plays on as soon as the tab is seen.
    pub hidden_while_playing: bool,
    /// What follows the making of a run that begins as soon as the tab is seen.
    pub begin_when_seen: Option<AfterBegin>,
    /// Whether the visitor was told that a hidden tab does not train.
    pub waiting_told: bool,
    /// Images that the visitor brought.
    pub own: Option<OwnImages>,
    /// Whether a link asks for such images, and it is not yet known whether a kept run has them.
    pub link_lacks_images: bool,
    /// Pictures that were asked for the game.
    pub rounds: Option<PendingRounds>,
    /// The file that the trainer looks at.
    pub file: Option<PendingFile>,
    /// The data set that the visitor asked for a mirror of.
    pub mirror: Option<DatasetId>,
    /// The data set that a run could not be made without, if a mirror was offered for it.
    pub lacking: Option<DatasetId>,
    /// The data set that is being fetched for runs to come.
    pub fetch: Option<PendingFetch>,
    /// The data set that the host looks for.
    pub located: Option<DatasetId>,
    /// Whether a run was paused already because the battery runs low.
    pub battery_told: bool,
    /// The page is reloaded once the run is kept; when that was asked for, in milliseconds, if a tick told.
    pub leaving: Option<Option<f64>>,
    /// What follows once the run is trained elsewhere, where it goes as soon as it is written down.
    pub moving: Option<AfterBegin>,
    /// Whether the visitor was told that reloading loses the run.
    pub loss_told: bool,
}

/// Images that the visitor brought: the file's name and its bytes.
pub(super) type OwnImages = (String, Arc<[u8]>);

/// A run that is being made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingBegin {
    pub id: RequestId,
    /// The run.
    pub run: PlannedRun,
    /// What follows.
    pub then: AfterBegin,
    /// What the form said when the run was asked for.
    pub form: RunSpec,
    /// Whether the run before plays on if this one cannot be made.
    pub plays_on: bool,
}

/// Pictures that were asked for the game.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingRounds {
    pub id: RequestId,
    /// What was asked.
    pub order: RoundOrder,
    /// The snapshots that they are of, in their order; none of a run that begins anew.
    pub snapshots: Vec<RunSnapshot>,
    /// The visitor's images that the run trains on, if it does.
    pub own: Option<OwnImages>,
    /// How many rounds arrived.
    pub arrived: usize,
}

/// A run that is to be made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlannedRun {
    /// What it trains.
    pub spec: RunSpec,
    /// The preset that its form began from.
    pub preset: String,
    /// The checkpoint that it goes on from, unless it begins anew.
    pub from: Option<Arc<[u8]>>,
    /// Where it comes from.
    pub origin: RunOrigin,
    /// As what it is kept.
    pub kept: KeptAs,
    /// The visitor's images that it trains on, if it does.
    pub own: Option<OwnImages>,
}

/// Where a run comes from that is to be made.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RunOrigin {
    /// The form.
    Form,
    /// The run on screen, whose trainer is gone.
    Again(SettingsOf),
    /// The site, which ships it trained.
    Shipped {
        /// The checkpoint's address, absolute.
        url: String,
    },
    /// The form, with the weights of a model that the site ships.
    ShippedWeights {
        /// The model's address, absolute.
        url: String,
    },
    /// A file that was opened.
    File {
        /// What it is called.
        name: String,
    },
    /// What the browser keeps.
    Kept {
        /// What the visitor calls it.
        name: String,
        /// Whether another tab trains it, so that this is a copy.
        copy: bool,
    },
}

/// A file that the trainer looks at before it is opened.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingFile {
    pub id: RequestId,
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Arc<[u8]>,
    /// Whether a trainer ended over it already.
    pub again: bool,
}

/// A run that is being brought back to a checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingRestore {
    pub id: RequestId,
    /// The checkpoint.
    pub bytes: Arc<[u8]>,
    /// What follows.
    pub then: AfterBegin,
    /// Whether points were pushed since: those of the checkpoint are.
    pub pushed: bool,
}

/// A checkpoint that is being written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingCheckpoint {
    pub id: RequestId,
    /// How many marks its run had when it was asked for.
    pub marks: usize,
}

/// What is to be saved as a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingExport {
    pub id: RequestId,
    /// The file's name.
    pub name: String,
}

/// A data set that is being fetched.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingFetch {
    pub id: RequestId,
    pub data: DatasetId,
    /// Whether from a mirror.
    pub mirror: bool,
    /// The run that waits for it, and what follows its making.
    pub then: Option<AfterBegin>,
}

/// What follows the making of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum AfterBegin {
    Wait,
    Play,
    Step(StepPart),
    TraceStep(StepPart),
}

/// Which settings hold for a run that was brought to a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SettingsOf {
    /// Those that the snapshot was made with.
    Snapshot,
    /// The newest ones that the visitor chose.
    Visitor,
}

/// A change of a live field that waits for a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WaitingChange {
    /// The field.
    pub field: &'static str,
    /// Its value, as text.
    pub text: String,
}

/// A change that the trainer was told of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingChange {
    pub id: RequestId,
    /// What the trainer goes on with if it refuses.
    pub before: RunSpec,
    /// What it goes on with if it does not.
    pub after: RunSpec,
}

impl PendingRequests {
    /// Whether a run is being made or brought back: what is on screen may not be what is there next.
    pub fn is_being_placed(&self) -> bool {
        self.begin.is_some() || self.restore.is_some()
    }

    /// Another run was made: what was asked about the one before is of no interest. Its replies find
    /// no request. Files that were asked for are still saved.
    pub fn another_run(&mut self) {
        self.restore = None;
        self.checkpoint = None;
        self.trace_step = None;
        self.reinitialize = None;
        self.changes.clear();
        self.unwritten_change = None;
        self.leaving = None;
        self.loss_told = false;
        self.moving = None;
    }

    /// Takes out what is to be saved as a file.
    pub fn take_export(&mut self, id: RequestId) -> Option<PendingExport> {
        let at = self.exports.iter().position(|export| export.id == id)?;
        Some(self.exports.remove(at))
    }

    /// Forgets the request for something to be written; whether there was one.
    pub fn take_written(&mut self, id: RequestId) -> bool {
        let checkpoint = self.checkpoint.take_if(|asked| asked.id == id);
        checkpoint.is_some() || self.take_export(id).is_some()
    }

    /// Forgets the request for a traced step or new weights; whether there was one.
    pub fn take_other(&mut self, id: RequestId) -> bool {
        let traced = self.trace_step.take_if(|asked| *asked == id);
        let reinitialized = self.reinitialize.take_if(|(asked, _)| *asked == id);
        traced.is_some() || reinitialized.is_some()
    }

    /// Takes out a live change that was refused. Those after it were made on top of it: what is there
    /// without them is what was there before it.
    pub fn take_change(&mut self, id: RequestId) -> Option<PendingChange> {
        let at = self.changes.iter().position(|change| change.id == id)?;
        let refused = self.changes.remove(at);
        for later in &mut self.changes[at..] {
            later.before = refused.before.clone();
        }
        Some(refused)
    }

    /// The trainer is gone, and all that was asked of it. Hands out the run that was being made, and
    /// the one that was being brought back.
    pub fn trainer_gone(&mut self) -> (Option<PendingBegin>, Option<PendingRestore>) {
        let (begin, restore) = (self.begin.take(), self.restore.take());
        self.superseded.clear();
        self.another_run();
        self.exports.clear();
        self.fetch = None;
        (begin, restore)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_run_drops_what_was_asked_about_the_one_before_but_for_files() {
        let (id, name) = (RequestId(4), "mine.safetensors".to_owned());
        let mut pending = PendingRequests {
            trace_step: Some(RequestId(2)),
            checkpoint: Some(PendingCheckpoint {
                id: RequestId(3),
                marks: 0,
            }),
            exports: vec![PendingExport { id, name }],
            ..PendingRequests::default()
        };
        pending.another_run();
        assert_eq!((pending.trace_step, &pending.checkpoint), (None, &None));
        assert_eq!(pending.exports.len(), 1);
    }
}
