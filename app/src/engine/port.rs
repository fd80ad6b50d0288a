//! The worker's end of the message channel.

use serde::Serialize;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, console};

use crate::protocol::{FromEngine, ToEngine};
use crate::wire;

/// Sends a message to the page, its payload transferred.
pub fn post<M: Serialize>(message: &M, payload: Option<&[u8]>) {
    let sent = wire::pack(message, payload).and_then(|parcel| {
        scope()
            .post_message_with_transfer(&parcel.data, &parcel.transfer)
            .map_err(|error| format!("A message could not be sent: {error:?}."))
    });
    if let Err(error) = sent {
        console::error_1(&JsValue::from_str(&error));
    }
}

/// Calls `receive` with each message from now on, for the worker's life.
pub fn listen(mut receive: impl FnMut(ToEngine, Option<Vec<u8>>) + 'static) {
    let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        match wire::unpack(&event.data()) {
            Ok((message, payload)) => receive(message, payload),
            Err(message) => post(&FromEngine::Crashed { message }, None),
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
        post(&FromEngine::Crashed { message }, None);
    }));
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
