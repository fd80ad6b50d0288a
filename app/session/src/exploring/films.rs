//! Pictures of many points: what is wanted, what is asked for, what arrives.
//!
//! What is wanted follows from the state. A film that shows something else is asked for anew, one
//! request at a time and a chunk of pictures at a time, behind the picture of the point. What
//! arrives is shown also when something newer is wanted by then, so that films follow a drag.

use protocol::payload::f32_bytes;
use std::collections::BTreeMap;
use std::sync::Arc;

use latent::{Interpolation, Route, sheet};

use super::state::{CORNERS, FRAMES, ImageStrip, PINS, PathKind, ROWS, StripKind, TRAVERSED, Tool};
use crate::book::WorkerSlot;
use crate::room::Room;
use crate::state::ImagePixels;
use crate::worker::PendingQuestion;
use crate::{LIVE_MODEL, Session};
use protocol::{Question, RequestId, ToEngine};

/// Pictures asked for at a time, so that the point's picture never waits long behind them.
const CHUNK: usize = 64;
/// How far a traversal goes to either side.
const REACH: f32 = 3.0;

/// What the films show, and what is on its way.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct BatchDecodes {
    /// What each film shows.
    shown: BTreeMap<StripKind, DecodeJob>,
    /// What could not be decoded; it is not asked for again.
    spoilt: BTreeMap<StripKind, DecodeJob>,
    /// What is on its way, and the pictures so far.
    coming: Option<(StripKind, DecodeJob, Vec<ImagePixels>)>,
    /// Rises when a model's weights change under its name.
    epoch: u64,
}

/// One film: these points, by this model.
#[derive(Clone, Debug, PartialEq)]
struct DecodeJob {
    model: String,
    latent: usize,
    points: Arc<[f32]>,
    epoch: u64,
}

impl Session {
    /// Asks for the first film that is not what it should be. Says whether one is on its way.
    pub(crate) fn schedule_films(&mut self) -> bool {
        let Some(worker) = self.book.explorer.as_ref() else {
            return false;
        };
        if worker.asks(&PendingQuestion::Film) {
            return true;
        }
        if let Some((slot, take, pictures)) = self.book.reels.coming.take() {
            let still = self.wanted(slot).as_ref() == Some(&take) && worker.holds(&take.model);
            if still {
                self.ask_for(slot, take, pictures);
                return true;
            }
        }
        for slot in ALL {
            let Some(take) = self.wanted(slot) else {
                continue;
            };
            let reels = &self.book.reels;
            let done = reels.shown.get(&slot) == Some(&take)
                || reels.spoilt.get(&slot) == Some(&take)
                || take.points.is_empty();
            let holds = self.book.explorer.as_ref();
            if !done && holds.is_some_and(|worker| worker.holds(&take.model)) {
                self.ask_for(slot, take, Vec::new());
                return true;
            }
        }
        false
    }

    fn ask_for(&mut self, slot: StripKind, take: DecodeJob, pictures: Vec<ImagePixels>) {
        let width = take.latent.max(1);
        let first = pictures.len() * width;
        let last = (first + CHUNK * width).min(take.points.len());
        let payload = f32_bytes(&take.points[first..last]).into();
        let model = take.model.clone();
        self.book.reels.coming = Some((slot, take, pictures));
        self.ask(
            WorkerSlot::Explorer,
            &model,
            Question::Decode,
            PendingQuestion::Film,
            Some(payload),
        );
    }

    /// Sends a question and remembers what it is for.
    pub(crate) fn ask(
        &mut self,
        seat: WorkerSlot,
        model: &str,
        question: Question,
        purpose: PendingQuestion,
        payload: Option<Arc<[u8]>>,
    ) -> RequestId {
        let id = self.book.next_request();
        if let Some(worker) = self.book.worker_mut(seat) {
            worker.questions.push((id, purpose));
        }
        let message = ToEngine::Ask {
            id,
            model: model.to_owned(),
            question,
        };
        self.book.send(seat, message, payload);
        id
    }

    /// A chunk of a film arrived.
    pub(super) fn film_arrived(&mut self, arrived: Result<Vec<ImagePixels>, String>) {
        let Some((slot, take, mut pictures)) = self.book.reels.coming.take() else {
            return;
        };
        match arrived {
            Ok(chunk) if !chunk.is_empty() => pictures.extend(chunk),
            Ok(_) => return,
            Err(error) => {
                self.book.reels.spoilt.insert(slot, take);
                self.alert(format!("Pictures could not be decoded: {error}"), None);
                return;
            }
        }
        if pictures.len() * take.latent.max(1) < take.points.len() {
            self.book.reels.coming = Some((slot, take, pictures));
            return;
        }
        let film = ImageStrip {
            points: Arc::clone(&take.points),
            latent: take.latent,
            pictures: pictures.into(),
        };
        self.exploring.films.insert(slot, film);
        if slot == StripKind::Gif {
            self.save_gif();
        } else {
            self.book.reels.shown.insert(slot, take);
        }
    }

    /// The weights of the model that is being trained changed: its pictures are decoded anew.
    pub(crate) fn films_are_old(&mut self) {
        self.book.reels.epoch += 1;
    }

    /// Another model is on screen: its films are not those.
    pub(crate) fn forget_films(&mut self) {
        self.exploring.films.clear();
        self.book.reels.shown.clear();
        self.book.reels.spoilt.clear();
        self.book.reels.coming = None;
    }

