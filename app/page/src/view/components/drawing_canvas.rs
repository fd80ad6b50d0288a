//! Canvases at the screen's resolution. They are redrawn when their content has changed, at most once
//! per animation frame.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ResizeObserver};

use super::live_element::{LiveElement, el};
use super::{LiveText, UiContext};
use crate::host::canvas;
use crate::view::theme;
use session::Session;

/// A higher density costs time and shows no difference.
const MOST_DENSITY: f64 = 2.0;

/// A canvas that is being drawn: empty, and measured in its own pixels.
pub(in crate::view) struct CanvasSurface {
    pub context: CanvasRenderingContext2d,
    pub width: f64,
    pub height: f64,
    /// Pixels per CSS pixel.
    pub density: f64,
    pub dark: bool,
}

type DrawFn = Box<dyn Fn(&CanvasSurface, &Session)>;

/// The state of a canvas in the page.
struct CanvasState {
    canvas: HtmlCanvasElement,
    draw: DrawFn,
    /// CSS pixels across and down.
    size: Cell<(i32, i32)>,
    waiting: Cell<bool>,
}

impl CanvasState {
    fn paint(&self, session: &Session) {
        let density = window().device_pixel_ratio().clamp(1.0, MOST_DENSITY);
        let (width, height) = self.size.get();
        let [width, height] = [width, height].map(|side| (f64::from(side) * density).round());
        canvas::resize(&self.canvas, width as u32, height as u32);
        if let Some(context) = canvas::context(&self.canvas) {
            context.clear_rect(0.0, 0.0, width, height);
            context.set_global_alpha(1.0);
            let surface = CanvasSurface {
                context,
                width,
                height,
                density,
                dark: theme::is_dark(),
            };
            (self.draw)(&surface, session);
        }
    }
}

/// A canvas that is redrawn when `key`, its size or the theme has changed.
pub(in crate::view) fn drawing_canvas<K: PartialEq + 'static>(
    ui: UiContext,
    class: &str,
    key: impl Fn(&Session) -> K + 'static,
    draw: impl Fn(&CanvasSurface, &Session) + 'static,
) -> LiveElement {
    let mut shown = None;
    let key = move |session: &Session| {
        let key = key(session);
        let same = shown.as_ref() == Some(&key);
        shown = Some(key);
        !same
    };
    made(ui, class, Box::new(key), Box::new(draw))
}

/// A canvas that is redrawn when `key`, its size or the theme has changed. `label` is its accessible
/// name; without one it is hidden from assistive technology.
pub(in crate::view) fn drawing_view<K: PartialEq + 'static>(
    ui: UiContext,
    class: &'static str,
    label: Option<LiveText>,
    key: impl Fn(&Session) -> K + 'static,
    draw: impl Fn(&CanvasSurface, &Session) + 'static,
) -> (AnyView, NodeRef<html::Canvas>) {
    let shown = RefCell::new(None);
    let changed = move |session: &Session| {
        let key = key(session);
        let before = shown.replace(Some(key));
        before != *shown.borrow()
    };
    let canvas = NodeRef::new();
    follow(ui, canvas, Box::new(changed), Box::new(draw));
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    let view = view! {
        <canvas class=class role=role aria-label=label aria-hidden=hidden node_ref=canvas></canvas>
    };
    (view.into_any(), canvas)
}

fn follow(
    ui: UiContext,
    canvas: NodeRef<html::Canvas>,
    changed: Box<dyn Fn(&Session) -> bool>,
    draw: DrawFn,
) {
    let draw = RefCell::new(Some(draw));
    let screen: RefCell<Option<Rc<CanvasState>>> = RefCell::new(None);
    let look = Cell::new(None);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        if let Some(draw) = draw.take() {
            let state = Rc::new(CanvasState {
                canvas: canvas.clone(),
                draw,
                size: Cell::default(),
                waiting: Cell::default(),
            });
            observe(ui, &state);
            screen.replace(Some(state));
        }
        let screen = screen.borrow();
        let Some(screen) = screen.as_ref() else {
            return;
        };
        let now = Some((screen.size.get(), theme::is_dark()));
        let changed = ui.read(|session| changed(session)) | (look.replace(now) != now);
        let (width, height) = screen.size.get();
        if changed && width > 0 && height > 0 && !screen.waiting.replace(true) {
            let screen = Rc::clone(screen);
            request_animation_frame(move || {
                screen.waiting.set(false);
                ui.now(|session| screen.paint(session));
            });
        }
    });
}

/// Measures a canvas whenever its size changes.
fn observe(ui: UiContext, state: &Rc<CanvasState>) {
    let measured = Rc::clone(state);
    let measure = Closure::<dyn FnMut()>::new(move || {
        let node: &HtmlElement = &measured.canvas;
        let size = (node.client_width(), node.client_height());
        if measured.size.replace(size) != size {
            ui.refresh();
        }
    });
    if let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) {
        observer.observe(&state.canvas);
    }
    // The observer lives as long as the page, as the room does.
    measure.forget();
}

fn made(
    ui: UiContext,
    class: &str,
    mut changed: Box<dyn FnMut(&Session) -> bool>,
    draw: DrawFn,
) -> LiveElement {
    let field = el("canvas", class);
    let screen = Rc::new(CanvasState {
        canvas: field.node.clone().unchecked_into(),
        draw,
        size: Cell::default(),
        waiting: Cell::default(),
    });
    let measured = Rc::clone(&screen);
    let measure = Closure::<dyn FnMut()>::new(move || {
        let node: &HtmlElement = &measured.canvas;
        let size = (node.client_width(), node.client_height());
        if measured.size.replace(size) != size {
            ui.refresh();
        }
    });
    if let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) {
        observer.observe(&field.node);
    }
    // The observer lives as long as the page, as the room does.
    measure.forget();

    let mut look = None;
    field.on_update(move |_, session| {
        let now = (screen.size.get(), theme::is_dark());
        let changed = changed(session) | (look != Some(now));
        look = Some(now);
        let (width, height) = now.0;
        if changed && width > 0 && height > 0 && !screen.waiting.replace(true) {
            let screen = Rc::clone(&screen);
            request_animation_frame(move || {
                screen.waiting.set(false);
                ui.now(|session| screen.paint(session));
            });
        }
    })
}
