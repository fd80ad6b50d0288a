//! Images of a data set beside what the model makes: is it remembered, or made up?

use std::sync::Arc;

use run_spec::{DatasetId, DatasetKind};

use super::ExploreTool;
use super::background::background_asked;
use super::facts::Facts;
use super::latent_tool::{AskingTool, LatentTool};
use super::sizes::{NEAREST_SHOWN, REFERENCE_PAGE};
use super::state::{ExploreTools, LabelledImages, NearImage, NearestImages, ReferenceImages};
use crate::alert_text::RoomAlert;
use crate::alerts::AlertAction;
use crate::context::Context;
use crate::data_files::files_of;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::pictures::{ImagePixels, pictures};
use crate::questions::{PendingQuestion, ToolQuery};
use crate::room::Room;
use crate::worker_slot::WorkerSlot;
use protocol::payload::f32_bytes;
use protocol::{ModelAnswer, ModelQuery};

/// Images that were found, nearest first: the number of each in the data set, and how far it is.
type FoundImages = Vec<(usize, f32)>;

/// The state of the tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NeighboursTool {
    /// Images to compare with.
    pub reference: ReferenceImages,
    /// The images nearest to the picture on screen.
    pub nearest: Option<Arc<NearestImages>>,
    /// Whether the data set to compare with may come from a mirror.
    from_mirror: bool,
    /// The worker and the model that were asked to load it.
    loaded_by: Option<(u64, String)>,
    /// Whether the nearest images could not be found.
    nearest_failed: bool,
    /// The page that could not be had, by its first image; it is not asked for again.
    page_failed: Option<usize>,
}

/// What the visitor does with the tool.
#[derive(Clone, Debug, PartialEq)]
pub enum NeighboursInput {
    /// Compare with the images of a data set.
    Load {
        /// Which.
        data: DatasetId,
        /// Whether they may come from a mirror.
        mirror: bool,
    },
    /// Look at the page of images that holds this one.
    Page(usize),
}

/// What the tool asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NeighboursQuery {
    /// Images of a data set, for this model.
    Load { model: String, data: DatasetId },
    /// The page of the data set that begins with image `first`.
    Page {
        model: String,
        data: DatasetId,
        first: usize,
    },
    /// The images of the data set nearest to the picture that these weights make of this point.
    Nearest {
        model: String,
        version: u64,
        data: DatasetId,
        z: Vec<f32>,
    },
}

impl LatentTool for NeighboursTool {
    type Input = NeighboursInput;

    fn input(tools: &mut ExploreTools, _: &Facts, context: &mut Context, input: NeighboursInput) {
        match input {
            NeighboursInput::Load { data, mirror } => tools.load_reference(context, data, mirror),
            NeighboursInput::Page(first) => tools.reference_page(first),
        }
    }

    fn schedule(tools: &mut ExploreTools, facts: &Facts, context: &mut Context) {
        tools.schedule_neighbours(facts, context);
    }

    fn forget_model(&mut self) {
        self.nearest = None;
        self.reference.page = None;
        self.reference.count = None;
    }

    fn forget_worker(&mut self) {
        self.loaded_by = None;
    }
}

impl AskingTool for NeighboursTool {
    type Query = NeighboursQuery;

    fn answered(
        tools: &mut ExploreTools,
        facts: &Facts,
        _: &mut Context,
        query: &NeighboursQuery,
        answer: ModelAnswer,
        payload: Arc<[u8]>,
    ) -> Result<(), FailureReason> {
        let compares = tools.compares(facts, query);
        let tool = &mut tools.own.neighbours;
        match (query, answer) {
            (NeighboursQuery::Load { .. }, ModelAnswer::ReferenceImages { count, encoded }) => {
                if compares {
                    tool.images_arrived(count, encoded);
                }
            }
            (
                NeighboursQuery::Page { first, .. },
                ModelAnswer::Pictures {
                    count,
                    width,
                    height,
                    channels,
                    labelled,
                },
            ) => {
                let (pictures, rest) = pictures(count, [width, height, channels], &payload)?;
                if compares {
                    let labels = if labelled { rest } else { &[] };
                    let images = *first..*first + pictures.len();
                    tool.page_arrived(*first, pictures, labels.to_vec());
                    if tools.groups.of_images {
                        // What was marked while this page was on its way is on another one.
                        let members = &mut tools.groups.members;
                        members.retain(|number, _| images.contains(number));
                    }
                }
            }
            (
                NeighboursQuery::Nearest { z, version, .. },
                ModelAnswer::NearestImages {
                    pixels,
                    codes,
                    compared,
                    encoded,
                },
            ) => {
                if compares {
                    let compared = (compared, encoded);
                    let of = (z.as_slice(), *version);
                    tool.nearest_arrived(facts, of, (pixels, codes), compared, &payload)?;
                }
            }
            _ => return Err(UnfitAnswer::OtherQuestion.into()),
        }
        Ok(())
    }

