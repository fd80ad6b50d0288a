//! From the session's pixels to a canvas.

use js_sys::Uint8ClampedArray;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use session::ImagePixels;
use session::drawing;

/// The 2-D context of a canvas.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// The same for a canvas whose pixels are read back often.
pub fn read_context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let options = js_sys::Object::new();
    // The object takes any property.
    let _ = js_sys::Reflect::set(&options, &"willReadFrequently".into(), &JsValue::TRUE);
    let context = canvas.get_context_with_context_options("2d", &options);
    context.ok().flatten()?.dyn_into().ok()
}

/// RGBA bytes of a square as an `ImageData` with memory of its own.
pub fn rgba_data(rgba: &[u8], side: u32) -> Result<ImageData, JsValue> {
    let bytes = Uint8ClampedArray::from(rgba);
    ImageData::new_with_js_u8_clamped_array_and_sh(&bytes, side, side)
}

/// The pixels as an `ImageData` with memory of its own. One made from a slice would look into
/// WebAssembly's memory, which is reused as soon as the slice is dropped.
pub fn image_data(pixels: &ImagePixels) -> Result<ImageData, JsValue> {
    let rgba = Uint8ClampedArray::from(drawing::rgba(pixels).as_slice());
    ImageData::new_with_js_u8_clamped_array_and_sh(&rgba, pixels.width as u32, pixels.height as u32)
}

/// Gives a canvas this many pixels, unless it has them already: setting a size empties a canvas.
pub fn resize(canvas: &HtmlCanvasElement, width: u32, height: u32) {
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

/// A canvas that is not in the page.
pub fn scratch(width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Some(canvas)
}
