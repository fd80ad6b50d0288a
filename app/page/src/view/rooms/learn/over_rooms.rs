//! What lies over all rooms: the tour, projector mode, and a lesson's worksheet.
//!
//! This much comes with the rooms' chunk: it decides whether this is a first visit, and fetches the
//! Learn room's chunk, which has the rest, once there is something to show.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::host::AppContext;
use crate::view::app_context;
use crate::view::chunks::{chunks, fetched};
use crate::view::components::UiContext;
use crate::view::rooms::lazy::LazyChunk;
use session::{LearnAlert, LearnEvent, Session, SessionEvent, TourMove};

/// Where it is kept that the tour was shown.
const SEEN: &str = "latentscape-tour";

/// The element that the page is built in, after whose parts this stands.
const PAGE: &str = "app";

thread_local! {
    /// Whether the tour was offered on this page, or need not be. Storage may be forbidden.
    static OFFERED: Cell<bool> = const { Cell::new(false) };
    /// Whether the tour that begins was asked for, and so takes the focus.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Makes the place over all rooms.
pub(in crate::view::rooms) fn over_rooms() {
    let Some(page) = document().get_element_by_id(PAGE) else {
        return;
    };
    let mut state = over_view().build();
    state.mount(&page, None);
    // It lives as long as the views do, which are replaced all together.
    std::mem::forget(state);
}

fn over_view() -> AnyView {
    let app = app_context();
    let rooms: LazyChunk = expect_context();
    let is_here = RwSignal::new(false);
    let is_wanted = Memo::new(move |_| {
        app.session.with(|session| {
            let learn = &session.learn;
            let has_sheet = learn.open.as_ref().is_some_and(|open| open.worksheet);
            learn.tour.is_some() || learn.projector || has_sheet
        })
    });
    Effect::new(move |_| {
        if is_wanted.get() && !is_here.get_untracked() {
            fetch(app, move |arrived| {
                is_here.try_set(arrived);
                if !arrived {
                    // The tour does not begin without the chunk: it was a link that asked for it.
                    tell(app, LearnAlert::ProjectorNotFetched);
                }
            });
        }
    });
    if !OFFERED.replace(true) && !rooms.was_asked && is_first_visit() {
        let can_begin = Memo::new(move |_| app.session.with(Session::ready));
        Effect::new(move |_| {
            if can_begin.get() {
                fetch(app, move |arrived| {
                    if let Some(chunks) = chunks().filter(|_| arrived) {
                        (chunks.offer_tour)(app);
                    }
                });
            }
        });
    }
    let content = move || (chunks().filter(|_| is_here.get())?.over_rooms)();
    content.into_any()
}

/// Fetches the Learn room's chunk; `then` is told whether it arrived.
fn fetch(app: AppContext, then: impl FnOnce(bool) + 'static) {
    spawn_local(async move {
        let learning = fetched(|chunks| (chunks.fetch_learning)()).await;
        let arrived = learning.is_some();
        if let Some(learning) = learning {
            app.dispatch.send(SessionEvent::LearningArrived(learning));
        }
        then(arrived);
    });
}

/// The visitor asks for the tour.
pub(in crate::view::rooms) fn take_tour(ui: UiContext) {
    let (session, dispatch) = (ui.session, ui.dispatch);
    let app = AppContext { session, dispatch };
    fetch(app, move |arrived| {
        if arrived {
            begin(app, true);
        } else {
            tell(app, LearnAlert::TourNotFetched);
        }
    });
}

fn tell(app: AppContext, alert: LearnAlert) {
    app.dispatch.send(SessionEvent::Trouble(alert.into()));
}

/// Begins the tour, which is never shown unasked again.
pub(super) fn begin(app: AppContext, asked: bool) {
    OFFERED.set(true);
    ASKED.set(asked);
    if let Some(storage) = window().local_storage().ok().flatten() {
        // If storage is full or forbidden, the next visit begins with it once more.
        let _ = storage.set_item(SEEN, "1");
    }
    app.dispatch
        .send(SessionEvent::Learn(LearnEvent::Tour(TourMove::Begin)));
}

/// Whether the tour that is shown now was asked for; once.
pub(super) fn was_asked() -> bool {
    ASKED.take()
}

/// Whether nobody was shown the tour here, and the page is not part of another one.
fn is_first_visit() -> bool {
    let storage = window().local_storage().ok().flatten();
    let is_seen = storage.is_some_and(|storage| matches!(storage.get_item(SEEN), Ok(Some(_))));
    let parent = window().parent().ok().flatten();
    let is_embedded = parent.is_none_or(|parent| parent != window());
    !is_seen && !is_embedded
}
