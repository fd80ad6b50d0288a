//! Directions: principal ones, measured ones, saved ones; arithmetic; a table of traversals.

mod examples;

use leptos::prelude::event_target_value;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::image_strip::image_strip;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::button;
use crate::view::components::live_element::{LiveElement, el};
use crate::words::directions as words;
use session::{ExploreEvent, NamedDirection, ROWS, Session, StripKind, TRAVERSED};

/// How far the sliders go to either side.
const REACH: &str = "3";
/// Principal directions that have sliders.
const SHOWN: usize = 6;

/// The tool.
pub(super) fn directions(ui: UiContext) -> LiveElement {
    el("div", "directions")
        .child(
            el("div", "directions-side")
                .child(principal(ui))
                .child(named(ui))
                .child(formula(ui)),
        )
        .child(traversals(ui))
        .child(examples::examples(ui))
}

/// A slider along a direction.
fn dial(
    name: &str,
    value: impl Fn(&Session) -> f32 + Clone + 'static,
    set: impl Fn(f32) + 'static,
    rest: impl Fn() + 'static,
) -> LiveElement {
    let shown = value.clone();
    let along = move |value: f32| ((value + 3.0) / 6.0).clamp(0.0, 1.0);
    let (from, to) = (value.clone(), value.clone());
    let input = el("input", "")
        .attr("type", "range")
        .attr("aria-label", name)
        .attr("min", &format!("-{REACH}"))
        .attr("max", REACH)
        .attr("step", "0.01")
        .live_prop("value", move |session| Some(numbers::plain(value(session))))
        .on("input", move |event| {
            if let Ok(value) = event_target_value(&event).parse() {
                set(value);
            }
        })
        .on("change", move |_| rest());
    el("div", "dial direction")
        .child(el("span", "dial-name").text(name))
        .child(
            el("span", "dial-track")
                .live_style("--from", move |session| {
                    Some(along(from(session)).min(0.5).to_string())
                })
                .live_style("--to", move |session| {
                    Some(along(to(session)).max(0.5).to_string())
                })
                .child(input),
        )
        .child(
            el("span", "dial-number").live_text(move |session| numbers::coordinate(shown(session))),
        )
}

fn principal(ui: UiContext) -> LiveElement {
    let count = |session: &Session| {
        let found = session.tools.principal.as_ref();
        found.map_or(0, |found| found.directions.len())
    };
    let row = move |at: usize| {
        let value = move |session: &Session| {
            let found = session.tools.principal.as_ref();
            let direction = found.and_then(|found| found.directions.get(at));
            direction.map_or(0.0, |direction| session.along_vector(direction))
        };
        dial(
            &format!("pc{}", at + 1),
            value,
            move |value| ui.explore(ExploreEvent::SetPrincipal(at, value)),
            move || ui.explore(ExploreEvent::Rest),
        )
        .child(el("span", "share").live_text(move |session| {
            let found = session.tools.principal.as_ref();
            let share = found.and_then(|found| found.shares.get(at));
            share.map_or_else(String::new, |share| {
                let percent = f64::from(100.0 * share);
                words::Share { percent }.text()
            })
        }))
        .live_show(move |session| at < count(session))
    };
    let of = |session: &Session| match &session.tools.principal {
        Some(found) if found.of_images => words::principal_of_images(),
        Some(_) => words::principal_of_generator(),
        None => words::principal_unknown(),
    };
    el("section", "")
        .child(el("h3", "").text(words::principal()))
        .child(el("p", "note").live_text(move |session| of(session).to_owned()))
        .children((0..SHOWN).map(row))
}

fn find(session: &Session, name: &str) -> Option<NamedDirection> {
    session.directions().into_iter().find(|it| it.name == name)
}

fn named(ui: UiContext) -> LiveElement {
    let keys = |session: &Session| {
        let all = session.directions().into_iter();
        all.map(|vector| vector.name).collect::<Vec<_>>()
    };
    let row = move |name: &str| {
        let (of, to, away, saved) = (
            name.to_owned(),
            name.to_owned(),
            name.to_owned(),
            name.to_owned(),
        );
        let value = move |session: &Session| {
            find(session, &of).map_or(0.0, |vector| session.along_vector(&vector.z))
        };
        dial(
            name,
            value,
            move |value| ui.explore(ExploreEvent::SetVector(to.clone(), value)),
            move || ui.explore(ExploreEvent::Rest),
        )
        .child(
            button("\u{d7}", move || {
                ui.explore(ExploreEvent::RemoveVector(away.clone()));
            })
            .attr("aria-label", &words::Remove { name }.text())
            .live_show(move |session| {
                let mut vectors = session.tools.vectors.iter();
                vectors.any(|vector| vector.name == saved)
            }),
        )
    };
    el("section", "")
        .live_show(move |session| !keys(session).is_empty() || session.models.points.is_some())
        .child(el("h3", "").text(words::attributes()))
        .child(el("p", "note").text(words::attributes_note()))
        .child(el("div", "").live_list(keys, row))
        .child(between_digits(ui))
}

