//! The worker's end of the message channel.

use std::cell::Cell;

#[cfg(feature = "long-queries")]
use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
#[cfg(feature = "long-queries")]
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, console};

use protocol::wire;
use protocol::{EngineError, FromEngine, RequestId, ToEngine};
#[cfg(feature = "train")]
use protocol::{RunId, RunUpdate, TrainerUpdate};
use web_time::{Duration, Instant};

/// The number of no request: for what is said outside of any.
pub const NO_REQUEST: RequestId = RequestId(0);

/// A worker that computes for longer without a word says that it is still there.
const LONGEST_SILENCE: Duration = Duration::from_secs(2);

std::thread_local! {
    /// When the worker last heard or said something.
    static LAST_WORD: Cell<Option<Instant>> = const { Cell::new(None) };
}

fn note_word() {
    LAST_WORD.set(Some(Instant::now()));
}

/// Has the page told that long computations go on: a worker hears no ping before they end.
pub fn report_long_computations() {
    model::device::set_heartbeat(|| {
        let last = LAST_WORD.get();
        if last.is_none_or(|last| last.elapsed() > LONGEST_SILENCE) {
            post(&FromEngine::Pong { id: NO_REQUEST }, None);
        }
    });
}

/// Sends a message to the page, its payload transferred.
pub fn post<M: Serialize>(message: &M, payload: Option<&[u8]>) {
    note_word();
    let sent = wire::pack(message, payload).and_then(|packet| {
        scope()
            .post_message_with_transfer(&packet.data, &packet.transfer)
            .map_err(|error| format!("A message could not be sent: {error:?}."))
    });
    if let Err(error) = sent {
        console::error_1(&JsValue::from_str(&error));
    }
}

/// Reports on a run to the page.
#[cfg(feature = "train")]
pub fn post_update(run: RunId, update: TrainerUpdate, payload: Option<&[u8]>) {
    let update = RunUpdate { run, update }.into();
    post(&FromEngine::Training { update }, payload);
}

/// Calls `receive` with each message from now on, for the worker's life.
pub fn listen(mut receive: impl FnMut(ToEngine, Option<Vec<u8>>) + 'static) {
    let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        note_word();
        match wire::unpack(&event.data()) {
            Ok((message, payload)) => receive(message, payload),
            Err(message) => {
                let reason = EngineError::Said { message };
                post(&FromEngine::Crashed { reason }, None);
            }
        }
    });
    scope().set_onmessage(Some(closure.as_ref().unchecked_ref()));
    closure.forget();
}

/// Tells the page of a panic before the worker goes down with it.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.to_string();
        console::error_1(&JsValue::from_str(&message));
        let reason = EngineError::Said { message };
        post(&FromEngine::Crashed { reason }, None);
    }));
}

/// Gives messages and timers their turn.
#[cfg(feature = "long-queries")]
pub async fn macrotask() {
    wait("macrotask", &JsValue::UNDEFINED).await;
}

/// Waits, at least until messages and timers had their turn.
#[cfg(feature = "train")]
pub async fn sleep(time: Duration) {
    wait("sleep", &JsValue::from_f64(time.as_secs_f64() * 1e3)).await;
}

/// Waits for a promise that a function of `worker.js` makes.
#[cfg(feature = "long-queries")]
async fn wait(function: &str, argument: &JsValue) {
    let scope = js_sys::global();
    let promise = Reflect::get(&scope, &JsValue::from_str(function))
        .and_then(JsValue::dyn_into::<Function>)
        .and_then(|function| function.call1(&scope, argument))
        .and_then(JsValue::dyn_into::<Promise>);
    match promise {
        // Neither promise is ever rejected.
        Ok(promise) => drop(JsFuture::from(promise).await),
        Err(error) => console::error_1(&error),
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
