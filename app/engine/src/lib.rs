//! The worker's side: answers the page's messages with a model on one device.
//!
//! Messages are answered one at a time in the order in which they came, except that a `Ping` is
//! answered at once, data sets are fetched and long questions pursued ([`asked`]) beside everything
//! else, a file is fetched before its message joins the queue (so that sliders go on while it
//! arrives), and nothing is answered before the handshake. Newest-wins is the page's business (`session`), which keeps at most one decode
//! waiting. A trainer takes a step whenever its inbox is empty.

mod asked;
#[cfg(feature = "train")]
mod data;
mod facts;
mod fetch;
mod held;
mod port;
#[cfg(feature = "train")]
mod report;
#[cfg(feature = "train")]
mod run_data;
#[cfg(feature = "train")]
mod training;
#[cfg(not(feature = "train"))]
#[path = "no_training.rs"]
mod training;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use asked::Asked;
use held::Models;
use protocol::BUILD_ID;
#[cfg(feature = "train")]
use protocol::TrainCommand;
use protocol::{EngineKind, FromEngine, ModelSource, PROTOCOL_VERSION, RequestId, Role, ToEngine};
use training::Training;

/// Makes this worker an engine of `kind`: called once, by the worker's `main`.
pub fn start(kind: EngineKind) {
    port::report_panics();
    let queue = Queue {
        inbox: Rc::default(),
        engine: Rc::new(RefCell::new(Some(Engine {
            kind,
            models: None,
            asked: Asked::new(kind),
            training: None,
        }))),
    };
    port::listen(move |message, payload| match message {
        ToEngine::Ping { id } => port::post(&FromEngine::Pong { id }, None),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command: TrainCommand::Fetch { id, data },
        } => spawn_local(run_data::fetch(id, data)),
        message => match file_of(&message) {
            None => queue.push(message, payload),
            Some((id, url)) => spawn_local(fetched(id, url, message, queue.clone())),
        },
    });
}

/// Messages that wait, and the engine while it is idle.
#[derive(Clone)]
struct Queue {
    inbox: Rc<RefCell<VecDeque<Letter>>>,
    engine: Rc<RefCell<Option<Engine>>>,
}

/// A message and its payload.
type Letter = (ToEngine, Option<Vec<u8>>);

impl Queue {
    fn push(&self, message: ToEngine, payload: Option<Vec<u8>>) {
        self.inbox.borrow_mut().push_back((message, payload));
        // Whoever holds the engine drains the inbox before giving it back.
        let idle = self.engine.borrow_mut().take();
        if let Some(engine) = idle {
            spawn_local(self.clone().drain(engine));
        }
    }

    async fn drain(self, mut engine: Engine) {
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
        | ToEngine::LoadPoints { id, url, .. } => Some((*id, url.clone())),
        #[cfg(feature = "train")]
        ToEngine::Train {
            command: TrainCommand::RestoreShipped { id, url },
        } => Some((*id, url.clone())),
        _ => None,
    }
}

/// Queues a message with its file as the payload, or says why there is none.
async fn fetched(id: RequestId, url: String, message: ToEngine, queue: Queue) {
    match fetch::bytes(&url).await {
        Ok(bytes) => queue.push(message, Some(bytes)),
        Err(error) => port::post(&FromEngine::Failed { id, error }, None),
    }
}

struct Engine {
    kind: EngineKind,
    /// `None` until the handshake.
    models: Option<Models>,
    asked: Asked,
    /// `None` in an explorer.
    training: Option<Training>,
}

