//! Bookkeeping that only [`Session::apply`](super::Session::apply) reads.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::decoding::Progress;
use super::event::{Effect, Event};
use super::exploring::{MapPlane, Reels};
use super::late::Late;
use super::race::Race;
use super::state::Adapter;
use super::training::Ledger;
use super::worker::Worker;
use protocol::{EngineKind, Plane, RequestId, Role, ToEngine};

/// What a session remembers beyond what it shows.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Book {
    /// Whether the page has started.
    pub started: bool,
    /// What the browser offers.
    pub adapter: Adapter,
    /// Address of the folder that holds `assets/`.
    pub base: String,
    /// The worker that answers the page.
    pub explorer: Option<Worker>,
    /// Whether another engine is being tried out, and how far that is.
    pub race: Race,
    /// The worker that trains.
    pub trainer: Option<Worker>,
    /// How many threads it may have on the CPU; fewer than two are one.
    pub threads: usize,
    /// What is under way with it.
    pub ledger: Ledger,
    /// Whether newer weights of the model being trained arrived while older ones were loading.
    pub live_dirty: bool,
    /// How often the present engine's worker died.
    pub deaths: u32,
    /// Files that the visitor opened: name and bytes, so that another worker can be given them.
    pub opened: BTreeMap<String, (String, Arc<[u8]>)>,
    /// The model and the point that were last sent to be decoded.
    pub asked: Option<(String, Vec<f32>)>,
    /// How long the newest pictures took, in milliseconds, oldest first.
    pub millis: VecDeque<f64>,
    /// How far the map of the present plane is.
    pub progress: Option<Progress>,
    /// The model and the plane whose strips are on the map.
    pub shown_plane: Option<(String, Plane)>,
    /// Whether the model on screen turned out to have no usable points.
    pub no_points: bool,
    /// What belongs to the rooms that arrive after the first picture, once they are there.
    pub late: Option<Late>,
    /// What was asked of them before.
    pub waiting: Vec<Event>,
    /// The worker that answers what takes long, once it was needed.
    pub studio: Option<Worker>,
    /// How often it died.
    pub studio_deaths: u32,
    /// Films, and what is on its way of them.
    pub reels: Reels,
    /// Whether the path's GIF is wanted.
    pub gif: bool,
    /// The search that begins once the studio holds the model: its seed, and the picture.
    pub inversion_due: Option<(u32, Arc<[u8]>)>,
    /// Whether the picture that was brought could not be encoded.
    pub encode_failed: bool,
    /// The same, by the model that is compared with.
    pub other_encode_failed: bool,
    /// What the principal directions were found of: a model, and its points.
    pub principal_of: Option<(String, Option<usize>)>,
    /// Whether a plane along principal directions was asked for.
    pub principal_wanted: bool,
    /// The plane that is shown once there are principal directions.
    pub plane_wanted: Option<MapPlane>,
    /// Whether the data set to compare with may come from a mirror.
    pub hold_mirror: bool,
    /// The worker and the model that were asked to hold it.
    pub held_by: Option<(u64, String)>,
    /// Whether the nearest images could not be found.
    pub nearest_failed: bool,
    /// Where the address says to go, until its model is on screen.
    pub place: Option<latent::Place>,
    /// The step of the newest weights of the model that is being trained.
    pub live_step: u32,
    /// The preset of the run that they are from.
    pub live_preset: String,
    /// When the last tick came, in milliseconds.
    pub now: Option<f64>,
    /// What the event being applied has led to so far.
    pub effects: Vec<Effect>,
    pub last_alert: u64,
    pub last_opened: u64,
    last_request: u64,
    last_worker: u64,
}

/// What a worker is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    /// It answers the page.
    Explorer,
    /// It is being tried out in the background.
    Candidate,
    /// It trains.
    Trainer,
    /// It answers what takes long.
    Studio,
}

impl Book {
    /// The worker in a seat.
    pub fn worker(&self, seat: Seat) -> Option<&Worker> {
        match seat {
            Seat::Explorer => self.explorer.as_ref(),
            Seat::Candidate => self.race.candidate(),
            Seat::Trainer => self.trainer.as_ref(),
            Seat::Studio => self.studio.as_ref(),
        }
    }

    /// The worker in a seat.
    pub fn worker_mut(&mut self, seat: Seat) -> Option<&mut Worker> {
        match seat {
            Seat::Explorer => self.explorer.as_mut(),
            Seat::Candidate => self.race.candidate_mut(),
            Seat::Trainer => self.trainer.as_mut(),
            Seat::Studio => self.studio.as_mut(),
        }
    }

    /// The seat of the worker with a number, unless it was stopped.
    pub fn seat_of(&self, number: u64) -> Option<Seat> {
        [Seat::Explorer, Seat::Candidate, Seat::Trainer, Seat::Studio]
            .into_iter()
            .find(|seat| self.worker(*seat).is_some_and(|w| w.number == number))
    }

    /// The next request's id.
    pub fn next_request(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }

    /// Starts a worker and greets it.
    pub fn start_worker(&mut self, engine: EngineKind, role: Role) -> Worker {
        self.last_worker += 1;
        let worker = self.last_worker;
        let threads = match (engine, role) {
            (EngineKind::Cpu, Role::Trainer) => self.threads.max(1),
            _ => 1,
        };
        self.effects.push(Effect::StartWorker {
            worker,
            engine,
            role,
            threads,
        });
        self.effects.push(Effect::Send {
            worker,
            message: ToEngine::Hello {
                protocol: protocol::PROTOCOL_VERSION,
                build: protocol::BUILD_ID.to_owned(),
                role,
            },
            payload: None,
        });
        Worker::new(worker, engine, threads)
    }

    /// Stops a worker that was taken from its seat.
    pub fn stop_worker(&mut self, worker: Option<Worker>) {
        if let Some(worker) = worker {
            self.effects.push(Effect::StopWorker {
                worker: worker.number,
            });
        }
    }

    /// Sends a message to the worker in a seat; nobody sits there, nothing is sent.
    pub fn send(&mut self, seat: Seat, message: ToEngine, payload: Option<Arc<[u8]>>) {
        let Some(worker) = self.worker(seat).map(|worker| worker.number) else {
            return;
        };
        self.effects.push(Effect::Send {
            worker,
            message,
            payload,
        });
    }
}
