//! Loading models and their encoded test images.

use protocol::payload::{PointsPayload, PosteriorPayload};
use std::sync::Arc;

use super::LIVE_MODEL;
use super::book::WorkerSlot;
use super::catalog::CatalogEntry;
use super::exploring::{MapPlane, NamedDirection};
use super::late::Call;
use super::state::{EncodedImages, LoadedModel, Session};
use protocol::{CardFacts, ModelSource, RequestId, ToEngine};

/// More latent dimensions than this are taken for a broken file.
const MOST_LATENT: usize = 1024;

impl Session {
    /// The visitor picked a model.
    pub(super) fn choose_model(&mut self, id: String) {
        if self.models.iter().any(|entry| entry.id == id) {
            self.chosen = id;
            self.load_wanted();
        }
    }

    /// The visitor opened a file. It joins the models on offer once an engine has accepted it.
    pub(super) fn open_model(&mut self, name: String, bytes: Arc<[u8]>) {
        self.book.last_opened += 1;
        let id = format!("opened-{}", self.book.last_opened);
        self.book.opened.insert(id.clone(), (name, bytes));
        self.chosen = id;
        self.load_wanted();
    }

    /// Has the explorer hold the model on screen and the chosen one, which may be another.
    pub(super) fn load_wanted(&mut self) {
        if let Some(model) = &self.model {
            let on_screen = model.id.clone();
            self.load(WorkerSlot::Explorer, &on_screen);
        }
        if let Some(other) = self.exploring.other.clone() {
            self.load(WorkerSlot::Explorer, &other);
        }
        let chosen = self.chosen.clone();
        let explorer = self.book.explorer.as_ref();
        match explorer.and_then(|worker| worker.held.get(&chosen)) {
            Some(card) => self.show_model(chosen, card.clone()),
            None => self.load(WorkerSlot::Explorer, &chosen),
        }
    }

    /// The studio came up: it is given the model on screen.
    pub(super) fn load_for_studio(&mut self) {
        if let Some(model) = self.model.as_ref().map(|model| model.id.clone()) {
            self.load(WorkerSlot::Studio, &model);
        }
    }

    /// Has a worker load a model, unless it is up to that already, or not yet up at all.
    pub(super) fn load(&mut self, seat: WorkerSlot, model: &str) {
        let Some(worker) = self.book.worker(seat) else {
            return;
        };
        let loading = worker.loads.iter().any(|(_, loading)| loading == model);
        if !worker.up || loading || worker.held.contains_key(model) {
            return;
        }
        let (source, payload) = if let Some((name, bytes)) = self.book.opened.get(model) {
            let source = ModelSource::Payload { name: name.clone() };
            (source, Some(Arc::clone(bytes)))
        } else {
            let entry = self.models.iter().find(|entry| entry.id == model);
            let Some(path) = entry.and_then(|entry| entry.weights.as_ref()) else {
                return;
            };
            let url = format!("{}{path}", self.book.base);
            (ModelSource::Url { url }, None)
        };
        let id = self.book.next_request();
        if let Some(worker) = self.book.worker_mut(seat) {
            worker.loads.push((id, model.to_owned()));
        }
        let message = ToEngine::LoadModel {
            id,
            model: model.to_owned(),
            source,
        };
        self.book.send(seat, message, payload);
    }

    /// A worker holds a model.
    pub(super) fn loaded(&mut self, seat: WorkerSlot, id: RequestId, card: CardFacts) {
        if let Err(error) = check(&card) {
            self.failed(seat, id, &error);
            return;
        }
        let Some(worker) = self.book.worker_mut(seat) else {
            return;
        };
        let Some(model) = worker.end_load(id) else {
            return;
        };
        worker.held.insert(model.clone(), card.clone());
        if seat == WorkerSlot::Explorer && model == LIVE_MODEL {
            self.live_loaded(card);
        } else if seat == WorkerSlot::Explorer {
            self.list_opened(&model, &card);
            if self.chosen == model {
                self.show_model(model, card);
            }
        }
    }

    /// A file that the visitor opened turned out to be a model: it is on offer from now on.
    fn list_opened(&mut self, id: &str, card: &CardFacts) {
        let listed = self.models.iter().any(|entry| entry.id == id);
        if let Some((name, _)) = self.book.opened.get(id)
            && !listed
        {
            let title = match card.title.trim() {
                "" => name.clone(),
                title => format!("{title} ({name})"),
            };
            self.models.push(CatalogEntry {
                id: id.to_owned(),
                title,
                weights: None,
                points: None,
                poster: None,
                latent: card.latent,
            });
        }
    }

