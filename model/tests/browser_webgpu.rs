//! The WebGPU engine in a browser: the numbers of the native CPU.
//!
//! ```text
//! cargo test --profile web --target wasm32-unknown-unknown -p model --features webgpu \
//!     --test browser_webgpu
//! ```
//!
//! Headless Chromium has an adapter with `--enable-unsafe-webgpu` only. Without a fit one the check
//! prints `skipped: …` and passes.
#![cfg(all(target_arch = "wasm32", feature = "webgpu"))]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod golden;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = "
    export async function unfit() {
        const adapter = await navigator.gpu?.requestAdapter();
        if (!adapter) return 'the browser has no WebGPU adapter';
        if (!adapter.features.has('timestamp-query')) return 'the adapter has no timestamp-query';
        return '';
    }")]
extern "C" {
    /// Why burn could not use WebGPU here; empty if it can.
    async fn unfit() -> wasm_bindgen::JsValue;
}

#[wasm_bindgen_test]
async fn webgpu_computes_what_the_native_cpu_does() {
    let reason = unfit().await.as_string().unwrap_or_default();
    if !reason.is_empty() {
        console_log!("skipped: {reason}");
        return;
    }
    // Once per page: this program holds no other test.
    let (device, _) = model::device::webgpu().await.unwrap();
    for golden in golden::goldens() {
        golden.assert_close(&device, 1e-3).await;
    }
}