    /// Where what was asked about left the screen meanwhile, the visitor need not know.
    fn failed(
        tools: &mut ExploreTools,
        facts: &Facts,
        context: &mut Context,
        query: &NeighboursQuery,
        error: &FailureReason,
    ) {
        if !tools.compares(facts, query) {
            return;
        }
        let tool = &mut tools.own.neighbours;
        match query {
            NeighboursQuery::Load { .. } => tool.load_failed(context, error),
            NeighboursQuery::Page { .. } | NeighboursQuery::Nearest { .. } => {
                match query {
                    NeighboursQuery::Page { first, .. } => tool.page_failed = Some(*first),
                    _ => tool.nearest_failed = true,
                }
                context.alert(RoomAlert::NearestNotFound(error.clone()), None);
            }
        }
    }
}

impl ExploreTools {
    /// Has the background worker load a data set's images.
    fn load_reference(&mut self, context: &mut Context, data: DatasetId, mirror: bool) {
        if data.info().kind == DatasetKind::Toy2d {
            // No model of pictures has learnt from points.
            return;
        }
        self.own.neighbours.reference = ReferenceImages {
            data: Some(data),
            count: None,
            encoded: None,
            trouble: None,
            first: 0,
            page: None,
        };
        self.own.neighbours.nearest = None;
        self.groups.members.clear();
        self.refresh_live_in_background(context);
        self.own.neighbours.from_mirror = mirror;
        self.own.neighbours.loaded_by = None;
    }

    /// Sends what is to be asked about the images.
    fn schedule_neighbours(&mut self, facts: &Facts, context: &mut Context) {
        let Some(model) = facts
            .models
            .on_screen
            .as_ref()
            .map(|model| model.id.clone())
        else {
            return;
        };
        let Some(data) = self.own.neighbours.reference.data else {
            return;
        };
        if self.own.neighbours.reference.trouble.is_some()
            || !self.background_holds(context, &model)
        {
            return;
        }
        let by = context
            .slots
            .background
            .as_ref()
            .map(|it| (it.number, model.clone()));
        if self.own.neighbours.loaded_by != by {
            if let Some(worker) = &mut context.slots.background {
                // Whatever was asked about the images before is of no interest.
                worker.forget(|asked| query_of(asked).is_some());
            }
            self.own.neighbours.loaded_by = by;
            self.own.neighbours.reference.count = None;
            let (files, payload) = files_of(
                data,
                self.own.neighbours.from_mirror,
                context.base,
                facts.own_images,
            );
            let asked = NeighboursQuery::Load {
                model: model.clone(),
                data,
            };
            let query = ModelQuery::LoadReferenceImages { data, files };
            context.ask(WorkerSlot::Background, &model, query, asked.into(), payload);
            return;
        }
        let Some(count) = self.own.neighbours.reference.count else {
            return;
        };
        let looked_at = matches!(self.tool, ExploreTool::Neighbours | ExploreTool::Directions)
            || facts.room == Room::Repair;
        let first = self
            .own
            .neighbours
            .reference
            .first
            .min(count.saturating_sub(1));
        let paged = self.own.neighbours.reference.page.as_ref();
        if looked_at
            && paged.is_none_or(|page| page.first != first)
            && self.own.neighbours.page_failed != Some(first)
            && !background_asked(context, is_page)
        {
            let query = ModelQuery::ReferencePage {
                first,
                count: REFERENCE_PAGE.min(count - first),
            };
            let asked = NeighboursQuery::Page {
                model: model.clone(),
                data,
                first,
            };
            context.ask(WorkerSlot::Background, &model, query, asked.into(), None);
            return;
        }
        if background_asked(context, is_nearest) {
            return;
        }
        let known = self.own.neighbours.nearest.as_ref();
        let encoded = self.own.neighbours.reference.encoded.unwrap_or_default();
        let complete = encoded == count;
        let version = facts.models.version(&model);
        let newer = known.is_some_and(|near| near.version != version);
        let stale = known
            .is_none_or(|near| near.z != facts.view.point || (near.encoded < encoded && complete));
        // Newer weights encode all images anew: not before the ones before are done with it.
        let stale = stale || newer && (complete || self.own.neighbours.reference.encoded.is_none());
        if self.tool == ExploreTool::Neighbours
            && stale
            && !self.own.neighbours.nearest_failed
            && self.background_holds_newest(facts, context, &model)
        {
            let asked = NeighboursQuery::Nearest {
                model: model.clone(),
                version,
                data,
                z: facts.view.point.clone(),
            };
            let query = ModelQuery::NearestImages {
                count: NEAREST_SHOWN,
            };
            let payload = Some(f32_bytes(&facts.view.point).into());
            context.ask(WorkerSlot::Background, &model, query, asked.into(), payload);
        }
    }

