//! The images of a data set that are nearest to the picture on screen.

use std::sync::Arc;

use leptos::prelude::event_target_value;
use run_spec::DataSource;

use super::image_strip::pixel_canvas;
use super::samples::reference_image;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::button;
use crate::view::components::live_element::{LiveElement, el};
use session::{ExploreEvent, NearImage, NearestImages, PAGE, Session, SessionEvent};

/// Data sets to compare with: their words and titles.
const SETS: [(&str, &str); 6] = [
    ("", "Choose\u{2026}"),
    ("digits", "UCI digits (shipped)"),
    ("strokes", "Strokes (drawn)"),
    ("shapes", "Shapes (drawn)"),
    ("mnist", "MNIST"),
    ("fashion-mnist", "Fashion-MNIST"),
];

/// How many nearest images of a kind are shown.
const SHOWN: usize = 6;

type NearestBy = fn(&NearestImages) -> &[NearImage];

/// The tool.
pub(super) fn neighbours(ui: UiContext) -> LiveElement {
    el("div", "neighbours")
        .with(
            el("div", "neighbours-head")
                .with(choice(ui))
                .with(el("p", "note").set("role", "status").text(state)),
        )
        .with(
            el("div", "nearest")
                .shown_if(|session| session.exploring.nearest.is_some())
                .with(row(ui, "Nearest by pixels", |nearest| &nearest.pixels))
                .with(row(ui, "Nearest by code", |nearest| &nearest.codes)),
        )
        .with(el("p", "note verdict").text(verdict))
        .with(browse(ui))
}

fn choice(ui: UiContext) -> LiveElement {
    let options = SETS
        .iter()
        .map(|(word, title)| el("option", "").set("value", word).say(title));
    el("label", "labelled")
        .with(el("span", "").say("Compare with the training images of"))
        .with(
            el("select", "")
                .set("aria-label", "Images to compare with")
                .with_all(options)
                .property("value", |session| {
                    let data = session.exploring.held.data;
                    Some(data.map_or("", DataSource::word).to_owned())
                })
                .on("change", move |event| {
                    if let Some(data) = DataSource::from_word(&event_target_value(&event)) {
                        ui.explore(ExploreEvent::Hold {
                            data,
                            mirror: false,
                        });
                    }
                }),
        )
}

/// How far the images are.
fn state(session: &Session) -> String {
    let held = &session.exploring.held;
    match (held.data, held.count, &held.trouble) {
        (_, _, Some(trouble)) => trouble.clone(),
        (None, ..) => {
            "Is the picture made up, or remembered? Compare it with images that the model \
                       may have learned from."
                .to_owned()
        }
        (Some(_), None, _) => "Loading the images\u{2026}".to_owned(),
        (Some(_), Some(count), _) => {
            let all = numbers::grouped(count);
            match held.encoded {
                Some(encoded) if encoded < count => {
                    format!(
                        "{all} images, {} of them encoded.",
                        numbers::grouped(encoded)
                    )
                }
                Some(_) => format!("{all} images, all of them encoded."),
                None => format!("{all} images. This model has no encoder: by pixels only."),
            }
        }
    }
}

