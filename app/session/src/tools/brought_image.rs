//! A picture of the visitor's own: made as the model takes it, encoded, looked for.

use std::sync::Arc;

use super::background::background_asked;
use super::facts::Facts;
use super::state::{BroughtImage, BroughtPosterior, ExploreTools, LatentSearch};
use super::strips::other_model;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::drawing;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::moves::PointChange;
use crate::pictures::ImagePixels;
use crate::prepared_picture::{PictureFault, flattened, prepared};
use crate::questions::{PendingQuestion, StripKind};
use crate::room::Room;
use crate::worker_slot::WorkerSlot;
use protocol::{CardFacts, ModelQuery, ToEngine};

/// Whether a model's encoder takes pictures of this size.
fn takes(card: &CardFacts, picture: &ImagePixels) -> bool {
    card.encoder
        && (card.width, card.height, card.channels)
            == (picture.width, picture.height, picture.channels)
}

/// More points of the error's curve are thinned to half.
const MOST_STEPS: usize = 400;

impl ExploreTools {
    /// A picture was brought.
    pub(super) fn bring(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        title: String,
        pixels: ImagePixels,
    ) {
        self.brought = self.brought.saturating_add(1);
        self.input = Some(BroughtImage {
            title,
            raw: flattened(pixels),
            centred: true,
            prepared: Err(PictureFault::NotPrepared),
            note: None,
            posterior: None,
            other_posterior: None,
            inversion: None,
        });
        self.prepare_input(facts, context);
    }

    pub(super) fn centre(&mut self, facts: &Facts, context: &mut Context, centred: bool) {
        if let Some(input) = &mut self.input {
            input.centred = centred;
            self.prepare_input(facts, context);
        }
    }

    /// Makes the picture as the model on screen takes it. What was found out about it before is
    /// forgotten.
    pub(crate) fn prepare_input(&mut self, facts: &Facts, context: &mut Context) {
        let Some(card) = facts.models.on_screen.as_ref().map(|model| &model.card) else {
            return;
        };
        let size = (card.width, card.height, card.channels);
        if let Some(input) = &mut self.input {
            (input.prepared, input.note) = match prepared(&input.raw, size, input.centred) {
                Ok((picture, note)) => (Ok(picture), note),
                Err(fault) => (Err(fault), None),
            };
            input.posterior = None;
            input.other_posterior = None;
            input.inversion = None;
            self.encode_failed = false;
            self.other_encode_failed = false;
        }
        self.stop_asking_for_inversion(facts, context);
    }

    /// Has the picture encoded, once a model can.
    pub(super) fn schedule_input(&mut self, facts: &Facts, context: &mut Context) {
        if let Some(model) = facts
            .models
            .on_screen
            .as_ref()
            .map(|model| model.id.clone())
        {
            self.begin_inversion(context, &model);
        }
        let Some(input) = &mut self.input else {
            return;
        };
        if let Some(inversion) = &mut input.inversion {
            // A worker that died takes its search along.
            inversion.running &= self.inversion_due.is_some()
                || background_asked(context, |asked| {
                    matches!(asked, PendingQuestion::Invert { .. })
                });
        }
        let Ok(picture) = input.prepared.clone() else {
            return;
        };
        // What older weights of the model in training said is asked again.
        let missing = |posterior: Option<&BroughtPosterior>, model: &str| {
            posterior.is_none_or(|it| it.version != facts.models.version(model))
        };
        let other = other_model(self.compared_model.as_deref(), context)
            .filter(|_| facts.room == Room::Compare);
        let (ours, theirs) = (input.posterior.as_ref(), input.other_posterior.as_ref());
        for (model, posterior, failed) in [
            (facts.models.on_screen.clone(), ours, self.encode_failed),
            (other, theirs, self.other_encode_failed),
        ] {
            let Some(model) = model.filter(|it| !failed && missing(posterior, &it.id)) else {
                continue;
            };
            // One at a time: while a picture is drawn, those in between need no answer.
            let worker = context.slots.explorer.as_ref();
            let busy = |asked: &PendingQuestion| matches!(asked, PendingQuestion::Encode { model: by, .. } if *by == model.id);
            let ready =
                worker.is_some_and(|worker| worker.holds(&model.id) && !worker.has_asked(busy));
            if ready && takes(&model.card, &picture) {
                let payload = Some(Arc::clone(&picture.bytes));
                let purpose = PendingQuestion::Encode {
                    model: model.id.clone(),
                    version: facts.models.version(&model.id),
                    picture: picture.clone(),
                };
                context.ask(
                    WorkerSlot::Explorer,
                    &model.id,
                    ModelQuery::Encode,
                    purpose,
                    payload,
                );
            }
        }
    }

