//! The page's state, and [`Session::apply`], the only thing that changes it.
//!
//! Views read a [`Session`] and emit [`SessionEvent`]s; workers' messages arrive as events too. `apply`
//! is pure: it changes the session and returns [`HostCommand`]s for the host to carry out. Nothing here
//! knows a browser, so all of it is tested natively.
//!
//! - `room`: the list of rooms.
//! - `state`, `event`: what a session consists of, what can happen to it, what follows from that.
//! - `engines`: which engine runs, and what happens when one fails; `race`: which one is faster.
//! - `models`: loading models and their encoded test images.
//! - `decoding`: what is decoded next, and what becomes of it.
//! - `exploring`: the Explore room's tools, and the Compare room; `training`: the Train room.
//! - `controls`: what the visitor moves; `alerts`: what the visitor is told.
//! - `book`, `worker`: bookkeeping that views do not see; `watchdog`: workers that fall silent.

mod alerts;
mod book;
mod catalog;
mod controls;
mod decoding;
pub mod drawing;
mod engines;
mod event;
mod exploring;
mod late;
mod models;
mod prior;
mod race;
mod room;
mod state;
mod training;
mod watchdog;
mod worker;

pub use catalog::{CatalogEntry, catalog};
pub use event::{HostCommand, SessionEvent};
pub use exploring::{
    BroughtImage, CORNERS, ExampleGroups, ExploreEvent, ExploreExport, ExploreTools, FRAMES,
    ImagePosterior, ImageStrip, LONGEST_WALK, LabelledImages, LatentPath, LatentSearch, MapOverlay,
    MapPlane, NamedDirection, NearImage, NearestImages, PAGE, PIN_NAMES, PINS, PathKind,
    PointFormula, PrincipalDirections, ROWS, ReferenceSet, SAMPLES, StripKind, TRAVERSED, Tool,
    UndoHistory, WALK_STEP, film_of,
};
pub use late::LoadedRooms;
pub use prior::standard_normal;
pub use room::{Room, RoomAddress};
pub use state::{
    Alert, AlertAction, DecodedPicture, EncodedImages, EngineChoice, EngineState, EngineStatus,
    GpuAdapter, ImagePixels, LatentMap, LoadedModel, MapStrip, PointLegend, Session,
};
pub use training::{
    DataLocation, FieldRefusal, ImageGrid, LogRow, RowMatrix, RunRecord, RunSnapshot, RunState,
    SettingChange, StepPlayback, Toy2dRun, Toy2dView, TrainEvent, TrainExport, TrainRoom,
    TrainingRun, mirror_of,
};

use std::mem;
use std::sync::Arc;

use self::book::{Book, WorkerSlot};
use self::late::Call;
use protocol::{EngineKind, FromEngine, RequestId};

/// Sliders and map reach this far from zero, in prior standard deviations.
pub const EXTENT: f32 = 3.5;

/// The [`CatalogEntry::id`] of the model that is being trained.
pub const LIVE_MODEL: &str = "live";

/// The preset that the Train room opens with.
pub const FIRST_PRESET: &str = "classroom";

/// The map's tiles across and down, coarse first, then fine.
pub const MAP_LEVELS: [usize; 2] = [10, 20];

impl Default for Session {
    fn default() -> Session {
        Session::new()
    }
}

impl Session {
    /// A session before anything happened: the shipped models on offer, the first of them chosen.
    pub fn new() -> Session {
        let models = catalog();
        let first = models.first();
        let latent = first.map_or(2, |entry| entry.latent);
        #[cfg_attr(feature = "split", allow(unused_mut, reason = "see below"))]
        let mut session = Session {
            chosen: first.map(|entry| entry.id.clone()).unwrap_or_default(),
            models,
            model: None,
            point: vec![0.0; latent],
            picture: None,
            map: LatentMap {
                x_axis: 0,
                y_axis: usize::from(latent > 1),
                plane: MapPlane::Axes,
                centre: (0.0, 0.0),
                extent: EXTENT,
                drawn: ((0.0, 0.0), EXTENT),
                strips: Vec::new(),
                generation: 0,
                refining: false,
            },
            points: None,
            legend: PointLegend {
                shown: true,
                digits: [true; 10],
            },
            exploring: ExploreTools::new(),
            engine: EngineStatus {
                choice: EngineChoice::Auto,
                kind: EngineKind::Cpu,
                state: EngineState::Starting,
                reason: String::new(),
                decode_millis: None,
            },
            training: TrainRoom::empty(),
            room: Room::Explore,
            alerts: Vec::new(),
            book: Book::default(),
        };
        // Built in pieces, the page is told when the rooms have arrived.
        #[cfg(not(feature = "split"))]
        session.rooms_arrived(LoadedRooms::here());
        session
    }

    /// Whether a decoded picture is there.
    pub fn ready(&self) -> bool {
        self.picture.is_some()
    }

