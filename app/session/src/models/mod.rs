//! The models: those on offer, those that the explorer holds, the one on screen.
//!
//! - `catalog`: the shipped models; `encoded_images`: test images as a model encodes them.
//! - `live`: the model that is being trained; `opened`: files that the visitor opened.

mod catalog;
mod encoded_images;
mod live;
mod opened;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use catalog::{CatalogEntry, catalog};
pub use encoded_images::{NamedDirection, PosteriorPoints};

use crate::alert_text::AlertText;
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::limits::LIVE_MODEL;
use crate::model_origin::ModelOrigin;
use crate::moves::MapPlane;
use crate::outbox::FollowUp;
use crate::room::Room;
use crate::worker_slot::WorkerSlot;
use crate::workers::PointsRequest;
use encoded_images::read_points;
pub(crate) use opened::OpenedModel;
use protocol::{CardDirection, CardFacts, ModelSource, RequestId, ToEngine};

/// More latent dimensions than this are taken for a broken file.
const MOST_LATENT: usize = 1024;

/// A model that the explorer holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownModel {
    /// Its [`CatalogEntry::id`].
    pub id: String,
    /// What its card says.
    pub card: CardFacts,
}

/// The models.
#[derive(Clone, Debug, PartialEq)]
pub struct Models {
    /// The models on offer: those shipped, then those that the visitor opened.
    pub list: Vec<CatalogEntry>,
    /// The model that the visitor chose last (a [`CatalogEntry::id`]); it may still be loading, and
    /// a file that the visitor opened joins `list` only once it did.
    pub chosen: String,
    /// The model on screen.
    pub on_screen: Option<ShownModel>,
    /// The encoded test images of the model on screen, once they arrived.
    pub points: Option<Arc<PosteriorPoints>>,
    /// Whether the model on screen turned out to have no usable points.
    no_points: bool,
    /// Files that the visitor opened, so that another worker can be given them.
    opened: BTreeMap<String, OpenedModel>,
    /// The classes that conditional decoders draw, where it is not the first.
    classes: BTreeMap<String, usize>,
    last_opened: u64,
    /// Counts the weights of the model in training that the explorer was given.
    live_version: u64,
    /// Whether newer weights of the model being trained arrived while older ones were loading.
    live_dirty: bool,
    /// The step of the newest weights of the model that is being trained.
    live_step: u32,
    /// The preset of the run that they are from.
    live_preset: String,
}

impl Models {
    /// The shipped models on offer, the first of them chosen.
    pub(crate) fn new() -> Self {
        let list = catalog();
        Self {
            chosen: list.first().map(|it| it.id.clone()).unwrap_or_default(),
            list,
            on_screen: None,
            points: None,
            no_points: false,
            opened: BTreeMap::new(),
            classes: BTreeMap::new(),
            last_opened: 0,
            live_version: 0,
            live_dirty: false,
            live_step: 0,
            live_preset: String::new(),
        }
    }

    /// The model on offer with an id.
    pub(crate) fn entry(&self, id: &str) -> Option<&CatalogEntry> {
        self.list.iter().find(|entry| entry.id == id)
    }

    /// The id of the model on screen.
    pub(crate) fn shown_id(&self) -> Option<&str> {
        self.on_screen.as_ref().map(|model| model.id.as_str())
    }

    /// Whether the encoded images of the model on screen are still to come.
    pub(crate) fn expects_points(&self) -> bool {
        let shown = self.shown_id().and_then(|id| self.entry(id));
        self.points.is_none()
            && !self.no_points
            && shown.is_some_and(|entry| entry.points.is_some())
    }

    /// The directions that the card of the model on screen has.
    pub fn directions(&self) -> &[CardDirection] {
        let shown = self.on_screen.as_ref();
        shown.map_or(&[], |model| &model.card.directions)
    }

    /// How many directions the card of the model on screen has; where there is none yet, of the one that
    /// comes.
    pub fn direction_count(&self) -> usize {
        match &self.on_screen {
            Some(model) => model.card.directions.len(),
            None => self.entry(&self.chosen).map_or(0, |entry| entry.directions),
        }
    }

