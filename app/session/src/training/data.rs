//! Data sets that are not shipped: where they are, and fetching them before a run needs them.

use run_spec::DatasetId;

use super::run::AfterBegin;
use super::state::{DataLocation, RunState};
use crate::Session;
use crate::event::HostCommand;
use crate::state::AlertAction;
use protocol::{DataFiles, RequestId, TrainCommand};

/// The best mirror of a data set that is not shipped, and how many MB it sends; nothing for a data
/// set that need not be fetched.
pub fn mirror_of(data: DatasetId) -> Option<(&'static str, u32)> {
    let set = data.remote()?;
    Some((set.mirror_host(), set.training_megabytes()))
}

/// A data set that is being fetched.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PendingFetch {
    id: RequestId,
    data: DatasetId,
    /// Whether from a mirror.
    mirror: bool,
    /// The run that waits for it, and what follows its making.
    then: Option<AfterBegin>,
}

impl Session {
    /// Has the host find the form's data set, unless that is known.
    pub(super) fn locate(&mut self) {
        let data = self.training.draft.data;
        let known = self.training.place.is_some_and(|(of, _)| of == data);
        if mirror_of(data).is_some() && !known && self.book.ledger.located != Some(data) {
            self.book.ledger.located = Some(data);
            self.book.effects.push(HostCommand::Locate { data });
        }
    }

    /// Has the host find a data set that arrived: by now it may be kept.
    pub(super) fn locate_again(&mut self, data: DatasetId) {
        if mirror_of(data).is_some() {
            self.book.effects.push(HostCommand::Locate { data });
        }
    }

    /// Where the trainer is to look for a data set.
    pub(super) fn fetched_files(&self, data: DatasetId) -> DataFiles {
        DataFiles::Fetched {
            name: data.word().to_owned(),
            base: self.book.base.clone(),
            mirror: self.book.ledger.mirror == Some(data),
        }
    }

    /// The host found a data set.
    pub(super) fn located(&mut self, data: DatasetId, place: DataLocation) {
        self.training.place = Some((data, place));
        self.book.ledger.located = None;
    }

    /// Fetches the form's data set from where the visitor was told that it comes from, or from a
    /// mirror.
    pub(crate) fn fetch(&mut self, mirror: bool) {
        let data = self.training.draft.data;
        if self.book.ledger.fetch.is_some() || mirror_of(data).is_none() {
            return;
        }
        let mirror = mirror || self.training.place == Some((data, DataLocation::Mirror));
        if mirror {
            self.book.ledger.mirror = Some(data);
        }
        self.need_trainer();
        let id = self.book.next_request();
        self.book.ledger.fetch = Some(PendingFetch {
            id,
            data,
            mirror,
            then: None,
        });
        self.training.fetching = Some((String::new(), 0));
        let data = self.fetched_files(data);
        self.command(TrainCommand::Fetch { id, data }, None);
    }

    /// Whether a run has to wait for its data set, which is on its way.
    pub(super) fn awaits(&mut self, data: DatasetId, intent: AfterBegin) -> bool {
        let fetch = &mut self.book.ledger.fetch;
        let Some(fetch) = fetch.as_mut().filter(|fetch| fetch.data == data) else {
            return false;
        };
        fetch.then = Some(intent);
        self.training.state = RunState::Starting;
        true
    }

    /// Changes what follows the making of a run that waits for its data set.
    pub(super) fn intend_after_fetch(&mut self, intent: AfterBegin) {
        if let Some(fetch) = &mut self.book.ledger.fetch
            && let Some(then) = &mut fetch.then
        {
            *then = intent;
        }
    }

    /// A data set arrived.
    pub(super) fn fetched(&mut self, id: RequestId) {
        if let Some(fetch) = self.end_fetch(id) {
            self.locate_again(fetch.data);
            if let Some(intent) = fetch.then {
                self.begin(intent);
            }
        }
    }

    /// A data set could not be fetched; what ran goes on.
    pub(super) fn fetch_failed(&mut self, id: RequestId, error: &str) -> bool {
        let Some(fetch) = self.end_fetch(id) else {
            return false;
        };
        self.book.ledger.mirror = None;
        let action = (!fetch.mirror).then_some(AlertAction::FetchFromMirror);
        let title = fetch.data.title();
        self.alert(format!("{title} could not be fetched. {error}"), action);
        if let Some(intent) = fetch.then {
            self.go_on(intent == AfterBegin::Play);
        }
        true
    }

    fn end_fetch(&mut self, id: RequestId) -> Option<PendingFetch> {
        let fetch = self.book.ledger.fetch.take_if(|fetch| fetch.id == id)?;
        self.training.fetching = None;
        Some(fetch)
    }
}
