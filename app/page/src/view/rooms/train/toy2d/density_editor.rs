//! The visitor's own density: a square of cells to paint in.

use std::cell::Cell;
use std::rc::Rc;

use run_spec::{ToyDistribution, ToyDrawing};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent, PointerEvent};

use crate::drawing::brush_stamp::brush_stamp;
use crate::drawing::toy2d_palette::{Toy2dPalette, css};
use crate::view::components::UiContext;
use crate::view::components::controls::{button, switch};
use crate::view::components::drawing_canvas::{CanvasSurface, drawing_canvas};
use crate::view::components::live_element::{LiveElement, el};
use crate::words::train_density as words;
use session::{Session, TrainEvent};

const HINT: &str = "editor-hint";

/// The brush: where it is, as row and column, and whether it takes away.
struct DensityBrush {
    ui: UiContext,
    at: Cell<(usize, usize)>,
    erases: Cell<bool>,
    /// The pointer that paints.
    held: Cell<Option<i32>>,
    /// Whether keys moved it: the cell is marked then.
    marked: Cell<bool>,
}

/// The square and its buttons if the form's distribution is drawn by hand; otherwise a button that
/// selects it.
pub(in crate::view::rooms::train) fn density_editor(ui: UiContext) -> LiveElement {
    let is_drawn = |session: &Session| {
        let draft = &session.training.draft;
        draft.is_points() && draft.toy_distribution == ToyDistribution::Drawn
    };
    let begin = button(words::draw(), move || {
        ui.send(TrainEvent::SetField {
            id: "world".to_owned(),
            text: ToyDistribution::Drawn.as_str().to_owned(),
        });
    })
    .live_show(move |session| !is_drawn(session));
    let brush = Rc::new(DensityBrush {
        ui,
        at: Cell::new((ToyDrawing::SIDE / 2, ToyDrawing::SIDE / 2)),
        erases: Cell::default(),
        held: Cell::default(),
        marked: Cell::default(),
    });
    let (read, write) = (Rc::clone(&brush), Rc::clone(&brush));
    let eraser = switch(
        ui,
        words::eraser(),
        move |_| read.erases.get(),
        move |on| {
            write.erases.set(on);
            ui.refresh();
        },
    );
    let clear = button(words::clear(), move || ui.send(TrainEvent::ClearDrawing));
    let is_empty = |session: &Session| session.training.draft.drawing.is_empty();
    el("div", "editor")
        .live_show(|session| session.training.draft.is_points())
        .child(begin)
        .child(
            el("div", "editor-pad")
                .live_show(is_drawn)
                .child(
                    el("div", "editor-frame").child(field(ui, &brush)).child(
                        el("p", "editor-empty")
                            .attr("aria-hidden", "true")
                            .text(words::empty())
                            .live_show(is_empty),
                    ),
                )
                .child(el("div", "editor-tools").child(eraser).child(clear))
                .child(el("p", "note").attr("id", HINT).text(words::hint())),
        )
}

fn field(ui: UiContext, brush: &Rc<DensityBrush>) -> LiveElement {
    let (looked, drawn) = (Rc::clone(brush), Rc::clone(brush));
    let key = move |session: &Session| {
        let drawing = session.training.draft.drawing.clone();
        (drawing, looked.at.get(), looked.marked.get())
    };
    let draw = move |surface: &CanvasSurface, session: &Session| {
        let cursor = drawn.marked.get().then(|| drawn.at.get());
        draw(surface, &session.training.draft.drawing, cursor);
    };
    let (down, moved, up, lost, key_down, left) = (
        Rc::clone(brush),
        Rc::clone(brush),
        Rc::clone(brush),
        Rc::clone(brush),
        Rc::clone(brush),
        Rc::clone(brush),
    );
    drawing_canvas(ui, "world-canvas", key, draw)
        .attr("role", "application")
        .attr("aria-label", words::draw())
        .attr("aria-describedby", HINT)
        .attr("tabindex", "0")
        .on("pointerdown", move |event| down.press(&event))
        .on("pointermove", move |event| moved.follow(&event))
        .on("pointerup", move |_| up.held.set(None))
        .on("pointercancel", move |_| lost.held.set(None))
        .on("keydown", move |event| key_down.steer(&event))
        .on("blur", move |_| {
            left.marked.set(false);
            ui.refresh();
        })
}

