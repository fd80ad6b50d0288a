//! What a web worker fetches.

use js_sys::Uint8Array;
#[cfg(feature = "long-queries")]
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Response};

#[cfg(feature = "long-queries")]
use super::FetchError;
use protocol::{EngineError, FetchCause};

/// Fetches a file.
///
/// # Errors
/// [`EngineError::Fetch`].
pub async fn bytes(url: &str) -> Result<Vec<u8>, EngineError> {
    let failed = |cause| EngineError::Fetch {
        url: url.to_owned(),
        cause,
    };
    let unreachable = |_: JsValue| failed(FetchCause::NoAnswer);
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let response: Response = JsFuture::from(scope.fetch_with_str(url))
        .await
        .map_err(unreachable)?
        .unchecked_into();
    if !response.ok() {
        let code = response.status();
        return Err(failed(FetchCause::Status { code }));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(unreachable)?)
        .await
        .map_err(|_| failed(FetchCause::BrokeOff))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Fetches a large file, or takes it from what was kept of an earlier visit. `progress` hears how many
/// bytes arrived, of how many (0 if that is not known).
///
/// # Errors
/// A [`FetchError`].
#[cfg(feature = "long-queries")]
pub async fn kept(url: &str, progress: &dyn Fn(u64, u64)) -> Result<Vec<u8>, FetchError> {
    let failed = |error: JsValue| {
        let of_error = |name| Reflect::get(&error, &JsValue::from_str(name)).ok();
        let status = of_error("status").and_then(|status| status.as_f64());
        let message = of_error("message").and_then(|message| message.as_string());
        let cause = match (status, message) {
            (Some(code), _) => FetchCause::Status { code: code as u16 },
            (None, Some(message)) => FetchCause::Browser { message },
            (None, None) => FetchCause::NoAnswer,
        };
        FetchError {
            missing: status == Some(404.0),
            error: EngineError::Fetch {
                url: url.to_owned(),
                cause,
            },
        }
    };
    let next = call("fetchKept", &[JsValue::from_str(url)])
        .await
        .map_err(failed)?;
    loop {
        // `[received, total]`, and at last the bytes.
        let reply = call_on(&next).await.map_err(failed)?;
        if let Some(pair) = reply.dyn_ref::<Array>() {
            let number = |at| pair.get(at).as_f64().unwrap_or_default() as u64;
            progress(number(0), number(1));
        } else {
            return Ok(Uint8Array::new(&reply).to_vec());
        }
    }
}

/// Keeps a file for the next visit, if the browser has room for it.
#[cfg(feature = "long-queries")]
pub async fn keep(url: &str, bytes: &[u8]) {
    let bytes = Uint8Array::from(bytes);
    // Without it the file is fetched again next time.
    let _ = call("keepFetched", &[JsValue::from_str(url), bytes.into()]).await;
}

/// Keeps a file no longer: it is not what it was taken for.
#[cfg(feature = "long-queries")]
pub async fn forget(url: &str) {
    // Fails where nothing is kept at all.
    let _ = call("forgetFetched", &[JsValue::from_str(url)]).await;
}

/// Calls a function of `worker.js` and waits for what it promises.
#[cfg(feature = "long-queries")]
async fn call(function: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let scope = js_sys::global();
    let function: Function = Reflect::get(&scope, &JsValue::from_str(function))?.dyn_into()?;
    let promise: Promise = function
        .apply(&scope, &arguments.iter().collect::<Array>())?
        .dyn_into()?;
    JsFuture::from(promise).await
}

#[cfg(feature = "long-queries")]
async fn call_on(function: &JsValue) -> Result<JsValue, JsValue> {
    let function: &Function = function.dyn_ref().ok_or(JsValue::UNDEFINED)?;
    let promise: Promise = function.call0(&JsValue::UNDEFINED)?.dyn_into()?;
    JsFuture::from(promise).await
}
