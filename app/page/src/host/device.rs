//! What the browser stores between visits, and what it knows about the device.
//!
//! `device.js` does the work. The page calls its functions; it answers with events on the document.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::browser::{call, property};
use run_spec::DatasetId;
use session::{DataLocation, TrainEvent};

/// The events of `device.js`.
pub(super) const DEVICE_EVENTS: [&str; 5] =
    ["found", "located", "lowbattery", "notkept", "threads"];

/// Stores a run in place of the previous one.
pub(super) fn store_run(note: &str, checkpoint: &[u8]) {
    let bytes = Uint8Array::from(checkpoint);
    ask("keepRun", &Array::of2(&note.into(), &bytes));
}

/// Looks for the run that an earlier visit stored.
pub(super) fn find_stored_run() {
    ask("findRun", &Array::new());
}

/// Finds out how many threads an engine may have.
pub(super) fn find_threads() {
    ask("findThreads", &Array::new());
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
        "found" => TrainEvent::Found {
            note: word(0),
            checkpoint: Uint8Array::new(&part(1)).to_vec().into(),
        },
        "located" => {
            let place = match word(1).as_str() {
                "kept" => DataLocation::Kept,
                "site" => DataLocation::Site,
                _ => DataLocation::Mirror,
            };
            TrainEvent::Located(DatasetId::from_name(&word(0))?, place)
        }
        "lowbattery" => TrainEvent::LowBattery,
        "notkept" => TrainEvent::NotKept,
        "threads" => TrainEvent::Threads(part(0).as_f64()? as usize),
        _ => return None,
    })
}