impl Engine {
    async fn answer(&mut self, message: ToEngine, payload: Option<Vec<u8>>) {
        if let ToEngine::Hello {
            protocol,
            build,
            role,
        } = message
        {
            self.greet(protocol, &build, role).await;
            return;
        }
        if let ToEngine::Train { command } = message {
            if let Some(training) = self.training.as_mut() {
                training.obey(command, payload).await;
            }
            return;
        }
        let (Some(id), Some(models)) = (request_of(&message), self.models.as_mut()) else {
            return;
        };
        let answered = match message {
            ToEngine::LoadModel { model, source, .. } => {
                models.load(id, model, &source, payload).await
            }
            ToEngine::LoadPoints { model, url, .. } => models.points(id, model, &url, payload),
            ToEngine::Decode { model, z, .. } => models.decode(id, &model, &z).await,
            ToEngine::DecodeMap {
                model,
                plane,
                tiles,
                first_row,
                rows,
                ..
            } => {
                let strip = held::StripRequest {
                    plane,
                    tiles,
                    first_row,
                    rows,
                };
                models.decode_map(id, &model, strip).await
            }
            ToEngine::Time {
                model, pictures, ..
            } => models.time(id, &model, pictures).await,
            ToEngine::Ask {
                model, question, ..
            } => {
                let asked = &mut self.asked;
                match asked.answer(id, &model, question, payload, models).await {
                    Ok(Some(now)) => Ok(now),
                    Ok(None) => return,
                    Err(trouble) => Err(trouble),
                }
            }
            ToEngine::Hello { .. } | ToEngine::Ping { .. } | ToEngine::Train { .. } => return,
        };
        match answered {
            Ok((reply, payload)) => port::post(&reply, payload.as_deref()),
            Err(trouble) => port::post(&trouble.told(id, self.kind), None),
        }
    }

    async fn greet(&mut self, protocol: u32, build: &str, role: Role) {
        if protocol != PROTOCOL_VERSION || build != BUILD_ID {
            let refused = FromEngine::Refused {
                page: format!("protocol {protocol}, build {build}"),
                engine: format!("protocol {PROTOCOL_VERSION}, build {BUILD_ID}"),
            };
            port::post(&refused, None);
            return;
        }
        match open_device(self.kind).await {
            Ok(device) => {
                if role == Role::Trainer {
                    self.training = Training::new(device.clone(), self.kind);
                    if self.training.is_none() {
                        let reason = "This engine was built to explore only.".to_owned();
                        port::post(&FromEngine::Unavailable { reason }, None);
                        return;
                    }
                }
                self.models = Some(Models::new(device, self.kind));
                let hello = FromEngine::Hello {
                    protocol,
                    build: build.to_owned(),
                    role,
                    engine: self.kind,
                };
                port::post(&hello, None);
            }
            Err(reason) => port::post(&FromEngine::Unavailable { reason }, None),
        }
    }
}

#[cfg(feature = "webgpu")]
async fn open_device(kind: EngineKind) -> Result<model::Device, String> {
    match kind {
        EngineKind::Cpu => Ok(model::device::cpu()),
        EngineKind::WebGpu => {
            let (device, setup) = model::device::webgpu()
                .await
                .map_err(|error| error.to_string())?;
            setup.device.set_device_lost_callback(|_, message| {
                let reason = if message.is_empty() {
                    "no reason given".to_owned()
                } else {
                    message
                };
                port::post(&FromEngine::DeviceLost { reason }, None);
            });
            Ok(device)
        }
    }
}

#[cfg(not(feature = "webgpu"))]
async fn open_device(kind: EngineKind) -> Result<model::Device, String> {
    match kind {
        EngineKind::Cpu => Ok(model::device::cpu()),
        EngineKind::WebGpu => Err("This engine was built without WebGPU.".to_owned()),
    }
}

fn request_of(message: &ToEngine) -> Option<RequestId> {
    match message {
        ToEngine::Hello { .. } | ToEngine::Train { .. } => None,
        ToEngine::LoadModel { id, .. }
        | ToEngine::LoadPoints { id, .. }
        | ToEngine::Decode { id, .. }
        | ToEngine::DecodeMap { id, .. }
        | ToEngine::Time { id, .. }
        | ToEngine::Ask { id, .. }
        | ToEngine::Ping { id } => Some(*id),
    }
}
