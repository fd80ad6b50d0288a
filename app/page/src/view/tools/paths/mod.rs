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
        .child(controls(ui))
        .child(invitation(ui))
        .child(
            el("div", "strips")
                .child(strip(
                    ui,
                    StripKind::Linear,
                    PathKind::Linear,
                    words::linear(),
                ))
                .child(strip(
                    ui,
                    StripKind::Spherical,
                    PathKind::Spherical,
                    words::spherical(),
                ))
                .child(strip(ui, StripKind::Walk, PathKind::Walk, words::walk())),
        )
        .child(sheet(ui))
}

fn kind(session: &Session) -> PathKind {
    session.tools.path.kind
}

fn controls(ui: UiContext) -> LiveElement {
    let choice = |to: PathKind, name: &str| {
        el("label", "tool-choice")
            .child(
                el("input", "")
                    .attr("type", "radio")
                    .attr("name", "path")
                    .live_prop("checked", move |session| {
                        (kind(session) == to).then(|| "checked".to_owned())
                    })
                    .on("change", move |_| match to {
                        PathKind::Walk => walk(ui),
                        _ => ui.explore(ExploreEvent::SetPath(to)),
                    }),
            )
            .child(el("span", "").text(name))
    };
    let nothing = |session: &Session| !session.has_path();
    let playing = |session: &Session| session.tools.path.playing;
    let play = button_unless(ui, words::play(), nothing, move || {
        let play = ui.now(|session| !playing(session));
        ui.explore(ExploreEvent::PlayPath(play));
    })
    .live_text(move |session| {
        if playing(session) {
            words::stop()
        } else {
            words::play()
        }
        .to_owned()
    })
    .attr("data-main", "");
    let along = |session: &Session| session.tools.path.at.unwrap_or_default();
    let slider = el("input", "")
        .attr("type", "range")
        .attr("aria-label", words::along())
        .attr("min", "0")
        .attr("max", "1")
        .attr("step", "0.005")
        .live_prop("value", move |session| Some(along(session).to_string()))
        .live_flag("disabled", nothing)
        .on("input", move |event| {
            if let Ok(at) = event_target_value(&event).parse() {
                ui.explore(ExploreEvent::PlayPath(false));
                ui.explore(ExploreEvent::SetAlong(at));
            }
        })
        .on("change", move |_| ui.explore(ExploreEvent::Rest));
    let track = el("span", "dial-track path-track")
        .live_style("--from", |_| Some("0".to_owned()))
        .live_style("--to", move |session| Some(along(session).to_string()))
        .child(slider);
    el("div", "path-controls")
        .child(
            el("fieldset", "tool-choices")
                .child(el("legend", "visually-hidden").text(words::path()))
                .child(choice(PathKind::Linear, words::linear()))
                .child(choice(PathKind::Spherical, words::spherical()))
                .child(choice(PathKind::Walk, words::walk())),
        )
        .child(
            switch(
                ui,
                words::loop_path(),
                |session| session.tools.path.closed,
                move |closed| ui.explore(ExploreEvent::Close(closed)),
            )
            .live_show(|session| kind(session) != PathKind::Walk),
        )
        .child(
            button(words::new_walk(), move || walk(ui))
                .live_show(|session| kind(session) == PathKind::Walk),
        )
        .child(track)
        .child(play)
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
        .live_show(|session| !session.has_path() && kind(session) != PathKind::Walk)
        .child(el("p", "").live_text(move |session| missing(session).to_owned()))
        .child(button(words::pin_random(), random))
}

/// An image strip, with each point's distance from the prior's shell.
fn strip(ui: UiContext, slot: StripKind, of: PathKind, name: &str) -> LiveElement {
    let there = move |session: &Session| {
        session.has_path()
            && session.tools.films.contains_key(&slot)
            && (of == PathKind::Walk) == (kind(session) == PathKind::Walk)
    };
    let distance = |at: usize| {
        el("li", "").live_text(move |session| {
            let strip = session.tools.films.get(&slot);
            strip.map_or_else(String::new, |strip| {
                let away = latent::shell_distance(strip.point(at));
                let sign = if away > 0.0 { "+" } else { "" };
                format!("{sign}{}", numbers::coordinate(away))
            })
        })
    };
    el("figure", "strip")
        .live_show(there)
        .live_flag("data-chosen", move |session| film_of(kind(session)) == slot)
        .child(
            el("figcaption", "")
                .child(el("h3", "").text(name))
                .child(el("span", "").text(words::shell())),
        )
        .child(el("div", "film").child(image_strip(ui, slot, name, FRAMES)))
        .child(
            el("ol", "shell")
                .attr("aria-label", &words::ShellOf { strip: name }.text())
                .children((0..FRAMES).map(distance)),
        )
}

/// What lies between four pins.
fn sheet(ui: UiContext) -> LiveElement {
    el("figure", "strip sheet-between")
        .live_show(|session| {
            session.tools.films.contains_key(&StripKind::Corners)
                && session.tools.pinned().count() == 4
        })
        .child(
            el("figcaption", "")
                .child(el("h3", "").text(words::between_pins()))
                .child(el("span", "").text(words::between_pins_places())),
        )
        .child(el("div", "film").child(image_strip(
            ui,
            StripKind::Corners,
            words::between_pins_picture(),
            CORNERS,
        )))
        .child(button(words::save(), move || {
            ui.explore(ExploreEvent::Take(session::ExploreExport::Strip(
                StripKind::Corners,
            )));
        }))
}
