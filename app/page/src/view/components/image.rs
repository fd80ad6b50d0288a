//! Decoded pictures on canvases.

use std::borrow::Cow;
use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};

use super::UiContext;
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
    name: &'static str,
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

/// The strip's images, `columns` to a row. A click goes to the point of the clicked image.
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
            let point = strip.point(at).to_vec();
            ui.dispatch.send(SessionEvent::SetPoint(point));
        }
    };
    let target = follow(ui, Box::new(key), Box::new(pixels));
    view! {
        <canvas
            class="picture-canvas"
            role="img"
            aria-label=name
            width="28"
            height="28"
            title=words::strip_title()
            data-pictures=ui.attribute(move |session| {
                of(session).map(|strip| strip.pictures.len().to_string())
            })
            node_ref=target
            on:click=go
        ></canvas>
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
