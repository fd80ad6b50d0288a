//! Examples with and without something, from which an attribute's direction is made.

use leptos::prelude::{Effect, With, event_target_value};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::view::components::UiContext;
use crate::view::components::controls::button;
use crate::view::components::live_element::{LiveElement, el};
use crate::view::tools::image_strip::strip_image;
use crate::view::tools::samples::{draw_samples, reference_image};
use crate::words::directions as words;
use session::{ExploreEvent, PAGE, Room, SAMPLES, Session, StripKind, Tool};

/// The examples, and what is made of them.
pub(super) fn examples(ui: UiContext) -> LiveElement {
    keep_drawn(ui);
    let of_images = |session: &Session| session.tools.groups.of_images;
    el("section", "examples")
        .with(el("h3", "").say(words::make()))
        .with(el("p", "note").say(words::make_note()))
        .with(source(ui))
        .with(
            el("div", "example-grid")
                .shown_if(move |session| !of_images(session))
                .with_all(
                    (0..SAMPLES).map(move |at| example(ui, at, sample(at), move |_| Some(at))),
                ),
        )
        .with(
            el("div", "example-grid")
                .shown_if(move |session| of_images(session) && session.tools.held.page.is_some())
                .with_all((0..PAGE).map(move |at| {
                    let number = move |session: &Session| {
                        let page = session.tools.held.page.as_ref()?;
                        (at < page.pictures.len()).then_some(page.first + at)
                    };
                    example(ui, at, reference_image(at), number)
                        .shown_if(move |session| number(session).is_some())
                })),
        )
        .with(saving(ui))
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
        .set("type", "button")
        .attribute("aria-label", move |session| {
            let (number, group) = ((at + 1) as f64, word(session));
            Some(words::ExampleNumber { number, group }.text())
        })
        .attribute("data-group", move |session| {
            group(session).map(|has| if has { "+" } else { "\u{2212}" }.to_owned())
        })
        .with(picture.set("aria-hidden", "true"))
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
            .with(
                el("input", "")
                    .set("type", "radio")
                    .set("name", "examples")
                    .property("checked", move |session| {
                        (session.tools.groups.of_images == of_images).then(|| "checked".to_owned())
                    })
                    .on("change", move |_| {
                        ui.explore(ExploreEvent::GroupImages(of_images));
                    }),
            )
            .with(el("span", "").say(name))
    };
    let can_encode = |session: &Session| {
        let model = session.models.on_screen.as_ref();
        model.is_some_and(|model| model.card.encoder)
    };
    let truncation = |session: &Session| session.tools.truncation;
    let slider = el("label", "truncation")
        .with(el("span", "").say(words::truncation()))
        .with(
            el("span", "dial-track")
                .style("--from", |_| Some("0".to_owned()))
                .style("--to", move |session| {
                    Some((truncation(session) / 1.5).min(1.0).to_string())
                })
                .with(
                    el("input", "")
                        .set("type", "range")
                        .set("aria-label", words::truncation())
                        .set("min", "0")
                        .set("max", "1.5")
                        .set("step", "0.05")
                        .property("value", move |session| {
                            Some(truncation(session).to_string())
                        })
                        .on("input", move |event| {
                            if let Ok(value) = event_target_value(&event).parse() {
                                ui.explore(ExploreEvent::Truncate(value));
                            }
                        }),
                ),
        )
        .with(el("span", "dial-number").text(move |session| format!("{:.2}", truncation(session))))
        .shown_if(|session| !session.tools.groups.of_images);
    el("div", "example-source")
        .with(
            el("fieldset", "tool-choices")
                .with(el("legend", "visually-hidden").say(words::examples()))
                .with(choice(false, words::samples()))
                .with(choice(true, words::images()).shown_if(can_encode)),
        )
        .with(slider)
        .with(
            button(words::new_samples(), move || draw_samples(ui))
                .shown_if(|session| !session.tools.groups.of_images),
        )
        .with(
            el("p", "note")
                .shown_if(|session| {
                    session.tools.groups.of_images && session.tools.held.page.is_none()
                })
                .say(words::choose_data()),
        )
}

/// Draws samples whenever there are none for the model on screen.
fn keep_drawn(ui: UiContext) {
    Effect::new(move |_| {
        let missing = ui.session.with(|session| {
            let looked_at = session.tools.tool == Tool::Directions && session.room == Room::Explore
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
        .set("type", "text")
        .set("aria-label", words::name())
        .set("placeholder", words::name_placeholder())
        .set("maxlength", "24")
        .set("autocomplete", "off");
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
        .with(name)
        .with(button(words::save(), save))
        .with(el("span", "note").set("role", "status").text(counted))
}
