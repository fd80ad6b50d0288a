//! The background worker, for what takes long. It is started when it is first needed, and runs on
//! the CPU, whatever the explorer runs on, so that the sliders never wait for it.

use super::facts::Facts;
use super::state::ExploreTools;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::limits::LIVE_MODEL;
use crate::outbox::FollowUp;
use crate::questions::PendingQuestion;
use crate::worker_slot::WorkerSlot;
use crate::workers::{WorkerState, stop};
use protocol::{EngineKind, RequestId, WorkerRole};

/// After so many deaths it is not started again unasked.
const MOST_DEATHS: u32 = 2;

impl ExploreTools {
    /// Has the background worker hold the model on screen; says whether it does.
    pub(super) fn background_holds(&mut self, context: &mut Context, model: &str) -> bool {
        let other_program = |worker: &WorkerState| worker.onnx != context.slots.onnx;
        if context.slots.background.as_ref().is_some_and(other_program) {
            // It cannot open what the explorer has, or is larger than it need be.
            stop(context.slots.background.take(), context.outbox);
            self.tools_forget_worker();
        }
        if context.slots.background.is_none() {
            if self.background_deaths >= MOST_DEATHS {
                return false;
            }
            let worker =
                context
                    .slots
                    .start(EngineKind::Cpu, WorkerRole::Background, context.outbox);
            context.slots.background = Some(worker);
        }
        let worker = context.slots.background.as_ref();
        let holds = worker.is_some_and(|it| it.holds(model));
        if !holds {
            context.follow_up(FollowUp::LoadModel {
                slot: WorkerSlot::Background,
                model: model.to_owned(),
            });
        }
        holds
    }

    /// Whether the background worker is not started again, so that nothing is to be waited for.
    pub(crate) fn background_gave_up(&self) -> bool {
        self.background_deaths >= MOST_DEATHS
    }

    /// The same with weights at least as new as those on screen.
    pub(crate) fn background_holds_newest(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        model: &str,
    ) -> bool {
        let version = facts.models.version(model);
        if self.background_version != version {
            let worker = context.slots.background.as_ref();
            if worker.is_some_and(|worker| worker.loads.iter().any(|(_, it)| it == model)) {
                // Those that are on their way may be older.
                return false;
            }
            self.background_version = version;
            self.refresh_live_in_background(context);
        }
        self.background_holds(context, model)
    }

    /// The background worker's copy of the model in training is as old as its last question: the
    /// next one is asked of the newest.
    pub(super) fn refresh_live_in_background(&mut self, context: &mut Context) {
        if let Some(worker) = &mut context.slots.background {
            worker.loaded.remove(LIVE_MODEL);
        }
    }

    /// The model on screen got an encoder, which the background worker does not have: another one is
    /// asked, of both.
    pub(super) fn encoder_added(&mut self, facts: &Facts, context: &mut Context) {
        stop(context.slots.background.take(), context.outbox);
        self.tools_forget_worker();
        self.prepare_input(facts, context);
        let card = facts.models.on_screen.as_ref().map(|model| &model.card);
        let details = card.map(|card| (&card.title, card.details.clone().read()));
        if let Some((decoder, Ok(details))) = details
            && let Some(encoder) = details.onnx.and_then(|onnx| onnx.encoder)
        {
            let decoder = decoder.clone();
            context.alert(RoomAlert::EncoderTaken { decoder, encoder }, None);
        }
    }

    /// The background worker is gone. What it was asked is asked again, of another one, once.
    pub(super) fn background_died(&mut self, context: &mut Context, reason: &FailureReason) {
        let worker = context.slots.background.take();
        // A worker that never came up took nothing from the visitor.
        let was_up = worker.as_ref().is_some_and(|worker| worker.up);
        stop(worker, context.outbox);
        self.tools_forget_worker();
        self.background_deaths += 1;
        if self.background_deaths == MOST_DEATHS {
            context.alert(RoomAlert::BackgroundStopped(reason.clone()), None);
        } else if was_up {
            context.alert(RoomAlert::BackgroundRestarted(reason.clone()), None);
        }
    }

    /// The background worker could not do something: load the model, or answer. Says whether that
    /// was asked of it.
    pub(super) fn background_failed(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let worker = context.slots.background.as_mut();
        if worker.is_some_and(|worker| worker.end_load(id).is_some()) {
            // The explorer's copy of the model works, so that the visitor loses the search only.
            self.background_deaths = MOST_DEATHS;
            context.alert(RoomAlert::BackgroundUnavailable(error.clone()), None);
            return true;
        }
        self.question_failed_by(facts, context, WorkerSlot::Background, id, error)
    }
}

/// Whether the background worker has yet to answer a question of a kind.
pub(super) fn background_asked(
    context: &Context,
    of_kind: impl Fn(&PendingQuestion) -> bool,
) -> bool {
    let worker = context.slots.background.as_ref();
    worker.is_some_and(|worker| worker.has_asked(of_kind))
}
