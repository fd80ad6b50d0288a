//! Images that the visitor opens, decoded by `picture.js`.

use std::sync::Arc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};

use super::browser::{call, callback, property};
use super::{EventDispatch, load_script};
use crate::words::browser as words;
use session::{AlertText, ExploreEvent, ImagePixels, PictureRefusal, SessionEvent};

const SCRIPT: &str = "./picture.js";
/// The function of the script, and the event that it answers with.
const READ: &str = "readPicture";
const NEWS: &str = "picture";

/// Reads a picture and hands it to the session, which then shows the Encode tool or takes it in the Repair
/// room; or says why not, and all stays as it is.
pub fn read_picture(name: String, bytes: Arc<[u8]>, dispatch: EventDispatch) {
    if property(&js_sys::global(), READ).is_some() {
        ask(&name, &bytes);
        return;
    }
    load_script(SCRIPT, move |ran| {
        if ran {
            listen(dispatch);
            ask(&name, &bytes);
        } else {
            dispatch.send(SessionEvent::Trouble(AlertText::PictureReaderMissing));
        }
    });
}

fn ask(name: &str, bytes: &[u8]) {
    let arguments = Array::of2(&name.into(), &Uint8Array::from(bytes));
    // It always answers with an event.
    let _ = call(&js_sys::global(), READ, &arguments);
}

fn listen(dispatch: EventDispatch) {
    let heard = callback(move |event: web_sys::Event| {
        let detail = property(&event, "detail").unwrap_or(JsValue::UNDEFINED);
        let Some(parts) = detail.dyn_ref::<Array>() else {
            return;
        };
        let name = parts.get(0).as_string().filter(|name| !name.is_empty());
        let title = name.unwrap_or_else(|| words::pasted_picture().to_owned());
        let number = |at| parts.get(at).as_f64().unwrap_or_default();
        if let Some(code) = parts.get(1).as_string() {
            let refusal = match code.as_str() {
                "bytes" => PictureRefusal::TooLarge {
                    megabytes: number(2),
                },
                "pixels" => PictureRefusal::TooManyPixels {
                    width: number(2),
                    height: number(3),
                },
                "torn" => PictureRefusal::Torn,
                "unreadable" => PictureRefusal::Unreadable,
                _ => PictureRefusal::OtherFormat(code),
            };
            let refused = ExploreEvent::RefusePicture { title, refusal };
            dispatch.send(SessionEvent::Explore(refused));
            return;
        }
        dispatch.send(SessionEvent::PictureRead {
            title,
            pixels: ImagePixels {
                width: number(1) as usize,
                height: number(2) as usize,
                channels: 4,
                bytes: Uint8Array::new(&parts.get(3)).to_vec().into(),
            },
        });
    });
    // Fails only if the callback is none; it lives as long as the page.
    let _ = document().add_event_listener_with_callback(NEWS, heard.as_ref().unchecked_ref());
    heard.forget();
}