fn row(ui: UiContext, name: &'static str, which: NearestBy) -> LiveElement {
    let near = move |session: &Session, at: usize| {
        let nearest = session.exploring.nearest.as_ref()?;
        which(nearest).get(at).cloned()
    };
    let item = move |at: usize| {
        let bring = move |_| {
            if let Some(near) = ui.now(|session| near(session, at)) {
                ui.explore(ExploreEvent::Bring {
                    title: format!("Image {}", near.index + 1),
                    pixels: near.picture,
                });
                ui.explore(ExploreEvent::Centre(false));
                ui.explore(ExploreEvent::Open(session::Tool::Encode));
            }
        };
        el("li", "")
            .shown_if(move |session| near(session, at).is_some())
            .with(
                el("button", "example")
                    .set("type", "button")
                    .attribute("aria-label", move |session| {
                        near(session, at).map(|near| format!("Encode image {}", near.index + 1))
                    })
                    .with(
                        pixel_canvas(
                            name,
                            move |session| {
                                let nearest = session.exploring.nearest.as_ref()?;
                                Some((Arc::as_ptr(nearest), at))
                            },
                            move |session| near(session, at).map(|near| near.picture),
                        )
                        .set("aria-hidden", "true"),
                    )
                    .on("click", bring),
            )
            .with(el("span", "").text(move |session| {
                near(session, at).map_or_else(String::new, |near| format!("{:.3}", near.distance))
            }))
    };
    el("figure", "strip")
        .set("aria-label", name)
        .shown_if(move |session| near(session, 0).is_some())
        .with(
            el("figcaption", "")
                .with(el("h3", "").say(name))
                .with(el("span", "").say(if name.ends_with("pixels") {
                    "root mean square difference of grey values, 0 to 1"
                } else {
                    "distance between the point and the image\u{2019}s posterior mean"
                })),
        )
        .with(el("ol", "near").with_all((0..SHOWN).map(item)))
}

/// What the nearest image says of the picture, in a sentence.
fn verdict(session: &Session) -> String {
    let Some(nearest) = &session.exploring.nearest else {
        return String::new();
    };
    let Some(first) = nearest.pixels.first() else {
        return String::new();
    };
    let looked = numbers::grouped(nearest.compared);
    let meant = if first.distance < 0.02 {
        "They are the same but for rounding: this picture is one of them."
    } else if first.distance < 0.1 {
        "That is very near: the model may have memorised it."
    } else {
        "None of them is the same picture."
    };
    format!(
        "The nearest of {looked} images is number {}, {:.3} away. {meant}",
        first.index + 1,
        first.distance
    )
}

/// The data set, page by page; a click encodes an image.
fn browse(ui: UiContext) -> LiveElement {
    let page = |session: &Session| session.exploring.held.page.clone();
    let turn = move |forward: bool| {
        let first = ui.now(|session| session.exploring.held.first);
        let first = if forward {
            first + PAGE
        } else {
            first.saturating_sub(PAGE)
        };
        ui.explore(ExploreEvent::Page(first));
    };
    let item = move |at: usize| {
        let there =
            move |session: &Session| page(session).is_some_and(|page| at < page.pictures.len());
        el("button", "example")
            .set("type", "button")
            .attribute("aria-label", move |session| {
                let page = page(session)?;
                let shows = page.labels.get(at);
                let shows = shows.map_or_else(String::new, |label| format!(", a {label}"));
                Some(format!("Encode image {}{shows}", page.first + at + 1))
            })
            .shown_if(there)
            .with(reference_image(at).set("aria-hidden", "true"))
            .on("click", move |_| {
                let picked = ui.now(|session| {
                    let page = page(session)?;
                    Some((page.first + at, page.pictures.get(at)?.clone()))
                });
                if let Some((number, pixels)) = picked {
                    ui.explore(ExploreEvent::Bring {
                        title: format!("Image {}", number + 1),
                        pixels,
                    });
                    ui.explore(ExploreEvent::Centre(false));
                    ui.explore(ExploreEvent::Open(session::Tool::Encode));
                    ui.dispatch.send(SessionEvent::Explore(ExploreEvent::Rest));
                }
            })
    };
    el("figure", "strip browse")
        .shown_if(move |session| page(session).is_some())
        .with(
            el("figcaption", "")
                .with(el("h3", "").say("The images"))
                .with(el("span", "").text(move |session| {
                    let count = session.exploring.held.count.unwrap_or_default();
                    page(session).map_or_else(String::new, |page| {
                        let last = page.first + page.pictures.len();
                        format!(
                            "{} to {} of {}; click one to encode it",
                            page.first + 1,
                            last,
                            numbers::grouped(count)
                        )
                    })
                }))
                .with(button("Earlier", move || turn(false)))
                .with(button("Later", move || turn(true))),
        )
        .with(el("div", "example-grid").with_all((0..PAGE).map(item)))
}
