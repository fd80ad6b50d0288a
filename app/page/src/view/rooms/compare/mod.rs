//! The Compare room: two models, or one at two moments of its training, side by side at the same
//! point and the same input.

use leptos::html;
use leptos::prelude::*;

use crate::host::random_point;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless};
use crate::view::components::live_element::{LiveBindings, LiveElement, el, update};
use crate::view::theme::ThemeContext;
use crate::view::tools::image_strip::{image_strip, pixel_canvas, strip_image};
use protocol::CardFacts;
use session::drawing;
use session::{
    ExploreEvent, ImagePixels, LIVE_MODEL, Room, SAMPLES, Session, SessionEvent, StripKind,
};

/// The room.
#[component]
pub(super) fn Compare() -> impl IntoView {
    let theme: ThemeContext = expect_context();
    let ui = UiContext::new(Room::Compare);
    let root = NodeRef::<html::Div>::new();
    let bindings = LiveBindings::default();
    let built = bindings.clone();
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        for part in [
            controls(ui),
            side(ui, CompareSide::Left),
            difference(),
            side(ui, CompareSide::Right),
        ] {
            // The root is an element, which takes any other.
            let _ = root.append_child(&part.node);
            built.borrow_mut().extend(part.bindings);
        }
        ui.refresh();
    });
    Effect::new(move |_| {
        let _ = (ui.look.get(), theme.dark.get());
        ui.session.with(|session| {
            if session.room == Room::Compare {
                update(&bindings, session, false);
            }
        });
    });
    view! { <div class="compare" node_ref=root></div> }
}

/// The model on screen, and the one that it is compared with.
#[derive(Clone, Copy, PartialEq)]
enum CompareSide {
    Left,
    Right,
}

fn card(session: &Session, side: CompareSide) -> Option<CardFacts> {
    match side {
        CompareSide::Left => session
            .models
            .on_screen
            .as_ref()
            .map(|model| model.card.clone()),
        CompareSide::Right => session.other_card(),
    }
}

/// Whether both models have the same latent space, as far as its dimensions say.
fn alike(session: &Session) -> bool {
    let latent = |side| card(session, side).map(|card| card.latent);
    latent(CompareSide::Right).is_some() && latent(CompareSide::Left) == latent(CompareSide::Right)
}

fn controls(ui: UiContext) -> LiveElement {
    let live = |session: &Session| {
        let mut models = session.models.list.iter();
        models.any(|model| model.id == LIVE_MODEL)
    };
    let text = |session: &Session| match (&session.tools.other, card(session, CompareSide::Right)) {
        (None, _) => {
            "Choose the model on the right: another one, or the same at another moment of \
                      its training."
                .to_owned()
        }
        (Some(_), None) => "Loading the model\u{2026}".to_owned(),
        (Some(_), Some(_)) if alike(session) => {
            "The same latent points, decoded by both. A click on a sample goes there.".to_owned()
        }
        (Some(_), Some(right)) => format!(
            "The latent spaces have {} and {} dimensions: points of the one mean nothing in the \
             other. The same picture can still be given to both: draw or open one under Explore, \
             Encode.",
            session.view.point.len(),
            right.latent
        ),
    };
    let randomize = button("Randomize", move || {
        ui.dispatch
            .send(SessionEvent::SetPoint(random_point(ui.session)));
    });
    el("div", "compare-controls")
        .child(el("p", "note").attr("role", "status").live_text(text))
        .child(
            el("div", "formula-row")
                .child(randomize)
                .child(button("New samples", move || {
                    crate::view::tools::draw_samples(ui)
                }))
                .child(
                    button_unless(
                        ui,
                        "Keep this snapshot",
                        move |session| !live(session),
                        move || ui.explore(ExploreEvent::KeepLive),
                    )
                    .attr(
                        "title",
                        "Keep the model in training as it is now, to compare it later",
                    )
                    .live_show(live),
                ),
        )
}

