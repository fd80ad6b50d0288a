//! Files of the site's own origin.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Response};

/// Fetches a file.
///
/// # Errors
/// A sentence that names the file.
pub async fn bytes(url: &str) -> Result<Vec<u8>, String> {
    let failed = |what: &str| {
        format!("{url} could not be fetched: {what}. Check the connection and try again.")
    };
    let unreachable = |_: JsValue| failed("the server did not answer");
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let response: Response = JsFuture::from(scope.fetch_with_str(url))
        .await
        .map_err(unreachable)?
        .unchecked_into();
    if !response.ok() {
        return Err(failed(&format!(
            "the server answered {}",
            response.status()
        )));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(unreachable)?)
        .await
        .map_err(|_| failed("the answer broke off"))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The last part of an address's path, to name a file in messages.
pub fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}
