//! How a message travels between page and worker: the JavaScript array `[json]`, or
//! `[json, buffer]` with a payload that is transferred.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// A message ready for `postMessage`.
pub struct PackedMessage {
    /// The first argument of `postMessage`.
    pub data: Array,
    /// The second: what is transferred.
    pub transfer: Array,
}

/// Packs a message.
///
/// # Errors
/// A sentence, when the message does not serialise.
pub fn pack(message: &impl Serialize, payload: Option<&[u8]>) -> Result<PackedMessage, String> {
    let json = serde_json::to_string(message)
        .map_err(|error| format!("A message could not be written: {error}."))?;
    let data = Array::of1(&json.into());
    let transfer = Array::new();
    if let Some(payload) = payload {
        let buffer = Uint8Array::from(payload).buffer();
        data.push(&buffer);
        transfer.push(&buffer);
    }
    Ok(PackedMessage { data, transfer })
}

/// Unpacks a message event's data.
///
/// # Errors
/// A sentence, when the data are no message of this kind.
pub fn unpack<M: DeserializeOwned>(data: &JsValue) -> Result<(M, Option<Vec<u8>>), String> {
    let parts: &Array = data
        .dyn_ref()
        .ok_or("Expected a message as an array, found something else.")?;
    let json = parts
        .get(0)
        .as_string()
        .ok_or("Expected a message that begins with JSON, found something else.")?;
    let message = crate::json::read(&json)
        .map_err(|error| format!("A message could not be read: {error}."))?;
    let payload = parts
        .get(1)
        .dyn_ref::<ArrayBuffer>()
        .map(|buffer| Uint8Array::new(buffer).to_vec());
    Ok((message, payload))
}
