//! Decoded pictures on canvases.

use std::borrow::Cow;
use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::UiContext;
use crate::drawing::film_strip::strip_step;
use crate::host::canvas;
use crate::words::tools as words;
use session::drawing;
use session::{ImagePixels, ImageStrip, Session, SessionEvent, SharedIdentity, StripKind};

/// Tells pictures apart: what they are part of, and which of them is shown.
#[derive(Clone, PartialEq)]
pub(in crate::view) struct PictureKey {
    data: SharedIdentity,
    other: Option<SharedIdentity>,
    at: usize,
}

impl PictureKey {
    /// The key of a picture that is made of shared data.
    pub fn of<T: ?Sized + Send + Sync + 'static>(data: &Arc<T>) -> Self {
        Self::nth(data, 0)
    }

    /// The key of one of several pictures in shared data.
    pub fn nth<T: ?Sized + Send + Sync + 'static>(data: &Arc<T>, at: usize) -> Self {
        Self {
            data: SharedIdentity::of(data),
            other: None,
            at,
        }
    }

    /// The key of a picture that is made of two.
    pub fn of_two(one: &ImagePixels, other: &ImagePixels) -> Self {
        Self {
            other: Some(SharedIdentity::of(&other.bytes)),
            ..Self::of(&one.bytes)
        }
    }
}

type ReadKey = Box<dyn Fn(&Session) -> Option<PictureKey> + Send + Sync>;
type ReadPixels = Box<dyn Fn(&Session) -> Option<ImagePixels>>;

/// A canvas with one pixel per image pixel; style sheets enlarge it. It is painted again when `key`
/// has changed.
pub(in crate::view) fn pixel_canvas(
    ui: UiContext,
    name: impl Into<Cow<'static, str>>,
    key: impl Fn(&Session) -> Option<PictureKey> + Send + Sync + 'static,
    pixels: impl Fn(&Session) -> Option<ImagePixels> + 'static,
) -> AnyView {
    let target = follow(ui, Box::new(key), Box::new(pixels));
    canvas_view(name.into(), None, target)
}

/// A [`pixel_canvas`] on a button. The button's name says what it shows, so that it is hidden from
/// assistive technology.
pub(in crate::view) fn button_image(
    ui: UiContext,
    name: impl Into<Cow<'static, str>>,
    key: impl Fn(&Session) -> Option<PictureKey> + Send + Sync + 'static,
    pixels: impl Fn(&Session) -> Option<ImagePixels> + 'static,
) -> AnyView {
    let target = follow(ui, Box::new(key), Box::new(pixels));
    canvas_view(name.into(), Some("true"), target)
}

fn canvas_view(
    name: Cow<'static, str>,
    hidden: Option<&'static str>,
    target: NodeRef<html::Canvas>,
) -> AnyView {
    view! {
        <canvas
            class="picture-canvas"
            role="img"
            aria-label=name
            aria-hidden=hidden
            width="28"
            height="28"
            node_ref=target
        ></canvas>
    }
    .into_any()
}

fn follow(ui: UiContext, key: ReadKey, pixels: ReadPixels) -> NodeRef<html::Canvas> {
    let target = NodeRef::<html::Canvas>::new();
    let key = Memo::new(move |_| ui.read(&key));
    Effect::new(move |shown: Option<Option<PictureKey>>| {
        let (now, target) = (key.get(), target.get()?);
        if now != shown.flatten() {
            paint(&target, ui.now(&pixels));
        }
        now
    });
    target
}

/// Puts pixels on a canvas, or empties it.
fn paint(target: &HtmlCanvasElement, pixels: Option<ImagePixels>) {
    let Some(pixels) = pixels else {
        // Setting a size empties a canvas.
        target.set_width(target.width());
        let _ = target.remove_attribute("data-painted");
        return;
    };
    canvas::resize(target, pixels.width as u32, pixels.height as u32);
    if let (Some(context), Ok(image)) = (canvas::context(target), canvas::image_data(&pixels)) {
        // Neither fails: the image has memory of its own, and the names are ours.
        let _ = context.put_image_data(&image, 0.0, 0.0);
        let _ = target.toggle_attribute_with_force("data-colour", pixels.channels == 3);
        let _ = target.set_attribute("data-painted", "");
    }
}

