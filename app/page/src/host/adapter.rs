//! The browser's WebGPU adapter.
//!
//! Looked up by name, because web-sys has WebGPU only behind its unstable switch.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::browser::{after, call, of_navigator, property};
use crate::words::browser as words;
use session::GpuAdapter;

/// A browser that has not answered after this time counts as having no adapter.
const PATIENCE_MILLIS: i32 = 3_000;

/// burn's profiler needs it: without it, the engine panics when its first stream is made.
const NEEDED_FEATURE: &str = "timestamp-query";

/// Asks the browser for its WebGPU adapter. Never fails: every problem is
/// [`GpuAdapter::Unfit`] with a sentence.
pub async fn probe_adapter() -> GpuAdapter {
    let unfit = |why: &str| GpuAdapter::Unfit(why.to_owned());
    let Some(gpu) = of_navigator("gpu") else {
        return unfit(words::no_web_gpu());
    };
    let asked = call(&gpu, "requestAdapter", &Array::new());
    let Ok(asked) = asked.and_then(JsCast::dyn_into::<Promise>) else {
        return unfit(words::web_gpu_not_asked());
    };
    // Told apart from a missing adapter, which is null, by being undefined.
    let first = Promise::race(&Array::of2(&asked, &after(PATIENCE_MILLIS)));
    match JsFuture::from(first).await {
        Ok(adapter) if adapter.is_null() => unfit(words::no_adapter()),
        Ok(adapter) if adapter.is_undefined() => unfit(words::adapter_silent()),
        Ok(adapter) => judge(&adapter),
        Err(_) => unfit(words::adapter_refused()),
    }
}

fn judge(adapter: &JsValue) -> GpuAdapter {
    let features = property(adapter, "features").unwrap_or_default();
    let has = call(&features, "has", &Array::of1(&NEEDED_FEATURE.into()));
    if !has.is_ok_and(|has| has.is_truthy()) {
        return GpuAdapter::Unfit(
            words::AdapterLacks {
                feature: NEEDED_FEATURE,
            }
            .text(),
        );
    }
    // The property moved from the adapter to its info.
    let info = property(adapter, "info").unwrap_or_default();
    let software = [&info, adapter]
        .into_iter()
        .filter(|object| object.is_object())
        .any(|object| property(object, "isFallbackAdapter").is_some_and(|is| is.is_truthy()));
    if software {
        return GpuAdapter::Slow(words::adapter_software().to_owned());
    }
    GpuAdapter::Fit
}
