//! Pictures of many points: what is wanted, what is asked for, what arrives.
//!
//! What is wanted follows from the state. A strip that shows something else is asked for anew, one
//! request at a time and a chunk of pictures at a time, behind the picture of the point. What
//! arrives is shown also when something newer is wanted by then, so that films follow a drag.

use std::ops::Range;
use std::sync::Arc;

use latent::{LatentRoute, PathInterpolation, sheet};

use super::ExploreTool;
use super::facts::Facts;
use super::sizes::{CORNERS, FRAMES, PINS, ROWS, SAMPLES, TRAVERSAL_EXTENT, TRAVERSED};
use super::state::{ExploreTools, ImageStrip, PathKind};
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
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
        for kind in StripKind::ALL {
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
        let payload = f32_bytes(&job.points[chunk_after(&job, pictures.len())]).into();
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
        let on_this_side = match kind {
            StripKind::Other | StripKind::Theirs | StripKind::TheirReconstruction => {
                self.compared_model.as_ref() == Some(&job.model)
            }
            _ => facts.models.shown_id() == Some(&job.model),
        };
        if !on_this_side || job.version != facts.models.version(&job.model) {
            return;
        }
        let asked = chunk_after(&job, pictures.len()).len() / job.latent.max(1);
        let arrived = match arrived {
            Ok(chunk) if chunk.len() != asked => Err(UnfitAnswer::OtherPictures.into()),
            arrived => arrived,
        };
        match arrived {
            Ok(chunk) => pictures.extend(chunk),
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

    /// A strip shows what is not wanted any more, and so does what is on its way of it.
    pub(super) fn forget_strip(&mut self, kind: StripKind) {
        self.strips.remove(&kind);
        self.batch_decodes.shown.remove(&kind);
        self.batch_decodes
            .coming
            .take_if(|(coming, ..)| *coming == kind);
    }

    /// Another model is compared with: strips of the one before are not its own.
    pub(super) fn forget_compared(&mut self) {
        for kind in [
            StripKind::Other,
            StripKind::Theirs,
            StripKind::TheirReconstruction,
        ] {
            self.strips.remove(&kind);
            self.batch_decodes.shown.remove(&kind);
            self.batch_decodes.spoilt.remove(&kind);
        }
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
            (Room::Compare, StripKind::Theirs) => {
                let other = other_model(self.compared_model.as_deref(), context)?;
                (self.compared_samples(facts, other.card.latent), other)
            }
            (Room::Compare, StripKind::Reconstruction) => {
                (self.encoded_mean(facts)?, model.clone())
            }
            (Room::Compare, StripKind::TheirReconstruction) => {
                let other = other_model(self.compared_model.as_deref(), context)?;
                let posterior = self.input.as_ref()?.other_posterior.as_ref()?;
                let same = posterior.version == facts.models.version(&other.id);
                (same.then(|| posterior.mean.clone())?, other)
            }
            _ => return None,
        };
        let of_other_space = kind == StripKind::Other && points.len() != by.card.latent;
        if of_other_space || !points.len().is_multiple_of(by.card.latent) {
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
            StripKind::Reconstruction if tool == ExploreTool::Encode => self.encoded_mean(facts),
            StripKind::Gif => self.gif_wanted.clone(),
            StripKind::Border if tool == ExploreTool::Borders => self.border_frames(),
            StripKind::Encoded if tool == ExploreTool::Projection => {
                self.own.projection.pictured(facts)
            }
            StripKind::Style => self.style_pictured(facts),
            _ => None,
        }
    }

    /// Whether the samples on screen are the draws that directions are made of.
    pub(super) fn shows_samples(&self) -> bool {
        let shown = self.strips.get(&StripKind::Samples);
        shown.is_some_and(|strip| strip.points[..] == self.samples()[..])
    }

    /// The posterior mean of the picture that was brought, unless other weights found it than those
    /// that would decode it.
    fn encoded_mean(&self, facts: &Facts) -> Option<Vec<f32>> {
        let posterior = self.input.as_ref()?.posterior.as_ref()?;
        let version = facts.models.version(facts.models.shown_id()?);
        (posterior.version == version).then(|| posterior.mean.clone())
    }

    /// What one side makes of the picture that was brought: decoded of the mean that this side's
    /// encoder found of this very picture, by the same weights.
    pub(crate) fn reconstruction(&self, kind: StripKind) -> Option<&ImageStrip> {
        let input = self.input.as_ref()?;
        let posterior = match kind {
            StripKind::TheirReconstruction => input.other_posterior.as_ref()?,
            _ => input.posterior.as_ref()?,
        };
        let job = self.batch_decodes.shown.get(&kind)?;
        let same = job.points[..] == posterior.mean[..] && job.version == posterior.version;
        self.strips.get(&kind).filter(|_| same)
    }

    /// Draws from the prior for the model that is compared with: the same as for the one on screen
    /// where both have as many dimensions.
    fn compared_samples(&self, facts: &Facts, latent: usize) -> Vec<f32> {
        if latent == facts.view.latent() {
            return self.samples();
        }
        let noise = self.compared_noise.iter();
        let fits = self.compared_noise.len() == SAMPLES * latent;
        let noise = noise.filter(|_| fits);
        noise.map(|value| value * self.truncation).collect()
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

/// Which coordinates of a job are asked for next, once so many of its pictures are there.
fn chunk_after(job: &DecodeJob, pictures: usize) -> Range<usize> {
    let width = job.latent.max(1);
    let first = (pictures * width).min(job.points.len());
    first..(first + CHUNK * width).min(job.points.len())
}

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
