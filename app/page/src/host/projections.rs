//! The worker that projects points, one for each computation: who wants another view ends it.

use js_sys::{Float32Array, Object, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::address::resolve;
use super::browser::{callback, encoded, property};
use protocol::BUILD_ID;
use session::{ProjectionInput, ProjectionJob};

/// A computation. Dropping it ends the worker.
pub struct ProjectionWorker {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for ProjectionWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Begins a computation; `tell` hears how far it is, then its end. `None` if the browser makes no worker.
pub fn project(
    job: &ProjectionJob,
    tell: impl Fn(ProjectionInput) + Clone + 'static,
) -> Option<ProjectionWorker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("projections");
    let address = resolve(&format!("projection-worker.js?v={}", encoded(BUILD_ID)));
    let worker = Worker::new_with_options(&address, &options).ok()?;
    let number = job.number;
    let on_message = {
        let tell = tell.clone();
        callback(move |event: MessageEvent| tell(read(&event.data(), number)))
    };
    let on_error = callback(move |_: web_sys::Event| tell(ProjectionInput::Failed { number }));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let question = Object::new();
    let rows = Float32Array::from(job.points.means.as_slice());
    for (name, value) in [
        ("spec", JsValue::from(job.spec.to_text())),
        ("rows", rows.into()),
        ("width", JsValue::from(job.points.latent as f64)),
    ] {
        // The object takes any property.
        let _ = Reflect::set(&question, &name.into(), &value);
    }
    worker.post_message(&question).ok()?;
    Some(ProjectionWorker {
        worker,
        _on_message: on_message,
        _on_error: on_error,
    })
}

/// What the worker says; `app/projections/projection-worker.js` has it.
fn read(said: &JsValue, number: u32) -> ProjectionInput {
    let figure = |name: &str| property(said, name)?.as_f64();
    if let Some(share) = figure("progress") {
        let share = share as f32;
        return ProjectionInput::Progress { number, share };
    }
    let view = property(said, "view").and_then(|view| view.dyn_into::<Float32Array>().ok());
    match (view, figure("millis")) {
        (Some(view), Some(millis)) => ProjectionInput::Arrived {
            number,
            numbers: view.to_vec(),
            millis,
        },
        _ => ProjectionInput::Failed { number },
    }
}
