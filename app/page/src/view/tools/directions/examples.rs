//! Examples with and without something, from which an attribute's direction is made.

use leptos::prelude::{Effect, With, event_target_value};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::button;
use crate::view::components::live_element::{LiveElement, el};
use crate::view::tools::image_strip::strip_image;
use crate::view::tools::samples::{draw_samples, reference_image};
use crate::words::directions as words;
use session::{ExploreEvent, ExploreTool, PAGE, Room, SAMPLES, Session, StripKind};

/// The examples, and what is made of them.
pub(super) fn examples(ui: UiContext) -> LiveElement {
    keep_drawn(ui);
    let of_images = |session: &Session| session.tools.groups.of_images;
    el("section", "examples")
        .child(el("h3", "").text(words::make()))
        .child(el("p", "note").text(words::make_note()))
        .child(source(ui))
        .child(
            el("div", "example-grid")
                .live_show(move |session| !of_images(session))
                .children(
                    (0..SAMPLES).map(move |at| example(ui, at, sample(at), move |_| Some(at))),
                ),
        )
        .child(
            el("div", "example-grid")
                .live_show(move |session| of_images(session) && session.tools.held.page.is_some())
                .children((0..PAGE).map(move |at| {
                    let number = move |session: &Session| {
                        let page = session.tools.held.page.as_ref()?;
                        (at < page.pictures.len()).then_some(page.first + at)
                    };
                    example(ui, at, reference_image(at), number)
                        .live_show(move |session| number(session).is_some())
                })),
        )
        .child(saving(ui))
}

/// One picture of the samples.
fn sample(at: usize) -> LiveElement {
    strip_image(
        &words::SampleNumber {
            number: (at + 1) as f64,
        }
        .text(),
        |session| session.tools.films.get(&StripKind::Samples).cloned(),
        move |_| Some(at),
    )
}

/// An example that a click puts into the one group, then into the other, then into none.
fn example(
    ui: UiContext,
    at: usize,
    picture: LiveElement,
    number: impl Fn(&Session) -> Option<usize> + Copy + 'static,
) -> LiveElement {
    let group = move |session: &Session| {
        let members = &session.tools.groups.members;
        members.get(&number(session)?).copied()
    };
    let word = move |session: &Session| match group(session) {
        Some(true) => "with",
        Some(false) => "without",
        None => "neither",
    };
    el("button", "example")
        .attr("type", "button")
        .live_attr("aria-label", move |session| {
            let (number, group) = ((at + 1) as f64, word(session));
            Some(words::ExampleNumber { number, group }.text())
        })
        .live_attr("data-group", move |session| {
            group(session).map(|has| if has { "+" } else { "\u{2212}" }.to_owned())
        })
        .child(picture.attr("aria-hidden", "true"))
        .on("click", move |_| {
            if let Some(number) = ui.now(number) {
                let next = match ui.now(group) {
                    None => Some(true),
                    Some(true) => Some(false),
                    Some(false) => None,
                };
                ui.explore(ExploreEvent::Group(number, next));
            }
        })
}

fn source(ui: UiContext) -> LiveElement {
    let choice = |of_images: bool, name: &str| {
        el("label", "tool-choice")
            .child(
                el("input", "")
                    .attr("type", "radio")
                    .attr("name", "examples")
                    .live_prop("checked", move |session| {
                        (session.tools.groups.of_images == of_images).then(|| "checked".to_owned())
                    })
                    .on("change", move |_| {
                        ui.explore(ExploreEvent::GroupImages(of_images));
                    }),
            )
            .child(el("span", "").text(name))
    };
    let can_encode = |session: &Session| {
        let model = session.models.on_screen.as_ref();
        model.is_some_and(|model| model.card.encoder)
    };
    let truncation = |session: &Session| session.tools.truncation;
    let slider = el("label", "truncation")
        .child(el("span", "").text(words::truncation()))
        .child(
            el("span", "dial-track")
                .live_style("--from", |_| Some("0".to_owned()))
                .live_style("--to", move |session| {
                    Some((truncation(session) / 1.5).min(1.0).to_string())
                })
                .child(
                    el("input", "")
                        .attr("type", "range")
                        .attr("aria-label", words::truncation())
                        .attr("min", "0")
                        .attr("max", "1.5")
                        .attr("step", "0.05")
                        .live_prop("value", move |session| {
                            Some(truncation(session).to_string())
                        })
                        .on("input", move |event| {
                            if let Ok(value) = event_target_value(&event).parse() {
                                ui.explore(ExploreEvent::Truncate(value));
                            }
                        }),
                ),
        )
        .child(
            el("span", "dial-number")
                .live_text(move |session| numbers::fixed(truncation(session), 2)),
        )
        .live_show(|session| !session.tools.groups.of_images);
    el("div", "example-source")
        .child(
            el("fieldset", "tool-choices")
                .child(el("legend", "visually-hidden").text(words::examples()))
                .child(choice(false, words::samples()))
                .child(choice(true, words::images()).live_show(can_encode)),
        )
        .child(slider)
        .child(
            button(words::new_samples(), move || draw_samples(ui))
                .live_show(|session| !session.tools.groups.of_images),
        )
        .child(
            el("p", "note")
                .live_show(|session| {
                    session.tools.groups.of_images && session.tools.held.page.is_none()
                })
                .text(words::choose_data()),
        )
}

/// Draws samples whenever there are none for the model on screen.
fn keep_drawn(ui: UiContext) {
    Effect::new(move |_| {
        let missing = ui.session.with(|session| {
            let looked_at = session.tools.tool == ExploreTool::Directions
                && session.room == Room::Explore
                || session.room == Room::Compare;
            let noise = session.tools.noise.len();
            looked_at
                && session.models.on_screen.is_some()
                && noise != SAMPLES * session.view.point.len()
        });
        if missing {
            draw_samples(ui);
        }
    });
}

fn saving(ui: UiContext) -> LiveElement {
    let name = el("input", "text")
        .attr("type", "text")
        .attr("aria-label", words::name())
        .attr("placeholder", words::name_placeholder())
        .attr("maxlength", "24")
        .attr("autocomplete", "off");
    let node = name.node.clone();
    let save = move || {
        let input = node.unchecked_ref::<HtmlInputElement>();
        ui.explore(ExploreEvent::SaveVector(input.value()));
    };
    let counted = |session: &Session| {
        let members = &session.tools.groups.members;
        let with = members.values().filter(|has| **has).count();
        words::Counted {
            with: with as f64,
            without: (members.len() - with) as f64,
        }
        .text()
    };
    el("div", "formula-row")
        .child(name)
        .child(button(words::save(), save))
        .child(el("span", "note").attr("role", "status").live_text(counted))
}
