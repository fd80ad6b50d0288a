//! From the session's pixels to a canvas.

use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::session::Pixels;

/// The 2-D context of a canvas.
pub(super) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Grey or RGB bytes as the RGBA bytes that a canvas takes.
pub(super) fn rgba(pixels: &Pixels) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.width * pixels.height * 4);
    match pixels.channels {
        3 => {
            for rgb in pixels.bytes.chunks_exact(3) {
                out.extend_from_slice(&[rgb[0], rgb[1], rgb[2], 255]);
            }
        }
        _ => {
            for &grey in pixels.bytes.iter() {
                out.extend_from_slice(&[grey, grey, grey, 255]);
            }
        }
    }
    out
}

/// Grey as that much of a colour over nothing, so that the page's own paper shows through where a
/// picture is black; RGB as it is.
pub(super) fn inked(pixels: &Pixels, [red, green, blue]: [u8; 3]) -> Vec<u8> {
    if pixels.channels == 3 {
        return rgba(pixels);
    }
    let mut out = Vec::with_capacity(pixels.width * pixels.height * 4);
    for &grey in pixels.bytes.iter() {
        out.extend_from_slice(&[red, green, blue, grey]);
    }
    out
}

/// RGBA bytes of a picture's size as an `ImageData`.
pub(super) fn image_data(pixels: &Pixels, rgba: &[u8]) -> Result<ImageData, JsValue> {
    ImageData::new_with_u8_clamped_array_and_sh(
        Clamped(rgba),
        pixels.width as u32,
        pixels.height as u32,
    )
}

/// Gives a canvas this many pixels, unless it has them already: setting a size empties a canvas.
pub(super) fn resize(canvas: &HtmlCanvasElement, width: u32, height: u32) {
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
}

/// A canvas that is not in the page.
pub(super) fn scratch(width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Some(canvas)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(channels: usize, bytes: &[u8]) -> Pixels {
        Pixels {
            width: 2,
            height: 1,
            channels,
            bytes: bytes.into(),
        }
    }

    #[test]
    fn grey_becomes_equal_red_green_and_blue() {
        assert_eq!(
            rgba(&pixels(1, &[0, 200])),
            [0, 0, 0, 255, 200, 200, 200, 255]
        );
    }

    #[test]
    fn grey_is_so_much_ink() {
        let ink = [1, 2, 3];
        assert_eq!(
            inked(&pixels(1, &[0, 200]), ink),
            [1, 2, 3, 0, 1, 2, 3, 200]
        );
        let colour = pixels(3, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(inked(&colour, ink), rgba(&colour));
    }

    #[test]
    fn colours_keep_their_order() {
        assert_eq!(
            rgba(&pixels(3, &[1, 2, 3, 4, 5, 6])),
            [1, 2, 3, 255, 4, 5, 6, 255]
        );
    }
}
