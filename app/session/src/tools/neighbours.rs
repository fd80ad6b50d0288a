//! Images of a data set beside what the model makes: is it remembered, or made up?

use std::sync::Arc;

use run_spec::{DatasetId, DatasetKind};

use super::background::background_asked;
use super::facts::Facts;
use super::sizes::{NEAREST_SHOWN, REFERENCE_PAGE};
use super::state::{
    ExploreTool, ExploreTools, LabelledImages, NearImage, NearestImages, ReferenceImages,
};
use crate::alert_text::RoomAlert;
use crate::alerts::AlertAction;
use crate::context::Context;
use crate::data_files::files_of;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::pictures::{ImagePixels, pictures};
use crate::questions::PendingQuestion;
use crate::worker_slot::WorkerSlot;
use protocol::ModelQuery;
use protocol::payload::f32_bytes;

/// Images that were found, nearest first: the number of each in the data set, and how far it is.
type FoundImages = Vec<(usize, f32)>;

impl ExploreTools {
    /// Has the explorer hold a data set's images.
    pub(super) fn hold(&mut self, context: &mut Context, data: DatasetId, mirror: bool) {
        if data.info().kind == DatasetKind::Toy2d {
            // No model of pictures has learnt from points.
            return;
        }
        self.reference = ReferenceImages {
            data: Some(data),
            count: None,
            encoded: None,
            trouble: None,
            first: 0,
            page: None,
        };
        self.nearest = None;
        self.groups.members.clear();
        self.refresh_live_in_background(context);
        self.hold_mirror = mirror;
        self.held_by = None;
    }

    /// Sends what is to be asked about the images.
    pub(super) fn schedule_neighbours(&mut self, facts: &Facts, context: &mut Context) {
        let Some(model) = facts
            .models
            .on_screen
            .as_ref()
            .map(|model| model.id.clone())
        else {
            return;
        };
        let Some(data) = self.reference.data else {
            return;
        };
        if self.reference.trouble.is_some() || !self.background_holds(context, &model) {
            return;
        }
        let by = context
            .slots
            .background
            .as_ref()
            .map(|it| (it.number, model.clone()));
        if self.held_by != by {
            if let Some(worker) = &mut context.slots.background {
                worker.forget(|asked| matches!(asked, PendingQuestion::Hold { .. }));
            }
            self.held_by = by;
            self.reference.count = None;
            let (files, payload) = files_of(data, self.hold_mirror, context.base, facts.own_images);
            let asked = PendingQuestion::Hold {
                model: model.clone(),
                data,
            };
            let query = ModelQuery::Hold { data, files };
            context.ask(WorkerSlot::Background, &model, query, asked, payload);
            return;
        }
        let Some(count) = self.reference.count else {
            return;
        };
        let looked_at = matches!(self.tool, ExploreTool::Neighbours | ExploreTool::Directions);
        let first = self.reference.first.min(count.saturating_sub(1));
        let paged = self.reference.page.as_ref();
        if looked_at
            && paged.is_none_or(|page| page.first != first)
            && !background_asked(context, |asked| {
                matches!(asked, PendingQuestion::Page { .. })
            })
        {
            let query = ModelQuery::Show {
                first,
                count: REFERENCE_PAGE.min(count - first),
            };
            let asked = PendingQuestion::Page {
                model: model.clone(),
                data,
                first,
            };
            context.ask(WorkerSlot::Background, &model, query, asked, None);
            return;
        }
        if background_asked(context, |asked| {
            matches!(asked, PendingQuestion::Nearest { .. })
        }) {
            return;
        }
        let known = self.nearest.as_ref();
        let encoded = self.reference.encoded.unwrap_or_default();
        let stale = known.is_none_or(|near| {
            near.z != facts.view.point || (near.encoded < encoded && encoded == count)
        });
        if self.tool == ExploreTool::Neighbours && stale && !self.nearest_failed {
            let asked = PendingQuestion::Nearest {
                model: model.clone(),
                data,
                z: facts.view.point.clone(),
            };
            let query = ModelQuery::Nearest {
                count: NEAREST_SHOWN,
            };
            let payload = Some(f32_bytes(&facts.view.point).into());
            context.ask(WorkerSlot::Background, &model, query, asked, payload);
        }
    }

    /// Whether these are the model on screen and the data set to compare with.
    pub(super) fn compares(&self, facts: &Facts, model: &str, data: DatasetId) -> bool {
        facts.models.shown_id() == Some(model) && self.reference.data == Some(data)
    }

    pub(super) fn images_arrived(&mut self, count: usize, encoded: Option<usize>) {
        self.nearest_failed = false;
        let reference = &mut self.reference;
        reference.count = Some(count);
        reference.encoded = encoded.map(|encoded| encoded.min(count));
        reference.first = reference.first.min(count.saturating_sub(1));
    }

    pub(super) fn hold_failed(&mut self, context: &mut Context, error: &FailureReason) {
        let reference = &mut self.reference;
        reference.trouble = Some(error.clone());
        reference.count = None;
        let fetched = reference.data.is_some_and(|data| data.remote().is_some());
        let action = (fetched && !self.hold_mirror).then_some(AlertAction::HoldFromMirror);
        context.alert(RoomAlert::Failed(error.clone()), action);
    }

    /// The visitor lets the data set come from another origin.
    pub(crate) fn hold_from_mirror(&mut self, context: &mut Context) {
        if let Some(data) = self.reference.data {
            self.hold(context, data, true);
        }
    }

    pub(super) fn page(&mut self, first: usize) {
        self.reference.first = first / REFERENCE_PAGE * REFERENCE_PAGE;
        if self.groups.of_images {
            self.groups.members.clear();
        }
    }

    /// The page that begins with image `first` arrived.
    pub(super) fn page_arrived(
        &mut self,
        first: usize,
        pictures: Vec<ImagePixels>,
        labels: Vec<u8>,
    ) {
        self.reference.page = Some(Arc::new(LabelledImages {
            first,
            pictures,
            labels,
        }));
    }

    pub(super) fn nearest_arrived(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        z: Vec<f32>,
        (pixels, codes): (FoundImages, FoundImages),
        (compared, encoded): (usize, usize),
        payload: &[u8],
    ) {
        let Some(card) = facts.models.on_screen.as_ref().map(|model| &model.card) else {
            return;
        };
        let size = [card.width, card.height, card.channels];
        let count = pixels.len().saturating_add(codes.len());
        let Ok((found, _)) = pictures(count, size, payload) else {
            self.neighbours_failed(context, &UnfitAnswer::OtherPictures.into());
            return;
        };
        let mut pictures = found.into_iter();
        let mut near = |found: FoundImages| -> Vec<NearImage> {
            let found = found.into_iter().zip(pictures.by_ref());
            found
                .map(|((index, distance), picture)| NearImage {
                    index,
                    distance,
                    picture,
                })
                .collect()
        };
        // The shorter side of `zip` is asked first, so that no picture is lost between the two.
        let pixels = near(pixels);
        let codes = near(codes);
        self.nearest = Some(Arc::new(NearestImages {
            z,
            pixels,
            codes,
            compared,
            encoded,
        }));
    }

    pub(super) fn neighbours_failed(&mut self, context: &mut Context, error: &FailureReason) {
        self.nearest_failed = true;
        context.alert(RoomAlert::NearestNotFound(error.clone()), None);
    }
}