    /// Applies an event: changes the session, and returns what the host is to do, in this order.
    pub fn apply(&mut self, event: SessionEvent) -> Vec<HostCommand> {
        match event {
            SessionEvent::Started {
                choice,
                adapter,
                base,
            } => self.started(choice, adapter, base),
            SessionEvent::AdapterFound(adapter) => self.adapter_found(adapter),
            SessionEvent::ChooseModel(id) => self.choose_model(id),
            SessionEvent::OpenModel { name, bytes } => self.open_model(name, bytes),
            SessionEvent::ChooseEngine(choice) => self.choose_engine(choice),
            SessionEvent::SetCoordinate { dimension, value } => {
                self.set_coordinate(dimension, value)
            }
            SessionEvent::SetOnMap { x, y } => self.set_on_map(x, y),
            SessionEvent::SetPoint(point) => self.set_point(&point),
            SessionEvent::SetAxes { x_axis, y_axis } => self.set_axes(x_axis, y_axis),
            SessionEvent::ShowPoints(shown) => self.legend.shown = shown,
            SessionEvent::ShowDigit { digit, shown } => self.show_digit(digit, shown),
            SessionEvent::Engine {
                worker,
                message,
                payload,
            } => self.heard(worker, message, payload),
            SessionEvent::WorkerDied { worker, reason } => {
                if let Some(seat) = self.book.seat_of(worker) {
                    self.died(seat, &reason);
                }
            }
            SessionEvent::Tick { now } => self.tick(now),
            SessionEvent::Act(id) => self.act(id),
            SessionEvent::Dismiss(id) => self.alerts.retain(|alert| alert.id != id),
            SessionEvent::Trouble(text) => self.alert(text, None),
            SessionEvent::ShowRoom(room) => self.room = room,
            SessionEvent::Explore(event) => {
                self.late(Call::Explore(event));
            }
            SessionEvent::Train(event) => {
                self.late(Call::Train(event));
            }
            SessionEvent::RoomsArrived(late) => self.rooms_arrived(late),
        }
        self.schedule();
        mem::take(&mut self.book.effects)
    }

    /// A worker spoke. Workers that were stopped are no longer listened to.
    fn heard(&mut self, worker: u64, message: FromEngine, payload: Option<Arc<[u8]>>) {
        let Some(seat) = self.book.seat_of(worker) else {
            return;
        };
        if let Some(worker) = self.book.worker_mut(seat) {
            worker.silence.broken();
        }
        match message {
            FromEngine::Hello { engine, .. } => self.greeted(seat, engine),
            FromEngine::Refused { page, engine } => self.refused(seat, &page, &engine),
            FromEngine::Unavailable { reason } => self.unavailable(seat, &reason.to_string()),
            FromEngine::DeviceLost { reason } => self.device_lost(seat, &reason),
            FromEngine::Crashed { message } => self.died(seat, &message),
            FromEngine::ModelLoaded { id, card, .. } => self.loaded(seat, id, card),
            FromEngine::Points {
                id,
                count,
                latent,
                factors,
                ..
            } => self.points_arrived(seat, id, (count, latent, factors), payload),
            FromEngine::Told { id, answer } => {
                self.late(Call::Told(seat, id, answer, payload));
            }
            FromEngine::Picture {
                id,
                width,
                height,
                channels,
                millis,
            } => {
                let pixels = pixels(width, height, channels, payload);
                self.picture_arrived(seat, id, pixels, millis);
            }
            FromEngine::MapRows {
                id,
                width,
                height,
                channels,
                ..
            } => {
                let pixels = pixels(width, height, channels, payload);
                self.map_rows_arrived(seat, id, pixels);
            }
            FromEngine::Timed {
                id,
                millis_per_picture,
            } => self.timed(seat, id, millis_per_picture),
            FromEngine::Pong { id } => self.ponged(seat, id),
            FromEngine::Training { news } => {
                if seat == WorkerSlot::Trainer {
                    self.late(Call::News(news, payload));
                }
            }
            FromEngine::Failed { id, error } => self.failed(seat, id, &error.to_string()),
        }
    }

    /// A request could not be done; which one decides what becomes of it.
    fn failed(&mut self, seat: WorkerSlot, id: RequestId, error: &str) {
        if seat == WorkerSlot::Trainer {
            self.late(Call::TrainingFailed(id, error.to_owned()));
        } else if seat == WorkerSlot::Candidate {
            self.candidate_failed(id, error);
        } else if seat == WorkerSlot::Studio {
            self.late(Call::StudioFailed(id, error.to_owned()));
        } else if !self.load_failed(id, error)
            && !self.points_failed(id, error)
            && !self.decode_failed(id, error)
            && !self.map_failed(id, error)
            && !self.late(Call::AskFailed(seat, id, error.to_owned()))
            && !self.timing_failed(id, error)
        {
            self.ponged(seat, id);
        }
    }
}

/// Puts a payload and its measures together; the error is a sentence on what does not fit.
fn pixels(
    width: usize,
    height: usize,
    channels: usize,
    payload: Option<Arc<[u8]>>,
) -> Result<ImagePixels, String> {
    let found = payload.as_ref().map_or(0, |bytes| bytes.len());
    let expected = [width, height, channels]
        .into_iter()
        .try_fold(1_usize, usize::checked_mul);
    match payload {
        Some(bytes) if matches!(channels, 1 | 3) && found > 0 && expected == Some(found) => {
            Ok(ImagePixels {
                width,
                height,
                channels,
                bytes,
            })
        }
        _ => Err(format!(
            "expected {width} × {height} pixels with 1 or 3 channels, found {found} bytes for \
             {channels} channels"
        )),
    }
}
