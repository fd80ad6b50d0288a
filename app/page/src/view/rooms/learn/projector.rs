//! Projector mode: large type and strong contrast, by the style sheet; and a spotlight that follows the
//! pointer or the focus, so that the last row sees where the teacher is.

use std::time::Duration;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

use super::calm::is_free_escape;
use crate::host::{AppContext, now};
use crate::view::app_context;
use crate::view::components::{UiContext, button, switch};
use crate::words::projector as words;
use session::{LearnEvent, SessionEvent};

/// What tells the style sheet that the mode is on.
const MARK: &str = "data-projector";

/// How long the spotlight stays where nothing moves, in milliseconds: what is read in peace is read in
/// full light.
const STAYS: f64 = 2_500.0;

fn send(app: AppContext, on: bool) {
    let event = LearnEvent::Project(on);
    app.dispatch.send(SessionEvent::Learn(event));
}

/// The switch, for teachers.
pub(super) fn projector_switch(ui: UiContext) -> AnyView {
    let (session, dispatch) = (ui.session, ui.dispatch);
    let app = AppContext { session, dispatch };
    view! {
        <div class="teach-part">
            <h3>{words::projector()}</h3>
            <p class="note">{words::about()}</p>
            {switch(
                ui,
                words::projector(),
                |_| false,
                |session| session.learn.projector,
                move |on| send(app, on),
            )}
        </div>
    }
    .into_any()
}

/// What the mode puts over all rooms, while it is on.
pub(super) fn projector() -> AnyView {
    let app = app_context();
    let is_on = Memo::new(move |_| app.session.with(|session| session.learn.projector));
    Effect::new(move |_| {
        let Some(root) = document().document_element() else {
            return;
        };
        // The name is not malformed, the only way in which these fail.
        let _ = if is_on.get() {
            root.set_attribute(MARK, "")
        } else {
            root.remove_attribute(MARK)
        };
    });
    (move || is_on.get().then(|| leaving_and_light(app))).into_any()
}

fn leaving_and_light(app: AppContext) -> AnyView {
    let leave = move || send(app, false);
    let escape = window_event_listener(ev::keydown, move |event| {
        // The tour ends first.
        let is_tour = app
            .session
            .with_untracked(|session| session.learn.tour.is_some());
        if !is_tour && is_free_escape(&event) {
            event.prevent_default();
            leave();
        }
    });
    on_cleanup(move || escape.remove());
    view! {
        {spotlight()}
        <section class="projector-leave" aria-label=words::projector()>
            {button(words::leave(), leave)}
        </section>
    }
    .into_any()
}

fn spotlight() -> AnyView {
    let light = NodeRef::<html::Div>::new();
    let is_lit = RwSignal::new(false);
    let moved = StoredValue::new(0.0);
    let shine = move |(x, y): (f64, f64)| {
        let Some(light) = light.try_get_untracked().flatten() else {
            return;
        };
        let style = HtmlElement::style(&light);
        // The value is well formed.
        let _ = style.set_property("transform", &format!("translate({x}px, {y}px)"));
        moved.set_value(now());
        if !is_lit.get_untracked() {
            is_lit.set(true);
            fade(is_lit, moved);
        }
    };
    let pointer = window_event_listener_untyped("pointermove", move |event| {
        if let Some(event) = event.dyn_ref::<MouseEvent>() {
            shine((event.client_x().into(), event.client_y().into()));
        }
    });
    // A focus that is shown, as a keyboard's is; headings get it by themselves.
    let focus = window_event_listener_untyped("focusin", move |event| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let is_shown = |it: &Element| {
            it.matches(":focus-visible:not(h2, h3, p)")
                .unwrap_or_default()
        };
        if let Some(target) = target.filter(is_shown) {
            let rect = target.get_bounding_client_rect();
            let middle = |from: f64, length: f64| from + length / 2.0;
            shine((
                middle(rect.left(), rect.width()),
                middle(rect.top(), rect.height()),
            ));
        }
    });
    on_cleanup(move || {
        pointer.remove();
        focus.remove();
    });
    view! {
        <div
            class="spotlight"
            aria-hidden="true"
            data-lit=move || is_lit.get().to_string()
            node_ref=light
        ></div>
    }
    .into_any()
}

/// Puts the light out once nothing moved for a while.
fn fade(is_lit: RwSignal<bool>, moved: StoredValue<f64>) {
    let again = move || {
        let Some(moved_at) = moved.try_get_value() else {
            return;
        };
        if now() - moved_at < STAYS {
            fade(is_lit, moved);
        } else {
            is_lit.try_set(false);
        }
    };
    set_timeout(again, Duration::from_millis(500));
}
