//! The encoded test images, as points over the map.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, ResizeObserver};

use super::frame::MapFrame;
use crate::drawing::digit_palette;
use crate::host::canvas;
use crate::view::app_context;
use crate::view::theme::ThemeContext;
use latent::SliceView;
use session::drawing::{median, spread};
use session::{PointLegend, PosteriorPoints};

/// Points of the model on screen, equal only to themselves: comparing addresses spares
/// comparing thousands of numbers after each event.
#[derive(Clone)]
struct SharedPoints(Option<Arc<PosteriorPoints>>);

impl PartialEq for SharedPoints {
    fn eq(&self, other: &SharedPoints) -> bool {
        match (&self.0, &other.0) {
            (Some(ours), Some(theirs)) => Arc::ptr_eq(ours, theirs),
            (None, None) => true,
            _ => false,
        }
    }
}

/// The points on a canvas as fine as the screen.
#[component]
pub(super) fn EncodedImagesLayer(
    frame: Memo<MapFrame>,
    highlight: RwSignal<Option<u8>>,
) -> impl IntoView {
    let session = app_context().session;
    let theme: ThemeContext = expect_context();
    let target = NodeRef::<html::Canvas>::new();
    let points =
        Memo::new(move |_| SharedPoints(session.with(|session| session.models.points.clone())));
    let legend = Memo::new(move |_| session.with(|session| session.view.legend.clone()));
    let side = RwSignal::new(0.0_f64);
    // Where each lies on the plane: worked out once a plane, so that panning is cheap.
    let basis = Memo::new(move |_| frame.get().basis);
    let placed = Memo::new(move |_| {
        let basis = basis.get();
        let SharedPoints(points) = points.get();
        let places = points.iter().flat_map(|points| {
            let rows = points.means.chunks_exact(points.latent.max(1));
            rows.map(|mean| basis.coordinates(mean)).collect::<Vec<_>>()
        });
        Arc::<[(f32, f32)]>::from(places.collect::<Vec<_>>())
    });

    // The canvas follows the size of its box.
    Effect::new(move |_| {
        let Some(element) = target.get() else { return };
        let measured = element.clone();
        let on_resize =
            Closure::<dyn FnMut()>::new(move || side.set(f64::from(measured.client_width())));
        if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
            observer.observe(&element);
        }
        // The observer lives as long as the page, as the map does.
        on_resize.forget();
    });

    Effect::new(move |_| {
        let Some(target) = target.get() else { return };
        let side = side.get();
        let density = window().device_pixel_ratio();
        let pixels = (side * density).round() as u32;
        canvas::resize(&target, pixels, pixels);
        let Some(context) = canvas::context(&target) else {
            return;
        };
        context.clear_rect(0.0, 0.0, f64::from(pixels), f64::from(pixels));
        let legend = legend.get();
        let (SharedPoints(Some(points)), true) = (points.get(), legend.shown && pixels > 0) else {
            return;
        };
        let frame = frame.get();
        let places = placed.get();
        let drawing = PointsDrawing {
            points: &points,
            legend: &legend,
            places: &places,
            view: frame.view,
            highlight: highlight.get(),
            dark: theme.dark.get(),
            side: f64::from(pixels),
            density,
        };
        drawing.draw(&context);
    });
    view! { <canvas class="points" aria-hidden="true" node_ref=target></canvas> }
}

/// Everything that a drawing of the points depends on.
struct PointsDrawing<'a> {
    points: &'a PosteriorPoints,
    legend: &'a PointLegend,
    /// Where the points lie on the plane.
    places: &'a [(f32, f32)],
    view: SliceView,
    highlight: Option<u8>,
    dark: bool,
    /// The canvas's side, in its own pixels.
    side: f64,
    /// Canvas pixels per CSS pixel.
    density: f64,
}

impl PointsDrawing<'_> {
    fn draw(&self, context: &CanvasRenderingContext2d) {
        // The highlighted digit comes last, over the others.
        let mut digits: Vec<u8> = (0..10)
            .filter(|&digit| self.legend.digits[usize::from(digit)])
            .collect();
        digits.sort_by_key(|&digit| self.highlight == Some(digit));
        for &digit in &digits {
            self.draw_digit(context, digit);
        }
        if self.points.latent == 2 {
            self.draw_names(context, &digits);
        }
        context.set_global_alpha(1.0);
    }

    /// Whether a digit steps back because another one is highlighted.
    fn recedes(&self, digit: u8) -> bool {
        self.highlight.is_some_and(|highlight| {
            highlight != digit && self.legend.digits[usize::from(highlight)]
        })
    }

    fn halo(&self) -> &'static str {
        if self.dark { "#0d1312" } else { "#ffffff" }
    }

    fn draw_digit(&self, context: &CanvasRenderingContext2d, digit: u8) {
        // Points keep their share of the map: dots on a phone, discs on a projector.
        let radius = (self.side / 250.0).clamp(1.6 * self.density, 5.0 * self.density);
        context.begin_path();
        for (x, y) in self.places(digit) {
            context.move_to(x + radius, y);
            // Fails only for a negative radius.
            let _ = context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
        }
        context.set_global_alpha(if self.recedes(digit) { 0.12 } else { 1.0 });
        context.set_stroke_style_str(self.halo());
        context.set_line_width(1.2 * self.density);
        context.stroke();
        context.set_fill_style_str(digit_palette::colour(digit, self.dark));
        context.fill();
    }

    /// Writes each digit where most of its points are, as a map names its places.
    fn draw_names(&self, context: &CanvasRenderingContext2d, digits: &[u8]) {
        let size = (self.side / 26.0).clamp(15.0 * self.density, 30.0 * self.density);
        let mut named = Vec::new();
        let mut places = Vec::new();
        for &digit in digits {
            let (mut xs, mut ys): (Vec<f64>, Vec<f64>) = self.places(digit).unzip();
            if !xs.is_empty() {
                named.push(digit);
                places.push((median(&mut xs), median(&mut ys)));
            }
        }
        spread(&mut places, 1.1 * size);

        context.set_font(&format!(
            "650 {size}px \"Instrument Sans\", system-ui, sans-serif"
        ));
        context.set_text_align("center");
        context.set_text_baseline("middle");
        context.set_line_join("round");
        context.set_line_width(size / 4.0);
        context.set_stroke_style_str(self.halo());
        context.set_fill_style_str(if self.dark { "#ffffff" } else { "#10201b" });
        for (digit, (x, y)) in named.into_iter().zip(places) {
            let text = digit.to_string();
            context.set_global_alpha(if self.recedes(digit) { 0.25 } else { 1.0 });
            // Text of one character cannot fail to be drawn.
            let _ = context.stroke_text(&text, x, y);
            let _ = context.fill_text(&text, x, y);
        }
    }

    /// Where a digit's points lie, in canvas pixels.
    fn places(&self, digit: u8) -> impl Iterator<Item = (f64, f64)> {
        let SliceView { x, y, extent } = self.view;
        let middle = self.side / 2.0;
        let scale = middle / f64::from(extent);
        self.places
            .iter()
            .zip(&self.points.labels)
            .filter(move |&(_, &label)| label == digit)
            .map(move |(place, _)| {
                (
                    middle + f64::from(place.0 - x) * scale,
                    middle - f64::from(place.1 - y) * scale,
                )
            })
    }
}
