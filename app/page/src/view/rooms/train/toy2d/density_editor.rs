//! The visitor's own density: a square of cells to paint in.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use run_spec::{ToyDistribution, ToyDrawing};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::drawing::brush_stamp::brush_stamp;
use crate::drawing::toy2d_palette::{Toy2dPalette, css};
use crate::view::components::{CanvasSurface, UiContext, button, drawing_canvas, switch};
use crate::words::train_density as words;
use session::{Session, TrainEvent};

const HINT: &str = "editor-hint";

/// The brush: where it is, as row and column, and whether it takes away.
#[derive(Clone, Copy)]
struct DensityBrush {
    ui: UiContext,
    at: RwSignal<(usize, usize)>,
    erases: RwSignal<bool>,
    /// The pointer that paints.
    drawing_pointer: StoredValue<Option<i32>>,
    /// Whether keys moved it: the cell is marked then.
    marked: RwSignal<bool>,
}

/// The square and its buttons if the form's distribution is drawn by hand; otherwise a button that
/// selects it. Only [`chunk`](crate::view::rooms::chunk) may call this: it is a chunk of its own.
pub(in crate::view::rooms) fn density_editor(ui: UiContext) -> AnyView {
    let is_drawn = |session: &Session| {
        let draft = &session.training.draft;
        draft.is_points() && draft.toy_distribution == ToyDistribution::Drawn
    };
    let begin = move |_| {
        ui.send(TrainEvent::SetField {
            id: "world".to_owned(),
            text: ToyDistribution::Drawn.as_str().to_owned(),
        });
    };
    let brush = DensityBrush {
        ui,
        at: RwSignal::new((ToyDrawing::SIDE / 2, ToyDrawing::SIDE / 2)),
        erases: RwSignal::new(false),
        drawing_pointer: StoredValue::new(None),
        marked: RwSignal::new(false),
    };
    let erases = brush.erases;
    let eraser = switch(
        ui,
        words::eraser(),
        |_| false,
        move |_| erases.get(),
        move |on| erases.set(on),
    );
    let is_filled = |session: &Session| !session.training.draft.drawing.is_empty();
    view! {
        <div class="editor" hidden=ui.hidden_unless(|session| session.training.draft.is_points())>
            <button type="button" class="button" hidden=ui.flag(is_drawn) on:click=begin>
                {words::draw()}
            </button>
            <div class="editor-pad" hidden=ui.hidden_unless(is_drawn)>
                <div class="editor-frame">
                    {brush.canvas()}
                    <p class="editor-empty" aria-hidden="true" hidden=ui.flag(is_filled)>
                        {words::empty()}
                    </p>
                </div>
                <div class="editor-tools">
                    {eraser} {button(words::clear(), move || ui.send(TrainEvent::ClearDrawing))}
                </div>
                <p class="note" id=HINT>
                    {words::hint()}
                </p>
            </div>
        </div>
    }
    .into_any()
}

impl DensityBrush {
    /// The square.
    fn canvas(self) -> AnyView {
        let key = move |session: &Session| {
            let drawing = session.training.draft.drawing.clone();
            (drawing, self.at.get(), self.marked.get())
        };
        let draw = move |surface: &CanvasSurface, session: &Session| {
            let marked = self.marked.get_untracked();
            let cursor = marked.then(|| self.at.get_untracked());
            draw(surface, &session.training.draft.drawing, cursor);
        };
        let canvas = drawing_canvas(self.ui, key, draw);
        view! {
            <canvas
                class="world-canvas"
                role="application"
                aria-label=words::draw()
                aria-describedby=HINT
                tabindex="0"
                node_ref=canvas
                on:pointerdown=move |event| self.press(&event)
                on:pointermove=move |event| self.follow(&event)
                on:pointerup=move |_| self.drawing_pointer.set_value(None)
                on:pointercancel=move |_| self.drawing_pointer.set_value(None)
                on:keydown=move |event| self.steer(&event)
                on:blur=move |_| self.marked.set(false)
            ></canvas>
        }
        .into_any()
    }

    fn press(self, event: &PointerEvent) {
        if event.button() != 0 || self.drawing_pointer.get_value().is_some() {
            return;
        }
        if let Some(target) = event.target() {
            // Fails for a pointer that is gone already.
            let _ = target
                .unchecked_ref::<HtmlElement>()
                .set_pointer_capture(event.pointer_id());
        }
        self.drawing_pointer.set_value(Some(event.pointer_id()));
        self.marked.set(false);
        if let Some(cell) = cell(event) {
            self.at.set(cell);
            self.stamp(&[cell], self.erases.get_untracked());
        }
    }

    fn follow(self, event: &PointerEvent) {
        if self.drawing_pointer.get_value() != Some(event.pointer_id()) {
            return;
        }
        let from = self.at.get_untracked();
        let Some(to) = cell(event).filter(|cell| *cell != from) else {
            return;
        };
        self.at.set(to);
        // A quick stroke leaves no gaps.
        let far = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
        let between = |from: usize, to: usize, at: usize| {
            let along = at as f32 / far as f32;
            (from as f32 + (to as f32 - from as f32) * along).round() as usize
        };
        let cells: Vec<_> = (1..=far)
            .map(|at| (between(from.0, to.0, at), between(from.1, to.1, at)))
            .collect();
        self.stamp(&cells, self.erases.get_untracked());
    }

    fn steer(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let (row, column) = self.at.get_untracked();
        let last = ToyDrawing::SIDE - 1;
        match event.key().as_str() {
            "ArrowLeft" => self.at.set((row, column.saturating_sub(1))),
            "ArrowRight" => self.at.set((row, (column + 1).min(last))),
            "ArrowUp" => self.at.set((row.saturating_sub(1), column)),
            "ArrowDown" => self.at.set(((row + 1).min(last), column)),
            " " => self.stamp(&[(row, column)], self.erases.get_untracked()),
            "Delete" | "Backspace" => self.stamp(&[(row, column)], true),
            _ => return,
        }
        event.prevent_default();
        self.marked.set(true);
    }

    /// Stamps one cell after another: what one adds, the next one adds to.
    fn stamp(self, cells: &[(usize, usize)], erase: bool) {
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
