//! A picture of the visitor's own: drawn, opened, pasted or picked; encoded, or looked for.

mod drawing_pad;

use leptos::prelude::event_target;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use super::image_strip::pixel_canvas;
use crate::host::prior_sample;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, switch};
use crate::view::components::live_element::{LiveElement, el, svg};
use crate::view::files;
use crate::words::encode as words;
use session::{BroughtImage, ExploreEvent, ImagePixels, Session, StripKind};

/// The tool.
pub(super) fn encode(ui: UiContext) -> LiveElement {
    el("div", "encode")
        .child(
            el("div", "encode-source")
                .child(drawing_pad::drawing_pad(ui))
                .child(open(ui)),
        )
        .child(steps(ui))
        .child(found(ui))
}

fn input(session: &Session) -> Option<&BroughtImage> {
    session.tools.input.as_ref()
}

fn has_encoder(session: &Session) -> bool {
    let model = session.models.on_screen.as_ref();
    model.is_some_and(|model| model.card.encoder)
}

fn open(ui: UiContext) -> LiveElement {
    let file = el("input", "")
        .attr("type", "file")
        .attr("accept", "image/*")
        .attr("hidden", "")
        .attr("aria-label", words::file())
        .on("change", move |event| {
            let input: HtmlInputElement = event_target(&event);
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                files::read_picture(file, ui.dispatch);
            }
            // Lets the same file be opened again.
            input.set_value("");
        });
    let node = file.node.clone();
    el("div", "encode-open")
        .child(button(words::open(), move || {
            node.unchecked_ref::<HtmlElement>().click();
        }))
        .child(file)
        .child(button(words::take(), move || {
            let picture = ui.now(|session| session.view.picture.clone());
            if let Some(picture) = picture {
                ui.explore(ExploreEvent::Bring {
                    title: words::own_picture().to_owned(),
                    pixels: picture.pixels,
                });
                ui.explore(ExploreEvent::Centre(false));
            }
        }))
        .child(el("p", "note").text(words::other_ways()))
}

/// From the picture as it was brought to what the model makes of it.
fn steps(ui: UiContext) -> LiveElement {
    let raw = |session: &Session| input(session).map(|input| input.raw.clone());
    let prepared = |session: &Session| input(session)?.prepared.clone().ok();
    let made = |session: &Session| {
        let strip = session.tools.films.get(&StripKind::Reconstruction)?;
        input(session)?.posterior.as_ref()?;
        strip.pictures.first().cloned()
    };
    let error = |session: &Session| match session.reconstruction_error() {
        Some(error) => words::Error {
            error: error.into(),
        }
        .text(),
        None => String::new(),
    };
    el("div", "steps")
        .child(step(words::brought(), raw, |session| {
            input(session).map_or_else(String::new, |input| input.title.clone())
        }))
        .child(arrow())
        .child(
            step(words::prepared(), prepared, |session| {
                match input(session).map(|input| &input.prepared) {
                    Some(Ok(pixels)) => {
                        let (width, height) = (pixels.width as f64, pixels.height as f64);
                        words::Pixels { width, height }.text()
                    }
                    Some(Err(error)) => error.clone(),
                    None => String::new(),
                }
            })
            .child(
                switch(
                    ui,
                    words::centre(),
                    |session| input(session).is_none_or(|input| input.centred),
                    move |centred| ui.explore(ExploreEvent::Centre(centred)),
                )
                .live_show(|session| {
                    let model = session.models.on_screen.as_ref();
                    model.is_none_or(|model| model.card.channels == 1)
                }),
            ),
        )
        .child(arrow().live_show(has_encoder))
        .child(
            step(words::reconstruction(), made, error)
                .child(
                    button(words::resample(), move || {
                        let latent = ui.now(|session| session.view.point.len());
                        ui.explore(ExploreEvent::Resample(prior_sample(latent)));
                    })
                    .attr("title", words::resample_title())
                    .live_show(|session| {
                        input(session).is_some_and(|input| input.posterior.is_some())
                    }),
                )
                .live_show(has_encoder),
        )
}

fn step(
    name: &'static str,
    of: impl Fn(&Session) -> Option<ImagePixels> + Copy + 'static,
    said: impl Fn(&Session) -> String + 'static,
) -> LiveElement {
    let key = move |session: &Session| of(session).map(|pixels| pixels.bytes.as_ptr());
    el("figure", "step")
        .child(el("figcaption", "").child(el("h3", "").text(name)))
        .child(
            el("div", "picture-frame")
                .child(pixel_canvas(name, key, of))
                .live_flag("data-empty", move |session| of(session).is_none()),
        )
        .child(el("p", "note").live_text(said))
}

