//! Workers, by the number that the session gave them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::{Array, Math};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

use super::address::resolve;
use super::browser::{call, callback, encoded};
use super::device::make_thread;
use super::dispatch::EventDispatch;
use super::worker_lock::{LockWatch, watch_lock};
use crate::words::browser as words;
use protocol::BUILD_ID;
use protocol::wire::{PackedMessage, pack, unpack};
use protocol::{EngineKind, ToEngine, WorkerRole};
use session::{LAB_THREADS, SessionEvent};

/// `worker.js` posts this when it holds its lock.
const LOCKED: &str = "locked";
/// `worker.js` posts this when its engine listens.
const READY: &str = "ready";

/// All workers that were started and not stopped.
#[derive(Default)]
pub(super) struct WorkerPool {
    handles: Rc<RefCell<HashMap<u64, WorkerHandle>>>,
}

/// What a worker is to run.
pub(super) struct WorkerProgram {
    pub engine: EngineKind,
    pub role: WorkerRole,
    /// Whether it opens ONNX files too.
    pub onnx: bool,
    pub threads: usize,
}

/// A web worker and its listeners.
struct WorkerHandle {
    worker: web_sys::Worker,
    /// The name of the lock that the worker holds.
    lock: String,
    watch: Option<LockWatch>,
    /// Messages sent before the engine listened; `None` once it listens.
    waiting: Option<Vec<PackedMessage>>,
    /// Its threads, which say themselves what goes wrong in them: a worker that waits for a thread says
    /// nothing.
    threads: Vec<JsValue>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl WorkerPool {
    /// Starts a worker. Its messages are sent to `dispatch` as events.
    ///
    /// # Errors
    /// A sentence, when the browser makes no worker.
    pub fn start(
        &self,
        number: u64,
        program: &WorkerProgram,
        dispatch: EventDispatch,
    ) -> Result<(), String> {
        // Other tabs of this site share the locks, so the name must be unique.
        let lock = format!("latentscape-{}-{number}", Math::random());
        let worker = web_sys::Worker::new_with_options(
            &address(program, &lock),
            &options(program.engine, program.role),
        )
        .map_err(|error| {
            words::NoWorker {
                error: &text_of(&error),
            }
            .text()
        })?;
        // Weak, because the callback is itself one of the handles.
        let handles = Rc::downgrade(&self.handles);
        let on_message = callback(move |event: MessageEvent| {
            if let Some(handles) = handles.upgrade() {
                WorkerPool { handles }.received(number, &event, dispatch);
            }
        });
        let on_error = callback(move |event: web_sys::Event| {
            let reason = match event.dyn_ref::<ErrorEvent>() {
                Some(error) if !error.message().is_empty() => error.message(),
                _ => words::script_broken().to_owned(),
            };
            died(number, reason, dispatch);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let handle = WorkerHandle {
            worker,
            lock,
            watch: None,
            waiting: Some(Vec::new()),
            threads: Vec::new(),
            _on_message: on_message,
            _on_error: on_error,
        };
        self.handles.borrow_mut().insert(number, handle);
        Ok(())
    }

    /// Ends a worker.
    pub fn stop(&self, number: u64) {
        let Some(handle) = self.handles.borrow_mut().remove(&number) else {
            return;
        };
        handle.worker.set_onmessage(None);
        handle.worker.set_onmessageerror(None);
        handle.worker.set_onerror(None);
        handle.worker.terminate();
        for thread in &handle.threads {
            // It was made by a script, and nothing else is asked of it.
            let _ = call(thread, "terminate", &Array::new());
        }
        // One of its callbacks may be running right now, so they are dropped later.
        spawn_local(async move { drop(handle) });
    }

    /// Sends a message, now or as soon as the worker's engine listens.
    ///
    /// # Errors
    /// A sentence, when the message cannot be sent.
    pub fn send(
        &self,
        number: u64,
        message: &ToEngine,
        payload: Option<&[u8]>,
    ) -> Result<(), String> {
        let parcel = pack(message, payload)?;
        match self.handles.borrow_mut().get_mut(&number) {
            Some(WorkerHandle {
                waiting: Some(waiting),
                ..
            }) => {
                waiting.push(parcel);
                Ok(())
            }
            Some(handle) => handle.post(&parcel),
            None => Ok(()),
        }
    }

    fn received(&self, number: u64, event: &MessageEvent, dispatch: EventDispatch) {
        let data = event.data();
        let failed = match data.as_string().as_deref() {
            Some(LOCKED) => {
                self.watch(number, dispatch);
                None
            }
            Some(READY) => self.flush(number).err(),
            // All that is in the wire format is an array.
            None if !Array::is_array(&data) => {
                if let Some(handle) = self.handles.borrow_mut().get_mut(&number) {
                    handle.threads.extend(make_thread(event));
                }
                None
            }
            _ => match unpack(&data) {
                Ok((message, payload)) => {
                    dispatch.send(SessionEvent::Engine {
                        worker: number,
                        message,
                        payload: payload.map(Into::into),
                    });
                    None
                }
                Err(error) => Some(error),
            },
        };
        if let Some(reason) = failed {
            died(number, reason, dispatch);
        }
    }

    fn watch(&self, number: u64, dispatch: EventDispatch) {
        if let Some(handle) = self.handles.borrow_mut().get_mut(&number) {
            handle.watch = watch_lock(&handle.lock, move || {
                died(number, words::worker_ended().to_owned(), dispatch);
            });
        }
    }

    fn flush(&self, number: u64) -> Result<(), String> {
        let mut handles = self.handles.borrow_mut();
        let Some(handle) = handles.get_mut(&number) else {
            return Ok(());
        };
        let waiting = handle.waiting.take().unwrap_or_default();
        waiting.iter().try_for_each(|parcel| handle.post(parcel))
    }
}

impl WorkerHandle {
    fn post(&self, parcel: &PackedMessage) -> Result<(), String> {
        self.worker
            .post_message_with_transfer(&parcel.data, &parcel.transfer)
            .map_err(|error| {
                words::MessageNotSent {
                    error: &text_of(&error),
                }
                .text()
            })
    }
}

fn died(worker: u64, reason: String, dispatch: EventDispatch) {
    dispatch.send(SessionEvent::WorkerDied { worker, reason });
}

/// The worker's script. trunk gives it the same name in every build, so the build is part of the
/// address: a returning visitor's cache then never mixes two.
fn address(program: &WorkerProgram, lock: &str) -> String {
    let threads = program.threads;
    let engine = match (program.engine, program.role) {
        _ if program.onnx => "engine-onnx",
        (EngineKind::Cpu, WorkerRole::Explorer) => "engine-cpu",
        (EngineKind::Cpu, WorkerRole::Trainer) if threads == LAB_THREADS => "lab",
        (EngineKind::Cpu, WorkerRole::Trainer) if threads > 1 => "trainer-threads",
        (EngineKind::Cpu, WorkerRole::Trainer | WorkerRole::Background) => "trainer-cpu",
        (EngineKind::WebGpu, _) => "engine-webgpu",
    };
    resolve(&format!(
        "./worker.js?engine={engine}&threads={threads}&v={}&lock={}",
        encoded(BUILD_ID),
        encoded(lock)
    ))
}

/// Options that name the worker for the browser's developer tools.
fn options(engine: EngineKind, role: WorkerRole) -> WorkerOptions {
    let role = match role {
        WorkerRole::Explorer => "explorer",
        WorkerRole::Trainer => "trainer",
        WorkerRole::Background => "studio",
    };
    let engine = match engine {
        EngineKind::Cpu => "CPU",
        EngineKind::WebGpu => "WebGPU",
    };
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(&format!("{role} · {engine}"));
    options
}

/// What was thrown, as a text.
fn text_of(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => format!("{thrown:?}"),
    }
}
