//! Ways between pins: straight and along the sphere, side by side; sheets; walks.

mod playback;

use leptos::prelude::event_target_value;

use super::image_strip::image_strip;
use crate::host::prior_sample;
use crate::numbers;
use crate::view::components::UiContext;
use crate::view::components::controls::{button, button_unless, switch};
use crate::view::components::live_element::{LiveElement, el};
use crate::words::paths as words;
use session::{
    CORNERS, ExploreEvent, FRAMES, LONGEST_WALK, PathKind, Session, SessionEvent, StripKind,
    film_of,
};

/// The tool.
pub(super) fn paths(ui: UiContext) -> LiveElement {
    playback::play(ui);
    el("div", "paths")
        .with(controls(ui))
        .with(invitation(ui))
        .with(
            el("div", "strips")
                .with(strip(
                    ui,
                    StripKind::Linear,
                    PathKind::Linear,
                    words::linear(),
                ))
                .with(strip(
                    ui,
                    StripKind::Spherical,
                    PathKind::Spherical,
                    words::spherical(),
                ))
                .with(strip(ui, StripKind::Walk, PathKind::Walk, words::walk())),
        )
        .with(sheet(ui))
}

fn kind(session: &Session) -> PathKind {
    session.tools.path.kind
}

fn controls(ui: UiContext) -> LiveElement {
    let choice = |to: PathKind, name: &str| {
        el("label", "tool-choice")
            .with(
                el("input", "")
                    .set("type", "radio")
                    .set("name", "path")
                    .property("checked", move |session| {
                        (kind(session) == to).then(|| "checked".to_owned())
                    })
                    .on("change", move |_| match to {
                        PathKind::Walk => walk(ui),
                        _ => ui.explore(ExploreEvent::SetPath(to)),
                    }),
            )
            .with(el("span", "").say(name))
    };
    let nothing = |session: &Session| !session.has_path();
    let playing = |session: &Session| session.tools.path.playing;
    let play = button_unless(ui, words::play(), nothing, move || {
        let play = ui.now(|session| !playing(session));
        ui.explore(ExploreEvent::PlayPath(play));
    })
    .text(move |session| {
        if playing(session) {
            words::stop()
        } else {
            words::play()
        }
        .to_owned()
    })
    .set("data-main", "");
    let along = |session: &Session| session.tools.path.at.unwrap_or_default();
    let slider = el("input", "")
        .set("type", "range")
        .set("aria-label", words::along())
        .set("min", "0")
        .set("max", "1")
        .set("step", "0.005")
        .property("value", move |session| Some(along(session).to_string()))
        .flag("disabled", nothing)
        .on("input", move |event| {
            if let Ok(at) = event_target_value(&event).parse() {
                ui.explore(ExploreEvent::PlayPath(false));
                ui.explore(ExploreEvent::SetAlong(at));
            }
        })
        .on("change", move |_| ui.explore(ExploreEvent::Rest));
    let track = el("span", "dial-track path-track")
        .style("--from", |_| Some("0".to_owned()))
        .style("--to", move |session| Some(along(session).to_string()))
        .with(slider);
    el("div", "path-controls")
        .with(
            el("fieldset", "tool-choices")
                .with(el("legend", "visually-hidden").say(words::path()))
                .with(choice(PathKind::Linear, words::linear()))
                .with(choice(PathKind::Spherical, words::spherical()))
                .with(choice(PathKind::Walk, words::walk())),
        )
        .with(
            switch(
                ui,
                words::loop_path(),
                |session| session.tools.path.closed,
                move |closed| ui.explore(ExploreEvent::Close(closed)),
            )
            .shown_if(|session| kind(session) != PathKind::Walk),
        )
        .with(
            button(words::new_walk(), move || walk(ui))
                .shown_if(|session| kind(session) == PathKind::Walk),
        )
        .with(track)
        .with(play)
}

/// A random walk from here, by the browser's random numbers.
fn walk(ui: UiContext) {
    let latent = ui.now(|session| session.view.point.len());
    // Drawing a direction takes a few numbers for each coordinate.
    let uniforms = (0..8 * latent * LONGEST_WALK).map(|_| js_sys::Math::random());
    ui.explore(ExploreEvent::Walk(uniforms.collect()));
}

/// What to do before there is a path.
fn invitation(ui: UiContext) -> LiveElement {
    let missing = |session: &Session| match session.tools.pinned().count() {
        0 => words::pin_two(),
        _ => words::pin_another(),
    };
    let random = move || {
        let latent = ui.now(|session| session.view.point.len());
        for pin in 0..2 {
            ui.dispatch
                .send(SessionEvent::SetPoint(prior_sample(latent)));
            ui.explore(ExploreEvent::Pin(pin));
        }
    };
    el("div", "invitation")
        .shown_if(|session| !session.has_path() && kind(session) != PathKind::Walk)
        .with(el("p", "").text(move |session| missing(session).to_owned()))
        .with(button(words::pin_random(), random))
}

/// An image strip, with each point's distance from the prior's shell.
fn strip(ui: UiContext, slot: StripKind, of: PathKind, name: &str) -> LiveElement {
    let there = move |session: &Session| {
        session.has_path()
            && session.tools.films.contains_key(&slot)
            && (of == PathKind::Walk) == (kind(session) == PathKind::Walk)
    };
    let distance = |at: usize| {
        el("li", "").text(move |session| {
            let strip = session.tools.films.get(&slot);
            strip.map_or_else(String::new, |strip| {
                let away = latent::shell_distance(strip.point(at));
                let sign = if away > 0.0 { "+" } else { "" };
                format!("{sign}{}", numbers::coordinate(away))
            })
        })
    };
    el("figure", "strip")
        .shown_if(there)
        .flag("data-chosen", move |session| film_of(kind(session)) == slot)
        .with(
            el("figcaption", "")
                .with(el("h3", "").say(name))
                .with(el("span", "").say(words::shell())),
        )
        .with(el("div", "film").with(image_strip(ui, slot, name, FRAMES)))
        .with(
            el("ol", "shell")
                .set("aria-label", &words::ShellOf { strip: name }.text())
                .with_all((0..FRAMES).map(distance)),
        )
}

/// What lies between four pins.
fn sheet(ui: UiContext) -> LiveElement {
    el("figure", "strip sheet-between")
        .shown_if(|session| {
            session.tools.films.contains_key(&StripKind::Corners)
                && session.tools.pinned().count() == 4
        })
        .with(
            el("figcaption", "")
                .with(el("h3", "").say(words::between_pins()))
                .with(el("span", "").say(words::between_pins_places())),
        )
        .with(el("div", "film").with(image_strip(
            ui,
            StripKind::Corners,
            words::between_pins_picture(),
            CORNERS,
        )))
        .with(button(words::save(), move || {
            ui.explore(ExploreEvent::Take(session::ExploreExport::Strip(
                StripKind::Corners,
            )));
        }))
}