    /// Puts a model on screen that the explorer holds.
    fn show_model(&mut self, id: String, card: CardFacts) {
        if self.model.as_ref().is_some_and(|model| model.id == id) {
            return;
        }
        let latent_differs = self.point.len() != card.latent;
        let image = |card: &CardFacts| (card.width, card.height, card.channels);
        let another = self.model.as_ref().is_some_and(|model| {
            model.id != LIVE_MODEL || id != LIVE_MODEL || image(&model.card) != image(&card)
        });
        // What the visitor did while the first model was still loading was meant for it.
        if self.model.is_some() || latent_differs {
            self.point = vec![0.0; card.latent];
            self.map.x_axis = 0;
            self.map.y_axis = usize::from(card.latent > 1);
        }
        self.points = None;
        self.book.no_points = false;
        self.book.millis.clear();
        self.map.plane = MapPlane::Axes;
        self.model = Some(LoadedModel { id, card });
        if another || latent_differs {
            self.late(Call::ForgetModel(latent_differs));
        } else {
            self.late(Call::PrepareInput);
        }
        self.late(Call::SettlePlace);
    }

    /// A model was kept as it was: it is on offer.
    pub(super) fn list_kept(&mut self, id: String, title: String, latent: usize) {
        self.models.push(CatalogEntry {
            id,
            title,
            weights: None,
            points: None,
            poster: None,
            latent,
        });
    }

    /// The model that is being trained is on offer.
    pub(super) fn list_live(&mut self, title: String, latent: usize) {
        match self.models.iter_mut().find(|entry| entry.id == LIVE_MODEL) {
            Some(entry) => {
                entry.title = title;
                entry.latent = latent;
            }
            None => self.models.push(CatalogEntry {
                id: LIVE_MODEL.to_owned(),
                title,
                weights: None,
                points: None,
                poster: None,
                latent,
            }),
        }
    }

    /// What was trained is not being trained any more.
    pub(super) fn rename_live(&mut self, title: &str) {
        if let Some(entry) = self.models.iter_mut().find(|entry| entry.id == LIVE_MODEL) {
            title.clone_into(&mut entry.title);
        }
    }

    /// Newer weights of the model that is being trained are there. The explorer gets them if they
    /// are what the visitor looks at, and one after the other.
    pub(super) fn refresh_live(&mut self) {
        let chosen = self.chosen == LIVE_MODEL;
        let Some(worker) = self.book.explorer.as_mut() else {
            return;
        };
        if worker.loads.iter().any(|(_, model)| model == LIVE_MODEL) {
            self.book.live_dirty = true;
            return;
        }
        let card = worker.held.remove(LIVE_MODEL);
        if chosen {
            self.load(WorkerSlot::Explorer, LIVE_MODEL);
            // The old weights are decoded with until the new ones are there.
            if let (Some(worker), Some(card)) = (self.book.explorer.as_mut(), card) {
                worker.held.insert(LIVE_MODEL.to_owned(), card);
            }
        }
    }

    /// Held-out images as the model that is being trained encodes them.
    pub(super) fn live_points(&mut self, count: usize, latent: usize, payload: Option<&[u8]>) {
        let ours = self
            .model
            .as_ref()
            .is_some_and(|model| model.id == LIVE_MODEL);
        if let Ok(points) = points((count, latent, Vec::new()), latent, payload)
            && ours
            && latent == self.latent()
        {
            self.points = Some(Arc::new(points));
        }
    }

    /// The explorer holds newer weights of the model that is being trained.
    fn live_loaded(&mut self, card: CardFacts) {
        if self.chosen == LIVE_MODEL {
            let shown = self.model.as_ref();
            let same = shown
                .is_some_and(|model| model.id == LIVE_MODEL && model.card.latent == card.latent);
            if same {
                self.model = Some(LoadedModel {
                    id: LIVE_MODEL.to_owned(),
                    card,
                });
            } else {
                self.model = self.model.take().filter(|model| model.id != LIVE_MODEL);
                self.show_model(LIVE_MODEL.to_owned(), card);
            }
            self.book.asked = None;
            self.book.progress = None;
            self.films_are_old();
        }
        if std::mem::take(&mut self.book.live_dirty) {
            self.refresh_live();
        }
    }

