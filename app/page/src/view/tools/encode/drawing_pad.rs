//! A pad to draw on, with mouse, finger or pen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, PointerEvent};

use crate::host::canvas;
use crate::view::components::UiContext;
use crate::view::components::controls::button;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::encode as words;
use session::{ExploreEvent, ImagePixels};

/// The pad's pixels across, and down.
const SIDE: u32 = 280;
/// A stroke's width, and what a pen's pressure makes of it.
const WIDTH: f64 = 24.0;
const PRESSED: (f64, f64) = (0.5, 1.1);
/// During a stroke, the drawing is sent this often.
const BEAT: Duration = Duration::from_millis(60);

/// The pointer that draws a stroke, and where it was.
type StrokeUnderWay = Option<(i32, f64, f64)>;

/// The pad and its button.
pub(super) fn drawing_pad(ui: UiContext) -> LiveElement {
    let stroke: Rc<Cell<StrokeUnderWay>> = Rc::default();
    let waiting = Rc::new(Cell::new(false));
    let context: Rc<RefCell<Option<CanvasRenderingContext2d>>> = Rc::default();
    let field = el("canvas", "pad")
        .attr("role", "img")
        .attr("aria-label", words::pad())
        .attr("width", &SIDE.to_string())
        .attr("height", &SIDE.to_string());
    let node: HtmlCanvasElement = field.node.clone().unchecked_into();
    clear(&node, &context);

    let look = {
        let (node, waiting) = (node.clone(), Rc::clone(&waiting));
        move || {
            if waiting.replace(true) {
                return;
            }
            let (node, waiting) = (node.clone(), Rc::clone(&waiting));
            set_timeout(
                move || {
                    waiting.set(false);
                    bring(ui, &node);
                },
                BEAT,
            );
        }
    };
    let (begun, drawn, ended) = (Rc::clone(&stroke), Rc::clone(&stroke), stroke);
    let (ink, more) = (Rc::clone(&context), Rc::clone(&context));
    let (target, further) = (node.clone(), node.clone());
    let (first, next) = (look.clone(), look);
    let down = move |event: web_sys::Event| {
        let event: &PointerEvent = event.unchecked_ref();
        if event.button() != 0 || begun.get().is_some() {
            return;
        }
        event.prevent_default();
        // Fails for a pointer that is gone already.
        let _ = target.set_pointer_capture(event.pointer_id());
        let (x, y) = place(&target, event);
        begun.set(Some((event.pointer_id(), x, y)));
        line(&ink, (x, y), (x, y), event);
        first();
    };
    let moved = move |event: web_sys::Event| {
        let event: &PointerEvent = event.unchecked_ref();
        if let Some((pointer, x, y)) = drawn.get()
            && pointer == event.pointer_id()
        {
            let to = place(&further, event);
            line(&more, (x, y), to, event);
            drawn.set(Some((pointer, to.0, to.1)));
            next();
        }
    };
    let end = move |event: web_sys::Event| {
        let event: &PointerEvent = event.unchecked_ref();
        if ended
            .get()
            .is_some_and(|stroke| stroke.0 == event.pointer_id())
        {
            ended.set(None);
            ui.explore(ExploreEvent::Rest);
        }
    };
    let ended_too = end.clone();
    let clears = move || {
        clear(&node, &context);
        ui.explore(ExploreEvent::Forget);
    };
    el("div", "pad-frame")
        .child(
            field
                .on("pointerdown", down)
                .on("pointermove", moved)
                .on("pointerup", end)
                .on("pointercancel", ended_too),
        )
        .child(
            el("p", "pad-hint")
                .text(words::draw_here())
                .live_show(|session| session.tools.input.is_none()),
        )
        .child(button(words::clear(), clears))
}

/// Where an event lies on the pad, in the pad's pixels.
fn place(pad: &HtmlCanvasElement, event: &PointerEvent) -> (f64, f64) {
    let frame = pad
        .unchecked_ref::<HtmlElement>()
        .get_bounding_client_rect();
    let scale = f64::from(SIDE) / frame.width().max(1.0);
    (
        (f64::from(event.client_x()) - frame.left()) * scale,
        (f64::from(event.client_y()) - frame.top()) * scale,
    )
}

fn line(
    ink: &RefCell<Option<CanvasRenderingContext2d>>,
    from: (f64, f64),
    to: (f64, f64),
    event: &PointerEvent,
) {
    if let Some(context) = &*ink.borrow() {
        // A mouse has no pressure to speak of; a pen's makes the stroke thinner or thicker.
        let pressed = if event.pointer_type() == "pen" {
            PRESSED.0 + PRESSED.1 * f64::from(event.pressure())
        } else {
            1.0
        };
        context.set_line_width(WIDTH * pressed);
        context.begin_path();
        context.move_to(from.0, from.1);
        // A line of no length is not drawn, but its caps are.
        context.line_to(to.0 + 0.01, to.1);
        context.stroke();
    }
}

/// Makes the pad black, and its ink white.
fn clear(pad: &HtmlCanvasElement, ink: &RefCell<Option<CanvasRenderingContext2d>>) {
    let Some(context) = canvas::read_context(pad) else {
        return;
    };
    let side = f64::from(SIDE);
    context.set_fill_style_str("#000");
    context.fill_rect(0.0, 0.0, side, side);
    context.set_stroke_style_str("#fff");
    context.set_line_cap("round");
    context.set_line_join("round");
    *ink.borrow_mut() = Some(context);
}

/// Sends the drawing to the session.
fn bring(ui: UiContext, pad: &HtmlCanvasElement) {
    let side = f64::from(SIDE);
    let read = canvas::read_context(pad)
        .and_then(|context| context.get_image_data(0.0, 0.0, side, side).ok());
    let Some(image) = read else { return };
    let grey: Vec<u8> = image.data().0.chunks_exact(4).map(|rgba| rgba[0]).collect();
    ui.explore(ExploreEvent::Bring {
        title: words::drawing().to_owned(),
        pixels: ImagePixels {
            width: SIDE as usize,
            height: SIDE as usize,
            channels: 1,
            bytes: grey.into(),
        },
    });
}
