//! Images that the visitor opens, decoded by `picture.js`.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::browser::{call, callback, property};
use super::{EventDispatch, load_script};
use crate::words::browser as words;
use session::{ExploreEvent, ImagePixels, SessionEvent};

const SCRIPT: &str = "./picture.js";
/// The function of the script, and the event that it answers with.
const READ: &str = "readPicture";
const NEWS: &str = "picture";

/// Reads a picture and hands it to the session.
pub fn read_picture(file: File, dispatch: EventDispatch) {
    if property(&js_sys::global(), READ).is_some() {
        ask(&file);
        return;
    }
    load_script(SCRIPT, move |ran| {
        if ran {
            listen(dispatch);
            ask(&file);
        } else {
            dispatch.send(SessionEvent::Trouble(
                words::picture_reader_missing().to_owned(),
            ));
        }
    });
}

fn ask(file: &File) {
    // It always answers with an event.
    let _ = call(&js_sys::global(), READ, &Array::of1(file));
}

fn listen(dispatch: EventDispatch) {
    let heard = callback(move |event: web_sys::Event| {
        let detail = property(&event, "detail").unwrap_or(JsValue::UNDEFINED);
        let Some(parts) = detail.dyn_ref::<Array>() else {
            return;
        };
        let name = parts.get(0).as_string().filter(|name| !name.is_empty());
        let title = name.unwrap_or_else(|| words::pasted_picture().to_owned());
        let size = (parts.get(1).as_f64(), parts.get(2).as_f64());
        let (Some(width), Some(height)) = size else {
            dispatch.send(SessionEvent::Trouble(refusal(&title, parts)));
            return;
        };
        dispatch.send(SessionEvent::Explore(ExploreEvent::Bring {
            title,
            pixels: ImagePixels {
                width: width as usize,
                height: height as usize,
                channels: 3,
                bytes: Uint8Array::new(&parts.get(3)).to_vec().into(),
            },
        }));
        dispatch.send(SessionEvent::Explore(ExploreEvent::Centre(true)));
    });
    // Fails only if the callback is none; it lives as long as the page.
    let _ = document().add_event_listener_with_callback(NEWS, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Why a picture was refused: a code and its arguments behind the name.
fn refusal(title: &str, parts: &Array) -> String {
    let number = |at| parts.get(at).as_f64().unwrap_or_default();
    match parts.get(1).as_string().as_deref() {
        Some("bytes") => words::PictureTooLarge {
            title,
            megabytes: number(2),
        }
        .text(),
        Some("pixels") => words::TooManyPixels {
            title,
            width: number(2),
            height: number(3),
        }
        .text(),
        Some(kind @ ("pdf" | "zip" | "gzip")) => words::NotAPicture { title, kind }.text(),
        _ => words::PictureUnreadable { title }.text(),
    }
}