    /// What an encoder says of a picture, or why it says nothing. The posterior of a picture that
    /// was replaced meanwhile, or by weights that were, is dropped; `schedule_input` then asks about
    /// the newest. The point goes to the mean of the first posterior by the model on screen.
    pub(super) fn posterior_arrived(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        (model, version): (&str, u64),
        picture: &ImagePixels,
        posterior: Result<BroughtPosterior, FailureReason>,
    ) {
        if version != facts.models.version(model) {
            return;
        }
        let Some(input) = &mut self.input else {
            return;
        };
        if input.prepared.as_ref() != Ok(picture) {
            return;
        }
        if self.compared_model.as_deref() == Some(model) {
            // A model may be compared with itself: this answer is then for both.
            match &posterior {
                Ok(posterior) => input.other_posterior = Some(posterior.clone()),
                Err(_) => self.other_encode_failed = true,
            }
        }
        let Some(expected) = facts
            .models
            .on_screen
            .as_ref()
            .filter(|shown| shown.id == model)
        else {
            return;
        };
        match posterior {
            Ok(posterior) if posterior.mean.len() == expected.card.latent => {
                // Asked again for the comparison, or of newer weights, it does not move the point.
                let mean = input.posterior.is_none().then(|| posterior.mean.clone());
                input.posterior = Some(posterior);
                if let Some(mean) = mean {
                    self.move_to(facts, context, &mean, PointChange::Other);
                }
            }
            Ok(_) => self.encode_failed(context, &UnfitAnswer::OtherModel.into()),
            Err(error) => self.encode_failed(context, &error),
        }
    }

    fn encode_failed(&mut self, context: &mut Context, error: &FailureReason) {
        self.encode_failed = true;
        context.alert(RoomAlert::PictureNotEncoded(error.clone()), None);
    }

    /// Goes to a draw from the posterior: mean + ε · spread.
    pub(super) fn resample(&mut self, facts: &Facts, context: &mut Context, noise: &[f32]) {
        let posterior = self.input.as_ref();
        let Some(posterior) = posterior.and_then(|input| input.posterior.as_ref()) else {
            return;
        };
        if noise.len() == posterior.mean.len() {
            let moved: Vec<f32> = posterior
                .mean
                .iter()
                .zip(&posterior.spread)
                .zip(noise)
                .map(|((mean, spread), noise)| mean + spread * noise)
                .collect();
            self.move_to(facts, context, &moved, PointChange::Other);
        }
    }

    /// Begins to look for a point that the model draws the picture at.
    pub(super) fn invert(&mut self, facts: &Facts, context: &mut Context, seed: u32) {
        let Some(model) = facts
            .models
            .on_screen
            .as_ref()
            .map(|model| model.id.clone())
        else {
            return;
        };
        let Some(input) = &mut self.input else {
            return;
        };
        let Ok(pixels) = &input.prepared else { return };
        let picture = pixels.clone();
        input.inversion = Some(LatentSearch {
            curve: Vec::new(),
            best: None,
            running: true,
        });
        self.stop_asking_for_inversion(facts, context);
        self.refresh_live_in_background(context);
        self.inversion_due = Some((seed, picture));
        self.begin_inversion(context, &model);
    }

    /// Sends the search that is due, once the background worker holds the model.
    fn begin_inversion(&mut self, context: &mut Context, model: &str) {
        if self.inversion_due.is_some()
            && self.background_holds(context, model)
            && let Some((seed, picture)) = self.inversion_due.take()
        {
            let query = ModelQuery::Invert { seed };
            let payload = Some(Arc::clone(&picture.bytes));
            let asked = PendingQuestion::Invert {
                model: model.to_owned(),
                picture,
            };
            context.ask(WorkerSlot::Background, model, query, asked, payload);
        }
    }

    pub(super) fn stop_inverting(&mut self, facts: &Facts, context: &mut Context) {
        let running = self.input.as_mut();
        let Some(inversion) = running.and_then(|input| input.inversion.as_mut()) else {
            return;
        };
        if std::mem::take(&mut inversion.running) && self.inversion_due.take().is_none() {
            self.send_stop(facts, context);
        }
    }

