//! The encoded images as points of a plane or a box.
//!
//! - `settings`: what is chosen, and how far it is; `scatter`: the drawing; `camera`: what pointers and keys do
//!   on it; `thumbnails`: points as pictures; `groups`: groups of images, and the direction between them.

mod camera;
mod groups;
mod scatter;
mod settings;
mod thumbnails;

use std::cell::RefCell;

use leptos::prelude::*;

use crate::host::{self, ProjectionWorker};
use crate::view::components::UiContext;
use session::{ProjectedImages, ProjectionInput, ProjectionState, Session};

/// The tool.
pub(super) fn projection(ui: UiContext) -> AnyView {
    compute(ui);
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

/// Has a worker compute what is wanted, and ends the one before.
fn compute(ui: UiContext) {
    let wanted = Memo::new(move |_| {
        // Also while another tool is open: who looks elsewhere for a moment finds it done.
        ui.session
            .with(|session| Some(state(session)?.job.as_ref()?.number))
    });
    let at_work: RefCell<Option<ProjectionWorker>> = RefCell::new(None);
    Effect::new(move |_| {
        let number = wanted.get();
        at_work.replace(None);
        let job = ui.now(|session| state(session)?.job.clone());
        if let (Some(number), Some(job)) = (number, job) {
            let tell = move |input| send(ui, input);
            let worker = host::project(&job, tell);
            if worker.is_none() {
                send(ui, ProjectionInput::Failed { number });
            }
            at_work.replace(worker);
        }
    });
}
