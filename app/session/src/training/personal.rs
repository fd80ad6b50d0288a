//! "Make it yours": a model of the visitor's own few pictures, which the trainer makes of a shipped one
//! while everything else goes on, and Explore opens.

use std::sync::Arc;

use run_spec::personal_bases;

use super::personal_model::PersonalModel;
use super::picture_store::PictureStoreCommand;
use super::state::TrainRoom;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::outbox::FollowUp;
use crate::store_fault::StoreFault;
use protocol::{RequestId, TrainCommand};

impl TrainRoom {
    /// The visitor wants a model of a kept set: what hands the set out.
    pub(super) fn want_personal(&mut self, id: String) -> Option<PictureStoreCommand> {
        let set = self.pictures.kept.iter().find(|set| set.id == id)?;
        if PersonalModel::refusal(set).is_some() || self.pictures.personal.is_under_way() {
            return None;
        }
        let name = set.name.clone();
        let set = id.clone();
        self.pictures.personal = PersonalModel::Reading { set, name };
        Some(PictureStoreCommand::Read { id })
    }

    /// A set was handed out: the trainer is asked, if it still is for that one.
    pub(super) fn make_personal(
        &mut self,
        context: &mut Context,
        id: &str,
        payload: Vec<Arc<[u8]>>,
    ) {
        if !self.pictures.personal.is_reading(id) {
            return;
        }
        self.pictures.personal = PersonalModel::None;
        let set = self.pictures.kept.iter().find(|set| set.id == id);
        let (Some(set), Some(bytes)) = (set, payload.into_iter().next()) else {
            return;
        };
        let (name, image) = (set.name.clone(), set.image());
        let base = context.base;
        let bases = personal_bases(image);
        let bases = bases.map(|row| format!("{base}assets/models/{}.safetensors", row.model));
        let bases = bases.collect();
        self.need_trainer(context);
        let id = context.next_request();
        self.pictures.personal = PersonalModel::Making {
            id,
            name: name.clone(),
            done: 0,
            of: 0,
        };
        let command = TrainCommand::Personalise {
            id,
            name,
            bases,
            seed: self.draft.seed,
        };
        self.send(context, command, Some(bytes));
    }

    /// A set could not be handed out.
    pub(super) fn personal_unread(&mut self, context: &mut Context, id: &str, fault: StoreFault) {
        if self.pictures.personal.is_reading(id) {
            self.pictures.personal = PersonalModel::None;
            context.alert(RoomAlert::PicturesNotKept(fault), None);
        }
    }

    /// The trainer says how far it is.
    pub(super) fn personalising(&mut self, asked: RequestId, steps: (u32, u32)) {
        if let PersonalModel::Making { id, done, of, .. } = &mut self.pictures.personal
            && *id == asked
        {
            (*done, *of) = steps;
        }
    }

    /// The model is there: Explore opens it.
    pub(super) fn personalised(
        &mut self,
        context: &mut Context,
        id: RequestId,
        payload: Option<Arc<[u8]>>,
    ) {
        let personal = &mut self.pictures.personal;
        if !personal.is_making(id) {
            return;
        }
        let PersonalModel::Making { name, .. } = std::mem::take(personal) else {
            return;
        };
        if let Some(bytes) = payload {
            context.follow_up(FollowUp::OpenModel {
                name: file_name(&name),
                bytes: Arc::clone(&bytes),
            });
            *personal = PersonalModel::Made { name, bytes };
        }
    }

    /// The trainer could not make it. Returns whether the failure was about it.
    pub(super) fn personal_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let was_asked = self.pictures.personal.is_making(id);
        if was_asked {
            self.personal_broken(context, error);
        }
        was_asked
    }

    /// The trainer ended while it made one.
    pub(super) fn personal_broken(&mut self, context: &mut Context, reason: &FailureReason) {
        if matches!(self.pictures.personal, PersonalModel::Making { .. }) {
            self.pictures.personal = PersonalModel::None;
            context.alert(RoomAlert::Failed(reason.clone()), None);
        }
    }

    /// The visitor wants none any more.
    pub(super) fn stop_personal(&mut self, context: &mut Context) {
        if let PersonalModel::Making { .. } = std::mem::take(&mut self.pictures.personal) {
            self.send(context, TrainCommand::StopPersonalising, None);
        }
    }

    /// Hands the model's file out.
    pub(super) fn save_personal(&self, context: &mut Context) {
        if let PersonalModel::Made { name, bytes } = &self.pictures.personal {
            self.save_tensors(context, file_name(name), bytes);
        }
    }
}

/// What the file of a model is called.
fn file_name(name: &str) -> String {
    let kept = |char: char| if char.is_alphanumeric() { char } else { '-' };
    let name: String = name.trim().chars().map(kept).collect();
    format!("{name}.safetensors")
}
