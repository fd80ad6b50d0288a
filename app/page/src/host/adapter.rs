//! The browser's WebGPU adapter.
//!
//! Looked up by name, because web-sys has WebGPU only behind its unstable switch.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::browser::{after, call, of_navigator, property};
use session::{AdapterFault, GpuAdapter};

/// A browser that has not answered after this time counts as having no adapter.
const PATIENCE_MILLIS: i32 = 3_000;

/// burn's profiler needs it: without it, the engine panics when its first stream is made.
const NEEDED_FEATURE: &str = "timestamp-query";

/// Asks the browser for its WebGPU adapter. Never fails: every problem is
/// [`GpuAdapter::Unfit`] with its fault.
pub async fn probe_adapter() -> GpuAdapter {
    let Some(gpu) = of_navigator("gpu") else {
        return GpuAdapter::Unfit(AdapterFault::NoWebGpu);
    };
    let asked = call(&gpu, "requestAdapter", &Array::new());
    let Ok(asked) = asked.and_then(JsCast::dyn_into::<Promise>) else {
        return GpuAdapter::Unfit(AdapterFault::NotAsked);
    };
    // Told apart from a missing adapter, which is null, by being undefined.
    let first = Promise::race(&Array::of2(&asked, &after(PATIENCE_MILLIS)));
    match JsFuture::from(first).await {
        Ok(adapter) if adapter.is_null() => GpuAdapter::Unfit(AdapterFault::NotFound),
        Ok(adapter) if adapter.is_undefined() => GpuAdapter::Unfit(AdapterFault::Silent),
        Ok(adapter) => judge(&adapter),
        Err(_) => GpuAdapter::Unfit(AdapterFault::Refused),
    }
}

fn judge(adapter: &JsValue) -> GpuAdapter {
    let features = property(adapter, "features").unwrap_or_default();
    let has = call(&features, "has", &Array::of1(&NEEDED_FEATURE.into()));
    if !has.is_ok_and(|has| has.is_truthy()) {
        return GpuAdapter::Unfit(AdapterFault::Lacks(NEEDED_FEATURE));
    }
    // The property moved from the adapter to its info.
    let info = property(adapter, "info").unwrap_or_default();
    let software = [&info, adapter]
        .into_iter()
        .filter(|object| object.is_object())
        .any(|object| property(object, "isFallbackAdapter").is_some_and(|is| is.is_truthy()));
    if software {
        return GpuAdapter::Slow(AdapterFault::Software);
    }
    GpuAdapter::Fit
}
