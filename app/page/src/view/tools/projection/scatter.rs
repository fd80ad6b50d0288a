//! The drawing: points as pictures or dots, groups, the image nearest to the point, a legend.

use leptos::prelude::*;
use web_sys::CanvasRenderingContext2d;

use super::camera::{DragMode, ScatterGestures, ZOOM_STEP};
use super::thumbnails::{self, KeptSheet};
use super::{images, is_box, send, state};
use crate::drawing::digit_palette;
use crate::drawing::scatter::{ScatterCamera, SeenPoint, back_to_front, seen};
use crate::view::components::{CanvasSurface, UiContext, button, drawing_canvas};
use crate::view::tools::choice::tool_choice;
use crate::view::tools::map_legend::class_name;
use crate::words::projection as words;
use session::{PosteriorPoints, ProjectedImages, ProjectionInput, Session, SharedIdentity};

/// No data set that is shipped has more classes.
const CLASSES: u8 = 10;
/// The height of a picture in the whole view, and at most, in CSS pixels; the radius of a dot.
const PICTURE: (f64, f64) = (14.0, 64.0);
const DOT: f64 = 3.2;
/// How much nearer things are larger.
const DEPTH: f64 = 0.35;

/// The drawing, and what stands around it.
pub(super) fn scatter(ui: UiContext, drag: RwSignal<DragMode>) -> AnyView {
    let sheet = KeptSheet::default();
    let camera = RwSignal::new(ScatterCamera::default());
    let lasso = RwSignal::new(Vec::new());
    let key = move |session: &Session| {
        let strip = thumbnails::strip(session).map(|strip| SharedIdentity::of(&strip.pictures));
        let state = state(session);
        (
            camera.get(),
            lasso.get(),
            images(session).map(|images| images.number),
            strip,
            state.map(|state| state.groups.clone()),
            session.view.point.clone(),
        )
    };
    let canvas = drawing_canvas(ui, key, move |surface, session| {
        if let Some(images) = images(session) {
            let drawing = ScatterDrawing::new(surface, images, camera.get_untracked());
            drawing.draw(session, &sheet);
            drawing.draw_lasso(&lasso.get_untracked(), drag.get_untracked());
        }
    });
    let hands = ScatterGestures::new(ui, canvas, drag, (camera, lasso));
    let figures = |read: fn(&ProjectedImages) -> String| {
        ui.attribute(move |session| images(session).map(read))
    };
    view! {
        <div
            class="projection-stage"
            hidden=ui.hidden_unless(|session| images(session).is_some())
        >
            {drag_choice(ui, drag)}
            <canvas
                class="projection-canvas"
                role="application"
                aria-label=words::view()
                aria-describedby="projection-keys"
                tabindex="0"
                data-view=figures(|images| images.spec.to_text())
                data-count=figures(|images| images.points.labels.len().to_string())
                data-pictures=ui.flag(|session| thumbnails::strip(session).is_some())
                node_ref=canvas
                on:pointerdown=move |event| hands.down(&event)
                on:pointermove=move |event| hands.moved(&event)
                on:pointerup=move |event| hands.up(&event)
                on:pointercancel=move |event| hands.up(&event)
                on:wheel=move |event| hands.wheel(&event)
                on:keydown=move |event| hands.key(&event)
            ></canvas>
            <div class="projection-zoom">
                {button(words::closer(), move || hands.zoom(ZOOM_STEP))}
                {button(words::farther(), move || hands.zoom(1.0 / ZOOM_STEP))}
                {button(words::whole(), move || hands.whole())}
            </div>
            {legend(ui, drag)}
            <p class="note" id="projection-keys">
                {words::keys()}
            </p>
        </div>
    }
    .into_any()
}

