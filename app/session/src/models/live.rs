//! The model that is being trained: its weights change under its name.

use std::sync::Arc;

use super::encoded_images::read_points;
use super::{Models, OpenedModel, ShownModel};
use crate::context::Context;
use crate::limits::LIVE_MODEL;
use crate::model_origin::ModelOrigin;
use crate::outbox::FollowUp;
use crate::worker_slot::WorkerSlot;
use protocol::CardFacts;

impl Models {
    /// Newer weights arrived from the trainer: Explore shows them.
    pub(crate) fn live_weights(
        &mut self,
        context: &mut Context,
        preset: String,
        (step, latent): (u32, usize),
        bytes: Arc<[u8]>,
    ) {
        // Not with its step: the picker would be a step behind. The card has it.
        self.live_preset = preset;
        self.live_step = step;
        let file = OpenedModel::new(LIVE_MODEL.to_owned(), bytes, false);
        self.opened.insert(LIVE_MODEL.to_owned(), file);
        self.offer(LIVE_MODEL, String::new(), ModelOrigin::InTraining, latent);
        self.refresh_live(context);
    }

    /// What was trained is not being trained any more.
    pub(crate) fn live_ended(&mut self) {
        if let Some(entry) = self.list.iter_mut().find(|entry| entry.id == LIVE_MODEL) {
            entry.origin = ModelOrigin::TrainedBefore;
        }
    }

    /// The explorer gets newer weights if they are what the visitor looks at, and one after the
    /// other.
    fn refresh_live(&mut self, context: &mut Context) {
        let chosen = self.chosen == LIVE_MODEL;
        let Some(worker) = context.slots.explorer.as_mut() else {
            return;
        };
        if worker.loads.iter().any(|(_, model)| model == LIVE_MODEL) {
            self.live_dirty = true;
            return;
        }
        let card = worker.loaded.remove(LIVE_MODEL);
        if chosen {
            self.load(context, WorkerSlot::Explorer, LIVE_MODEL);
            // The old weights are decoded with until the new ones are there.
            if let (Some(worker), Some(card)) = (context.slots.explorer.as_mut(), card) {
                worker.loaded.insert(LIVE_MODEL.to_owned(), card);
            }
        }
    }

    /// Held-out images as the model that is being trained encodes them.
    pub(crate) fn live_points(&mut self, count: usize, latent: usize, payload: Option<&[u8]>) {
        let live = self.on_screen.as_ref().filter(|it| it.id == LIVE_MODEL);
        let Some(live) = live.filter(|live| live.card.latent == latent) else {
            return;
        };
        if let Ok(points) = read_points((count, latent, Vec::new()), live.card.latent, payload) {
            self.points = Some(Arc::new(points));
        }
    }

    /// The explorer holds newer weights of the model that is being trained.
    pub(super) fn live_loaded(&mut self, context: &mut Context, card: CardFacts) {
        self.live_version += 1;
        if self.chosen == LIVE_MODEL {
            let shown = self.on_screen.as_ref();
            let same = shown
                .is_some_and(|model| model.id == LIVE_MODEL && model.card.latent == card.latent);
            if same {
                self.on_screen = Some(ShownModel {
                    id: LIVE_MODEL.to_owned(),
                    card,
                });
            } else {
                self.on_screen = self.on_screen.take().filter(|model| model.id != LIVE_MODEL);
                self.show(context, LIVE_MODEL.to_owned(), card);
            }
            context.follow_up(FollowUp::LiveReloaded);
        }
        if std::mem::take(&mut self.live_dirty) {
            self.refresh_live(context);
        }
    }

    /// Keeps the model that is being trained as it is now.
    pub(crate) fn keep_live(&mut self) {
        let Some(mut file) = self.opened.get(LIVE_MODEL).cloned() else {
            return;
        };
        let Some(latent) = self.entry(LIVE_MODEL).map(|live| live.latent) else {
            return;
        };
        let origin = ModelOrigin::Kept {
            preset: self.live_preset.clone(),
            step: self.live_step,
        };
        if self.list.iter().any(|entry| entry.origin == origin) {
            return;
        }
        file.name.clone_from(&self.live_preset);
        let id = self.keep_file(file);
        self.offer(&id, String::new(), origin, latent);
    }
}
