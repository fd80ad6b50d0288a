//! The studio: a worker for what takes long. It is started when it is first needed, and runs on the
//! CPU, whatever the explorer runs on, so that the sliders never wait for it.

use std::sync::Arc;

use crate::book::WorkerSlot;
use crate::late::Call;
use crate::worker::PendingQuestion;
use crate::{LIVE_MODEL, Session};
use protocol::{EngineKind, Question, RequestId, Role};

/// After so many deaths it is not started again unasked.
const MOST_DEATHS: u32 = 2;

impl Session {
    /// Has the studio hold the model on screen; says whether it does.
    pub(super) fn studio_holds(&mut self, model: &str) -> bool {
        if self.book.studio.is_none() {
            if self.book.studio_deaths >= MOST_DEATHS {
                return false;
            }
            let worker = self.book.start_worker(EngineKind::Cpu, Role::Studio);
            self.book.studio = Some(worker);
        }
        let holds = self.book.studio.as_ref().is_some_and(|it| it.holds(model));
        if !holds {
            self.load(WorkerSlot::Studio, model);
        }
        holds
    }

    /// The studio's copy of the model in training is as old as its last question: the next one is
    /// asked of the newest.
    pub(super) fn newest_for_studio(&mut self) {
        if let Some(worker) = &mut self.book.studio {
            worker.held.remove(LIVE_MODEL);
        }
    }

    /// Whether the studio has yet to answer a question for this.
    pub(super) fn studio_asks(&self, purpose: &PendingQuestion) -> bool {
        self.book
            .studio
            .as_ref()
            .is_some_and(|worker| worker.asks(purpose))
    }

    /// Asks the studio.
    pub(super) fn ask_studio(
        &mut self,
        model: &str,
        question: Question,
        purpose: PendingQuestion,
        payload: Option<Arc<[u8]>>,
    ) {
        self.ask(WorkerSlot::Studio, model, question, purpose, payload);
    }

    /// The studio's worker is gone. What it was asked is asked again, of another one, once.
    pub(crate) fn studio_died(&mut self, reason: &str) {
        let worker = self.book.studio.take();
        self.book.stop_worker(worker);
        self.book.held_by = None;
        self.book.studio_deaths += 1;
        if self.book.studio_deaths == MOST_DEATHS {
            self.alert(
                format!(
                    "The worker for searches and comparisons stopped twice. Reload the page to \
                     start it again. It said: {reason}"
                ),
                None,
            );
        }
    }
}

impl Session {
    /// The studio could not do something: load the model, or answer.
    pub(crate) fn studio_could_not(&mut self, id: RequestId, error: &str) {
        let studio = self.book.studio.as_mut();
        if studio.is_some_and(|worker| worker.end_load(id).is_some()) {
            // The explorer's copy of the model works, so that the visitor loses the search only.
            self.book.studio_deaths = MOST_DEATHS;
            self.alert(
                format!("Searches and comparisons are not to be had for this model. {error}"),
                None,
            );
        } else if !self.late(Call::AskFailed(WorkerSlot::Studio, id, error.to_owned())) {
            self.ponged(WorkerSlot::Studio, id);
        }
    }
}
