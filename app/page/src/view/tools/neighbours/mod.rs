//! The images of a data set that are nearest to the picture on screen.

use std::sync::Arc;

use leptos::prelude::event_target_value;
use run_spec::DatasetId;

use super::image_strip::pixel_canvas;
use super::samples::reference_image;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::button;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::tools;
use crate::words::{MessageFn, failure_sentence, neighbours as words};
use session::{ExploreEvent, NearImage, NearestImages, PAGE, Session, SessionEvent};

/// Data sets to compare with: their words and titles.
const SETS: [(&str, MessageFn); 6] = [
    ("", words::choose),
    ("digits", words::digits),
    ("strokes", words::strokes),
    ("shapes", words::shapes),
    ("mnist", words::mnist),
    ("fashion-mnist", words::fashion_mnist),
];

/// How many nearest images of a kind are shown.
const SHOWN: usize = 6;

type NearestBy = fn(&NearestImages) -> &[NearImage];

/// The tool.
pub(super) fn neighbours(ui: UiContext) -> LiveElement {
    el("div", "neighbours")
        .child(
            el("div", "neighbours-head")
                .child(choice(ui))
                .child(el("p", "note").attr("role", "status").live_text(state)),
        )
        .child(
            el("div", "nearest")
                .live_show(|session| session.tools.nearest.is_some())
                .child(row(
                    ui,
                    (words::by_pixels(), words::by_pixels_measure()),
                    |nearest| &nearest.pixels,
                ))
                .child(row(
                    ui,
                    (words::by_code(), words::by_code_measure()),
                    |nearest| &nearest.codes,
                )),
        )
        .child(el("p", "note verdict").live_text(verdict))
        .child(browse(ui))
}

fn choice(ui: UiContext) -> LiveElement {
    let options = SETS
        .iter()
        .map(|(word, title)| el("option", "").attr("value", word).text(title()));
    el("label", "labelled")
        .child(el("span", "").text(words::compare_with()))
        .child(
            el("select", "")
                .attr("aria-label", words::compare_with_label())
                .children(options)
                .live_prop("value", |session| {
                    let data = session.tools.held.data;
                    Some(data.map_or("", DatasetId::as_str).to_owned())
                })
                .on("change", move |event| {
                    if let Some(data) = DatasetId::from_name(&event_target_value(&event)) {
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
    let held = &session.tools.held;
    match (held.data, held.count, &held.trouble) {
        (_, _, Some(trouble)) => failure_sentence(trouble),
        (None, ..) => words::question().to_owned(),
        (Some(_), None, _) => words::loading().to_owned(),
        (Some(_), Some(count), _) => {
            let all = count as f64;
            match held.encoded {
                Some(encoded) if encoded < count => words::SomeEncoded {
                    count: all,
                    encoded: encoded as f64,
                }
                .text(),
                Some(_) => words::AllEncoded { count: all }.text(),
                None => words::NoneEncoded { count: all }.text(),
            }
        }
    }
}

fn row(
    ui: UiContext,
    (name, measure): (&'static str, &'static str),
    which: NearestBy,
) -> LiveElement {
    let near = move |session: &Session, at: usize| {
        let nearest = session.tools.nearest.as_ref()?;
        which(nearest).get(at).cloned()
    };
    let item = move |at: usize| {
        let bring = move |_| {
            if let Some(near) = ui.now(|session| near(session, at)) {
                ui.explore(ExploreEvent::Bring {
                    title: tools::ImageNumber {
                        number: (near.index + 1) as f64,
                    }
                    .text(),
                    pixels: near.picture,
                });
                ui.explore(ExploreEvent::Centre(false));
                ui.explore(ExploreEvent::Open(session::ExploreTool::Encode));
            }
        };
        el("li", "")
            .live_show(move |session| near(session, at).is_some())
            .child(
                el("button", "example")
                    .attr("type", "button")
                    .live_attr("aria-label", move |session| {
                        near(session, at).map(|near| {
                            let number = (near.index + 1) as f64;
                            words::EncodeImage { number }.text()
                        })
                    })
                    .child(
                        pixel_canvas(
                            name,
                            move |session| {
                                let nearest = session.tools.nearest.as_ref()?;
                                Some((Arc::as_ptr(nearest), at))
                            },
                            move |session| near(session, at).map(|near| near.picture),
                        )
                        .attr("aria-hidden", "true"),
                    )
                    .on("click", bring),
            )
            .child(el("span", "").live_text(move |session| {
                near(session, at).map_or_else(String::new, |near| numbers::fixed(near.distance, 3))
            }))
    };
    el("figure", "strip")
        .attr("aria-label", name)
        .live_show(move |session| near(session, 0).is_some())
        .child(
            el("figcaption", "")
                .child(el("h3", "").text(name))
                .child(el("span", "").text(measure)),
        )
        .child(el("ol", "near").children((0..SHOWN).map(item)))
}

/// What the nearest image says of the picture, in a sentence.
fn verdict(session: &Session) -> String {
    let Some(nearest) = &session.tools.nearest else {
        return String::new();
    };
    let Some(first) = nearest.pixels.first() else {
        return String::new();
    };
    let meaning = if first.distance < 0.02 {
        "same"
    } else if first.distance < 0.1 {
        "near"
    } else {
        "far"
    };
    words::Nearest {
        compared: nearest.compared as f64,
        number: (first.index + 1) as f64,
        distance: first.distance.into(),
        meaning,
    }
    .text()
}

/// The data set, page by page; a click encodes an image.
fn browse(ui: UiContext) -> LiveElement {
    let page = |session: &Session| session.tools.held.page.clone();
    let turn = move |forward: bool| {
        let first = ui.now(|session| session.tools.held.first);
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
            .attr("type", "button")
            .live_attr("aria-label", move |session| {
                let page = page(session)?;
                let number = (page.first + at + 1) as f64;
                Some(match page.labels.get(at) {
                    Some(label) => words::EncodeLabelled {
                        number,
                        label: f64::from(*label),
                    }
                    .text(),
                    None => words::EncodeImage { number }.text(),
                })
            })
            .live_show(there)
            .child(reference_image(at).attr("aria-hidden", "true"))
            .on("click", move |_| {
                let picked = ui.now(|session| {
                    let page = page(session)?;
                    Some((page.first + at, page.pictures.get(at)?.clone()))
                });
                if let Some((number, pixels)) = picked {
                    ui.explore(ExploreEvent::Bring {
                        title: tools::ImageNumber {
                            number: (number + 1) as f64,
                        }
                        .text(),
                        pixels,
                    });
                    ui.explore(ExploreEvent::Centre(false));
                    ui.explore(ExploreEvent::Open(session::ExploreTool::Encode));
                    ui.dispatch.send(SessionEvent::Explore(ExploreEvent::Rest));
                }
            })
    };
    el("figure", "strip browse")
        .live_show(move |session| page(session).is_some())
        .child(
            el("figcaption", "")
                .child(el("h3", "").text(words::the_images()))
                .child(el("span", "").live_text(move |session| {
                    let count = session.tools.held.count.unwrap_or_default();
                    page(session).map_or_else(String::new, |page| {
                        let last = page.first + page.pictures.len();
                        words::Range {
                            first: (page.first + 1) as f64,
                            last: last as f64,
                            count: count as f64,
                        }
                        .text()
                    })
                }))
                .child(button(words::earlier(), move || turn(false)))
                .child(button(words::later(), move || turn(true))),
        )
        .child(el("div", "example-grid").children((0..PAGE).map(item)))
}
