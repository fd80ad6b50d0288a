//! What is under way with the trainer. Each request is stored with what was asked, so that a reply
//! acts on the run that it is about or on none.

use std::sync::Arc;

use run_spec::{DatasetId, RunSpec};

use super::kept_run::KeptAs;
use protocol::{GanPlayer, RequestId, StepPart};

/// What is under way with the trainer, and what only the Train room needs to know.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct PendingRequests {
    /// The run that is being made.
    pub begin: Option<PendingBegin>,
    /// The run that is being brought back.
    pub restore: Option<PendingRestore>,
    /// The checkpoint that is being written.
    pub checkpoint: Option<PendingCheckpoint>,
    /// The weights that are to be saved as a file.
    pub export: Option<PendingExport>,
    /// The step that is being taken apart.
    pub trace_step: Option<RequestId>,
    /// The player that is to begin anew.
    pub reinitialize: Option<(RequestId, GanPlayer)>,
    /// Live changes of the run's settings.
    pub changes: Vec<RequestId>,
    /// Requests about the run before this one, whose replies are dropped.
    pub dropped: Vec<RequestId>,
    /// Counts the runs that were made.
    pub run: u64,
    /// When the run was last written down, in milliseconds.
    pub written: Option<f64>,
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
    Again,
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
    /// What follows.
    pub then: AfterBegin,
}

/// A checkpoint that is being written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingCheckpoint {
    pub id: RequestId,
    /// The file that it is to be saved as, too.
    pub export: Option<String>,
}

/// Weights that are to be saved as a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PendingExport {
    pub id: RequestId,
    /// The file's name.
    pub name: String,
    /// The run that they are of, by [`PendingRequests::run`].
    pub run: u64,
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
    /// Going to where the preset's shipped run ended.
    RestoreShipped,
}

impl PendingRequests {
    /// Another run was made: what was asked about the one before is of no interest.
    pub fn another_run(&mut self) {
        self.run += 1;
        self.dropped = std::mem::take(&mut self.changes);
        self.dropped
            .extend(self.checkpoint.take().map(|asked| asked.id));
        self.dropped.extend(self.trace_step.take());
        self.dropped
            .extend(self.reinitialize.take().map(|(id, _)| id));
    }

    /// The trainer is gone, and all that was asked of it. Hands out the run that was being made, and
    /// what was to follow.
    pub fn trainer_gone(&mut self) -> (Option<PendingBegin>, Option<AfterBegin>) {
        let (begin, restore) = (self.begin.take(), self.restore.take());
        self.checkpoint = None;
        self.export = None;
        self.trace_step = None;
        self.reinitialize = None;
        self.fetch = None;
        self.changes.clear();
        self.dropped.clear();
        let then = begin.as_ref().map(|begin| begin.then);
        (begin, then.or(restore.map(|restore| restore.then)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_run_drops_what_was_asked_about_the_one_before() {
        let mut pending = PendingRequests {
            changes: vec![RequestId(1)],
            trace_step: Some(RequestId(2)),
            checkpoint: Some(PendingCheckpoint {
                id: RequestId(3),
                export: None,
            }),
            ..PendingRequests::default()
        };
        pending.another_run();
        assert_eq!(pending.dropped, [RequestId(1), RequestId(3), RequestId(2)]);
        assert_eq!(pending.checkpoint, None);
        assert_eq!(pending.run, 1);
    }
}