    /// The plane that the model on screen is first shown with: along the first two directions of its
    /// card, where these are what it is about: three or more.
    pub(crate) fn own_plane(&self) -> MapPlane {
        match self.directions() {
            [_, _, _, ..] => MapPlane::Directions(0, 1),
            _ => MapPlane::Axes,
        }
    }

    /// Where a visitor first meets the model on screen: on its own plane, at the end of the second
    /// direction. The centre is the mean of everything, and shows nothing clearly.
    pub(crate) fn start_point(&self) -> Option<Vec<f32>> {
        match self.directions() {
            [_, up, _, ..] => Some(up.z.iter().map(|z| z * up.low).collect()),
            _ => None,
        }
    }

    /// KL(q(z | x) ‖ prior) of each latent dimension, nats, mean over the encoded images; empty if it
    /// is not known.
    pub fn kl(&self) -> &[f32] {
        self.points.as_ref().map_or(&[], |points| &points.kl)
    }

    /// Which weights a model has: the model in training changes under its name, and a conditional
    /// decoder draws another class.
    pub(crate) fn version(&self, model: &str) -> u64 {
        if model == LIVE_MODEL {
            self.live_version
        } else {
            self.class(model) as u64
        }
    }

    /// The visitor picked a model.
    pub(crate) fn choose(&mut self, context: &mut Context, id: String) {
        if self.entry(&id).is_some() {
            self.chosen = id;
            context.follow_up(FollowUp::LoadWanted);
        }
    }

    /// Has the explorer hold the model on screen, the one compared with, and the chosen one, which
    /// may be another.
    pub(crate) fn load_wanted(&mut self, context: &mut Context, other: Option<&str>) {
        let onnx = self.needs_onnx(other);
        if context.slots.onnx != onnx {
            // What is wanted is asked of the explorer that takes this one's place.
            context.follow_up(FollowUp::ChangeProgram { onnx });
            return;
        }
        if let Some(on_screen) = self.shown_id() {
            self.load(context, WorkerSlot::Explorer, on_screen);
        }
        if let Some(other) = other {
            self.load(context, WorkerSlot::Explorer, other);
        }
        let chosen = self.chosen.clone();
        let explorer = context.slots.explorer.as_ref();
        match explorer
            .and_then(|worker| worker.loaded.get(&chosen))
            .cloned()
        {
            Some(card) => self.show(context, chosen, card),
            None => self.load(context, WorkerSlot::Explorer, &chosen),
        }
        for file in self.unlisted() {
            self.load(context, WorkerSlot::Explorer, file);
        }
    }

    /// Has a worker load a model, unless it is up to that already, or not yet up at all.
    pub(crate) fn load(&self, context: &mut Context, slot: WorkerSlot, model: &str) {
        let Some(worker) = context.slots.worker(slot) else {
            return;
        };
        let loading = worker.loads.iter().any(|(_, loading)| loading == model);
        if !worker.up || loading || worker.loaded.contains_key(model) {
            return;
        }
        let (source, payload) = if let Some(file) = self.opened.get(model) {
            let (source, bytes) = file.source(self.decoder_for(model));
            (source, Some(bytes))
        } else {
            let entry = self.entry(model);
            let Some(path) = entry.and_then(|entry| entry.weights.as_ref()) else {
                return;
            };
            let url = format!("{}{path}", context.base);
            (ModelSource::Url { url }, None)
        };
        let id = context.next_request();
        if let Some(worker) = context.slots.worker_mut(slot) {
            worker.loads.push((id, model.to_owned()));
        }
        let message = ToEngine::LoadModel {
            id,
            model: model.to_owned(),
            source,
        };
        context.send(slot, message, payload);
        self.send_class(context, slot, model);
    }

