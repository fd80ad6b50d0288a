//! A picture of the visitor's own: made as the model takes it, encoded, looked for.

use protocol::payload::f32_bytes;
use std::sync::Arc;

use super::history::PointChange;
use super::state::{BroughtImage, ImagePosterior, LatentSearch};
use crate::Session;
use crate::book::WorkerSlot;
use crate::drawing;
use crate::room::Room;
use crate::state::ImagePixels;
use crate::worker::PendingQuestion;
use protocol::{CardFacts, Question};

/// Whether a model's encoder takes pictures of this size.
fn takes(card: &CardFacts, picture: &ImagePixels) -> bool {
    card.encoder
        && (card.width, card.height, card.channels)
            == (picture.width, picture.height, picture.channels)
}

/// More points of the error's curve are thinned to half.
const MOST_STEPS: usize = 400;

impl Session {
    /// A picture was brought.
    pub(super) fn bring(&mut self, title: String, pixels: ImagePixels) {
        self.exploring.input = Some(BroughtImage {
            title,
            raw: pixels,
            centred: true,
            prepared: Err(String::new()),
            posterior: None,
            other_posterior: None,
            inversion: None,
        });
        self.prepare_input();
    }

    pub(super) fn centre(&mut self, centred: bool) {
        if let Some(input) = &mut self.exploring.input {
            input.centred = centred;
            self.prepare_input();
        }
    }

    /// Makes the picture as the model on screen takes it. What was found out about it before is
    /// forgotten.
    pub(crate) fn prepare_input(&mut self) {
        let Some(card) = self.model.as_ref().map(|model| &model.card) else {
            return;
        };
        let size = (card.width, card.height, card.channels);
        if let Some(input) = &mut self.exploring.input {
            input.prepared = drawing::prepared(&input.raw, size, input.centred);
            input.posterior = None;
            input.other_posterior = None;
            input.inversion = None;
            self.book.encode_failed = false;
            self.book.other_encode_failed = false;
        }
        self.stop_asking_for_inversion();
    }

    /// Has the picture encoded, once a model can.
    pub(super) fn schedule_input(&mut self) {
        if let Some(model) = self.model.as_ref().map(|model| model.id.clone()) {
            self.begin_inversion(&model);
        }
        let Some(input) = &mut self.exploring.input else {
            return;
        };
        if let Some(inversion) = &mut input.inversion {
            // A worker that died takes its search along.
            let studio = self.book.studio.as_ref();
            inversion.running &= self.book.inversion_due.is_some()
                || studio.is_some_and(|worker| worker.asks(&PendingQuestion::Invert));
        }
        let Ok(picture) = input.prepared.clone() else {
            return;
        };
        let missing = (
            input.posterior.is_none() && !self.book.encode_failed,
            input.other_posterior.is_none() && !self.book.other_encode_failed,
        );
        let other = self.other_model().filter(|_| self.room == Room::Compare);
        for (model, missing) in [(self.model.clone(), missing.0), (other, missing.1)] {
            let Some(model) = model.filter(|_| missing) else {
                continue;
            };
            // One at a time: while a picture is drawn, those in between need no answer.
            let worker = self.book.explorer.as_ref();
            let ready = worker
                .is_some_and(|worker| worker.holds(&model.id) && !worker.encodes_with(&model.id));
            if ready && takes(&model.card, &picture) {
                let payload = Some(Arc::clone(&picture.bytes));
                let purpose = PendingQuestion::Encode {
                    model: model.id.clone(),
                    picture: picture.clone(),
                };
                self.ask(
                    WorkerSlot::Explorer,
                    &model.id,
                    Question::Encode,
                    purpose,
                    payload,
                );
            }
        }
    }

    /// What an encoder says of a picture, or why it says nothing. The posterior of a picture that
    /// was replaced meanwhile is dropped; `schedule_input` then asks about the newest. The point
    /// goes to the mean of the posterior by the model on screen.
    pub(super) fn posterior_arrived(
        &mut self,
        model: &str,
        picture: &ImagePixels,
        posterior: Result<ImagePosterior, String>,
    ) {
        let Some(input) = &mut self.exploring.input else {
            return;
        };
        if input.prepared.as_ref() != Ok(picture) {
            return;
        }
        if self.exploring.other.as_deref() == Some(model) {
            // A model may be compared with itself: this answer is then for both.
            match &posterior {
                Ok(posterior) => input.other_posterior = Some(posterior.clone()),
                Err(_) => self.book.other_encode_failed = true,
            }
        }
        let Some(expected) = self.model.as_ref().filter(|shown| shown.id == model) else {
            return;
        };
        match posterior {
            Ok(posterior) if posterior.mean.len() == expected.card.latent => {
                // Asked again for the comparison only, it does not move the point again.
                let mean = input.posterior.is_none().then(|| posterior.mean.clone());
                input.posterior = Some(posterior);
                if let Some(mean) = mean {
                    self.move_to(&mean, PointChange::Other);
                }
            }
            Ok(_) => self.encode_failed("The engine answered for another model."),
            Err(error) => self.encode_failed(&error),
        }
    }