impl DensityBrush {
    fn press(&self, event: &Event) {
        let event: &PointerEvent = event.unchecked_ref();
        if event.button() != 0 || self.held.get().is_some() {
            return;
        }
        if let Some(target) = event.target() {
            // Fails for a pointer that is gone already.
            let _ = target
                .unchecked_ref::<HtmlElement>()
                .set_pointer_capture(event.pointer_id());
        }
        self.held.set(Some(event.pointer_id()));
        self.marked.set(false);
        if let Some(cell) = cell(event) {
            self.at.set(cell);
            self.stamp(&[cell], self.erases.get());
        }
    }

    fn follow(&self, event: &Event) {
        let event: &PointerEvent = event.unchecked_ref();
        if self.held.get() != Some(event.pointer_id()) {
            return;
        }
        let Some(to) = cell(event).filter(|cell| *cell != self.at.get()) else {
            return;
        };
        // A quick stroke leaves no gaps.
        let from = self.at.replace(to);
        let far = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
        let between = |from: usize, to: usize, at: usize| {
            let along = at as f32 / far as f32;
            (from as f32 + (to as f32 - from as f32) * along).round() as usize
        };
        let cells: Vec<_> = (1..=far)
            .map(|at| (between(from.0, to.0, at), between(from.1, to.1, at)))
            .collect();
        self.stamp(&cells, self.erases.get());
    }

    fn steer(&self, event: &Event) {
        let event: &KeyboardEvent = event.unchecked_ref();
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let (row, column) = self.at.get();
        let last = ToyDrawing::SIDE - 1;
        match event.key().as_str() {
            "ArrowLeft" => self.at.set((row, column.saturating_sub(1))),
            "ArrowRight" => self.at.set((row, (column + 1).min(last))),
            "ArrowUp" => self.at.set((row.saturating_sub(1), column)),
            "ArrowDown" => self.at.set(((row + 1).min(last), column)),
            " " => self.stamp(&[(row, column)], self.erases.get()),
            "Delete" | "Backspace" => self.stamp(&[(row, column)], true),
            _ => return,
        }
        event.prevent_default();
        self.marked.set(true);
        self.ui.refresh();
    }

    /// Stamps one cell after another: what one adds, the next one adds to.
    fn stamp(&self, cells: &[(usize, usize)], erase: bool) {
        let mut drawing = self
            .ui
            .now(|session| session.training.draft.drawing.clone());
        let mut painted = Vec::new();
        for (row, column) in cells {
            for (row, column, by) in brush_stamp(*row, *column, erase) {
                let level = i16::from(drawing.level(row, column)) + by;
                let level = level.clamp(0, i16::from(ToyDrawing::MOST)) as u8;
                drawing.set_level(row, column, level);
                painted.push((row, column, level));
            }
        }
        self.ui.send(TrainEvent::Paint(painted));
    }
}

/// The cell that an event lies in.
fn cell(event: &PointerEvent) -> Option<(usize, usize)> {
    let target: HtmlElement = event.current_target()?.dyn_into().ok()?;
    let frame = target.get_bounding_client_rect();
    let share = |at: i32, from: f64, length: f64| {
        let cell = (f64::from(at) - from) / length.max(1.0) * ToyDrawing::SIDE as f64;
        // `as` takes what is below to 0.
        (cell as usize).min(ToyDrawing::SIDE - 1)
    };
    Some((
        share(event.client_y(), frame.top(), frame.height()),
        share(event.client_x(), frame.left(), frame.width()),
    ))
}

fn draw(surface: &CanvasSurface, drawing: &ToyDrawing, cursor: Option<(usize, usize)>) {
    let palette = Toy2dPalette::of(surface.dark);
    let context = &surface.context;
    let side = surface.width / ToyDrawing::SIDE as f64;
    let gap = surface.density.min(side / 8.0);
    for row in 0..ToyDrawing::SIDE {
        for column in 0..ToyDrawing::SIDE {
            let level = drawing.level(row, column);
            let (x, y) = (column as f64 * side, row as f64 * side);
            let share = f64::from(level) / f64::from(ToyDrawing::MOST);
            let (colour, alpha) = if level == 0 {
                (palette.ink, 0.05)
            } else {
                (palette.real, 0.2 + 0.8 * share)
            };
            context.set_global_alpha(alpha);
            context.set_fill_style_str(&css(colour));
            context.fill_rect(x, y, side - gap, side - gap);
        }
    }
    context.set_global_alpha(1.0);
    if let Some((row, column)) = cursor {
        context.set_line_width(2.0 * surface.density);
        context.set_stroke_style_str(&css(palette.generated));
        context.stroke_rect(
            column as f64 * side,
            row as f64 * side,
            side - gap,
            side - gap,
        );
    }
}
