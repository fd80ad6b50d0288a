//! The Train room: describe a run, watch it learn, take it along.
//!
//! News arrives ten times a second. Text follows it at once; drawings follow a beat, at most five
//! times a second. While another room is on screen, nothing does.

mod element;
mod files;
mod findings;
mod form;
mod losses;
mod measures;
mod parts;
mod recipe;
mod samples;
mod timeline;
mod transport;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use self::element::{Binding, el};
use super::shell;
use super::theme::Theme;
use crate::host::Dispatch;
use crate::session::{Event, Room, Run, Session, TrainEvent};

/// How long drawings wait for further news.
const BEAT: Duration = Duration::from_millis(200);

/// The way from the room's controls to the session.
#[derive(Clone, Copy)]
struct Desk {
    dispatch: Dispatch,
    session: ReadSignal<Session>,
    /// Rises when something that only concerns the look has changed.
    look: RwSignal<u32>,
}

impl Desk {
    fn send(self, event: TrainEvent) {
        self.dispatch.send(Event::Train(event));
    }

    /// What the session says of something now.
    fn now<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.session.with_untracked(read)
    }

    /// Has everything brought up to date, although there is no news.
    fn refresh(self) {
        self.look.update(|look| *look = look.wrapping_add(1));
    }
}

/// The run, if there is one.
fn run(session: &Session) -> Option<&Run> {
    session.training.run.as_ref()
}

/// The room.
#[component]
pub(super) fn Train() -> impl IntoView {
    let shell = shell();
    let theme: Theme = expect_context();
    let desk = Desk {
        dispatch: shell.dispatch,
        session: shell.session,
        look: RwSignal::new(0),
    };
    let root = NodeRef::<html::Div>::new();
    let bindings: Rc<RefCell<Vec<Binding>>> = Rc::default();
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
                .with(timeline::timeline(desk)),
            el("div", "train-figures")
                .with(losses::losses(desk))
                .with(measures::measures()),
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

fn update(bindings: &RefCell<Vec<Binding>>, session: &Session, drawn: bool) {
    for binding in bindings.borrow_mut().iter_mut() {
        if binding.drawn == drawn {
            binding.run(session);
        }
    }
}