    /// A worker holds a model: the one that it was to load, or that of which the file is the encoder.
    /// `encoder_first` says that of two files, too.
    ///
    /// # Errors
    /// Says what is wrong with a card that no page could show; the load is then still pending.
    pub(crate) fn loaded(
        &mut self,
        context: &mut Context,
        slot: WorkerSlot,
        id: RequestId,
        (held, card, encoder_first): (String, CardFacts, bool),
    ) -> Result<(), UnfitAnswer> {
        check(&card)?;
        let Some(worker) = context.slots.worker_mut(slot) else {
            return Ok(());
        };
        let Some(model) = worker.end_load(id) else {
            return Ok(());
        };
        let joins = self.joins(&model, &held);
        let held = if joins { held } else { model.clone() };
        worker.loaded.insert(held.clone(), card.clone());
        if joins {
            self.join_encoder(context, &model, (held, card));
            return Ok(());
        }
        self.opened_pair(&held, &card, encoder_first);
        if slot == WorkerSlot::Explorer && model == LIVE_MODEL {
            self.live_loaded(context, card);
        } else if slot == WorkerSlot::Explorer {
            let opened = self.list_opened(&model, &card);
            if self.chosen == model {
                if opened {
                    context.follow_up(FollowUp::ShowRoom(Room::Explore));
                }
                self.show(context, model, card);
            } else if opened {
                self.unlisted_ended(context);
            }
        }
        Ok(())
    }

    /// Puts a model without files on offer, or changes what it is called.
    fn offer(&mut self, id: &str, title: String, origin: ModelOrigin, latent: usize) {
        match self.list.iter_mut().find(|entry| entry.id == id) {
            Some(entry) => {
                entry.title = title;
                entry.origin = origin;
                entry.latent = latent;
            }
            None => self.list.push(CatalogEntry {
                id: id.to_owned(),
                title,
                origin,
                weights: None,
                points: None,
                poster: None,
                latent,
                directions: 0,
            }),
        }
    }

    /// Puts a model on screen that the explorer holds.
    fn show(&mut self, context: &mut Context, id: String, card: CardFacts) {
        if self.shown_id() == Some(&id) {
            return;
        }
        let image = |card: &CardFacts| (card.width, card.height, card.channels);
        let another = self.on_screen.as_ref().is_some_and(|model| {
            model.id != LIVE_MODEL || id != LIVE_MODEL || image(&model.card) != image(&card)
        });
        let first = self.on_screen.is_none();
        let latent = card.latent;
        self.points = None;
        self.no_points = false;
        self.on_screen = Some(ShownModel { id, card });
        if context.slots.onnx {
            // Perhaps the usual program does again.
            context.follow_up(FollowUp::LoadWanted);
        }
        context.follow_up(FollowUp::ModelShown {
            latent,
            first,
            another,
        });
    }

    /// The explorer could not load a model: the one on screen stays.
    pub(crate) fn load_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let explorer = context.slots.explorer.as_mut();
        let Some(model) = explorer.and_then(|worker| worker.end_load(id)) else {
            return false;
        };
        self.refuse(context, model, error);
        true
    }

    /// Asks for the encoded test images of the model on screen, if there are any.
    pub(crate) fn schedule_points(&mut self, context: &mut Context, model: &str) {
        let explorer = context.slots.explorer.as_ref();
        let waiting = explorer.is_none_or(|worker| worker.points.is_some());
        if self.points.is_some() || self.no_points || waiting {
            return;
        }
        let entry = self.entry(model);
        let Some(path) = entry.and_then(|entry| entry.points.as_ref()) else {
            return;
        };
        let url = format!("{}{path}", context.base);
        let id = context.next_request();
        let model = model.to_owned();
        if let Some(worker) = &mut context.slots.explorer {
            worker.points = Some(PointsRequest {
                id,
                model: model.clone(),
            });
        }
        let message = ToEngine::LoadEncodedPoints { id, model, url };
        context.send(WorkerSlot::Explorer, message, None);
    }

    /// Encoded test images arrived.
    pub(crate) fn points_arrived(
        &mut self,
        context: &mut Context,
        id: RequestId,
        (count, latent, factors): (usize, usize, Vec<String>),
        payload: Option<&[u8]>,
    ) {
        let Some(asked) = end_points(context, id) else {
            return;
        };
        let Some(model) = self.on_screen.as_ref().filter(|it| it.id == asked.model) else {
            return;
        };
        match read_points((count, latent, factors), model.card.latent, payload) {
            Ok(points) => self.points = Some(Arc::new(points)),
            Err(error) => self.do_without_points(context, &error.into()),
        }
    }

    /// The encoded test images are not to be had; says whether they were asked for.
    pub(crate) fn points_failed(
        &mut self,
        context: &mut Context,
        id: RequestId,
        error: &FailureReason,
    ) -> bool {
        let Some(asked) = end_points(context, id) else {
            return false;
        };
        if self.shown_id() == Some(&asked.model) {
            self.do_without_points(context, error);
        }
        true
    }

    /// The model can be explored without its points.
    fn do_without_points(&mut self, context: &mut Context, error: &FailureReason) {
        self.no_points = true;
        context.alert(AlertText::PointsNotLoaded(error.clone()), None);
    }
}

