//! Which controls of a room are shown: a lesson's step or a teacher's link chooses.
//!
//! The root element names them, and the style sheet `controls.css` hides all others, so that they are
//! out of sight, out of the order of tabs, and silent for assistive technology, whenever they come.

use leptos::prelude::*;

use crate::view::app_context;
use crate::view::components::{UiContext, button, focus};
use crate::view::rooms::tab_id;
use crate::words::learn as words;
use session::{LearnEvent, Room, SessionEvent};

/// What says which controls are shown.
const SHOWN: &str = "data-shown";
/// What says that a lesson is open.
const LESSON: &str = "data-lesson";

/// Follows the session's controls.
fn follow_controls() {
    let session = app_context().session;
    let shown = Memo::new(move |_| {
        session.with(|session| {
            let names = session.controls().map(|set| set.names(" "));
            let stage = Some(session.stage()).filter(|stage| *stage != session.room);
            (names, stage.map(Room::as_str))
        })
    });
    Effect::new(move |_| {
        let Some(root) = document().document_element() else {
            return;
        };
        shown.with(|(names, stage)| {
            for (attribute, value) in [(SHOWN, names.as_deref()), (LESSON, *stage)] {
                // Neither name is malformed, the only way in which these fail.
                let _ = match value {
                    Some(value) => root.set_attribute(attribute, value),
                    None => root.remove_attribute(attribute),
                };
            }
        });
    });
}

/// Says in a room that a link chose what is shown, and how to see everything. That of Explore, which is
/// in the page from the beginning, also follows the session's controls.
pub(in crate::view::rooms) fn chosen_notice(room: Room) -> AnyView {
    if room == Room::Explore {
        follow_controls();
    }
    let ui = UiContext::new(room);
    let chosen =
        ui.hidden_unless(move |session| session.room == room && session.learn.shown.is_some());
    let show_all = move || {
        ui.dispatch.send(SessionEvent::Learn(LearnEvent::ShowAll));
        // The button is hidden now, and tabs are shown a moment later.
        request_animation_frame(move || focus(&tab_id(room)));
    };
    view! {
        <p class="chosen-notice" hidden=chosen>
            {words::chosen()} " " {button(words::show_all(), show_all)}
        </p>
    }
    .into_any()
}
