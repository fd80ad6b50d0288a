//! Canvases at the screen's resolution. They are redrawn when their content has changed, at most once
//! per animation frame.

use std::cell::Cell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ResizeObserver};

use super::UiContext;
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

/// What a canvas shows, and how large it is.
struct CanvasState {
    draw: DrawFn,
    /// CSS pixels across and down.
    size: Cell<(i32, i32)>,
    /// Whether it is painted in the next animation frame.
    waiting: Cell<bool>,
}

impl CanvasState {
    fn paint(&self, target: &HtmlCanvasElement, session: &Session) {
        let density = window().device_pixel_ratio().clamp(1.0, MOST_DENSITY);
        let (width, height) = self.size.get();
        let [width, height] = [width, height].map(|side| (f64::from(side) * density).round());
        canvas::resize(target, width as u32, height as u32);
        if let Some(context) = canvas::context(target) {
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

/// Draws on the canvas that takes the returned reference as its `node_ref`: again whenever `key`, the
/// canvas's size or the theme has changed.
pub(in crate::view) fn drawing_canvas<K: PartialEq + 'static>(
    ui: UiContext,
    key: impl Fn(&Session) -> K + 'static,
    draw: impl Fn(&CanvasSurface, &Session) + 'static,
) -> NodeRef<html::Canvas> {
    let mut shown = None;
    let changed = move |session: &Session| {
        let key = Some(key(session));
        let changed = shown != key;
        shown = key;
        changed
    };
    let target = NodeRef::new();
    follow(ui, target, Box::new(changed), Box::new(draw));
    target
}

fn follow(
    ui: UiContext,
    target: NodeRef<html::Canvas>,
    mut changed: Box<dyn FnMut(&Session) -> bool>,
    draw: DrawFn,
) {
    let state = Rc::new(CanvasState {
        draw,
        size: Cell::default(),
        waiting: Cell::default(),
    });
    let mut observer = None;
    let mut look = None;
    Effect::new(move |_| {
        let Some(target) = target.get() else { return };
        if observer.is_none() {
            observer = SizeObserver::of(&target, ui, &state);
        }
        let now = Some((state.size.get(), theme::is_dark()));
        let changed = ui.read(|session| changed(session)) | (look != now);
        look = now;
        let (width, height) = state.size.get();
        if changed && width > 0 && height > 0 && !state.waiting.replace(true) {
            let state = Rc::clone(&state);
            request_animation_frame(move || {
                state.waiting.set(false);
                // In another language, another canvas took its place.
                if !target.is_connected() {
                    return;
                }
                ui.now(|session| state.paint(&target, session));
            });
        }
    });
}

/// Measures a canvas whenever its size changes, for as long as this lives.
struct SizeObserver {
    observer: ResizeObserver,
    /// What the observer calls.
    _measure: Closure<dyn FnMut()>,
}

impl SizeObserver {
    fn of(target: &HtmlCanvasElement, ui: UiContext, state: &Rc<CanvasState>) -> Option<Self> {
        let (node, state) = (target.clone(), Rc::clone(state));
        let measure = Closure::<dyn FnMut()>::new(move || {
            let node: &HtmlElement = &node;
            let size = (node.client_width(), node.client_height());
            if state.size.replace(size) != size {
                ui.refresh();
            }
        });
        let observer = ResizeObserver::new(measure.as_ref().unchecked_ref()).ok()?;
        observer.observe(target);
        Some(Self {
            observer,
            _measure: measure,
        })
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
