//! Bookkeeping that only [`Session::apply`](super::Session::apply) reads.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::decoding::MapProgress;
use super::event::{HostCommand, SessionEvent};
use super::exploring::{BatchDecodes, MapPlane};
use super::late::LoadedRooms;
use super::race::EngineBenchmark;
use super::state::GpuAdapter;
use super::training::PendingRequests;
use super::worker::WorkerState;
use protocol::{EngineKind, Plane, RequestId, Role, ToEngine};

/// What a session remembers beyond what it shows.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Book {
    /// Whether the page has started.
    pub started: bool,
    /// What the browser offers.
    pub adapter: GpuAdapter,
    /// Address of the folder that holds `assets/`.
    pub base: String,
    /// The worker that answers the page.
    pub explorer: Option<WorkerState>,
    /// Whether another engine is being tried out, and how far that is.
    pub race: EngineBenchmark,
    /// The worker that trains.
    pub trainer: Option<WorkerState>,
    /// How many threads it may have on the CPU; fewer than two are one.
    pub threads: usize,
    /// What is under way with it.
    pub ledger: PendingRequests,
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
    pub progress: Option<MapProgress>,
    /// The model and the plane whose strips are on the map.
    pub shown_plane: Option<(String, Plane)>,
    /// Whether the model on screen turned out to have no usable points.
    pub no_points: bool,
    /// What belongs to the rooms that arrive after the first picture, once they are there.
    pub late: Option<LoadedRooms>,
    /// What was asked of them before.
    pub waiting: Vec<SessionEvent>,
    /// The worker that answers what takes long, once it was needed.
    pub studio: Option<WorkerState>,
    /// How often it died.
    pub studio_deaths: u32,
    /// Films, and what is on its way of them.
    pub reels: BatchDecodes,
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
    pub effects: Vec<HostCommand>,
    pub last_alert: u64,
    pub last_opened: u64,
    last_request: u64,
    last_worker: u64,
}

/// What a worker is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkerSlot {
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
    pub fn worker(&self, seat: WorkerSlot) -> Option<&WorkerState> {
        match seat {
            WorkerSlot::Explorer => self.explorer.as_ref(),
            WorkerSlot::Candidate => self.race.candidate(),
            WorkerSlot::Trainer => self.trainer.as_ref(),
            WorkerSlot::Studio => self.studio.as_ref(),
        }
    }

    /// The worker in a seat.
    pub fn worker_mut(&mut self, seat: WorkerSlot) -> Option<&mut WorkerState> {
        match seat {
            WorkerSlot::Explorer => self.explorer.as_mut(),
            WorkerSlot::Candidate => self.race.candidate_mut(),
            WorkerSlot::Trainer => self.trainer.as_mut(),
            WorkerSlot::Studio => self.studio.as_mut(),
        }
    }

    /// The seat of the worker with a number, unless it was stopped.
    pub fn seat_of(&self, number: u64) -> Option<WorkerSlot> {
        [
            WorkerSlot::Explorer,
            WorkerSlot::Candidate,
            WorkerSlot::Trainer,
            WorkerSlot::Studio,
        ]
        .into_iter()
        .find(|seat| self.worker(*seat).is_some_and(|w| w.number == number))
    }

    /// The next request's id.
    pub fn next_request(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }

    /// Starts a worker and greets it.
    pub fn start_worker(&mut self, engine: EngineKind, role: Role) -> WorkerState {
        self.last_worker += 1;
        let worker = self.last_worker;
        let threads = match (engine, role) {
            (EngineKind::Cpu, Role::Trainer) => self.threads.max(1),
            _ => 1,
        };
        self.effects.push(HostCommand::StartWorker {
            worker,
            engine,
            role,
            threads,
        });
        self.effects.push(HostCommand::Send {
            worker,
            message: ToEngine::Hello {
                protocol: protocol::PROTOCOL_VERSION,
                build: protocol::BUILD_ID.to_owned(),
                role,
            },
            payload: None,
        });
        WorkerState::new(worker, engine, threads)
    }

    /// Stops a worker that was taken from its seat.
    pub fn stop_worker(&mut self, worker: Option<WorkerState>) {
        if let Some(worker) = worker {
            self.effects.push(HostCommand::StopWorker {
                worker: worker.number,
            });
        }
    }

    /// Sends a message to the worker in a seat; nobody sits there, nothing is sent.
    pub fn send(&mut self, seat: WorkerSlot, message: ToEngine, payload: Option<Arc<[u8]>>) {
        let Some(worker) = self.worker(seat).map(|worker| worker.number) else {
            return;
        };
        self.effects.push(HostCommand::Send {
            worker,
            message,
            payload,
        });
    }
}