/// What a drag does.
fn drag_choice(ui: UiContext, drag: RwSignal<DragMode>) -> AnyView {
    // A browser lets one button of a group be chosen, be it hidden or not.
    let choice = |name, shown: fn(&Session) -> bool, mode| {
        tool_choice(
            ui,
            "projection-drag",
            name,
            shown,
            move |session| drag.get() == mode && shown(session),
            move || drag.set(mode),
        )
    };
    view! {
        <div class="tool-choices" role="radiogroup" aria-label=words::drag()>
            {choice(words::drag_moves(), |it| !is_box(it), DragMode::Moves)}
            {choice(words::drag_turns(), is_box, DragMode::Moves)}
            {choice(words::drag_a(), |_| true, DragMode::ChoosesA)}
            {choice(words::drag_b(), |_| true, DragMode::ChoosesB)}
        </div>
    }
    .into_any()
}

/// A button for each class, in its colour: its images become a group, B where a drag chooses B, else A.
fn legend(ui: UiContext, drag: RwSignal<DragMode>) -> AnyView {
    let classes: Vec<AnyView> = (0..CLASSES)
        .map(|class| class_button(ui, drag, class))
        .collect();
    view! { <div class="projection-legend">{classes}</div> }.into_any()
}

fn class_button(ui: UiContext, drag: RwSignal<DragMode>, class: u8) -> AnyView {
    let has = move |session: &Session| {
        images(session).is_some_and(|images| images.points.labels.contains(&class))
    };
    let in_a = move || drag.get() != DragMode::ChoosesB;
    let label = ui.attribute(move |session| {
        let group = if in_a() { "A" } else { "B" };
        let class = &class_name(session, class);
        Some(words::ChooseClass { class, group }.text())
    });
    let colour =
        ui.text(move |_| digit_palette::colour(class, crate::view::theme::is_dark()).to_owned());
    let choose = move |event: leptos::ev::MouseEvent| {
        let of_class = |session: &Session| {
            images(session).map_or_else(Vec::new, |images| {
                let labels = images.points.labels.iter().zip(0..);
                let members = labels.filter(|(label, _)| **label == class);
                members.map(|(_, at)| at).collect()
            })
        };
        send(
            ui,
            ProjectionInput::Group {
                images: ui.now(of_class),
                in_a: untrack(in_a),
                joins: event.shift_key(),
            },
        );
    };
    view! {
        <button
            type="button"
            class="projection-class"
            aria-label=label
            title=ui.attribute(move |session| Some(class_name(session, class)))
            hidden=ui.hidden_unless(has)
            style=("--colour", colour)
            on:click=choose
        >
            {ui.text(move |session| class_name(session, class))}
        </button>
    }
    .into_any()
}

/// A drawing of a view.
struct ScatterDrawing<'a> {
    surface: &'a CanvasSurface,
    images: &'a ProjectedImages,
    points: Vec<SeenPoint>,
    zoom: f64,
}

impl<'a> ScatterDrawing<'a> {
    fn new(surface: &'a CanvasSurface, images: &'a ProjectedImages, camera: ScatterCamera) -> Self {
        let size = (surface.width as f32, surface.height as f32);
        let dimensions = usize::from(images.spec.dimensions);
        Self {
            surface,
            images,
            points: seen(&images.positions, dimensions, camera, size),
            zoom: f64::from(camera.zoom),
        }
    }

    fn draw(&self, session: &Session, sheet: &KeptSheet) {
        let context = &self.surface.context;
        let order = back_to_front(&self.points);
        match thumbnails::strip(session) {
            Some(strip) => thumbnails::with_sheet(sheet, &strip.pictures, |sheet| {
                for &at in &order {
                    let side = self.side(at);
                    sheet.draw(context, at, self.place(at), side);
                    context.set_stroke_style_str(self.colour(at));
                    context.set_line_width(self.surface.density);
                    self.frame(at, side);
                }
            }),
            None => {
                for &at in &order {
                    self.disc(at, self.radius(at));
                    context.set_fill_style_str(self.colour(at));
                    context.fill();
                }
            }
        }
        if let Some(state) = state(session) {
            for (&at, &in_a) in &state.groups {
                self.mark(at as usize, in_a);
            }
        }
        if let Some(at) = nearest(&self.images.points, &session.view.point) {
            self.ring(at);
        }
    }

