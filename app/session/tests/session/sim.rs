//! A session with engines that answer at once, or when a test lets them.

use protocol::payload::{EncodedPointsPayload, PosteriorPayload};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

pub use crate::sim_messages::{id_of, is_decode, is_load, is_map, is_points, picture};
use crate::sim_messages::{modulated, onnx_files, trained_on};
use crate::sim_store::StoreSim;
use crate::sim_trainer::check_fetched;
use page::words::{alert_sentence, engine_reason_sentence};
use protocol::{
    CardDetails, CardDirection, CardFacts, EngineError, EngineKind, FromEngine, ModelSource,
    ProgramBuild, RequestId, RoomError, RunId, ToEngine, WorkerRole,
};
use run_spec::RunSpec;
use session::{EngineChoice, GpuAdapter, HostCommand, Session, SessionEvent};

pub const TWO: &str = "vae-mnist-2d";
pub const TEN: &str = "vae-mnist-10d";
/// The first model of the catalogue.
pub const FACES: &str = "vae-faces";
pub const BASE: &str = "http://127.0.0.1/sub/";

/// A message on its way to a worker.
#[derive(Clone, Debug)]
pub struct Letter {
    pub worker: u64,
    pub message: ToEngine,
    pub payload: Option<Arc<[u8]>>,
}

pub struct Sim {
    pub session: Session,
    /// Workers that were started and not stopped.
    pub alive: BTreeMap<u64, EngineKind>,
    /// Those that open ONNX files.
    pub onnx: BTreeSet<u64>,
    /// What each worker ever started is for.
    pub roles: BTreeMap<u64, WorkerRole>,
    /// How many threads each worker ever started was to have.
    pub threads: BTreeMap<u64, usize>,
    pub stopped: BTreeSet<u64>,
    /// Messages that were not yet answered, oldest first.
    pub inbox: VecDeque<Letter>,
    /// Every message ever sent.
    pub log: Vec<Letter>,
    /// The script that keeps runs.
    pub store: StoreSim,
    /// What was handed out.
    pub handed: Vec<HostCommand>,
    /// The run that the trainer has.
    pub run: RunId,
    /// What it trains.
    pub spec: RunSpec,
    /// How many steps the trainer took.
    pub steps: u32,
    /// Whether its run is one on points.
    pub points: bool,
    /// The directions that every model's card has.
    pub directions: Vec<CardDirection>,
    /// Whether the hidden layers of every model, two of them, take a latent point each.
    pub modulated: bool,
    /// Encoded images of every model: the first two coordinates, and the digit; three in the middle if there
    /// are none.
    pub encoded: Vec<([f32; 2], u8)>,
    /// Channels of every model's pictures.
    pub channels: usize,
    /// What every model was trained on, and how many pixels a side its card says; nothing and 2 by default.
    pub trained_on: (&'static str, usize),
    /// How many images the trainer finds in a file.
    pub images_in_file: usize,
    /// What a WebGPU engine answers to `Time`; the CPU's answer is 0.4.
    pub webgpu_millis: f64,
    now: f64,
}

impl Sim {
    /// A session that nothing has happened to.
    pub fn new() -> Sim {
        Sim::in_tab(StoreSim::new())
    }

    /// As by a link to the model of two dimensions: its numbers fit into a line.
    fn in_tab(store: StoreSim) -> Sim {
        let mut sim = Sim {
            store,
            session: Session::new(),
            alive: BTreeMap::new(),
            onnx: BTreeSet::new(),
            roles: BTreeMap::new(),
            threads: BTreeMap::new(),
            stopped: BTreeSet::new(),
            inbox: VecDeque::new(),
            log: Vec::new(),
            handed: Vec::new(),
            run: RunId::NONE,
            spec: RunSpec::default(),
            steps: 0,
            points: false,
            directions: Vec::new(),
            modulated: false,
            encoded: Vec::new(),
            channels: 1,
            trained_on: ("", 2),
            images_in_file: 300,
            webgpu_millis: 0.08,
            now: 0.0,
        };
        sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
        sim
    }

