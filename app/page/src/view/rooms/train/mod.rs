//! The Train room: describe a run, watch it learn, take it along.
//!
//! News arrives ten times a second. Text follows it at once; drawings follow a beat, at most five
//! times a second. While another room is on screen, nothing does.

mod anatomy;
mod files;
mod findings;
mod form;
mod losses;
mod measures;
mod recipe;
mod samples;
mod timeline;
mod transport;
mod world;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use crate::view::kit::element::el;
use crate::view::kit::{Bindings, Desk, update};
use crate::view::shell;
use crate::view::theme::Theme;
use session::{Room, Session, TrainingRun};

/// How long drawings wait for further news.
const BEAT: Duration = Duration::from_millis(200);

/// The run, if there is one.
fn run(session: &Session) -> Option<&TrainingRun> {
    session.training.run.as_ref()
}

/// The room.
#[component]
pub(super) fn Train() -> impl IntoView {
    let shell = shell();
    let theme: Theme = expect_context();
    let desk = Desk::new();
    let root = NodeRef::<html::Div>::new();
    let bindings = Bindings::default();
    let waiting = Rc::new(Cell::new(false));

    let built = Rc::clone(&bindings);
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        let parts = [
            el("div", "train-left")
                .with(recipe::recipe(desk))
                .with(form::form(desk)),
            el("div", "train-top")
                .with(transport::transport(desk))
                .with(findings::findings()),
            el("div", "train-stage")
                .with(samples::pictures(desk))
                .with(world::world(desk))
                .with(world::latent(desk))
                .with(timeline::timeline(desk)),
            el("div", "train-figures")
                .with(
                    el("div", "train-plane")
                        .with(world::quality())
                        .with(world::players(desk)),
                )
                .with(losses::losses(desk))
                .with(measures::measures()),
            anatomy::anatomy(desk),
            files::files(desk),
        ];
        for part in parts {
            // The root is an element, which takes any other.
            let _ = root.append_child(&part.node);
            built.borrow_mut().extend(part.bindings);
        }
        desk.refresh();
    });

    // How far the drawings are.
    let drawn = Cell::new(None);
    Effect::new(move |_| {
        let look = (desk.look.get(), theme.dark.get());
        shell.session.with(|session| {
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
                        shell
                            .session
                            .with_untracked(|session| update(&bindings, session, true));
                    },
                    BEAT,
                );
            }
        });
    });
    view! { <div class="train" node_ref=root></div> }
}
