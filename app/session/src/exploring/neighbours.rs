//! Images of a data set beside what the model makes: is it remembered, or made up?

use std::sync::Arc;

use run_spec::DatasetId;

use super::state::{LabelledImages, NearImage, NearestImages, ReferenceSet, Tool};
use crate::state::ImagePixels;
use crate::worker::PendingQuestion;
use crate::{AlertAction, Session};
use protocol::Question;

/// Images on one page of the data set.
pub const PAGE: usize = 30;

/// The nearest images of each kind.
const NEAREST: usize = 6;

impl Session {
    /// Has the explorer hold a data set's images.
    pub(super) fn hold(&mut self, data: DatasetId, mirror: bool) {
        if data == DatasetId::Points {
            // No model of pictures has learnt from points.
            return;
        }
        self.exploring.held = ReferenceSet {
            data: Some(data),
            count: None,
            encoded: None,
            trouble: None,
            first: 0,
            page: None,
        };
        self.exploring.nearest = None;
        self.exploring.groups.members.clear();
        self.newest_for_studio();
        self.book.hold_mirror = mirror;
        self.book.held_by = None;
    }

    /// Sends what is to be asked about the images.
    pub(super) fn schedule_neighbours(&mut self) {
        let Some(model) = self.model.as_ref().map(|model| model.id.clone()) else {
            return;
        };
        let Some(data) = self.exploring.held.data else {
            return;
        };
        if self.exploring.held.trouble.is_some() || !self.studio_holds(&model) {
            return;
        }
        let by = self
            .book
            .studio
            .as_ref()
            .map(|it| (it.number, model.clone()));
        if self.book.held_by != by {
            if let Some(worker) = &mut self.book.studio {
                worker.forget(&PendingQuestion::Hold);
            }
            self.book.held_by = by;
            self.exploring.held.count = None;
            let (files, payload) = self.files_of(data, self.book.hold_mirror);
            self.ask_studio(
                &model,
                Question::Hold { data, files },
                PendingQuestion::Hold,
                payload,
            );
            return;
        }
        let Some(count) = self.exploring.held.count else {
            return;
        };
        let looked_at = matches!(self.exploring.tool, Tool::Neighbours | Tool::Directions);
        let first = self.exploring.held.first.min(count.saturating_sub(1));
        let paged = self.exploring.held.page.as_ref();
        if looked_at
            && paged.is_none_or(|page| page.first != first)
            && !self.studio_asks(&PendingQuestion::Page)
        {
            let question = Question::Show {
                first,
                count: PAGE.min(count - first),
            };
            self.ask_studio(&model, question, PendingQuestion::Page, None);
            return;
        }
        let waits = self.book.studio.as_ref();
        if waits.is_some_and(|worker| worker.asks_for_nearest()) {
            return;
        }
        let known = self.exploring.nearest.as_ref();
        let encoded = self.exploring.held.encoded.unwrap_or_default();
        let stale = known.is_none_or(|near| {
            near.z != self.point || (near.encoded < encoded && encoded == count)
        });
        if self.exploring.tool == Tool::Neighbours && stale && !self.book.nearest_failed {
            let payload = self.point_bytes();
            let purpose = PendingQuestion::Nearest {
                z: self.point.clone(),
            };
            self.ask_studio(
                &model,
                Question::Nearest { count: NEAREST },
                purpose,
                Some(payload),
            );
        }
    }

    pub(super) fn images_arrived(&mut self, count: usize, encoded: Option<usize>) {
        self.book.nearest_failed = false;
        let held = &mut self.exploring.held;
        held.count = Some(count);
        held.encoded = encoded.map(|encoded| encoded.min(count));
        held.first = held.first.min(count.saturating_sub(1));
    }

    pub(super) fn hold_failed(&mut self, error: &str) {
        let held = &mut self.exploring.held;
        held.trouble = Some(error.to_owned());
        held.count = None;
        let fetched = held.data.is_some_and(|data| data.remote().is_some());
        let action = (fetched && !self.book.hold_mirror).then_some(AlertAction::HoldFromMirror);
        self.alert(error.to_owned(), action);
    }

    /// The visitor lets the data set come from another origin.
    pub(crate) fn hold_from_mirror(&mut self) {
        if let Some(data) = self.exploring.held.data {
            self.hold(data, true);
        }
    }

    pub(super) fn page(&mut self, first: usize) {
        self.exploring.held.first = first / PAGE * PAGE;
        if self.exploring.groups.of_images {
            self.exploring.groups.members.clear();
        }
    }

    pub(super) fn page_arrived(&mut self, pictures: Vec<ImagePixels>, labels: Vec<u8>) {
        self.exploring.held.page = Some(Arc::new(LabelledImages {
            first: self.exploring.held.first,
            pictures,
            labels,
        }));
    }

    pub(super) fn nearest_arrived(
        &mut self,
        z: Vec<f32>,
        pixels: Vec<(usize, f32)>,
        codes: Vec<(usize, f32)>,
        (compared, encoded): (usize, usize),
        payload: &[u8],
    ) {
        let Some(card) = self.model.as_ref().map(|model| &model.card) else {
            return;
        };
        let size = [card.width, card.height, card.channels];
        let count = pixels.len().saturating_add(codes.len());
        let Ok((pictures, _)) = super::pictures(count, size, payload) else {
            self.neighbours_failed("The engine answered with other pictures.");
            return;
        };
        let mut pictures = pictures.into_iter();
        let mut near = |found: Vec<(usize, f32)>| -> Vec<NearImage> {
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
        self.exploring.nearest = Some(Arc::new(NearestImages {
            z,
            pixels,
            codes,
            compared,
            encoded,
        }));
    }

    pub(super) fn neighbours_failed(&mut self, error: &str) {
        self.book.nearest_failed = true;
        self.alert(
            format!("The nearest images could not be found. {error}"),
            None,
        );
    }
}
