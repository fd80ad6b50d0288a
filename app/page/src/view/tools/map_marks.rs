//! Pins, the path and the posterior on the map; the posterior beside the sliders.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::numbers;
use crate::view::components::UiContext;
use crate::words::tools as words;
use session::{EXTENT, PIN_NAMES, Session, strip_of};

/// The drawing over the map.
pub(super) fn map_marks(ui: UiContext) -> AnyView {
    let pins: Vec<AnyView> = (0..PIN_NAMES.len()).map(|at| map_pin(ui, at)).collect();
    view! {
        <g>
            <path class="route" d=ui.attribute(route) />
            <path class="posterior" d=ui.attribute(ellipse) />
            {pins}
        </g>
    }
    .into_any()
}

fn map_pin(ui: UiContext, at: usize) -> AnyView {
    let at_pin = move |session: &Session| {
        let pin = session.tools.pins[at].as_ref()?;
        let (x, y) = session.basis().0.coordinates(pin);
        // Letters and dots keep their size however near one looks.
        let scale = session.view.map.extent / EXTENT;
        Some(format!("translate({x} {}) scale({scale})", -y))
    };
    let visibility = move |session: &Session| {
        let missing = session.tools.pins[at].is_none();
        missing.then(|| "hidden".to_owned())
    };
    view! {
        <g
            class="map-pin"
            transform=ui.attribute(at_pin)
            visibility=ui.attribute(visibility)
        >
            <circle r="0.17" />
            <text text-anchor="middle" dy="0.085">
                {PIN_NAMES[at]}
            </text>
        </g>
    }
    .into_any()
}

/// Where the path runs on the map.
fn route(session: &Session) -> Option<String> {
    let strip = session
        .tools
        .strips
        .get(&strip_of(session.tools.path.kind))?;
    if !session.has_path() {
        return None;
    }
    let basis = session.basis().0;
    let places = strip.points.chunks_exact(strip.latent.max(1)).map(|point| {
        let (x, y) = basis.coordinates(point);
        format!("{x} {}", -y)
    });
    Some(format!("M{}", places.collect::<Vec<_>>().join("L")))
}

/// The posterior of the picture that was brought, at one and two standard deviations.
fn ellipse(session: &Session) -> Option<String> {
    let posterior = session.tools.input.as_ref()?.posterior.as_ref()?;
    let basis = session.basis().0;
    if posterior.spread.len() != basis.across.len() {
        return None;
    }
    let (x, y) = basis.coordinates(&posterior.mean);
    let latent::PosteriorEllipse {
        major,
        minor,
        angle,
    } = latent::ellipse(&posterior.spread, &basis);
    let ring = |times: f32| {
        let (a, b) = (times * major, times * minor);
        // Two halves of an arc, turned; upwards is downwards in a drawing.
        let (dx, dy) = (a * angle.cos(), -a * angle.sin());
        let degrees = -angle.to_degrees();
        format!(
            "M{} {}A{a} {b} {degrees} 1 0 {} {}A{a} {b} {degrees} 1 0 {} {}Z",
            x - dx,
            -y - dy,
            x + dx,
            -y + dy,
            x - dx,
            -y - dy
        )
    };
    Some(format!("{}{}", ring(1.0), ring(2.0)))
}

/// Keeps bars of one standard deviation beside the sliders.
pub(super) fn follow_posterior(ui: UiContext) {
    let shown: RefCell<Option<(Vec<f32>, Vec<f32>)>> = RefCell::new(None);
    ui.on_update(move |session| {
        let input = session.tools.input.as_ref();
        let posterior = input.and_then(|input| input.posterior.as_ref());
        let now = posterior.map(|it| (it.mean.clone(), it.spread.clone()));
        if now == *shown.borrow() {
            return;
        }
        let Ok(bars) = document().query_selector_all(".dial-spread") else {
            return;
        };
        for at in 0..bars.length() {
            let bar = bars
                .item(at)
                .and_then(|node| node.dyn_into::<HtmlElement>().ok());
            let Some(bar) = bar else { continue };
            let place = now.as_ref().and_then(|(mean, spread)| {
                Some((*mean.get(at as usize)?, *spread.get(at as usize)?))
            });
            show_spread(&bar, at as usize, place);
        }
        shown.replace(now);
    });
}

fn show_spread(bar: &HtmlElement, dimension: usize, posterior: Option<(f32, f32)>) {
    let element: &Element = bar;
    let Some((mean, spread)) = posterior else {
        let _ = element.set_attribute("hidden", "");
        return;
    };
    let along = |value: f32| {
        ((value + EXTENT) / (2.0 * EXTENT))
            .clamp(0.0, 1.0)
            .to_string()
    };
    let style = bar.style();
    // None of these fails but for malformed names, and the names are ours.
    let _ = style.set_property("--low", &along(mean - spread));
    let _ = style.set_property("--high", &along(mean + spread));
    let _ = element.set_attribute(
        "aria-label",
        &words::Posterior {
            dimension: &numbers::axis_name(dimension),
            mean: &numbers::coordinate(mean),
            deviation: &format!("{spread:.2}"),
        }
        .text(),
    );
    let _ = element.remove_attribute("hidden");
}
