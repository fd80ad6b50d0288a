//! What a part of the session may use besides its own state.

use std::sync::Arc;

use crate::alert_text::AlertText;
use crate::alerts::AlertAction;
use crate::host_command::HostCommand;
use crate::outbox::{FollowUp, Outbox};
use crate::questions::PendingQuestion;
use crate::worker_slot::WorkerSlot;
use crate::workers::WorkerSlots;
use protocol::{EngineKind, ModelQuery, RequestId, ToEngine};

/// What a part of the session may use besides its own state.
pub(crate) struct Context<'a> {
    /// What leaves the part.
    pub outbox: &'a mut Outbox,
    /// The workers, to send through.
    pub slots: &'a mut WorkerSlots,
    /// Address of the folder that holds `assets/`.
    pub base: &'a str,
    /// When the last tick came, in milliseconds.
    pub now: Option<f64>,
    /// What the explorer runs on.
    pub engine: EngineKind,
}

impl Context<'_> {
    /// The next request's id.
    pub fn next_request(&mut self) -> RequestId {
        self.outbox.next_request()
    }

    /// Sends a message to the worker in a slot; an empty slot is sent nothing.
    pub fn send(&mut self, slot: WorkerSlot, message: ToEngine, payload: Option<Arc<[u8]>>) {
        self.slots.send(slot, message, payload, self.outbox);
    }

    /// Sends a question, and remembers what was asked under the id that this returns.
    pub fn ask(
        &mut self,
        slot: WorkerSlot,
        model: &str,
        query: ModelQuery,
        asked: PendingQuestion,
        payload: Option<Arc<[u8]>>,
    ) -> RequestId {
        let id = self.next_request();
        if let Some(worker) = self.slots.worker_mut(slot) {
            worker.questions.push((id, asked));
        }
        let message = ToEngine::Query {
            id,
            model: model.to_owned(),
            query,
        };
        self.send(slot, message, payload);
        id
    }

    /// Tells the visitor something.
    pub fn alert(&mut self, text: impl Into<AlertText>, action: Option<AlertAction>) {
        self.outbox.alert(text, action);
    }

    /// Has the host do something.
    pub fn command(&mut self, command: HostCommand) {
        self.outbox.command(command);
    }

    /// Has another part do something.
    pub fn follow_up(&mut self, follow_up: FollowUp) {
        self.outbox.follow_up(follow_up);
    }
}
