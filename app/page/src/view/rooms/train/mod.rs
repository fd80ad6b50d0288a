//! The Train room: describe a run, watch it learn, take it along.
//!
//! The trainer reports ten times a second. Text is updated at once, drawings at most five times a
//! second, and nothing while another room is on screen.

mod findings;
mod form;
mod losses;
mod metrics;
mod recipe;
mod run_controls;
mod run_files;
mod sample_grids;
mod step_trace;
mod timeline;
mod toy2d;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use crate::view::app_context;
use crate::view::components::UiContext;
use crate::view::components::live_element::{LiveBindings, LiveElement, el, update};
use crate::view::theme::ThemeContext;
use session::{Room, Session, ShownRun};

/// How long drawings wait for further updates.
const BEAT: Duration = Duration::from_millis(200);

/// The run, if there is one.
fn run(session: &Session) -> Option<&ShownRun> {
    session.training.run.as_ref()
}

/// The room.
#[component]
pub(super) fn Train() -> impl IntoView {
    let app = app_context();
    let theme: ThemeContext = expect_context();
    let ui = UiContext::new(Room::Train);
    let root = NodeRef::<html::Div>::new();
    let bindings = LiveBindings::default();
    let waiting = Rc::new(Cell::new(false));

    let built = Rc::clone(&bindings);
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let room = LiveElement {
            node: root.clone().into(),
            bindings: Vec::new(),
        };
        let room = room
            .child(
                el("div", "train-left")
                    .child(recipe::recipe(ui))
                    .view(form::form(ui)),
            )
            .child(
                el("div", "train-top")
                    .view(run_controls::run_controls(ui))
                    .view(findings::findings(ui)),
            )
            .child(
                el("div", "train-stage")
                    .view(sample_grids::sample_grids(ui))
                    .view(toy2d::toy2d_stage(ui))
                    .view(toy2d::latent_view(ui))
                    .view(timeline::timeline(ui)),
            )
            .child(
                el("div", "train-figures")
                    .child(
                        el("div", "train-plane")
                            .view(toy2d::quality(ui))
                            .view(toy2d::network_controls(ui)),
                    )
                    .view(losses::losses(ui))
                    .view(metrics::metrics(ui)),
            )
            .view(step_trace::step_trace(ui))
            .view(run_files::run_files(ui));
        built.borrow_mut().extend(room.bindings);
        ui.refresh();
    });

    // How far the drawings are.
    let drawn = Cell::new(None);
    Effect::new(move |_| {
        let look = (ui.look.get(), theme.dark.get());
        app.session.with(|session| {
            if session.room != Room::Train {
                return;
            }
            update(&bindings, session, false);
            let record = run(session).map(|run| &run.record);
            let news = record.map(|record| (record.version, record.marks.len()));
            let news = Some((look, news));
            if drawn.get() != news && !waiting.replace(true) {
                drawn.set(news);
                let waiting = Rc::clone(&waiting);
                let bindings = Rc::clone(&bindings);
                set_timeout(
                    move || {
                        waiting.set(false);
                        app.session
                            .with_untracked(|session| update(&bindings, session, true));
                    },
                    BEAT,
                );
            }
        });
    });
    view! { <div class="train" node_ref=root></div> }
}
