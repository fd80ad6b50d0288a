//! What the worker's script calls.

use classifier::ImageClassifier;
use js_sys::{Float32Array, Float64Array, Function};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use projections::{RunPictures, figures_of, view_of};
use protocol::ProjectionSpec;
use run_spec::ImageShape;

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

/// Measures pictures of a run. `sizes` are pixels across, down and channels of each, then four counts for each
/// stop, as [`RunPictures::split`] has them; `classifier` is a classifier's file, or empty.
///
/// # Errors
/// A sentence in English.
#[wasm_bindgen]
pub fn evaluate(
    sizes: &[u32],
    pictures: &[u8],
    classifier: &[u8],
) -> Result<Float64Array, JsValue> {
    let Some(([width, height, channels], counts)) = sizes.split_first_chunk::<3>() else {
        return Err("no sizes of pictures".into());
    };
    let shape = ImageShape {
        height: *height as usize,
        width: *width as usize,
        channels: *channels as usize,
    };
    let pictures = RunPictures::split(shape, counts, pictures).ok_or("other pictures than said")?;
    let classifier = match classifier {
        [] => None,
        bytes => Some(ImageClassifier::parse(bytes).map_err(|error| error.to_string())?),
    };
    let figures = figures_of(shape, &pictures, classifier.as_ref());
    let figures = figures.map_err(|error| error.to_string())?;
    Ok(Float64Array::from(figures.as_slice()))
}
