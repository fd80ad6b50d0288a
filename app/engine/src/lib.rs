//! The worker's side: answers the page's messages with a model on one device.
//!
//! It answers messages one at a time, in the order in which they came. There are four exceptions:
//!
//! - it answers a `Ping` at once, and says unasked that it is still there while it computes for long;
//! - it fetches data sets, makes models of a visitor's pictures, trains runs for the game and for
//!   comparisons, and pursues long queries ([`queries`]), beside everything else;
//! - it fetches a file before the file's message joins the queue, so that sliders go on meanwhile;
//! - it answers nothing before the handshake.
//!
//! The page keeps at most one decode waiting (`session`), so nothing here drops stale requests. A
//! trainer takes a step whenever its inbox is empty.

mod card_facts;
mod channel;
#[cfg(feature = "train")]
mod comparing;
#[cfg(feature = "long-queries")]
mod data;
mod engine_device;
mod error;
mod explored_model;
mod fetch;
#[cfg(feature = "train")]
mod judging;
mod loaded_models;
#[cfg(feature = "onnx")]
mod map_tiles;
#[cfg(all(feature = "train", not(target_arch = "wasm32")))]
pub mod native;
#[cfg(feature = "train")]
mod personal;
mod queries;
#[cfg(feature = "train")]
mod report;
#[cfg(feature = "train")]
mod run_data;
mod training;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use channel::spawn_local;
use engine_device::EngineDevice;
use loaded_models::LoadedModels;
use protocol::BUILD_ID;
#[cfg(feature = "train")]
use protocol::TrainCommand;
use protocol::{
    EngineError, EngineKind, FromEngine, ModelSource, PROTOCOL_VERSION, ProgramBuild, RequestId,
    ToEngine, WorkerRole,
};
use queries::QueryState;
use training::TrainingWorker;

/// Makes this worker an engine of `kind`: called once, by the worker's `main`.
pub fn start(kind: EngineKind) {
    start_on(EngineDevice::Kind(kind));
}

fn start_on(device: EngineDevice) {
    let kind = device.kind();
    channel::report_panics();
    channel::report_long_computations();
    let queue = MessageQueue {
        inbox: Rc::default(),
        engine: Rc::new(RefCell::new(Some(EngineWorker {
            device,
            kind,
            models: None,
            queries: QueryState::new(kind),
            training: None,
        }))),
    };
    channel::listen(move |message, payload| match message {
        ToEngine::Ping { id } => channel::post(&FromEngine::Pong { id }, None),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command: TrainCommand::Fetch { id, data },
            ..
        } => spawn_local(run_data::fetch(id, data)),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command:
                TrainCommand::Personalise {
                    id,
                    name,
                    bases,
                    seed,
                },
            ..
        } => spawn_local(personal::personalise(id, (name, bases), seed, payload)),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command: TrainCommand::StopPersonalising,
            ..
        } => personal::stop(),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command: TrainCommand::JudgePictures { id, run },
            ..
        } => spawn_local(judging::judge_pictures(id, run, payload)),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command: TrainCommand::StopJudging,
            ..
        } => judging::stop(),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command: TrainCommand::TrainCompared { id, run },
            ..
        } => spawn_local(comparing::train_compared(id, run, payload)),
        message => match file_of(&message) {
            None => queue.push(message, payload),
            Some((id, url)) => spawn_local(fetched(id, url, message, queue.clone())),
        },
    });
}

/// Messages that wait, and the engine while it is idle.
#[derive(Clone)]
struct MessageQueue {
    inbox: Rc<RefCell<VecDeque<IncomingMessage>>>,
    engine: Rc<RefCell<Option<EngineWorker>>>,
}

/// A message and its payload.
type IncomingMessage = (ToEngine, Option<Vec<u8>>);

impl MessageQueue {
    fn push(&self, message: ToEngine, payload: Option<Vec<u8>>) {
        self.inbox.borrow_mut().push_back((message, payload));
        // The task that holds the engine drains the inbox before it gives the engine back.
        let idle = self.engine.borrow_mut().take();
        if let Some(engine) = idle {
            spawn_local(self.clone().drain(engine));
        }
    }

    async fn drain(self, mut engine: EngineWorker) {
        loop {
            let next = self.inbox.borrow_mut().pop_front();
            match next {
                Some((message, payload)) => engine.answer(message, payload).await,
                None => match engine.training.as_mut().filter(|run| run.is_busy()) {
                    Some(training) => training.turn().await,
                    None => break,
                },
            }
        }
        *self.engine.borrow_mut() = Some(engine);
    }
}