    /// What a film should show, if it is looked at.
    fn wanted(&self, slot: StripKind) -> Option<DecodeJob> {
        let model = self.model.as_ref()?;
        let (points, by) = match (self.room, slot) {
            (Room::Explore, slot) => (self.points_of(slot)?, model.clone()),
            (Room::Compare, StripKind::Other) => (self.point.clone(), self.other_model()?),
            (Room::Compare, StripKind::Ours) => (self.samples(), model.clone()),
            (Room::Compare, StripKind::Theirs) => (self.samples(), self.other_model()?),
            (Room::Compare, StripKind::Reconstruction) => (self.encoded_mean()?, model.clone()),
            (Room::Compare, StripKind::TheirReconstruction) => {
                let input = self.exploring.input.as_ref()?;
                let posterior = input.other_posterior.as_ref()?;
                (posterior.mean.clone(), self.other_model()?)
            }
            _ => return None,
        };
        if !points.len().is_multiple_of(by.card.latent) {
            // A model of other dimensions cannot decode these points.
            return None;
        }
        let epoch = if by.id == LIVE_MODEL {
            self.book.reels.epoch
        } else {
            0
        };
        Some(DecodeJob {
            model: by.id.clone(),
            latent: by.card.latent,
            points: points.into(),
            epoch,
        })
    }

    fn points_of(&self, slot: StripKind) -> Option<Vec<f32>> {
        let exploring = &self.exploring;
        let tool = exploring.tool;
        match slot {
            StripKind::Pins => Some(exploring.pinned().flatten().copied().collect()),
            StripKind::Linear | StripKind::Spherical if tool == Tool::Paths => {
                let interpolation = match slot {
                    StripKind::Linear => Interpolation::Linear,
                    _ => Interpolation::Spherical,
                };
                Some(self.route(interpolation)?.frames(FRAMES))
            }
            StripKind::Walk if tool == Tool::Paths && exploring.path.kind == PathKind::Walk => {
                Some(every(&exploring.path.walk, self.latent(), FRAMES))
            }
            StripKind::Corners if tool == Tool::Paths => {
                let pins: Vec<&[f32]> = exploring.pinned().collect();
                let corners: [&[f32]; PINS] = pins.try_into().ok()?;
                Some(sheet(corners, CORNERS, CORNERS, self.interpolation()))
            }
            StripKind::Traversals if tool == Tool::Directions => Some(self.traversals()),
            StripKind::Samples if tool == Tool::Directions => Some(self.samples()),
            StripKind::Reconstruction if tool == Tool::Encode => self.encoded_mean(),
            StripKind::Gif => self.gif_frames(),
            _ => None,
        }
    }

    /// The posterior mean of the picture that was brought.
    fn encoded_mean(&self) -> Option<Vec<f32>> {
        let posterior = self.exploring.input.as_ref()?.posterior.as_ref()?;
        Some(posterior.mean.clone())
    }

    /// Draws from the prior, as ψ has them.
    pub fn samples(&self) -> Vec<f32> {
        let truncation = self.exploring.truncation;
        let noise = self.exploring.noise.iter();
        noise.map(|value| value * truncation).collect()
    }

    /// The table of traversals: for each of its rows, the point with one coordinate moved.
    fn traversals(&self) -> Vec<f32> {
        let mut points = Vec::new();
        for direction in self.traversed() {
            for step in 0..TRAVERSED {
                let value = REACH * (2.0 * step as f32 / (TRAVERSED - 1) as f32 - 1.0);
                let mut point = self.point.clone();
                if let Some(coordinate) = point.get_mut(direction) {
                    *coordinate = value;
                }
                points.extend(point);
            }
        }
        points
    }

    /// The dimensions in the table of traversals, by how much they say (KL), as far as known.
    pub fn traversed(&self) -> Vec<usize> {
        let kl = self.kl();
        let mut order = if kl.len() == self.latent() {
            latent::by_kl(kl)
        } else {
            (0..self.latent()).collect()
        };
        if !self.exploring.all_rows {
            order.truncate(ROWS);
        }
        order
    }

    /// The route through the pins; `None` with fewer than two.
    pub fn route(&self, interpolation: Interpolation) -> Option<Route> {
        let pins: Vec<f32> = self.exploring.pinned().flatten().copied().collect();
        Route::new(
            &pins,
            self.point.len(),
            interpolation,
            self.exploring.path.closed,
        )
    }

    /// What lies between pins on sheets and routes.
    pub fn interpolation(&self) -> Interpolation {
        match self.exploring.path.kind {
            PathKind::Linear => Interpolation::Linear,
            PathKind::Spherical | PathKind::Walk => Interpolation::Spherical,
        }
    }
}

/// All films, in the order in which they are asked for.
const ALL: [StripKind; 13] = [
    StripKind::Other,
    StripKind::Pins,
    StripKind::Reconstruction,
    StripKind::Linear,
    StripKind::Spherical,
    StripKind::Walk,
    StripKind::Traversals,
    StripKind::Corners,
    StripKind::Samples,
    StripKind::Ours,
    StripKind::Theirs,
    StripKind::TheirReconstruction,
    StripKind::Gif,
];

/// `count` rows at even distances, with the first and the last.
fn every(rows: &[f32], width: usize, count: usize) -> Vec<f32> {
    let last = (rows.len() / width.max(1)).saturating_sub(1);
    let wanted = (0..count).map(|frame| last * frame / (count - 1).max(1));
    wanted
        .filter_map(|row| rows.chunks_exact(width.max(1)).nth(row))
        .flatten()
        .copied()
        .collect()
}