fn side(ui: UiContext, side: CompareSide) -> LiveElement {
    let name = match side {
        CompareSide::Left => "Left model",
        CompareSide::Right => "Right model",
    };
    let chosen = move |session: &Session| match side {
        CompareSide::Left => session.models.chosen.clone(),
        CompareSide::Right => session.tools.other.clone().unwrap_or_default(),
    };
    let keys = |session: &Session| {
        let models = session.models.list.iter();
        models.map(|model| model.id.clone()).collect::<Vec<_>>()
    };
    let option = |id: &str| {
        let of = id.to_owned();
        el("option", "")
            .attr("value", id)
            .live_text(move |session| {
                let mut models = session.models.list.iter();
                let found = models.find(|model| model.id == of);
                found.map_or_else(String::new, |model| model.title.clone())
            })
    };
    let mut picker = el("select", "").attr("aria-label", name);
    if side == CompareSide::Right {
        picker = picker.child(
            el("option", "")
                .attr("value", "")
                .text("Choose a model\u{2026}"),
        );
    }
    let picker = picker
        .live_list(keys, option)
        .live_prop("value", move |session| Some(chosen(session)))
        .on("change", move |event| {
            let id = event_target_value(&event);
            match side {
                CompareSide::Left => ui.dispatch.send(SessionEvent::ChooseModel(id)),
                CompareSide::Right => ui.explore(ExploreEvent::CompareWith(id)),
            }
        });
    let (samples, decoded) = match side {
        CompareSide::Left => (StripKind::Ours, None),
        CompareSide::Right => (StripKind::Theirs, Some(StripKind::Other)),
    };
    let label = match side {
        CompareSide::Left => "Left picture",
        CompareSide::Right => "Right picture",
    };
    let shown = match decoded {
        None => pixel_canvas(
            label,
            |session| {
                session
                    .view
                    .picture
                    .as_ref()
                    .map(|it| it.pixels.bytes.as_ptr())
            },
            |session| session.view.picture.as_ref().map(|it| it.pixels.clone()),
        ),
        Some(slot) => strip_image(
            label,
            move |session| {
                session
                    .tools
                    .films
                    .get(&slot)
                    .filter(|_| alike(session))
                    .cloned()
            },
            |_| Some(0),
        ),
    };
    let figure = move |session: &Session| {
        let card = card(session, side)?;
        let first = card.metrics.first()?;
        Some(format!("{}: {}", first.0, first.1))
    };
    el("section", "compare-side")
        .attr("aria-label", name)
        .child(picker)
        .child(el("p", "note").live_text(move |session| {
            let card = card(session, side);
            let facts = card.as_ref().map(|card| {
                format!(
                    "{} dimensions, {} parameters. ",
                    card.latent,
                    numbers::grouped(card.parameters)
                )
            });
            facts.unwrap_or_default() + &figure(session).unwrap_or_default()
        }))
        .child(el("div", "picture-frame").child(shown))
        .child(reconstruction(side))
        .child(el("h3", "").text("Samples"))
        .child(el("div", "film").child(image_strip(
            ui,
            samples,
            match side {
                CompareSide::Left => "Left samples",
                CompareSide::Right => "Right samples",
            },
            SAMPLES / 4,
        )))
}

/// What this side makes of the picture that was brought.
fn reconstruction(side: CompareSide) -> LiveElement {
    let slot = match side {
        CompareSide::Left => StripKind::Reconstruction,
        CompareSide::Right => StripKind::TheirReconstruction,
    };
    let strip = move |session: &Session| {
        session.tools.input.as_ref()?;
        session.tools.films.get(&slot).cloned()
    };
    let error = move |session: &Session| {
        let strip = strip(session)?;
        let input = session.tools.input.as_ref()?;
        let prepared = input.prepared.as_ref().ok()?;
        let made = strip.pictures.first()?;
        (made.bytes.len() == prepared.bytes.len()).then(|| drawing::difference(prepared, made))
    };
    el("figure", "step")
        .live_show(|session| session.tools.input.is_some())
        .child(el("figcaption", "").child(el("h3", "").text("The same input, reconstructed")))
        .child(
            el("div", "picture-frame")
                .child(strip_image(
                    match side {
                        CompareSide::Left => "Left reconstruction",
                        CompareSide::Right => "Right reconstruction",
                    },
                    strip,
                    |_| Some(0),
                ))
                .live_flag("data-empty", move |session| strip(session).is_none()),
        )
        .child(
            el("p", "note").live_text(move |session| match error(session) {
                Some(error) => format!("root mean square error {error:.3}"),
                None => "This model has no encoder, or takes pictures of another size.".to_owned(),
            }),
        )
}

/// How far the two pictures are apart, pixel by pixel.
fn difference() -> LiveElement {
    let both = |session: &Session| -> Option<(ImagePixels, ImagePixels)> {
        let ours = session.view.picture.as_ref()?.pixels.clone();
        let strip = session.tools.films.get(&StripKind::Other)?;
        let theirs = strip.pictures.first()?.clone();
        let same = ours.bytes.len() == theirs.bytes.len() && ours.width == theirs.width;
        (same && alike(session)).then_some((ours, theirs))
    };
    let key = move |session: &Session| {
        both(session).map(|(ours, theirs)| (ours.bytes.as_ptr(), theirs.bytes.as_ptr()))
    };
    let apart = move |session: &Session| {
        let (ours, theirs) = both(session)?;
        let pairs = ours.bytes.iter().zip(theirs.bytes.iter());
        Some(ImagePixels {
            bytes: pairs.map(|(a, b)| a.abs_diff(*b)).collect(),
            ..ours
        })
    };
    el("section", "compare-middle")
        .attr("aria-label", "Difference")
        .live_show(move |session| both(session).is_some())
        .child(el("h3", "").text("Difference"))
        .child(el("div", "picture-frame").child(pixel_canvas("Difference", key, apart)))
        .child(el("p", "note").live_text(move |session| {
            both(session).map_or_else(String::new, |(ours, theirs)| {
                format!(
                    "root mean square {:.3}",
                    drawing::difference(&ours, &theirs)
                )
            })
        }))
}