    /// A session that was started; its engine has not yet answered.
    pub fn started(choice: EngineChoice, adapter: GpuAdapter) -> Sim {
        let mut sim = Sim::new();
        sim.send(SessionEvent::Started {
            choice,
            adapter,
            base: BASE.to_owned(),
        });
        sim
    }

    /// A session on the CPU with the model of two dimensions, its map and its points on screen.
    pub fn on_cpu() -> Sim {
        let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
        sim.settle();
        sim
    }

    /// The same, with what another page has kept.
    pub fn with_store(store: StoreSim) -> Sim {
        let mut sim = Sim::in_tab(store);
        sim.send(SessionEvent::Started {
            choice: EngineChoice::Cpu,
            adapter: GpuAdapter::Fit,
            base: BASE.to_owned(),
        });
        sim.settle();
        sim
    }

    /// The same on WebGPU.
    pub fn on_webgpu() -> Sim {
        let mut sim = Sim::started(EngineChoice::WebGpu, GpuAdapter::Fit);
        sim.settle();
        sim
    }

    /// The same with the model of ten dimensions.
    pub fn with_ten() -> Sim {
        let mut sim = Sim::on_cpu();
        sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
        sim.settle();
        sim
    }

    /// Applies an event and takes note of what follows.
    pub fn send(&mut self, event: SessionEvent) {
        let fetched = self.fetched_by(&event);
        let before = self.session.training.fetching.clone();
        let effects = self.session.apply(event);
        if let Some(fetched) = fetched {
            check_fetched(fetched, &before, &self.session.training, &effects);
        }
        for effect in effects {
            match effect {
                HostCommand::StartWorker {
                    worker,
                    engine,
                    role,
                    threads,
                    onnx,
                } => {
                    self.onnx.extend(onnx.then_some(worker));
                    self.threads.insert(worker, threads);
                    assert!(!self.stopped.contains(&worker), "a number was used again");
                    assert_eq!(self.alive.insert(worker, engine), None);
                    self.roles.insert(worker, role);
                }
                HostCommand::StopWorker { worker } => {
                    assert!(self.alive.remove(&worker).is_some(), "stopped a stranger");
                    self.stopped.insert(worker);
                    self.inbox.retain(|letter| letter.worker != worker);
                }
                HostCommand::Send {
                    worker,
                    message,
                    payload,
                } => {
                    assert!(
                        self.alive.contains_key(&worker),
                        "{message:?} to a stranger"
                    );
                    let letter = Letter {
                        worker,
                        message,
                        payload,
                    };
                    self.log.push(letter.clone());
                    if matches!(letter.message, ToEngine::SetClass { .. }) {
                        // It has no answer.
                        continue;
                    }
                    self.inbox.push_back(letter);
                }
                handed @ (HostCommand::Save { .. }
                | HostCommand::SavePictures { .. }
                | HostCommand::ReadPicture { .. }
                | HostCommand::Reload
                | HostCommand::Locate { .. }) => self.handed.push(handed),
                HostCommand::RunStore { command, payload } => {
                    let command = serde_json::from_str(&command).expect("a command");
                    self.store.asked.push_back((command, payload));
                }
            }
        }
    }

    /// A worker speaks.
    pub fn says(&mut self, worker: u64, message: FromEngine, payload: Option<Vec<u8>>) {
        self.send(SessionEvent::Engine {
            worker,
            message,
            payload: payload.map(Arc::from),
        });
    }

