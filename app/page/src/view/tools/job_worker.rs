//! A worker for each job that the session wants done.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::host::ProjectionWorker;
use crate::view::components::UiContext;
use session::Session;

/// Starts a worker whenever another job is wanted, and ends the one before; also while another room or tool is
/// open, so that who looks elsewhere for a moment finds it done. `start` says itself if none is to be had.
pub(in crate::view) fn worker_for_each_job(
    ui: UiContext,
    number: fn(&Session) -> Option<u32>,
    start: fn(UiContext, u32) -> Option<ProjectionWorker>,
) {
    let wanted = Memo::new(move |_| ui.session.with(number));
    let at_work: RefCell<Option<ProjectionWorker>> = RefCell::new(None);
    Effect::new(move |_| {
        let number = wanted.get();
        at_work.replace(None);
        at_work.replace(number.and_then(|number| start(ui, number)));
    });
}