    /// The explorer could not load a model: the one on screen stays.
    pub(super) fn load_failed(&mut self, id: RequestId, error: &str) -> bool {
        let explorer = self.book.explorer.as_mut();
        let Some(model) = explorer.and_then(|worker| worker.end_load(id)) else {
            return false;
        };
        let entry = self.models.iter().find(|entry| entry.id == model);
        let title = match (entry, self.book.opened.get(&model)) {
            (Some(entry), _) => entry.title.clone(),
            (None, Some((name, _))) => name.clone(),
            (None, None) => model.clone(),
        };
        let opened = entry.is_none();
        if opened {
            self.book.opened.remove(&model);
        }
        if self.chosen == model {
            self.alert(format!("“{title}” could not be loaded. {error}"), None);
            if let Some(on_screen) = &self.model {
                self.chosen = on_screen.id.clone();
            } else if let Some(first) = self.models.first().filter(|_| opened) {
                self.chosen = first.id.clone();
                self.load_wanted();
            }
        }
        true
    }

    /// Asks for the encoded test images of the model on screen, if there are any.
    pub(super) fn schedule_points(&mut self, model: &str) {
        let waiting = self
            .book
            .explorer
            .as_ref()
            .is_none_or(|worker| worker.points.is_some());
        if self.points.is_some() || self.book.no_points || waiting {
            return;
        }
        let entry = self.models.iter().find(|entry| entry.id == model);
        let Some(path) = entry.and_then(|entry| entry.points.as_ref()) else {
            return;
        };
        let url = format!("{}{path}", self.book.base);
        let id = self.book.next_request();
        if let Some(worker) = &mut self.book.explorer {
            worker.points = Some((id, model.to_owned()));
        }
        let message = ToEngine::LoadPoints {
            id,
            model: model.to_owned(),
            url,
        };
        self.book.send(WorkerSlot::Explorer, message, None);
    }

    /// Encoded test images arrived.
    pub(super) fn points_arrived(
        &mut self,
        seat: WorkerSlot,
        id: RequestId,
        (count, latent, factors): (usize, usize, Vec<String>),
        payload: Option<Arc<[u8]>>,
    ) {
        if seat != WorkerSlot::Explorer {
            return;
        }
        match points((count, latent, factors), self.latent(), payload.as_deref()) {
            Err(error) => {
                self.points_failed(id, &error);
            }
            Ok(points) => {
                if let Some(model) = self.end_points(id)
                    && self.model.as_ref().is_some_and(|shown| shown.id == model)
                {
                    self.points = Some(Arc::new(points));
                }
            }
        }
    }

    /// The encoded test images are not to be had. The model can be explored without them.
    pub(super) fn points_failed(&mut self, id: RequestId, error: &str) -> bool {
        let Some(model) = self.end_points(id) else {
            return false;
        };
        if self.model.as_ref().is_some_and(|shown| shown.id == model) {
            self.book.no_points = true;
            self.alert(
                format!("The encoded test images could not be loaded. {error}"),
                None,
            );
        }
        true
    }

    fn end_points(&mut self, id: RequestId) -> Option<String> {
        let worker = self.book.explorer.as_mut()?;
        worker
            .points
            .take_if(|(asked, _)| *asked == id)
            .map(|(_, model)| model)
    }
}

/// Refuses a card that no page could show.
fn check(card: &CardFacts) -> Result<(), String> {
    if !(1..=MOST_LATENT).contains(&card.latent) {
        return Err(format!(
            "Expected 1 to {MOST_LATENT} latent dimensions, found {}.",
            card.latent
        ));
    }
    Ok(())
}

/// Reads a points payload, see [`FromEngine::Points`](protocol::FromEngine::Points).
fn points(
    (count, latent, names): (usize, usize, Vec<String>),
    expected_latent: usize,
    payload: Option<&[u8]>,
) -> Result<EncodedImages, String> {
    let bytes = payload.unwrap_or_default();
    if latent != expected_latent {
        return Err(format!(
            "Expected {expected_latent} coordinates a point, found {latent}."
        ));
    }
    let Some(read) = PointsPayload::read(count, latent, names.len(), bytes) else {
        return Err(format!("{count} points do not fit {} bytes.", bytes.len()));
    };
    let PointsPayload {
        posteriors: PosteriorPayload { means, spreads },
        factors,
        labels,
    } = read;
    let factor_values = factors.iter().flatten();
    let mut numbers = means.iter().chain(&spreads).chain(factor_values);
    if numbers.any(|number| !number.is_finite()) {
        return Err("A coordinate is not a number.".to_owned());
    }
    if let Some(label) = labels.iter().find(|label| **label > 9) {
        return Err(format!("Expected labels from 0 to 9, found {label}."));
    }
    let factors = names.into_iter().zip(&factors);
    let directions = factors.filter_map(|(name, values)| {
        let z = latent::of_factor(&means, latent, values).ok()?;
        Some(NamedDirection { name, z })
    });
    Ok(EncodedImages {
        latent,
        directions: directions.collect(),
        kl: latent::kl(&means, &spreads, latent).unwrap_or_default(),
        means,
        spreads,
        labels,
    })
}