    /// Whether a query is about the model on screen and the data set to compare with.
    fn compares(&self, facts: &Facts, query: &NeighboursQuery) -> bool {
        let (NeighboursQuery::Load { model, data }
        | NeighboursQuery::Page { model, data, .. }
        | NeighboursQuery::Nearest { model, data, .. }) = query;
        facts.models.shown_id() == Some(model) && self.own.neighbours.reference.data == Some(*data)
    }

    /// The visitor lets the data set come from another origin.
    pub(crate) fn hold_from_mirror(&mut self, context: &mut Context) {
        if let Some(data) = self.own.neighbours.reference.data {
            self.load_reference(context, data, true);
        }
    }

    fn reference_page(&mut self, first: usize) {
        self.own.neighbours.reference.first = first / REFERENCE_PAGE * REFERENCE_PAGE;
        if self.groups.of_images {
            self.groups.members.clear();
        }
    }
}

impl NeighboursTool {
    fn images_arrived(&mut self, count: usize, encoded: Option<usize>) {
        self.nearest_failed = false;
        self.page_failed = None;
        let reference = &mut self.reference;
        reference.count = Some(count);
        reference.encoded = encoded.map(|encoded| encoded.min(count));
        reference.first = reference.first.min(count.saturating_sub(1));
    }

    fn load_failed(&mut self, context: &mut Context, error: &FailureReason) {
        let reference = &mut self.reference;
        reference.trouble = Some(error.clone());
        reference.count = None;
        let fetched = reference.data.is_some_and(|data| data.remote().is_some());
        let action = (fetched && !self.from_mirror).then_some(AlertAction::HoldFromMirror);
        context.alert(RoomAlert::Failed(error.clone()), action);
    }

    /// The page that begins with image `first` arrived.
    fn page_arrived(&mut self, first: usize, pictures: Vec<ImagePixels>, labels: Vec<u8>) {
        self.reference.page = Some(Arc::new(LabelledImages {
            first,
            pictures,
            labels,
        }));
    }

    fn nearest_arrived(
        &mut self,
        facts: &Facts,
        (z, version): (&[f32], u64),
        (pixels, codes): (FoundImages, FoundImages),
        (compared, encoded): (usize, usize),
        payload: &[u8],
    ) -> Result<(), FailureReason> {
        let Some(card) = facts.models.on_screen.as_ref().map(|model| &model.card) else {
            return Ok(());
        };
        let size = [card.width, card.height, card.channels];
        let count = pixels.len().saturating_add(codes.len());
        let (found, _) = pictures(count, size, payload).map_err(|_| UnfitAnswer::OtherPictures)?;
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
        let before = self.nearest.as_ref();
        if before.is_some_and(|near| near.version != version) && self.reference.encoded.is_some() {
            // Newer weights have begun to encode the images anew.
            self.reference.encoded = Some(encoded);
        }
        self.nearest = Some(Arc::new(NearestImages {
            z: z.to_vec(),
            version,
            pixels,
            codes,
            compared,
            encoded,
        }));
        Ok(())
    }
}

impl From<NeighboursQuery> for PendingQuestion {
    fn from(query: NeighboursQuery) -> Self {
        Self::Tool(ToolQuery::new(query))
    }
}

fn query_of(asked: &PendingQuestion) -> Option<&NeighboursQuery> {
    match asked {
        PendingQuestion::Tool(query) => query.get(),
        _ => None,
    }
}

fn is_page(asked: &PendingQuestion) -> bool {
    matches!(query_of(asked), Some(NeighboursQuery::Page { .. }))
}

fn is_nearest(asked: &PendingQuestion) -> bool {
    matches!(query_of(asked), Some(NeighboursQuery::Nearest { .. }))
}
