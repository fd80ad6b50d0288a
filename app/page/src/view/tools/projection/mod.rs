//! The encoded images as points of a plane or a box.
//!
//! - `settings`: what is chosen, and how far it is; `scatter`: the drawing; `camera`: what pointers and keys do
//!   on it; `thumbnails`: points as pictures; `groups`: groups of images, and the direction between them.

mod camera;
mod groups;
mod scatter;
mod settings;
mod thumbnails;

use leptos::prelude::*;

use crate::host::{self, ProjectionWorker};
use crate::view::components::UiContext;
use crate::view::tools::worker_for_each_job;
use session::{ProjectedImages, ProjectionInput, ProjectionState, Session};

/// The tool.
pub(super) fn projection(ui: UiContext) -> AnyView {
    let wanted = |session: &Session| Some(state(session)?.job.as_ref()?.number);
    worker_for_each_job(ui, wanted, compute);
    let drag = RwSignal::new(camera::DragMode::default());
    view! {
        <div class="projection">
            <div class="projection-side">{settings::settings(ui)} {groups::groups(ui)}</div>
            {scatter::scatter(ui, drag)}
        </div>
    }
    .into_any()
}

/// What the tool shows, once its code is there.
fn state(session: &Session) -> Option<&ProjectionState> {
    session.tools.own.projection.shown.as_deref()
}

/// The view that was computed last.
fn images(session: &Session) -> Option<&ProjectedImages> {
    state(session)?.images.as_deref()
}

/// Whether the view is a box, rather than a plane.
fn is_box(session: &Session) -> bool {
    images(session).is_some_and(|it| it.spec.dimensions == 3)
}

fn send(ui: UiContext, input: ProjectionInput) {
    ui.explore(input.into());
}

/// Has a worker compute what is wanted.
fn compute(ui: UiContext, number: u32) -> Option<ProjectionWorker> {
    let job = ui.now(|session| state(session)?.job.clone())?;
    let worker = host::project(&job, move |input| send(ui, input));
    if worker.is_none() {
        send(ui, ProjectionInput::Failed { number });
    }
    worker
}