    fn place(&self, at: usize) -> (f64, f64) {
        let SeenPoint { x, y, .. } = self.points[at];
        (x.into(), y.into())
    }

    fn nearness(&self, at: usize) -> f64 {
        1.0 + DEPTH * f64::from(self.points[at].near)
    }

    fn side(&self, at: usize) -> f64 {
        let side = (PICTURE.0 * self.zoom.sqrt()).min(PICTURE.1);
        side * self.surface.density * self.nearness(at)
    }

    fn radius(&self, at: usize) -> f64 {
        DOT * self.zoom.powf(0.25) * self.surface.density * self.nearness(at)
    }

    fn colour(&self, at: usize) -> &'static str {
        digit_palette::colour(self.images.points.labels[at], self.surface.dark)
    }

    fn ink(&self) -> &'static str {
        if self.surface.dark {
            "#e9efea"
        } else {
            "#12201b"
        }
    }

    fn frame(&self, at: usize, side: f64) {
        let (x, y) = self.place(at);
        let half = side / 2.0;
        self.surface
            .context
            .stroke_rect(x - half, y - half, side, side);
    }

    fn disc(&self, at: usize, radius: f64) {
        let (x, y) = self.place(at);
        self.surface.context.begin_path();
        // Fails only for a negative radius.
        let _ = self
            .surface
            .context
            .arc(x, y, radius, 0.0, std::f64::consts::TAU);
    }

    /// What belongs to a group: a square around it for A, a circle for B.
    fn mark(&self, at: usize, in_a: bool) {
        if at >= self.points.len() {
            return;
        }
        let context = &self.surface.context;
        context.set_stroke_style_str(self.ink());
        context.set_line_width(1.5 * self.surface.density);
        let side = 10.0 * self.surface.density;
        if in_a {
            self.frame(at, side);
        } else {
            self.disc(at, side / 2.0);
            context.stroke();
        }
    }

    /// Where the point of the sliders is: a ring around the image nearest to it.
    fn ring(&self, at: usize) {
        let context = &self.surface.context;
        let density = self.surface.density;
        for (width, colour) in [(5.0, self.halo()), (2.5, self.accent())] {
            self.disc(at, 13.0 * density);
            context.set_stroke_style_str(colour);
            context.set_line_width(width * density);
            context.stroke();
        }
    }

    fn halo(&self) -> &'static str {
        if self.surface.dark {
            "#141e1a"
        } else {
            "#fcfdfb"
        }
    }

    fn accent(&self) -> &'static str {
        if self.surface.dark {
            "#ff8b61"
        } else {
            "#bf3a16"
        }
    }

    /// The line that is being drawn, in CSS pixels.
    fn draw_lasso(&self, line: &[(f32, f32)], mode: DragMode) {
        let context: &CanvasRenderingContext2d = &self.surface.context;
        if line.len() < 2 {
            return;
        }
        context.begin_path();
        for (x, y) in line {
            let scale = self.surface.density;
            context.line_to(f64::from(*x) * scale, f64::from(*y) * scale);
        }
        context.close_path();
        context.set_stroke_style_str(self.ink());
        context.set_line_width(
            if mode == DragMode::ChoosesA { 2.0 } else { 1.0 } * self.surface.density,
        );
        context.stroke();
    }
}

/// The image whose code is nearest to the point of the sliders.
fn nearest(points: &PosteriorPoints, point: &[f32]) -> Option<usize> {
    let far =
        |code: &[f32]| -> f32 { code.iter().zip(point).map(|(a, b)| (a - b) * (a - b)).sum() };
    let all = points
        .means
        .chunks_exact(points.latent.max(1))
        .map(far)
        .enumerate();
    let nearest = all.min_by(|(_, a), (_, b)| a.total_cmp(b));
    nearest
        .filter(|_| point.len() == points.latent)
        .map(|(at, _)| at)
}