    /// The engine answers the oldest message.
    pub fn answer(&mut self) -> bool {
        let Some(letter) = self.inbox.pop_front() else {
            return false;
        };
        if let ToEngine::Train { run, command } = &letter.message {
            if !self.takes(*run, command) {
                if let Some(id) = id_of(&letter.message) {
                    let error = RoomError::RunReplaced.into();
                    self.says(letter.worker, FromEngine::Failed { id, error }, None);
                }
                return true;
            }
            for (update, payload) in self.train(command, letter.payload.as_deref()) {
                self.says(letter.worker, self.update(update), payload);
            }
        } else {
            let (message, payload) = self.reply(&letter);
            self.says(letter.worker, message, payload);
        }
        true
    }

    /// The engine answers the oldest message with a failure.
    pub fn fail(&mut self, error: impl Into<EngineError>) {
        let letter = self.inbox.pop_front().expect("a message to fail");
        let id = id_of(&letter.message).expect("a request");
        let error = error.into();
        self.says(letter.worker, FromEngine::Failed { id, error }, None);
    }

    /// Engines answer until nothing is left to answer.
    pub fn settle(&mut self) {
        for _ in 0..1_000 {
            if !self.answer() {
                return;
            }
        }
        panic!("the session never stops asking");
    }

    /// Engines answer until the oldest unanswered message is one that `wanted` accepts.
    pub fn settle_until(&mut self, wanted: impl Fn(&ToEngine) -> bool) {
        while !wanted(&self.inbox.front().expect("such a message").message) {
            self.answer();
        }
    }

    /// Seconds pass, one tick each, and nobody answers.
    pub fn silence(&mut self, seconds: usize) {
        for _ in 0..=seconds {
            self.send(SessionEvent::Tick { now: self.now });
            self.now += 1_000.0;
        }
        self.now -= 1_000.0;
    }

    /// Seconds pass, one tick each, and workers answer nothing but that they are there.
    pub fn pass(&mut self, seconds: usize) {
        for _ in 0..seconds {
            self.silence(1);
            let is_ping = |letter: &Letter| matches!(letter.message, ToEngine::Ping { .. });
            while let Some(at) = self.inbox.iter().position(is_ping) {
                let ping = self.inbox.remove(at).expect("it is there");
                let (pong, _) = self.reply(&ping);
                self.says(ping.worker, pong, None);
            }
        }
    }

    /// The laptop sleeps: no tick comes meanwhile.
    pub fn sleep(&mut self, seconds: usize) {
        self.now += seconds as f64 * 1_000.0;
    }

    /// A worker that computes for long says so, unasked.
    pub fn computes(&mut self, worker: u64) {
        let id = RequestId(0);
        self.says(worker, FromEngine::Pong { id }, None);
    }

    /// The worker that was started last.
    pub fn newest(&self) -> u64 {
        *self.alive.keys().last().expect("a worker")
    }

    pub fn dies(&mut self, worker: u64) {
        self.send(SessionEvent::WorkerDied {
            worker,
            reason: "Nobody knows.".to_owned(),
        });
    }

    pub fn unanswered_decodes(&self) -> usize {
        let decodes = self.inbox.iter();
        decodes
            .filter(|letter| matches!(letter.message, ToEngine::Decode { .. }))
            .count()
    }

    /// Why it is this engine, as the page says it.
    pub fn reason(&self) -> String {
        engine_reason_sentence(&self.session.workers.engine.reason)
    }

    /// The texts of all alerts.
    pub fn alerts(&self) -> Vec<String> {
        self.session
            .alerts()
            .iter()
            .map(|a| alert_sentence(&a.text))
            .collect()
    }