/// The file that a message needs before it can be answered.
fn file_of(message: &ToEngine) -> Option<(RequestId, String)> {
    match message {
        ToEngine::LoadModel {
            id,
            source: ModelSource::Url { url },
            ..
        }
        | ToEngine::LoadEncodedPoints { id, url, .. } => Some((*id, url.clone())),
        _ => None,
    }
}

/// Queues a message with its file as the payload, or says why there is none.
async fn fetched(id: RequestId, url: String, message: ToEngine, queue: MessageQueue) {
    match fetch::bytes(&url).await {
        Ok(bytes) => queue.push(message, Some(bytes)),
        Err(error) => channel::post(&FromEngine::Failed { id, error }, None),
    }
}

struct EngineWorker {
    device: EngineDevice,
    kind: EngineKind,
    /// `None` until the handshake.
    models: Option<LoadedModels>,
    queries: QueryState,
    /// `None` in an explorer.
    training: Option<TrainingWorker>,
}

impl EngineWorker {
    async fn answer(&mut self, message: ToEngine, payload: Option<Vec<u8>>) {
        if let ToEngine::Hello {
            protocol,
            build,
            role,
        } = message
        {
            self.handshake(protocol, &build, role).await;
            return;
        }
        if let ToEngine::Train { run, command } = message {
            if let Some(training) = self.training.as_mut() {
                training.handle(run, command, payload).await;
            }
            return;
        }
        if let (ToEngine::SetClass { model, class }, Some(models)) = (&message, &mut self.models) {
            models.set_class(model, *class);
            return;
        }
        let (Some(id), Some(models)) = (request_of(&message), self.models.as_mut()) else {
            return;
        };
        let answered = match message {
            ToEngine::LoadModel { model, source, .. } => {
                models.load(id, model, &source, payload).await
            }
            ToEngine::LoadEncodedPoints { model, url, .. } => {
                models.points(id, model, &url, payload)
            }
            ToEngine::Decode { model, z, .. } => models.decode(id, &model, &z).await,
            ToEngine::DecodeMap {
                model,
                slice,
                tiles,
                first_row,
                rows,
                ..
            } => {
                let strip = loaded_models::StripRequest {
                    slice,
                    tiles,
                    first_row,
                    rows,
                };
                models.decode_map(id, &model, strip).await
            }
            ToEngine::Time {
                model, pictures, ..
            } => models.time(id, &model, pictures).await,
            ToEngine::Query { model, query, .. } => {
                let queries = &mut self.queries;
                let reply = queries.answer(id, &model, query, payload, models);
                match reply.await {
                    Ok(Some(reply)) => Ok(reply),
                    Ok(None) => return,
                    Err(error) => Err(error),
                }
            }
            ToEngine::Hello { .. }
            | ToEngine::SetClass { .. }
            | ToEngine::Ping { .. }
            | ToEngine::Train { .. } => return,
        };
        match answered {
            Ok((reply, payload)) => channel::post(&reply, payload.as_deref()),
            Err(error) => channel::post(&error.into_message(id, self.kind), None),
        }
    }

    async fn handshake(&mut self, protocol: u32, build: &str, role: WorkerRole) {
        if protocol != PROTOCOL_VERSION || build != BUILD_ID {
            let refused = FromEngine::Refused {
                page: ProgramBuild {
                    protocol,
                    build: build.to_owned(),
                },
                engine: ProgramBuild {
                    protocol: PROTOCOL_VERSION,
                    build: BUILD_ID.to_owned(),
                },
            };
            channel::post(&refused, None);
            return;
        }
        match self.device.open().await {
            Ok(device) => {
                if role == WorkerRole::Trainer {
                    self.training = TrainingWorker::new(device.clone(), self.kind);
                    if self.training.is_none() {
                        let reason = EngineError::ExploresOnly;
                        channel::post(&FromEngine::Unavailable { reason }, None);
                        return;
                    }
                }
                self.models = Some(LoadedModels::new(device.device().clone(), self.kind));
                let hello = FromEngine::Hello {
                    protocol,
                    build: build.to_owned(),
                    role,
                    engine: self.kind,
                };
                channel::post(&hello, None);
            }
            Err(reason) => channel::post(&FromEngine::Unavailable { reason }, None),
        }
    }
}

fn request_of(message: &ToEngine) -> Option<RequestId> {
    match message {
        ToEngine::Hello { .. } | ToEngine::SetClass { .. } | ToEngine::Train { .. } => None,
        ToEngine::LoadModel { id, .. }
        | ToEngine::LoadEncodedPoints { id, .. }
        | ToEngine::Decode { id, .. }
        | ToEngine::DecodeMap { id, .. }
        | ToEngine::Time { id, .. }
        | ToEngine::Query { id, .. }
        | ToEngine::Ping { id } => Some(*id),
    }
}
