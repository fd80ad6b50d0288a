//! A pad to draw on, with mouse, finger or pen.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement, PointerEvent};

use crate::host::canvas;
use crate::view::components::{UiContext, button};
use crate::words::encode as words;
use session::{ExploreEvent, ImagePixels, Session};

/// The pad's pixels across, and down.
const SIDE: u32 = 280;
/// A stroke's width, and what a pen's pressure makes of it.
const WIDTH: f64 = 24.0;
const PRESSED: (f64, f64) = (0.5, 1.1);
/// During a stroke, the drawing is sent this often.
const BEAT: Duration = Duration::from_millis(60);

/// What takes drawings, and that one was cleared.
pub(in crate::view) type TakeDrawing = fn(UiContext, Option<ImagePixels>);

/// The pointer that draws a stroke, and where it was.
type StrokeUnderWay = Option<(i32, f64, f64)>;

/// The pad, and its stroke.
#[derive(Clone, Copy)]
struct DrawingPad {
    ui: UiContext,
    /// Takes the drawing, or that there is none any more.
    take: TakeDrawing,
    canvas: NodeRef<html::Canvas>,
    stroke: StoredValue<StrokeUnderWay>,
    /// Whether the drawing will be sent.
    waiting: StoredValue<bool>,
}

impl DrawingPad {
    fn canvas(self) -> Option<HtmlCanvasElement> {
        self.canvas.get_untracked()
    }

    fn down(self, event: &PointerEvent) {
        let Some(canvas) = self.canvas() else { return };
        if event.button() != 0 || self.stroke.get_value().is_some() {
            return;
        }
        event.prevent_default();
        // Fails for a pointer that is gone already.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        let at = place(&canvas, event);
        self.stroke
            .set_value(Some((event.pointer_id(), at.0, at.1)));
        line(&canvas, at, at, event);
        self.send_soon();
    }

    fn moved(self, event: &PointerEvent) {
        if let Some((pointer, x, y)) = self.stroke.get_value()
            && pointer == event.pointer_id()
            && let Some(canvas) = self.canvas()
        {
            let to = place(&canvas, event);
            line(&canvas, (x, y), to, event);
            self.stroke.set_value(Some((pointer, to.0, to.1)));
            self.send_soon();
        }
    }

    fn end(self, event: &PointerEvent) {
        let stroke = self.stroke.get_value();
        if stroke.is_some_and(|stroke| stroke.0 == event.pointer_id()) {
            self.stroke.set_value(None);
            self.ui.explore(ExploreEvent::Rest);
        }
    }

    fn clear(self) {
        if let Some(canvas) = self.canvas() {
            clear(&canvas);
        }
        (self.take)(self.ui, None);
    }

    /// Sends the drawing to the session, unless it will be sent anyway.
    fn send_soon(self) {
        if self.waiting.get_value() {
            return;
        }
        self.waiting.set_value(true);
        set_timeout(
            move || {
                // The view may have been replaced by one in another language.
                if self.waiting.is_disposed() {
                    return;
                }
                self.waiting.set_value(false);
                if let Some(drawing) = self.canvas().and_then(|pad| drawing(&pad)) {
                    (self.take)(self.ui, Some(drawing));
                }
            },
            BEAT,
        );
    }
}

/// The pad and its button. It invites to draw while `is_free` holds.
pub(in crate::view) fn drawing_pad(
    ui: UiContext,
    take: TakeDrawing,
    is_free: fn(&Session) -> bool,
) -> AnyView {
    let pad = DrawingPad {
        ui,
        take,
        canvas: NodeRef::new(),
        stroke: StoredValue::new(None),
        waiting: StoredValue::new(false),
    };
    pad.canvas.on_load(|canvas| clear(&canvas));
    view! {
        <div class="pad-frame">
            <canvas
                class="pad"
                role="img"
                aria-label=words::pad()
                width=SIDE.to_string()
                height=SIDE.to_string()
                node_ref=pad.canvas
                on:pointerdown=move |event| pad.down(&event)
                on:pointermove=move |event| pad.moved(&event)
                on:pointerup=move |event| pad.end(&event)
                on:pointercancel=move |event| pad.end(&event)
            ></canvas>
            <p
                class="pad-hint"
                hidden=ui.hidden_unless(is_free)
            >
                {words::draw_here()}
            </p>
            {button(words::clear(), move || pad.clear())}
        </div>
    }
    .into_any()
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

/// Draws a part of a stroke.
fn line(pad: &HtmlCanvasElement, from: (f64, f64), to: (f64, f64), event: &PointerEvent) {
    let Some(context) = canvas::read_context(pad) else {
        return;
    };
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

/// Makes the pad black, and its ink white.
fn clear(pad: &HtmlCanvasElement) {
    let Some(context) = canvas::read_context(pad) else {
        return;
    };
    let side = f64::from(SIDE);
    context.set_fill_style_str("#000");
    context.fill_rect(0.0, 0.0, side, side);
    context.set_stroke_style_str("#fff");
    context.set_line_cap("round");
    context.set_line_join("round");
}

/// What is drawn.
fn drawing(pad: &HtmlCanvasElement) -> Option<ImagePixels> {
    let side = f64::from(SIDE);
    let read = canvas::read_context(pad)
        .and_then(|context| context.get_image_data(0.0, 0.0, side, side).ok());
    let grey: Vec<u8> = read?.data().0.chunks_exact(4).map(|rgba| rgba[0]).collect();
    Some(ImagePixels {
        width: SIDE as usize,
        height: SIDE as usize,
        channels: 1,
        bytes: grey.into(),
    })
}
