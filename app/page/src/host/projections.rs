//! The worker that projects points or measures pictures, and the importer's where it reads a table of figures:
//! one for each computation, and who wants another one ends it.

use std::rc::Rc;

use js_sys::{Array, Float32Array, Float64Array, Object, Reflect, Uint8Array, Uint32Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::address::resolve;
use super::browser::{callback, encoded, property};
use protocol::BUILD_ID;
use session::{
    EvaluationJob, ProjectionInput, ProjectionJob, RunComparisonInput, TableAnswer, TableJob,
};

/// Scripts of workers, and what the workers are called.
const PROJECTIONS: (&str, &str) = ("projection-worker.js", "projections");
const IMPORTER: (&str, &str) = ("import-worker.js", "table");

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

/// Begins a projection; `tell` hears how far it is, then its end. `None` if the browser makes no worker.
pub fn project(
    job: &ProjectionJob,
    tell: impl Fn(ProjectionInput) + 'static,
) -> Option<ProjectionWorker> {
    let number = job.number;
    let rows = Float32Array::from(job.points.means.as_slice());
    let question = [
        ("spec", JsValue::from(job.spec.to_text())),
        ("rows", rows.into()),
        ("width", JsValue::from(job.points.latent as f64)),
    ];
    start(PROJECTIONS, &question, move |said| {
        tell(read(said, number));
    })
}

/// Begins to measure pictures of a run; `tell` hears its end. `None` if the browser makes no worker.
pub fn evaluate(
    job: &EvaluationJob,
    tell: impl Fn(RunComparisonInput) + 'static,
) -> Option<ProjectionWorker> {
    let number = job.number;
    let image = job
        .stops
        .first()
        .map_or([0; 3], |stop| stop.measurement.image);
    let counts = job.stops.iter().flat_map(|stop| {
        let of = &stop.measurement;
        [of.drawn, of.reconstructed, of.held_out, of.training]
    });
    let sizes: Vec<u32> = image
        .into_iter()
        .chain(counts)
        .map(|size| size as u32)
        .collect();
    let all: usize = job.stops.iter().map(|stop| stop.pictures.len()).sum();
    let pictures = Uint8Array::new_with_length(all as u32);
    let mut from = 0;
    for stop in &job.stops {
        let to = from + stop.pictures.len() as u32;
        pictures.subarray(from, to).copy_from(&stop.pictures);
        from = to;
    }
    let question = [
        ("sizes", Uint32Array::from(sizes.as_slice()).into()),
        ("pictures", pictures.into()),
        (
            "classifier",
            job.classifier.clone().unwrap_or_default().into(),
        ),
    ];
    start(PROJECTIONS, &question, move |said| {
        let figures = property(said, "figures").and_then(|it| it.dyn_into::<Float64Array>().ok());
        tell(match figures {
            Some(figures) => RunComparisonInput::Evaluated {
                number,
                figures: figures.to_vec(),
            },
            None => RunComparisonInput::EvaluationFailed { number },
        });
    })
}

/// Begins to read a table of figures; `tell` hears its end. `None` if the browser makes no worker.
pub fn read_table(
    job: &TableJob,
    tell: impl Fn(RunComparisonInput) + 'static,
) -> Option<ProjectionWorker> {
    let number = job.number;
    let bytes = Uint8Array::from(&*job.bytes);
    let question = [("ask", "table".into()), ("bytes", bytes.into())];
    start(IMPORTER, &question, move |said| {
        let answer = table_of(said).or_else(|| {
            let refused = property(said, "refused")?.as_string()?;
            Some(TableAnswer::Refused(refused))
        });
        tell(RunComparisonInput::TableRead {
            number,
            answer: answer.unwrap_or(TableAnswer::Broken),
        });
    })
}

/// The table that the importer's worker read; `app/importer/import-worker.js` has what it says.
fn table_of(said: &JsValue) -> Option<TableAnswer> {
    let parts: Array = property(said, "table")?.dyn_into().ok()?;
    let numbers: Float64Array = parts.get(2).dyn_into().ok()?;
    Some(TableAnswer::Table {
        names: parts.get(0).as_string()?,
        numbers: numbers.to_vec(),
        ignored: parts.get(1).as_string()?,
    })
}

/// Asks a worker of its own; `hear` hears what it says, and `undefined` if its script broke.
fn start(
    (script, worker_name): (&str, &str),
    question: &[(&str, JsValue)],
    hear: impl Fn(&JsValue) + 'static,
) -> Option<ProjectionWorker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(worker_name);
    let address = resolve(&format!("{script}?v={}", encoded(BUILD_ID)));
    let worker = Worker::new_with_options(&address, &options).ok()?;
    let hear: Rc<dyn Fn(&JsValue)> = Rc::new(hear);
    let on_message = {
        let hear = Rc::clone(&hear);
        callback(move |event: MessageEvent| hear(&event.data()))
    };
    let on_error = callback(move |_: web_sys::Event| hear(&JsValue::UNDEFINED));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let asked = Object::new();
    for (name, value) in question {
        // The object takes any property.
        let _ = Reflect::set(&asked, &(*name).into(), value);
    }
    worker.post_message(&asked).ok()?;
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
