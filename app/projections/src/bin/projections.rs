//! What the worker's script calls.

use js_sys::{Float32Array, Function};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use projections::view_of;
use protocol::ProjectionSpec;

/// How much further a computation is before it says so.
const STEP: f32 = 0.02;

fn main() {}

/// Projects points: their positions, then trustworthiness and preserved neighbours. `progress` is called
/// with a number from 0 to 1.
///
/// # Errors
/// A sentence in English; the page has words of its own.
#[wasm_bindgen]
pub fn project(
    spec: &str,
    rows: &[f32],
    width: usize,
    progress: &Function,
) -> Result<Float32Array, JsValue> {
    let spec = ProjectionSpec::from_text(spec).ok_or("no specification of a projection")?;
    let mut said = 0.0;
    let mut say = |share: f32| {
        if share >= said + STEP {
            said = share;
            // What the script throws, it says itself.
            let _ = progress.call1(&JsValue::NULL, &share.into());
        }
    };
    let found = view_of(rows, width, spec, &mut say).map_err(|error| error.to_string())?;
    let mut numbers = found.positions;
    numbers.extend([found.trustworthiness, found.preservation]);
    Ok(Float32Array::from(numbers.as_slice()))
}