    /// The model on screen draws another class: what was found for the one before does not hold, and is
    /// not looked for any more.
    pub(super) fn forget_search(&mut self, facts: &Facts, context: &mut Context) {
        if let Some(input) = &mut self.input {
            input.inversion = None;
        }
        self.stop_asking_for_inversion(facts, context);
    }

    /// Whatever the inversion under way still says is not heard any more.
    fn stop_asking_for_inversion(&mut self, facts: &Facts, context: &mut Context) {
        self.inversion_due = None;
        let worker = context.slots.background.as_mut();
        if worker.is_some_and(|worker| {
            worker.forget(|asked| matches!(asked, PendingQuestion::Invert { .. }))
        }) {
            self.send_stop(facts, context);
        }
    }

    fn send_stop(&mut self, facts: &Facts, context: &mut Context) {
        if let Some(model) = facts
            .models
            .on_screen
            .as_ref()
            .map(|model| model.id.clone())
        {
            let id = context.next_request();
            let message = ToEngine::Query {
                id,
                model,
                query: ModelQuery::StopInverting,
            };
            // Its answer is the inversion's last.
            context.send(WorkerSlot::Background, message, None);
        }
    }

    /// A search for a point went on. What it says of another picture than the one that is there, or
    /// by another model, is dropped.
    pub(super) fn inversion_arrived(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        (model, picture): (&str, &ImagePixels),
        (step, error, done): (u32, f32, bool),
        z: Vec<f32>,
        payload: Arc<[u8]>,
    ) {
        if facts.models.shown_id() != Some(model) {
            return;
        }
        let latent = facts.view.latent();
        let Some(input) = &mut self.input else {
            return;
        };
        let (Some(inversion), Ok(target)) = (&mut input.inversion, &input.prepared) else {
            return;
        };
        if target != picture {
            return;
        }
        let fits = z.len() == latent && z.iter().all(|value| value.is_finite());
        if fits && payload.len() == target.bytes.len() && error.is_finite() {
            if inversion.curve.last().is_none_or(|last| last.0 < step) {
                inversion.curve.push((step, error));
            }
            if inversion.curve.len() > MOST_STEPS {
                let mut keep = false;
                inversion.curve.retain(|_| {
                    keep = !keep;
                    keep
                });
            }
            let picture = ImagePixels {
                bytes: payload,
                ..target.clone()
            };
            inversion.best = Some((z.clone(), picture));
            inversion.running &= !done;
            self.move_to(facts, context, &z, PointChange::Along);
        } else if done {
            inversion.running = false;
        }
        if done {
            self.history.rest();
        }
    }

    pub(super) fn inversion_failed(
        &mut self,
        context: &mut Context,
        picture: &ImagePixels,
        error: &FailureReason,
    ) {
        if let Some(input) = &mut self.input
            && input.prepared.as_ref() == Ok(picture)
            && let Some(inversion) = &mut input.inversion
        {
            inversion.running = false;
            context.alert(RoomAlert::PointNotSearched(error.clone()), None);
        }
    }

    pub(super) fn forget_input(&mut self, facts: &Facts, context: &mut Context) {
        self.stop_asking_for_inversion(facts, context);
        self.input = None;
    }

    /// Whether a side with this card is still to say what it makes of the picture that was brought.
    pub(crate) fn reconstructs(&self, kind: StripKind, card: &CardFacts) -> bool {
        let failed = match kind {
            StripKind::TheirReconstruction => self.other_encode_failed,
            _ => self.encode_failed,
        };
        let spoilt = self.batch_decodes.spoilt.contains_key(&kind);
        let picture = self.input.as_ref().map(|input| &input.prepared);
        let taken = matches!(picture, Some(Ok(picture)) if takes(card, picture));
        taken && !failed && !spoilt && self.reconstruction(kind).is_none()
    }

    /// The error between the picture that was brought and one side's reconstruction of it: root mean
    /// square, grey values in [0, 1].
    pub(crate) fn reconstruction_error(&self, kind: StripKind) -> Option<f32> {
        let prepared = self.input.as_ref()?.prepared.as_ref().ok()?;
        let made = self.reconstruction(kind)?.pictures.first()?;
        let same = made.bytes.len() == prepared.bytes.len();
        same.then(|| drawing::difference(prepared, made))
    }
}
