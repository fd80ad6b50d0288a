//! Pictures of many points: what is wanted, what is asked for, what arrives.
//!
//! What is wanted follows from the state. A strip that shows something else is asked for anew, one
//! request at a time and a chunk of pictures at a time, behind the picture of the point. What
//! arrives is shown also when something newer is wanted by then, so that films follow a drag.

use std::sync::Arc;

use latent::{LatentRoute, PathInterpolation, sheet};

use super::ExploreTool;
use super::facts::Facts;
use super::sizes::{CORNERS, FRAMES, PINS, ROWS, TRAVERSAL_EXTENT, TRAVERSED};
use super::state::{ExploreTools, ImageStrip, PathKind};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::models::ShownModel;
use crate::pictures::ImagePixels;
use crate::questions::{DecodeJob, PendingQuestion, StripKind};
use crate::room::Room;
use crate::worker_slot::WorkerSlot;
use protocol::ModelQuery;
use protocol::payload::f32_bytes;

/// Pictures asked for at a time, so that the point's picture never waits long behind them.
const CHUNK: usize = 64;

impl ExploreTools {
    /// Asks for the first strip that is not what it should be. Says whether one is on its way.
    pub(super) fn schedule_strips(&mut self, facts: &Facts, context: &mut Context) -> bool {
        let Some(worker) = context.slots.explorer.as_ref() else {
            return false;
        };
        if worker.has_asked(|asked| matches!(asked, PendingQuestion::Decode { .. })) {
            return true;
        }
        if let Some((kind, job, pictures)) = self.batch_decodes.coming.take() {
            let holds = worker.holds(&job.model);
            if holds && self.wanted_job(facts, context, kind).as_ref() == Some(&job) {
                self.ask_for_pictures(context, kind, job, pictures);
                return true;
            }
        }
        for kind in ALL {
            let Some(job) = self.wanted_job(facts, context, kind) else {
                continue;
            };
            let done = self.batch_decodes.shown.get(&kind) == Some(&job)
                || self.batch_decodes.spoilt.get(&kind) == Some(&job)
                || job.points.is_empty();
            let explorer = context.slots.explorer.as_ref();
            if !done && explorer.is_some_and(|worker| worker.holds(&job.model)) {
                self.ask_for_pictures(context, kind, job, Vec::new());
                return true;
            }
        }
        false
    }

    /// Asks for the next pictures of a strip, which has these already.
    fn ask_for_pictures(
        &mut self,
        context: &mut Context,
        kind: StripKind,
        job: DecodeJob,
        pictures: Vec<ImagePixels>,
    ) {
        let width = job.latent.max(1);
        let first = pictures.len() * width;
        let last = (first + CHUNK * width).min(job.points.len());
        let payload = f32_bytes(&job.points[first..last]).into();
        let asked = PendingQuestion::Decode {
            kind,
            job: job.clone(),
        };
        let model = job.model.clone();
        self.batch_decodes.coming = Some((kind, job, pictures));
        context.ask(
            WorkerSlot::Explorer,
            &model,
            ModelQuery::Decode,
            asked,
            Some(payload),
        );
    }

    /// Pictures of a strip arrived. Those of a job that was given up meanwhile, because another
    /// model or other weights are there, are dropped.
    pub(super) fn pictures_arrived(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        kind: StripKind,
        job: DecodeJob,
        arrived: Result<Vec<ImagePixels>, FailureReason>,
    ) {
        let Some(mut pictures) = self.batch_decodes.take_coming(kind, &job) else {
            return;
        };
        if job.version != facts.models.version(&job.model) {
            return;
        }
        match arrived {
            Ok(chunk) if !chunk.is_empty() => pictures.extend(chunk),
            Ok(_) => return,
            Err(error) => {
                self.batch_decodes.spoilt.insert(kind, job);
                context.alert(RoomAlert::PicturesNotDecoded(error), None);
                return;
            }
        }
        if pictures.len() * job.latent.max(1) < job.points.len() {
            self.batch_decodes.coming = Some((kind, job, pictures));
            return;
        }
        let strip = ImageStrip {
            points: Arc::clone(&job.points),
            latent: job.latent,
            pictures: pictures.into(),
        };
        self.strips.insert(kind, strip);
        if kind == StripKind::Gif {
            self.save_gif(facts, context);
        } else {
            self.batch_decodes.shown.insert(kind, job);
        }
    }

    /// Another model is on screen: its strips are not those.
    pub(super) fn forget_strips(&mut self) {
        self.strips.clear();
        self.batch_decodes.shown.clear();
        self.batch_decodes.spoilt.clear();
        self.batch_decodes.coming = None;
    }

