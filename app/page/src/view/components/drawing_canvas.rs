//! Canvases at the screen's resolution. They are redrawn when their content has changed, at most once
//! per animation frame.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::{request_animation_frame, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ResizeObserver};

use super::UiContext;
use super::live_element::{LiveElement, el};
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
