//! Which part a worker's message is for.

use std::sync::Arc;

use super::{Session, context};
use crate::failure_reason::FailureReason;
use crate::pictures::pixels;
use crate::repair::RepairNews;
use crate::tools::ToolEvent;
use crate::training::TrainerEvent;
use crate::worker_slot::WorkerSlot;
use protocol::{FromEngine, RequestId};

impl Session {
    /// A worker spoke. Workers that were stopped are no longer listened to; one without a slot trains a run
    /// for a comparison.
    pub(super) fn heard(&mut self, worker: u64, message: FromEngine, payload: Option<Arc<[u8]>>) {
        let Some(slot) = self.workers.slots.slot_of(worker) else {
            self.update_tools(ToolEvent::WorkerWithoutSlot {
                worker,
                message,
                payload,
            });
            return;
        };
        self.workers.spoke(slot);
        let from_explorer = slot == WorkerSlot::Explorer;
        match message {
            FromEngine::Hello { engine, .. } => {
                self.workers.greeted(&mut self.outbox, slot, engine);
            }
            FromEngine::Refused { page, engine } => {
                self.workers.refused(&mut self.outbox, slot, page, engine);
            }
            FromEngine::Unavailable { reason } => {
                self.workers
                    .unavailable(&mut self.outbox, slot, &reason.into());
            }
            FromEngine::DeviceLost { reason } => {
                let reason = reason.into();
                self.workers.device_lost(&mut self.outbox, slot, &reason);
            }
            FromEngine::Crashed { reason } => {
                let reason = reason.into();
                self.workers.died(&mut self.outbox, slot, &reason);
            }
            FromEngine::ModelLoaded {
                id,
                model,
                card,
                encoder_first,
            } => {
                let context = &mut context(&mut self.workers, &mut self.outbox);
                let loaded = (model, card, encoder_first);
                if let Err(error) = self.models.loaded(context, slot, id, loaded) {
                    self.failed(slot, id, &error.into());
                }
            }
            FromEngine::EncodedPoints {
                id,
                count,
                latent,
                factors,
                ..
            } => {
                if from_explorer {
                    let context = &mut context(&mut self.workers, &mut self.outbox);
                    let found = (count, latent, factors);
                    self.models
                        .points_arrived(context, id, found, payload.as_deref());
                }
            }
            FromEngine::Answer { id, answer } if self.repair.awaits(id) => {
                self.update_repair(RepairNews::Answered(answer, payload));
            }
            FromEngine::Answer { id, answer } => {
                self.update_tools(ToolEvent::Answered {
                    slot,
                    id,
                    answer,
                    payload,
                });
            }
            FromEngine::Picture {
                id,
                width,
                height,
                channels,
                millis,
            } => {
                if from_explorer {
                    let context = &mut context(&mut self.workers, &mut self.outbox);
                    let pixels = pixels(width, height, channels, payload);
                    let shown = self.models.shown_id();
                    let shown = shown.map(|id| (id, self.models.version(id)));
                    self.view
                        .picture_arrived(context, shown, id, (pixels, millis));
                }
            }
            FromEngine::MapRows {
                id,
                width,
                height,
                channels,
                ..
            } => {
                if from_explorer {
                    let context = &mut context(&mut self.workers, &mut self.outbox);
                    let pixels = pixels(width, height, channels, payload);
                    self.view.map_rows_arrived(context, id, pixels);
                }
            }
            FromEngine::Timed {
                id,
                millis_per_picture,
            } => self
                .workers
                .timed(slot, id, millis_per_picture, &mut self.outbox),
            FromEngine::Pong { id } => self.workers.ponged(slot, id),
            FromEngine::Training { update } => {
                if slot == WorkerSlot::Trainer {
                    self.update_training(TrainerEvent::Update(update, payload));
                }
            }
            FromEngine::Failed { id, error } => self.failed(slot, id, &error.into()),
        }
    }

    /// A request could not be done; which one decides what becomes of it.
    fn failed(&mut self, slot: WorkerSlot, id: RequestId, error: &FailureReason) {
        let reason = error.clone();
        let known = match slot {
            WorkerSlot::Trainer => {
                let error = reason;
                self.update_training(TrainerEvent::Failed { id, error });
                true
            }
            WorkerSlot::Candidate => {
                self.workers.candidate_failed(id, error, &mut self.outbox);
                true
            }
            WorkerSlot::Background if self.repair.awaits(id) => {
                self.update_repair(RepairNews::Failed(reason));
                true
            }
            WorkerSlot::Background => self.tool_failed(slot, id, error),
            WorkerSlot::Explorer => {
                let context = &mut context(&mut self.workers, &mut self.outbox);
                self.models.load_failed(context, id, error)
                    || self.models.points_failed(context, id, error)
                    || self.view.decode_failed(context, id, error)
                    || self.view.map_failed(context, id, error)
                    || self.tool_failed(slot, id, error)
                    || self.workers.timing_failed(id, error, &mut self.outbox)
            }
        };
        if !known {
            self.workers.ponged(slot, id);
        }
    }

    fn tool_failed(&mut self, slot: WorkerSlot, id: RequestId, error: &FailureReason) -> bool {
        let error = error.clone();
        self.update_tools(ToolEvent::Failed { slot, id, error })
    }
}
