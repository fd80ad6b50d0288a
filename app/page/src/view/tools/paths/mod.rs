//! Ways between pins: straight and along the sphere, side by side; sheets; walks.

mod playback;

use leptos::prelude::*;

use super::choice::tool_choice;
use crate::host::prior_sample;
use crate::numbers;
use crate::view::components::{UiContext, button, button_while, image_strip, switch};
use crate::words::paths as words;
use session::{
    CORNERS, ExploreEvent, ExploreExport, FRAMES, LONGEST_WALK, PathKind, Session, SessionEvent,
    StripKind, strip_of,
};

/// The tool.
pub(super) fn paths(ui: UiContext) -> AnyView {
    playback::play(ui);
    view! {
        <div class="paths">
            {controls(ui)} {invitation(ui)}
            <div class="strips">
                {strip(ui, PathKind::Linear, words::linear())}
                {strip(ui, PathKind::Spherical, words::spherical())}
                {strip(ui, PathKind::Walk, words::walk())}
            </div>
            {sheet(ui)}
        </div>
    }
    .into_any()
}

fn kind(session: &Session) -> PathKind {
    session.tools.path.kind
}

fn controls(ui: UiContext) -> AnyView {
    let new_walk = button_while(
        ui,
        words::new_walk(),
        |session| kind(session) == PathKind::Walk,
        move || walk(ui),
    );
    let closed = switch(
        ui,
        words::loop_path(),
        |session| kind(session) == PathKind::Walk,
        |session| session.tools.path.closed,
        move |closed| ui.explore(ExploreEvent::Close(closed)),
    );
    view! {
        <div class="path-controls">
            <fieldset class="tool-choices">
                <legend class="visually-hidden">{words::path()}</legend>
                {choice(ui, PathKind::Linear, words::linear())}
                {choice(ui, PathKind::Spherical, words::spherical())}
                {choice(ui, PathKind::Walk, words::walk())}
            </fieldset>
            {closed}
            {new_walk}
            {along(ui)}
            {play(ui)}
        </div>
    }
    .into_any()
}

fn choice(ui: UiContext, to: PathKind, name: &'static str) -> AnyView {
    let choose = move || match to {
        PathKind::Walk => walk(ui),
        _ => ui.explore(ExploreEvent::SetPath(to)),
    };
    let chosen = move |session: &Session| kind(session) == to;
    tool_choice(ui, "path", name, |_| true, chosen, choose)
}

fn has_no_path(session: &Session) -> bool {
    !session.has_path()
}

/// Where on the path the point is.
fn along(ui: UiContext) -> AnyView {
    let along = |session: &Session| session.tools.path.at.unwrap_or_default().to_string();
    let value_text = ui.text(|session| {
        let percent = f64::from(100.0 * session.tools.path.at.unwrap_or_default());
        words::AlongValue { percent }.text()
    });
    let on_input = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            ui.explore(ExploreEvent::PlayPath(false));
            ui.explore(ExploreEvent::SetAlong(at));
        }
    };
    view! {
        <span class="dial-track path-track" style=("--from", "0") style=("--to", ui.text(along))>
            <input
                type="range"
                aria-label=words::along()
                min="0"
                max="1"
                step="0.005"
                prop:value=ui.text_property(along)
                aria-valuetext=value_text
                disabled=ui.flag(has_no_path)
                on:input=on_input
                on:change=move |_| ui.explore(ExploreEvent::Rest)
            />
        </span>
    }
    .into_any()
}

/// Starts and stops moving along the path.
fn play(ui: UiContext) -> AnyView {
    let playing = |session: &Session| session.tools.path.playing;
    let name = move |session: &Session| {
        if playing(session) {
            words::stop()
        } else {
            words::play()
        }
        .to_owned()
    };
    let play = ui.click_unless(has_no_path, move || {
        let play = ui.now(|session| !playing(session));
        ui.explore(ExploreEvent::PlayPath(play));
    });
    view! {
        <button
            type="button"
            class="button"
            aria-disabled=ui.disabled_while(has_no_path)
            data-main=""
            on:click=play
        >
            {ui.text(name)}
        </button>
    }
    .into_any()
}

/// A random walk from here, by the browser's random numbers.
fn walk(ui: UiContext) {
    let latent = ui.now(|session| session.view.point.len());
    // Drawing a direction takes a few numbers for each coordinate.
    let uniforms = (0..8 * latent * LONGEST_WALK).map(|_| js_sys::Math::random());
    ui.explore(ExploreEvent::Walk(uniforms.collect()));
}

/// What to do before there is a path.
fn invitation(ui: UiContext) -> AnyView {
    let missing = |session: &Session| {
        match session.tools.pinned().count() {
            0 => words::pin_two(),
            _ => words::pin_another(),
        }
        .to_owned()
    };
    let random = move || {
        let latent = ui.now(|session| session.view.point.len());
        for pin in 0..2 {
            ui.dispatch
                .send(SessionEvent::SetPoint(prior_sample(latent)));
            ui.explore(ExploreEvent::Pin(pin));
        }
    };
    let needed = |session: &Session| has_no_path(session) && kind(session) != PathKind::Walk;
    view! {
        <div class="invitation" hidden=ui.hidden_unless(needed)>
            <p>{ui.text(missing)}</p>
            {button(words::pin_random(), random)}
        </div>
    }
    .into_any()
}

/// An image strip, with each point's distance from the prior's shell.
fn strip(ui: UiContext, of: PathKind, name: &'static str) -> AnyView {
    let slot = strip_of(of);
    let there = move |session: &Session| {
        session.has_path()
            && session.tools.strips.contains_key(&slot)
            && (of == PathKind::Walk) == (kind(session) == PathKind::Walk)
    };
    let distance = |at: usize| {
        let away = move |session: &Session| {
            let strip = session.tools.strips.get(&slot);
            strip.map_or_else(String::new, |strip| {
                let away = latent::shell_distance(strip.point(at));
                let sign = if away > 0.0 { "+" } else { "" };
                format!("{sign}{}", numbers::coordinate(away))
            })
        };
        view! { <li>{ui.text(away)}</li> }.into_any()
    };
    let distances: Vec<AnyView> = (0..FRAMES).map(distance).collect();
    view! {
        <figure
            class="strip"
            hidden=ui.hidden_unless(there)
            data-chosen=ui.flag(move |session| kind(session) == of)
        >
            <figcaption>
                <h3>{name}</h3>
                <span>{words::shell()}</span>
            </figcaption>
            <div class="film">{image_strip(ui, slot, name, FRAMES)}</div>
            <ol class="shell" aria-label=words::ShellOf { strip: name }.text()>
                {distances}
            </ol>
        </figure>
    }
    .into_any()
}

/// What lies between four pins.
fn sheet(ui: UiContext) -> AnyView {
    let there = |session: &Session| {
        session.tools.strips.contains_key(&StripKind::Corners)
            && session.tools.pinned().count() == 4
    };
    let picture = words::between_pins_picture();
    let save = move || {
        let corners = ExploreExport::Strip(StripKind::Corners);
        ui.explore(ExploreEvent::Take(corners));
    };
    view! {
        <figure class="strip sheet-between" hidden=ui.hidden_unless(there)>
            <figcaption>
                <h3>{words::between_pins()}</h3>
                <span>{words::between_pins_places()}</span>
            </figcaption>
            <div class="film">{image_strip(ui, StripKind::Corners, picture, CORNERS)}</div>
            {button(words::save(), save)}
        </figure>
    }
    .into_any()
}
