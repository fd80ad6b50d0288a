//! The channel of a web worker.

#[cfg(feature = "long-queries")]
use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
#[cfg(feature = "long-queries")]
use wasm_bindgen_futures::JsFuture;
pub use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, console};
#[cfg(feature = "train")]
use web_time::Duration;

use super::{note_word, post};
use protocol::wire;
use protocol::{EngineError, FromEngine, ToEngine};

/// Posts a message, its payload transferred.
pub fn send<M: Serialize>(message: &M, payload: Option<&[u8]>) {
    let sent = wire::pack(message, payload).and_then(|packet| {
        scope()
            .post_message_with_transfer(&packet.data, &packet.transfer)
            .map_err(|error| format!("A message could not be sent: {error:?}."))
    });
    if let Err(error) = sent {
        console::error_1(&JsValue::from_str(&error));
    }
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