    /// What a strip should show, if it is looked at.
    fn wanted_job(
        &self,
        facts: &Facts,
        context: &mut Context,
        kind: StripKind,
    ) -> Option<DecodeJob> {
        let model = facts.model()?;
        let (points, by) = match (facts.room, kind) {
            (Room::Explore, kind) => (self.points_of(facts, kind)?, model.clone()),
            (Room::Compare, StripKind::Other) => (
                facts.view.point.clone(),
                other_model(self.compared_model.as_deref(), context)?,
            ),
            (Room::Compare, StripKind::Ours) => (self.samples(), model.clone()),
            (Room::Compare, StripKind::Theirs) => (
                self.samples(),
                other_model(self.compared_model.as_deref(), context)?,
            ),
            (Room::Compare, StripKind::Reconstruction) => (self.encoded_mean()?, model.clone()),
            (Room::Compare, StripKind::TheirReconstruction) => {
                let input = self.input.as_ref()?;
                let posterior = input.other_posterior.as_ref()?;
                (
                    posterior.mean.clone(),
                    other_model(self.compared_model.as_deref(), context)?,
                )
            }
            _ => return None,
        };
        if !points.len().is_multiple_of(by.card.latent) {
            // A model of other dimensions cannot decode these points.
            return None;
        }
        Some(DecodeJob {
            model: by.id.clone(),
            latent: by.card.latent,
            points: points.into(),
            version: facts.models.version(&by.id),
        })
    }

    fn points_of(&self, facts: &Facts, kind: StripKind) -> Option<Vec<f32>> {
        let exploring = self;
        let tool = exploring.tool;
        match kind {
            StripKind::Pins => Some(exploring.pinned().flatten().copied().collect()),
            StripKind::Linear | StripKind::Spherical if tool == ExploreTool::Paths => {
                let interpolation = match kind {
                    StripKind::Linear => PathInterpolation::Linear,
                    _ => PathInterpolation::Spherical,
                };
                Some(self.route(facts, interpolation)?.frames(FRAMES))
            }
            StripKind::Walk
                if tool == ExploreTool::Paths && exploring.path.kind == PathKind::Walk =>
            {
                Some(every(&exploring.path.walk, facts.view.latent(), FRAMES))
            }
            StripKind::Corners if tool == ExploreTool::Paths => {
                let pins: Vec<&[f32]> = exploring.pinned().collect();
                let corners: [&[f32]; PINS] = pins.try_into().ok()?;
                Some(sheet(corners, CORNERS, CORNERS, self.interpolation()))
            }
            StripKind::Traversals if tool == ExploreTool::Directions => {
                Some(self.traversals(facts))
            }
            StripKind::Samples if tool == ExploreTool::Directions => Some(self.samples()),
            StripKind::Reconstruction if tool == ExploreTool::Encode => self.encoded_mean(),
            StripKind::Gif => self.gif_frames(facts),
            _ => None,
        }
    }

    /// The posterior mean of the picture that was brought.
    fn encoded_mean(&self) -> Option<Vec<f32>> {
        let posterior = self.input.as_ref()?.posterior.as_ref()?;
        Some(posterior.mean.clone())
    }

    /// Draws from the prior, as ψ has them.
    pub(crate) fn samples(&self) -> Vec<f32> {
        let truncation = self.truncation;
        let noise = self.noise.iter();
        noise.map(|value| value * truncation).collect()
    }

    /// The table of traversals: for each of its rows, the point with one coordinate moved.
    fn traversals(&self, facts: &Facts) -> Vec<f32> {
        let mut points = Vec::new();
        for direction in self.traversed(facts) {
            for step in 0..TRAVERSED {
                let value = TRAVERSAL_EXTENT * (2.0 * step as f32 / (TRAVERSED - 1) as f32 - 1.0);
                let mut point = facts.view.point.clone();
                if let Some(coordinate) = point.get_mut(direction) {
                    *coordinate = value;
                }
                points.extend(point);
            }
        }
        points
    }

    /// The dimensions in the table of traversals, by how much they say (KL), as far as known.
    pub(crate) fn traversed(&self, facts: &Facts) -> Vec<usize> {
        let kl = facts.models.kl();
        let mut order = if kl.len() == facts.view.latent() {
            latent::by_kl(kl)
        } else {
            (0..facts.view.latent()).collect()
        };
        if !self.all_rows {
            order.truncate(ROWS);
        }
        order
    }

    /// The route through the pins; `None` with fewer than two.
    pub(crate) fn route(
        &self,
        facts: &Facts,
        interpolation: PathInterpolation,
    ) -> Option<LatentRoute> {
        let pins: Vec<f32> = self.pinned().flatten().copied().collect();
        LatentRoute::new(
            &pins,
            facts.view.point.len(),
            interpolation,
            self.path.closed,
        )
    }

    /// What lies between pins on sheets and routes.
    pub(crate) fn interpolation(&self) -> PathInterpolation {
        match self.path.kind {
            PathKind::Linear => PathInterpolation::Linear,
            PathKind::Spherical | PathKind::Walk => PathInterpolation::Spherical,
        }
    }
}

/// All strips, in the order in which they are asked for.
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

/// The model that is compared with, once the explorer holds it.
pub(super) fn other_model(other: Option<&str>, context: &Context) -> Option<ShownModel> {
    let worker = context.slots.explorer.as_ref()?;
    Some(ShownModel {
        id: other?.to_owned(),
        card: worker.loaded.get(other?)?.clone(),
    })
}