    fn encode_failed(&mut self, error: &str) {
        self.book.encode_failed = true;
        self.alert(format!("The picture could not be encoded. {error}"), None);
    }

    /// Goes to a draw from the posterior: mean + ε · spread.
    pub(super) fn resample(&mut self, noise: &[f32]) {
        let posterior = self.exploring.input.as_ref();
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
            self.move_to(&moved, PointChange::Other);
        }
    }

    /// Begins to look for a point that the model draws the picture at.
    pub(super) fn invert(&mut self, seed: u32) {
        let Some(model) = self.model.as_ref().map(|model| model.id.clone()) else {
            return;
        };
        let Some(input) = &mut self.exploring.input else {
            return;
        };
        let Ok(pixels) = &input.prepared else { return };
        let payload = Arc::clone(&pixels.bytes);
        input.inversion = Some(LatentSearch {
            curve: Vec::new(),
            best: None,
            running: true,
        });
        self.stop_asking_for_inversion();
        self.newest_for_studio();
        self.book.inversion_due = Some((seed, payload));
        self.begin_inversion(&model);
    }

    /// Sends the search that is due, once the studio holds the model.
    fn begin_inversion(&mut self, model: &str) {
        if self.book.inversion_due.is_some()
            && self.studio_holds(model)
            && let Some((seed, payload)) = self.book.inversion_due.take()
        {
            let question = Question::Invert { seed };
            self.ask_studio(model, question, PendingQuestion::Invert, Some(payload));
        }
    }

    pub(super) fn stop_inverting(&mut self) {
        let running = self.exploring.input.as_mut();
        let Some(inversion) = running.and_then(|input| input.inversion.as_mut()) else {
            return;
        };
        if std::mem::take(&mut inversion.running) && self.book.inversion_due.take().is_none() {
            self.send_stop();
        }
    }

    /// Whatever the inversion under way still says is not heard any more.
    fn stop_asking_for_inversion(&mut self) {
        self.book.inversion_due = None;
        let worker = self.book.studio.as_mut();
        if worker.is_some_and(|worker| worker.forget(&PendingQuestion::Invert)) {
            self.send_stop();
        }
    }

    fn send_stop(&mut self) {
        if let Some(model) = self.model.as_ref().map(|model| model.id.clone()) {
            let id = self.book.next_request();
            let message = protocol::ToEngine::Ask {
                id,
                model,
                question: Question::StopInverting,
            };
            // Its answer is the inversion's last.
            self.book.send(WorkerSlot::Studio, message, None);
        }
    }

    pub(super) fn inversion_arrived(
        &mut self,
        step: u32,
        error: f32,
        z: Vec<f32>,
        done: bool,
        payload: Arc<[u8]>,
    ) {
        let latent = self.latent();
        let Some(input) = &mut self.exploring.input else {
            return;
        };
        let (Some(inversion), Ok(target)) = (&mut input.inversion, &input.prepared) else {
            return;
        };
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
            self.move_to(&z, PointChange::Along);
        } else if done {
            inversion.running = false;
        }
        if done {
            self.rest();
        }
    }

    pub(super) fn inversion_failed(&mut self, error: &str) {
        if let Some(input) = &mut self.exploring.input
            && let Some(inversion) = &mut input.inversion
        {
            inversion.running = false;
        }
        self.alert(format!("No point could be looked for. {error}"), None);
    }

    pub(super) fn forget_input(&mut self) {
        self.stop_asking_for_inversion();
        self.exploring.input = None;
    }

    /// The error between the picture that was brought and its reconstruction: root mean square, grey
    /// values in [0, 1].
    pub fn reconstruction_error(&self) -> Option<f32> {
        let input = self.exploring.input.as_ref()?;
        let prepared = input.prepared.as_ref().ok()?;
        let film = self
            .exploring
            .films
            .get(&super::StripKind::Reconstruction)?;
        let posterior = input.posterior.as_ref()?;
        let made = film.pictures.first()?;
        (film.points[..] == posterior.mean[..]).then(|| drawing::difference(prepared, made))
    }

    /// A payload of the point on screen.
    pub(super) fn point_bytes(&self) -> Arc<[u8]> {
        f32_bytes(&self.point).into()
    }
}
