//! Where the tour's dialogue stands: beside what it points at, never over it.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomRect, Element, HtmlElement};

use crate::drawing::beside::{ScreenBox, beside};
use session::TourStop;

/// The dialogue's id.
pub(super) const DIALOGUE: &str = "tour";
/// What tells the style sheet where the tour is: it draws a line around that.
const MARK: &str = "data-tour";

/// The decoded picture.
const PICTURE: &str = ".picture-frame";

fn target_of(stop: TourStop) -> &'static str {
    match stop {
        TourStop::Picture => PICTURE,
        TourStop::Sliders => ".dials",
        TourStop::Map => ".map .field",
        TourStop::Train => "#tab-train",
        TourStop::Learn => "#tab-learn",
    }
}

/// Points at a stop, or at nothing any more.
pub(super) fn point_at(stop: Option<TourStop>) {
    let Some(root) = document().document_element() else {
        return;
    };
    // The name is not malformed, the only way in which these fail.
    let _ = match stop {
        Some(stop) => root.set_attribute(MARK, stop.as_str()),
        None => root.remove_attribute(MARK),
    };
    if stop.is_some() {
        // The dialogue and its words are there then.
        request_animation_frame(|| {
            show_target();
            place();
        });
    }
}

fn target() -> Option<Element> {
    let root = document().document_element()?;
    let name = root.get_attribute(MARK)?;
    let stop = TourStop::ALL.into_iter().find(|it| it.as_str() == name)?;
    document().query_selector(target_of(stop)).ok()?
}

/// Scrolls to what the tour points at, if it is out of sight.
fn show_target() {
    let Some(target) = target() else { return };
    let rect = target.get_bounding_client_rect();
    let (_, height) = window_size();
    // With its upper edge above, or its lower edge below.
    if rect.top() < 0.0 || rect.bottom() > height {
        target.scroll_into_view_with_bool(rect.top() < 0.0 || rect.height() > height);
    }
}

fn window_size() -> (f64, f64) {
    let length =
        |value: Result<JsValue, JsValue>| value.ok().and_then(|it| it.as_f64()).unwrap_or_default();
    let window = window();
    (length(window.inner_width()), length(window.inner_height()))
}

/// Puts the dialogue beside what it points at.
pub(super) fn place() {
    let dialogue = document().get_element_by_id(DIALOGUE);
    let dialogue = dialogue.and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let Some((dialogue, target)) = dialogue.zip(target()) else {
        return;
    };
    let size = dialogue.get_bounding_client_rect();
    let target = box_of(&target.get_bounding_client_rect());
    // Whatever the tour points at, the picture shows what it does.
    let picture = document().query_selector(PICTURE).ok().flatten();
    let picture = picture.map(|picture| box_of(&picture.get_bounding_client_rect()));
    let size = (size.width(), size.height());
    let (left, top) = beside(target, picture, size, window_size());
    let style = HtmlElement::style(&dialogue);
    for (name, value) in [("left", left), ("top", top)] {
        // Names and values are well formed.
        let _ = style.set_property(name, &format!("{value}px"));
    }
}

fn box_of(rect: &DomRect) -> ScreenBox {
    ScreenBox {
        left: rect.left(),
        top: rect.top(),
        right: rect.right(),
        bottom: rect.bottom(),
    }
}