fn end_points(context: &mut Context, id: RequestId) -> Option<PointsRequest> {
    let worker = context.slots.explorer.as_mut()?;
    worker.points.take_if(|asked| asked.id == id)
}

/// Refuses a card that no page could show.
fn check(card: &CardFacts) -> Result<(), UnfitAnswer> {
    if !(1..=MOST_LATENT).contains(&card.latent) {
        return Err(UnfitAnswer::LatentDimensions {
            most: MOST_LATENT,
            found: card.latent,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Outbox;
    use crate::workers::WorkerSlots;
    use protocol::{CardDetails, EngineKind, WorkerRole};

    /// An explorer that answered the greeting, and a context to use it by.
    fn with_explorer(test: impl FnOnce(&mut Models, &mut Context)) {
        let (mut slots, mut outbox) = (WorkerSlots::default(), Outbox::default());
        let mut worker = slots.start(EngineKind::Cpu, WorkerRole::Explorer, &mut outbox);
        worker.up = true;
        slots.explorer = Some(worker);
        let mut context = Context {
            outbox: &mut outbox,
            slots: &mut slots,
            base: "http://127.0.0.1/",
            now: None,
            engine: EngineKind::Cpu,
        };
        test(&mut Models::new(), &mut context);
    }

    #[test]
    fn a_model_that_is_loading_is_not_asked_for_again() {
        with_explorer(|models, context| {
            models.load_wanted(context, None);
            models.load_wanted(context, None);
            let explorer = context.slots.explorer.as_ref().expect("a worker");
            assert_eq!(explorer.loads.len(), 1);
        });
    }

    #[test]
    fn each_load_of_the_model_in_training_is_another_version() {
        with_explorer(|models, context| {
            let bytes: Arc<[u8]> = Arc::from([2_u8]);
            models.chosen = LIVE_MODEL.to_owned();
            models.live_weights(context, "classroom".to_owned(), (10, 2), bytes);
            assert_eq!(models.version(LIVE_MODEL), 0);
            let explorer = context.slots.explorer.as_ref().expect("a worker");
            let id = explorer.loads[0].0;
            let card = CardFacts {
                title: "A card".to_owned(),
                summary: String::new(),
                latent: 2,
                height: 2,
                width: 2,
                channels: 1,
                encoder: true,
                directions: Vec::new(),
                details: CardDetails::default().into(),
            };
            let slot = WorkerSlot::Explorer;
            let loaded = (LIVE_MODEL.to_owned(), card, false);
            assert_eq!(models.loaded(context, slot, id, loaded), Ok(()));
            assert_eq!(models.version(LIVE_MODEL), 1);
            assert_eq!(models.version("another"), 0);
            assert_eq!(models.shown_id(), Some(LIVE_MODEL));
        });
    }
}