    pub fn reply(&self, letter: &Letter) -> (FromEngine, Option<Vec<u8>>) {
        let kind = self.alive[&letter.worker];
        match &letter.message {
            ToEngine::Hello {
                protocol,
                build,
                role,
            } => (
                FromEngine::Hello {
                    protocol: *protocol,
                    build: build.clone(),
                    role: *role,
                    engine: kind,
                },
                None,
            ),
            ToEngine::SetClass { .. } => unreachable!("it has no answer"),
            ToEngine::LoadModel { id, model, source } => {
                // An opened file's first byte says how many dimensions it has.
                let opened = letter.payload.as_ref().map(|bytes| usize::from(bytes[0]));
                assert_eq!(opened.is_some(), !matches!(source, ModelSource::Url { .. }));
                let latent = opened.unwrap_or(latent_of(model));
                let mut card = CardFacts {
                    directions: self.directions.clone(),
                    channels: self.channels,
                    ..trained_on(self.trained_on, card(latent))
                };
                if self.modulated {
                    card.details = modulated();
                }
                let of = onnx_files(source, letter.payload.as_deref(), &mut card);
                let (of_model, encoder_first) = match of {
                    Ok(of) => of,
                    Err(error) => {
                        let (id, error) = (*id, error.into());
                        return (FromEngine::Failed { id, error }, None);
                    }
                };
                let loaded = FromEngine::ModelLoaded {
                    id: *id,
                    model: of_model.unwrap_or_else(|| model.clone()),
                    card,
                    encoder_first,
                };
                (loaded, None)
            }
            ToEngine::LoadEncodedPoints { id, model, .. } => {
                let latent = latent_of(model);
                let middle = [7, 1, 9].map(|digit| ([0.0; 2], digit));
                let images = if self.encoded.is_empty() {
                    &middle[..]
                } else {
                    self.encoded.as_slice()
                };
                let count = images.len();
                let mut means = vec![0.0; count * latent];
                for (mean, (place, _)) in means.chunks_exact_mut(latent).zip(images) {
                    mean[..2].copy_from_slice(place);
                }
                let payload = EncodedPointsPayload {
                    posteriors: PosteriorPayload {
                        means,
                        spreads: vec![0.5; count * latent],
                    },
                    factors: Vec::new(),
                    labels: images.iter().map(|(_, digit)| *digit).collect(),
                };
                let payload = payload.write();
                let points = FromEngine::EncodedPoints {
                    id: *id,
                    model: model.clone(),
                    count,
                    latent,
                    factors: Vec::new(),
                };
                (points, Some(payload))
            }
            ToEngine::Decode { id, .. } => (picture(*id), Some(vec![0; 4])),
            ToEngine::DecodeMap {
                id,
                tiles,
                first_row,
                rows,
                ..
            } => (
                FromEngine::MapRows {
                    id: *id,
                    first_row: *first_row,
                    rows: *rows,
                    width: tiles * 2,
                    height: rows * 2,
                    channels: 1,
                    millis: 1.0,
                },
                Some(vec![0; tiles * 2 * rows * 2]),
            ),
            ToEngine::Time { id, .. } => {
                let millis_per_picture = match kind {
                    EngineKind::Cpu => 0.4,
                    EngineKind::WebGpu => self.webgpu_millis,
                };
                let timed = FromEngine::Timed {
                    id: *id,
                    millis_per_picture,
                };
                (timed, None)
            }
            ToEngine::Ping { id } => (FromEngine::Pong { id: *id }, None),
            ToEngine::Query { id, model, query } => {
                self.told(*id, model, query, letter.payload.as_deref())
            }
            ToEngine::Train { .. } => unreachable!("answered by the trainer"),
        }
    }
}

pub fn card(latent: usize) -> CardFacts {
    CardFacts {
        title: "A card".to_owned(),
        summary: String::new(),
        latent,
        height: 2,
        width: 2,
        channels: 1,
        encoder: true,
        directions: Vec::new(),
        details: CardDetails::default().into(),
    }
}

/// The dimensions of a shipped model.
fn latent_of(model: &str) -> usize {
    match model {
        TWO => 2,
        FACES | "gan-mnist" => 16,
        _ => 10,
    }
}

/// Sets one coordinate.
pub fn set(dimension: usize, value: f32) -> SessionEvent {
    SessionEvent::SetCoordinate { dimension, value }
}

/// A program of a build.
pub fn program(build: impl Into<String>) -> ProgramBuild {
    ProgramBuild {
        protocol: 1,
        build: build.into(),
    }
}
