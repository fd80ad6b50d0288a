//! Decoded pictures side by side.

use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement, MouseEvent};

use crate::host::canvas;
use crate::view::components::UiContext;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::tools as words;
use session::drawing;
use session::{ImagePixels, ImageStrip, Session, SessionEvent, StripKind};

/// A canvas with one pixel per image pixel; style sheets enlarge it.
pub(in crate::view) fn pixel_canvas<K: PartialEq + 'static>(
    name: &str,
    key: impl Fn(&Session) -> Option<K> + 'static,
    pixels: impl Fn(&Session) -> Option<ImagePixels> + 'static,
) -> LiveElement {
    let mut shown = None;
    el("canvas", "picture-canvas")
        .attr("role", "img")
        .attr("aria-label", name)
        .attr("width", "28")
        .attr("height", "28")
        .on_update(move |node, session| {
            let now = key(session);
            if now != shown {
                paint(node.unchecked_ref(), pixels(session));
                shown = now;
            }
        })
}

/// Puts pixels on a canvas, or empties it.
pub(in crate::view) fn paint(target: &HtmlCanvasElement, pixels: Option<ImagePixels>) {
    let Some(pixels) = pixels else {
        // Setting a size empties a canvas.
        target.set_width(target.width());
        let _ = target.remove_attribute("data-painted");
        return;
    };
    canvas::resize(target, pixels.width as u32, pixels.height as u32);
    if let (Some(context), Ok(image)) = (canvas::context(target), canvas::image_data(&pixels)) {
        // Neither fails: the image has memory of its own, and the names are ours.
        let _ = context.put_image_data(&image, 0.0, 0.0);
        let _ = target.toggle_attribute_with_force("data-colour", pixels.channels == 3);
        let _ = target.set_attribute("data-painted", "");
    }
}

/// The strip's images, `columns` to a row. A click goes to the point of the clicked image.
pub(in crate::view) fn image_strip(
    ui: UiContext,
    slot: StripKind,
    name: &str,
    columns: usize,
) -> LiveElement {
    let of = move |session: &Session| session.tools.films.get(&slot).cloned();
    let key =
        move |session: &Session| of(session).map(|strip| Arc::as_ptr(&strip.pictures) as *const u8);
    let pixels = move |session: &Session| {
        let strip = of(session)?;
        drawing::side_by_side(&strip.pictures, columns)
    };
    let place = move |event: web_sys::Event| {
        let event: &MouseEvent = event.unchecked_ref();
        let Some(strip) = ui.now(of) else { return };
        let columns = columns.min(strip.pictures.len().max(1));
        let rows = strip.pictures.len().div_ceil(columns);
        let Some(target) = event.target() else { return };
        let frame = target
            .unchecked_ref::<HtmlElement>()
            .get_bounding_client_rect();
        let at = |from: f64, length: f64, place: i32, count: usize| {
            ((f64::from(place) - from) / length.max(1.0) * count as f64) as usize
        };
        let column = at(frame.left(), frame.width(), event.client_x(), columns);
        let row = at(frame.top(), frame.height(), event.client_y(), rows);
        let at = row * columns + column.min(columns - 1);
        if at < strip.pictures.len() {
            ui.dispatch
                .send(SessionEvent::SetPoint(strip.point(at).to_vec()));
        }
    };
    pixel_canvas(name, key, pixels)
        .attr("title", words::strip_title())
        .live_attr("data-pictures", move |session| {
            of(session).map(|strip| strip.pictures.len().to_string())
        })
        .on("click", place)
}

/// One image of a strip.
pub(in crate::view) fn strip_image(
    name: &str,
    strip: impl Fn(&Session) -> Option<ImageStrip> + Clone + 'static,
    at: impl Fn(&Session) -> Option<usize> + Clone + 'static,
) -> LiveElement {
    let (of, place) = (strip.clone(), at.clone());
    let key = move |session: &Session| {
        let strip = of(session)?;
        Some((Arc::as_ptr(&strip.pictures) as *const u8, place(session)?))
    };
    pixel_canvas(name, key, move |session| {
        strip(session)?.pictures.get(at(session)?).cloned()
    })
}