/// From one digit to another, where the encoded images say which is which.
fn between_digits(ui: UiContext) -> LiveElement {
    let picker = |name: &'static str, first: &'static str| {
        let options = (0..10).map(|digit| {
            let digit = digit.to_string();
            let option = el("option", "").attr("value", &digit).text(&digit);
            if digit == first {
                option.attr("selected", "")
            } else {
                option
            }
        });
        el("select", "").attr("aria-label", name).children(options)
    };
    let (from, to) = (
        picker(words::from_digit(), "1"),
        picker(words::to_digit(), "7"),
    );
    let nodes = (from.node.clone(), to.node.clone());
    let picked = |node: &web_sys::Element| {
        let select: &web_sys::HtmlSelectElement = node.unchecked_ref();
        select.value().parse::<u8>().unwrap_or_default()
    };
    el("div", "formula-row")
        .live_show(|session| session.models.points.is_some())
        .child(el("span", "").text(words::from()))
        .child(from)
        .child(el("span", "").text(words::to()))
        .child(to)
        .child(button(words::add(), move || {
            ui.explore(ExploreEvent::SaveDigits(picked(&nodes.0), picked(&nodes.1)));
        }))
}

fn formula(ui: UiContext) -> LiveElement {
    let input = el("input", "text")
        .attr("type", "text")
        .attr("id", "formula")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "formula-outcome")
        .live_attr("placeholder", |session| {
            Some(
                match (
                    &session.models.points,
                    session.tools.pins.iter().flatten().count(),
                ) {
                    (Some(points), _) if !points.directions.is_empty() => {
                        words::example_with_attributes()
                    }
                    (Some(_), _) => words::example_with_digits(),
                    (None, 0 | 1) => words::example_without_pins(),
                    (None, _) => words::example_with_pins(),
                }
                .to_owned(),
            )
        })
        .live_flag("aria-invalid", |session| {
            matches!(session.tools.formula.outcome, Some(Err(_)))
        });
    let node = input.node.clone();
    let go = move || {
        let text = node.unchecked_ref::<HtmlInputElement>().value();
        ui.explore(ExploreEvent::Evaluate(text));
    };
    let enter = go.clone();
    let input = input.on("keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Enter" {
            enter();
        }
    });
    let outcome = |session: &Session| match &session.tools.formula.outcome {
        Some(Ok(read)) => words::PointIs { read }.text(),
        Some(Err(error)) => error.clone(),
        None => words::names().to_owned(),
    };
    el("section", "formula")
        .child(
            el("h3", "").child(
                el("label", "")
                    .attr("for", "formula")
                    .text(words::arithmetic()),
            ),
        )
        .child(
            el("div", "formula-row")
                .child(input)
                .child(button(words::go(), go)),
        )
        .child(
            el("p", "note")
                .attr("id", "formula-outcome")
                .attr("role", "status")
                .live_text(outcome),
        )
}

/// For each dimension what moving along it changes, with what it carries.
fn traversals(ui: UiContext) -> LiveElement {
    let label = |at: usize| {
        el("li", "")
            .live_show(move |session| at < session.traversed().len())
            .live_attr("data-inactive", move |session| {
                let dimension = session.traversed().get(at).copied()?;
                let kl = session.kl().get(dimension)?;
                (*kl < latent::ACTIVE_NATS).then(String::new)
            })
            .live_text(move |session| {
                let Some(dimension) = session.traversed().get(at).copied() else {
                    return String::new();
                };
                let name = numbers::axis_name(dimension);
                match session.kl().get(dimension) {
                    Some(kl) if *kl < latent::ACTIVE_NATS => words::Inactive { axis: &name }.text(),
                    Some(kl) => words::Nats {
                        axis: &name,
                        kl: f64::from(*kl),
                    }
                    .text(),
                    None => name,
                }
            })
    };
    let more = |session: &Session| session.view.point.len() > ROWS;
    el("section", "traversals")
        .child(el("h3", "").text(words::traversals()))
        .child(el("p", "note").live_text(|session| {
            if session.kl().is_empty() {
                words::traversals_note()
            } else {
                words::traversals_note_ordered()
            }
            .to_owned()
        }))
        .child(
            el("div", "table")
                .child(
                    // Labels are as many as there can be rows, so that a row's height is one share.
                    el("ol", "").live_list(
                        |session| {
                            (0..session.traversed().len())
                                .map(|at| at.to_string())
                                .collect()
                        },
                        move |at| label(at.parse().unwrap_or_default()),
                    ),
                )
                .child(el("div", "film").child(image_strip(
                    ui,
                    StripKind::Traversals,
                    words::traversals_picture(),
                    TRAVERSED,
                ))),
        )
        .child(
            button("", move || {
                let all = ui.now(|session| !session.tools.all_rows);
                ui.explore(ExploreEvent::AllRows(all));
            })
            .live_text(|session| {
                if session.tools.all_rows {
                    words::ShowFirst { count: ROWS as f64 }.text()
                } else {
                    let count = session.view.point.len() as f64;
                    words::ShowAll { count }.text()
                }
            })
            .live_show(more),
        )
}