fn arrow() -> LiveElement {
    svg("svg", "step-arrow")
        .attr("viewBox", "0 0 20 20")
        .attr("aria-hidden", "true")
        .child(svg("path", "").attr("d", "M4 10h12M11.500 5.500l4.500 4.500l-4.500 4.500"))
}

/// Looking for a point by optimising: the only way for a model without an encoder.
fn found(ui: UiContext) -> LiveElement {
    let best = |session: &Session| {
        let inversion = input(session)?.inversion.as_ref()?;
        inversion.best.as_ref().map(|best| best.1.clone())
    };
    let running = |session: &Session| {
        let inversion = input(session).and_then(|input| input.inversion.as_ref());
        inversion.is_some_and(|inversion| inversion.running)
    };
    let ready = |session: &Session| input(session).is_some_and(|input| input.prepared.is_ok());
    let said = |session: &Session| {
        let inversion = input(session).and_then(|input| input.inversion.as_ref());
        match inversion {
            Some(inversion) => match inversion.curve.last() {
                Some((step, error)) => {
                    let (step, error) = (*step as f64, f64::from(*error));
                    if inversion.running {
                        words::Running { step, error }.text()
                    } else {
                        words::RunningEnded { step, error }.text()
                    }
                }
                None => words::looking().to_owned(),
            },
            None if has_encoder(session) => words::with_encoder().to_owned(),
            None => words::without_encoder().to_owned(),
        }
    };
    el("figure", "step found")
        .child(el("figcaption", "").child(el("h3", "").text(words::found())))
        .child(
            el("div", "found-row")
                .child(
                    el("div", "picture-frame")
                        .child(pixel_canvas(
                            words::found(),
                            move |session| best(session).map(|pixels| pixels.bytes.as_ptr()),
                            best,
                        ))
                        .live_flag("data-empty", move |session| best(session).is_none()),
                )
                .child(curve()),
        )
        .child(
            el("p", "note")
                .attr("role", "status")
                .attr("aria-label", words::inversion())
                .attr("aria-live", "off")
                .live_text(said),
        )
        .child(
            el("div", "formula-row")
                .child(
                    button(words::find(), move || {
                        let seed = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
                        ui.explore(ExploreEvent::Invert(seed));
                    })
                    .live_flag("data-main", |session| !has_encoder(session))
                    .live_show(move |session| ready(session) && !running(session)),
                )
                .child(
                    button(words::stop(), move || {
                        ui.explore(ExploreEvent::StopInverting)
                    })
                    .live_show(running),
                )
                .child(
                    button(words::put_away(), move || {
                        ui.explore(ExploreEvent::Forget);
                    })
                    .live_show(|session| input(session).is_some()),
                ),
        )
}

/// How the error fell.
fn curve() -> LiveElement {
    let path = |session: &Session| {
        let inversion = input(session)?.inversion.as_ref()?;
        let (last, _) = *inversion.curve.last()?;
        let most = inversion.curve.iter().map(|at| at.1).fold(0.0, f32::max);
        let points = inversion.curve.iter().map(|(step, error)| {
            let x = 100.0 * *step as f32 / last.max(1) as f32;
            let y = 46.0 - 42.0 * error / most.max(f32::MIN_POSITIVE);
            format!("{x:.1} {y:.1}")
        });
        Some(format!("M{}", points.collect::<Vec<_>>().join("L")))
    };
    let most = |session: &Session| {
        let inversion = input(session)?.inversion.as_ref()?;
        let most = inversion.curve.iter().map(|at| at.1).fold(0.0, f32::max);
        (most > 0.0).then(|| numbers::short(f64::from(most)))
    };
    el("figure", "curve")
        .attr("aria-label", words::inversion_error())
        .live_show(|session| input(session).is_some_and(|input| input.inversion.is_some()))
        .child(el("span", "note").live_text(move |session| most(session).unwrap_or_default()))
        .child(
            svg("svg", "")
                .attr("viewBox", "0 0 100 48")
                .attr("preserveAspectRatio", "none")
                .attr("aria-hidden", "true")
                .child(svg("path", "curve-axis").attr("d", "M0 46H100"))
                .child(svg("path", "").live_attr("d", path)),
        )
}