/// The strip's images, `columns` to a row. A click goes to the point of the clicked image; so does a
/// press on the image that has the focus, which is one stop of the page and moves by arrow keys.
pub(in crate::view) fn image_strip(
    ui: UiContext,
    slot: StripKind,
    name: &'static str,
    columns: usize,
) -> AnyView {
    let of = move |session: &Session| session.tools.strips.get(&slot).cloned();
    let key = move |session: &Session| of(session).map(|strip| PictureKey::of(&strip.pictures));
    let pixels = move |session: &Session| {
        let strip = of(session)?;
        drawing::side_by_side(&strip.pictures, columns)
    };
    let go = move |event: MouseEvent| {
        let Some(strip) = ui.now(of) else { return };
        let columns = columns.min(strip.pictures.len().max(1));
        let rows = strip.pictures.len().div_ceil(columns);
        let Some(target) = event.target() else { return };
        let frame = target
            .unchecked_ref::<HtmlElement>()
            .get_bounding_client_rect();
        let at = |from: f64, length: f64, place: i32, count: usize| {
            ((f64::from(place) - from) / length.max(1.0) * count as f64) as usize
        };
        let column = at(frame.left(), frame.width(), event.client_x(), columns);
        let row = at(frame.top(), frame.height(), event.client_y(), rows);
        let at = row * columns + column.min(columns - 1);
        if at < strip.pictures.len() {
            go_to(ui, &strip, at);
        }
    };
    let target = follow(ui, Box::new(key), Box::new(pixels));
    // Points of another model's space are nowhere to go to.
    let title = move |session: &Session| {
        let strip = of(session)?;
        let here = strip.latent == session.view.point.len();
        here.then(|| words::strip_title().to_owned())
    };
    view! {
        <canvas
            class="picture-canvas"
            role="img"
            aria-label=name
            width="28"
            height="28"
            title=ui.attribute(title)
            data-pictures=ui.attribute(move |session| {
                of(session).map(|strip| strip.pictures.len().to_string())
            })
            node_ref=target
            on:click=go
        ></canvas>
        {strip_stops(ui, slot, name, columns)}
    }
    .into_any()
}

fn go_to(ui: UiContext, strip: &ImageStrip, at: usize) {
    let point = strip.point(at).to_vec();
    ui.dispatch.send(SessionEvent::SetPoint(point));
}

/// A button over each image of a strip, for the keyboard and for assistive technology; pointers find
/// the canvas below. One of them is a stop of the page (a roving tabindex).
fn strip_stops(ui: UiContext, slot: StripKind, name: &'static str, columns: usize) -> AnyView {
    let frame = NodeRef::<html::Div>::new();
    let current = RwSignal::new(0_usize);
    let count = ui.memo(move |session| {
        let strip = session.tools.strips.get(&slot);
        let strip = strip.filter(|strip| strip.latent == session.view.point.len());
        strip.map_or(0, |strip| strip.pictures.len())
    });
    let at = move || current.get().min(count.get().saturating_sub(1));
    let on_key = move |event: KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let next = strip_step(&event.key(), untrack(at), count.get_untracked(), columns);
        let Some(next) = next.filter(|_| plain) else {
            return;
        };
        event.prevent_default();
        current.set(next);
        let place = format!("button:nth-of-type({})", next + 1);
        let stop = frame
            .get_untracked()
            .map(|frame| frame.query_selector(&place));
        if let Some(Ok(Some(stop))) = stop {
            // It is in the page, so focusing it cannot fail.
            let _ = stop.unchecked_ref::<HtmlElement>().focus();
        }
    };
    let stop = move |index: usize| {
        let label = words::StripStop {
            number: (index + 1) as f64,
        };
        let go = move |_| {
            let strip = ui.now(|session| session.tools.strips.get(&slot).cloned());
            if let Some(strip) = strip.filter(|strip| index < strip.pictures.len()) {
                go_to(ui, &strip, index);
            }
        };
        view! {
            <button
                type="button"
                aria-label=label.text()
                tabindex=move || if at() == index { "0" } else { "-1" }
                on:focus=move |_| current.set(index)
                on:click=go
            ></button>
        }
        .into_any()
    };
    view! {
        <div
            class="film-stops"
            role="group"
            aria-label=name
            style=("--columns", move || columns.min(count.get().max(1)).to_string())
            hidden=move || count.get() == 0
            node_ref=frame
            on:keydown=on_key
        >
            <For each=move || 0..count.get() key=|index| *index children=stop />
        </div>
    }
    .into_any()
}

/// The first image of a strip.
pub(in crate::view) fn strip_image(
    ui: UiContext,
    name: &'static str,
    strip: impl Fn(&Session) -> Option<ImageStrip> + Clone + Send + Sync + 'static,
) -> AnyView {
    let of = strip.clone();
    let key = move |session: &Session| Some(PictureKey::of(&of(session)?.pictures));
    let pixels = move |session: &Session| strip(session)?.pictures.first().cloned();
    pixel_canvas(ui, name, key, pixels)
}

/// One image of a strip, on a button.
pub(in crate::view) fn strip_button_image(
    ui: UiContext,
    name: String,
    slot: StripKind,
    at: impl Fn(&Session) -> Option<usize> + Copy + Send + Sync + 'static,
) -> AnyView {
    let of = move |session: &Session| session.tools.strips.get(&slot).cloned();
    let key = move |session: &Session| Some(PictureKey::nth(&of(session)?.pictures, at(session)?));
    let pixels = move |session: &Session| of(session)?.pictures.get(at(session)?).cloned();
    button_image(ui, name, key, pixels)
}
