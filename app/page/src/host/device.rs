//! What the browser stores between visits, and what it knows about the device.
//!
//! `device.js` does the work. The page calls its functions; it answers with events on the document.

use std::sync::Arc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::browser::{call, property};
use run_spec::DatasetId;
use session::{DataLocation, TrainEvent};

/// The events of `device.js`, and one of `offline.js`.
pub(super) const DEVICE_EVENTS: [&str; 5] =
    ["located", "lowbattery", "newversion", "runstore", "threads"];

/// Asks the script that keeps runs for something. Returns whether there is such a script.
pub(super) fn ask_run_store(command: &str, payload: &[Arc<[u8]>]) -> bool {
    let arguments = Array::of1(&command.into());
    for bytes in payload {
        arguments.push(&Uint8Array::from(&bytes[..]));
    }
    call(&js_sys::global(), "runStore", &arguments).is_ok()
}

/// Has the script that gathers and keeps the visitor's pictures do something.
pub fn ask_picture_sets(act: &str, asked: &Array) {
    let arguments = Array::of1(&act.into()).concat(asked);
    ask("pictureSets", &arguments);
}

/// Finds out how many threads an engine may have.
pub(super) fn find_threads() {
    ask("findThreads", &Array::new());
}

/// Loads the page again.
pub(super) fn reload() {
    // Fails only where the page is not fully active, and then it is going.
    let _ = leptos::prelude::window().location().reload();
}

/// Makes a thread for the worker whose message asks for one.
pub(super) fn make_thread(asked: &JsValue) -> Option<JsValue> {
    call(&js_sys::global(), "makeThread", &Array::of1(asked)).ok()
}

/// Finds out where a data set is.
pub(super) fn locate_dataset(data: DatasetId) {
    ask("findData", &Array::of1(&data.as_str().into()));
}

fn ask(function: &str, arguments: &Array) {
    // Without the script nothing is stored, and nothing is known about the device.
    let _ = call(&js_sys::global(), function, arguments);
}

/// The session's event for an event of `device.js`; `None` for any other event.
pub(super) fn train_event(event: &web_sys::Event) -> Option<TrainEvent> {
    let detail = property(event, "detail").unwrap_or_default();
    let part = |at: u32| {
        detail
            .dyn_ref::<Array>()
            .map_or(JsValue::UNDEFINED, |all| all.get(at))
    };
    let word = |at| part(at).as_string().unwrap_or_default();
    Some(match event.type_().as_str() {
        "located" => {
            let place = match word(1).as_str() {
                "kept" => DataLocation::Kept,
                "site" => DataLocation::Site,
                _ => DataLocation::Mirror,
            };
            TrainEvent::Located(DatasetId::from_name(&word(0))?, place)
        }
        "lowbattery" => TrainEvent::LowBattery,
        "newversion" => TrainEvent::NewVersion,
        "runstore" => TrainEvent::RunStore {
            reply: word(0),
            payload: (1..)
                .map(part)
                .take_while(|part| !part.is_undefined())
                .map(|part| Uint8Array::new(&part).to_vec().into())
                .collect(),
        },
        "threads" => TrainEvent::Threads(part(0).as_f64()? as usize),
        _ => return None,
    })
}
