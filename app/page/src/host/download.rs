//! Downloads: files that the page hands to the browser.

use std::sync::Arc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, set_timeout};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::browser::after;
use super::film::film_writer;
use super::{EventDispatch, canvas};
use session::drawing;
use session::{AlertText, ImageGrid, ImagePixels, SessionEvent};

/// Downloaded images are enlarged by a whole number, to about this many pixels a side.
const PNG_SIDE: usize = 768;
const GIF_SIDE: usize = 448;
/// How long a frame is shown, in hundredths of a second, and the last one.
const FRAME: u16 = 12;
const LAST_FRAME: u16 = 200;
/// The address of a file is revoked after this time.
const TAKEN_AFTER: std::time::Duration = std::time::Duration::from_secs(60);

/// Downloads bytes as a file.
pub(super) fn download_file(name: &str, kind: &str, bytes: &[u8], dispatch: EventDispatch) {
    let properties = BlobPropertyBag::new();
    properties.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &properties);
    if blob.and_then(|blob| offer_file(name, &blob)).is_err() {
        report_refusal(name, dispatch);
    }
}

/// Downloads images as a file: one as PNG, several as an animated GIF.
pub(super) fn download_images(name: String, grids: Vec<Arc<ImageGrid>>, dispatch: EventDispatch) {
    spawn_local(async move {
        let done = match grids.as_slice() {
            [grid] if !name.ends_with(".gif") => download_png(&name, &grid.pixels, dispatch),
            _ => match gif_animation(&grids).await {
                Some(bytes) => {
                    download_file(&name, "image/gif", &bytes, dispatch);
                    Some(())
                }
                None => None,
            },
        };
        if done.is_none() {
            report_refusal(&name, dispatch);
        }
    });
}

fn report_refusal(name: &str, dispatch: EventDispatch) {
    dispatch.send(SessionEvent::Trouble(AlertText::FileNotMade(
        name.to_owned(),
    )));
}

fn offer_file(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    set_timeout(
        move || {
            // Fails only for a malformed address.
            let _ = Url::revoke_object_url(&address);
        },
        TAKEN_AFTER,
    );
    Ok(())
}

fn download_png(name: &str, pixels: &ImagePixels, dispatch: EventDispatch) -> Option<()> {
    let pixels = enlarged(pixels, PNG_SIDE);
    let canvas = canvas::scratch(pixels.width as u32, pixels.height as u32)?;
    let image = canvas::image_data(&pixels).ok()?;
    let context = canvas::context(&canvas)?;
    context.put_image_data(&image, 0.0, 0.0).ok()?;
    let name = name.to_owned();
    let made = Closure::once_into_js(move |blob: Option<Blob>| {
        let done = blob.map(|blob| offer_file(&name, &blob));
        if !matches!(done, Some(Ok(()))) {
            report_refusal(&name, dispatch);
        }
    });
    canvas.to_blob(made.unchecked_ref()).ok()
}

/// An animated GIF of all image grids. It yields to the page between two frames.
async fn gif_animation(grids: &[Arc<ImageGrid>]) -> Option<Vec<u8>> {
    let size = |grid: &ImageGrid| (grid.pixels.width, grid.pixels.height);
    let (width, height) = grids.iter().map(|grid| size(grid)).max()?;
    let scale = scale(width.max(height), GIF_SIDE);
    let (width, height) = (width * scale, height * scale);
    // The first grids of a growing network are smaller.
    let scale_of = |grid: &ImageGrid| (width / grid.pixels.width.max(1)).max(1);
    let fits = |grid: &&Arc<ImageGrid>| {
        let (across, down) = size(grid);
        across * scale_of(grid) <= width && down * scale_of(grid) <= height
    };
    let grids: Vec<_> = grids.iter().filter(fits).collect();
    let mut film = film_writer().await?;
    for grid in &grids {
        film.see(&grid.pixels);
        pause().await;
    }
    film.begin(u16::try_from(width).ok()?, u16::try_from(height).ok()?)?;
    for (at, grid) in grids.iter().enumerate() {
        let delay = if at + 1 == grids.len() {
            LAST_FRAME
        } else {
            FRAME
        };
        film.append(&grid.pixels, scale_of(grid), delay)?;
        pause().await;
    }
    film.end()
}

async fn pause() {
    // It always resolves.
    let _ = JsFuture::from(after(0)).await;
}

fn enlarged(pixels: &ImagePixels, side: usize) -> ImagePixels {
    drawing::enlarged(pixels, scale(pixels.width.max(pixels.height), side))
}

fn scale(longest: usize, side: usize) -> usize {
    (side / longest.max(1)).clamp(1, 32)
}
