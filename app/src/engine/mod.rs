//! The worker's side: answers the page's messages with a model on one device.
//!
//! Messages are answered in the order in which they came, one at a time, with two exceptions: a
//! `Ping` is answered at once, and nothing is answered before the handshake. Newest-wins is the
//! page's business (`session`), which keeps at most one decode waiting.

mod facts;
mod fetch;
mod held;
mod port;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::BUILD_ID;
use crate::protocol::{EngineKind, FromEngine, PROTOCOL_VERSION, RequestId, Role, ToEngine};
use held::Models;

type Inbox = Rc<RefCell<VecDeque<(ToEngine, Option<Vec<u8>>)>>>;

/// Makes this worker an engine of `kind`: called once, by the worker's `main`.
pub fn start(kind: EngineKind) {
    port::report_panics();
    let inbox = Inbox::default();
    let engine = Rc::new(RefCell::new(Some(Engine { kind, models: None })));
    port::listen(move |message, payload| {
        if let ToEngine::Ping { id } = message {
            port::post(&FromEngine::Pong { id }, None);
            return;
        }
        inbox.borrow_mut().push_back((message, payload));
        // Whoever holds the engine drains the inbox before giving it back.
        let held = engine.borrow_mut().take();
        if let Some(held) = held {
            spawn_local(drain(held, inbox.clone(), engine.clone()));
        }
    });
}

async fn drain(mut engine: Engine, inbox: Inbox, home: Rc<RefCell<Option<Engine>>>) {
    loop {
        let next = inbox.borrow_mut().pop_front();
        let Some((message, payload)) = next else {
            break;
        };
        engine.answer(message, payload).await;
    }
    *home.borrow_mut() = Some(engine);
}

struct Engine {
    kind: EngineKind,
    /// `None` until the handshake.
    models: Option<Models>,
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
        let (Some(id), Some(models)) = (request_of(&message), self.models.as_mut()) else {
            return;
        };
        let answered = match message {
            ToEngine::LoadModel { model, source, .. } => {
                models.load(id, model, source, payload).await
            }
            ToEngine::LoadPoints { model, url, .. } => models.points(id, model, &url).await,
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
            ToEngine::Hello { .. } | ToEngine::Ping { .. } => return,
        };
        match answered {
            Ok((reply, payload)) => port::post(&reply, payload.as_deref()),
            Err(error) => port::post(&FromEngine::Failed { id, error }, None),
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
                self.models = Some(Models::new(device));
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
        ToEngine::Hello { .. } => None,
        ToEngine::LoadModel { id, .. }
        | ToEngine::LoadPoints { id, .. }
        | ToEngine::Decode { id, .. }
        | ToEngine::DecodeMap { id, .. }
        | ToEngine::Time { id, .. }
        | ToEngine::Ping { id } => Some(*id),
    }
}
