//! Data sets that are not shipped: where they are, and fetching them before a run needs them.

use run_spec::DatasetId;

use super::pending::{AfterBegin, PendingFetch};
use super::state::{DataLocation, RunState, TrainRoom};
use crate::alert_text::RoomAlert;
use crate::alerts::AlertAction;
use crate::context::Context;
use crate::data_files::fetched_files;
use crate::failure_reason::FailureReason;
use crate::host_command::HostCommand;
use protocol::{RequestId, TrainCommand};

/// The best mirror of a data set that is not shipped, and how many MB it sends; nothing for a data
/// set that need not be fetched.
pub fn mirror_of(data: DatasetId) -> Option<(&'static str, u32)> {
    let set = data.remote()?;
    Some((set.mirror_host(), set.training_megabytes()))
}

impl TrainRoom {
    /// Has the host find the form's data set, unless that is known.
    pub(super) fn locate(&mut self, context: &mut Context) {
        let data = self.draft.data;
        let known = self.place.is_some_and(|(of, _)| of == data);
        if mirror_of(data).is_some() && !known && self.pending.located != Some(data) {
            self.pending.located = Some(data);
            context.command(HostCommand::Locate { data });
        }
    }

    /// Has the host find a data set that arrived: by now it may be kept.
    pub(super) fn locate_again(&mut self, context: &mut Context, data: DatasetId) {
        if mirror_of(data).is_some() {
            context.command(HostCommand::Locate { data });
        }
    }

    /// The host found a data set.
    pub(super) fn located(&mut self, data: DatasetId, place: DataLocation) {
        self.place = Some((data, place));
        self.pending.located = None;
    }

    /// Fetches the form's data set from where the visitor was told that it comes from, or from a
    /// mirror.
    pub(super) fn fetch(&mut self, context: &mut Context, mirror: bool) {
        // A mirror was offered for what a run lacks, which need not be the form's.
        let lacking = self.pending.lacking.take().filter(|_| mirror);
        let data = lacking.unwrap_or(self.draft.data);
        if self.pending.fetch.is_some() || mirror_of(data).is_none() {
            return;
        }
        let mirror = mirror || self.place == Some((data, DataLocation::Mirror));
        if mirror {
            self.pending.mirror = Some(data);
        }
        self.need_trainer(context);
        let id = context.next_request();
        self.pending.fetch = Some(PendingFetch {
            id,
            data,
            mirror,
            then: None,
        });
        self.fetching = Some((String::new(), 0));
        let mirror = self.pending.mirror == Some(data);
        let data = fetched_files(data, mirror, context.base);
        self.send(context, TrainCommand::Fetch { id, data }, None);
    }

    /// Whether a run has to wait for its data set, which is on its way.
    pub(super) fn awaits(&mut self, data: DatasetId, intent: AfterBegin) -> bool {
        let fetch = &mut self.pending.fetch;
        let Some(fetch) = fetch.as_mut().filter(|fetch| fetch.data == data) else {
            return false;
        };
        fetch.then = Some(intent);
        self.state = RunState::Starting;
        true
    }

    /// Changes what follows the making of a run that waits for its data set.
    pub(super) fn intend_after_fetch(&mut self, intent: AfterBegin) {
        if let Some(fetch) = &mut self.pending.fetch
            && let Some(then) = &mut fetch.then
        {
            *then = intent;
        }
    }

    /// A data set arrived.
    pub(super) fn fetched(&mut self, context: &mut Context, id: RequestId) {
        if let Some(fetch) = self.end_fetch(id) {
            self.locate_again(context, fetch.data);
            if let Some(intent) = fetch.then {
                self.begin(context, intent);
            }
        }
    }

    /// A data set could not be fetched; what ran goes on.
    pub(super) fn fetch_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let Some(fetch) = self.end_fetch(id) else {
            return false;
        };
        self.pending.mirror = None;
        let action = (!fetch.mirror).then_some(AlertAction::FetchFromMirror);
        let title = fetch.data.title();
        let (title, error) = (title.to_string(), error.to_owned());
        context.alert(RoomAlert::NotFetched { title, error }, action);
        if let Some(intent) = fetch.then {
            self.go_on(context, intent == AfterBegin::Play);
        }
        true
    }

    fn end_fetch(&mut self, id: RequestId) -> Option<PendingFetch> {
        let fetch = self.pending.fetch.take_if(|fetch| fetch.id == id)?;
        self.fetching = None;
        Some(fetch)
    }
}
