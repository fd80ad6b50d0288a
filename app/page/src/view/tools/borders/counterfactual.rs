//! The nearest point of another class: the search, its film, and the way to walk.

use leptos::prelude::*;

use super::super::map_borders::{MOST_CLASSES, class_title};
use crate::numbers;
use crate::view::components::{UiContext, button, button_unless, image_strip};
use crate::words::borders as words;
use session::{BORDER_FRAMES, BordersInput, ClassSearch, ExploreEvent, Session, StripKind};

fn search(session: &Session) -> Option<&ClassSearch> {
    session.tools.own.borders.search.as_deref()
}

/// Whether there is a way to walk.
fn has_way(session: &Session) -> bool {
    search(session).is_some_and(|search| search.found.is_some() && !search.running)
}

/// The search and what it found.
pub(super) fn way(ui: UiContext) -> AnyView {
    let is_running = |session: &Session| search(session).is_some_and(|search| search.running);
    let find = move || ui.explore(BordersInput::Find.into());
    view! {
        <section class="borders-way" aria-label=words::nearest()>
            <h3>{words::nearest()}</h3>
            <p class="note">{words::about()}</p>
            <div class="formula-row">
                {target(ui)}
                {button_unless(ui, words::find(), is_running, find)}
            </div>
            <p role="status" class="border-state">{ui.text(state)}</p>
            {film(ui)}
        </section>
    }
    .into_any()
}

/// Which class is looked for.
fn target(ui: UiContext) -> AnyView {
    let chosen = |session: &Session| session.tools.own.borders.target;
    let class = |class: u8| {
        let is_none = move |session: &Session| class_title(session, class).is_empty();
        view! {
            <option
                value=class.to_string()
                hidden=ui.flag(is_none)
                disabled=ui.flag(is_none)
                prop:selected=ui.flag_property(move |session| chosen(session) == Some(class))
            >
                {ui.text(move |session| class_title(session, class).to_owned())}
            </option>
        }
        .into_any()
    };
    let classes: Vec<AnyView> = (0..MOST_CLASSES).map(class).collect();
    let choose = move |event| {
        let class = event_target_value(&event).parse().ok();
        ui.explore(BordersInput::Choose(class).into());
    };
    view! {
        <label class="labelled">
            <span>{words::look_for()}</span>
            <select on:change=choose>
                <option
                    value=""
                    prop:selected=ui.flag_property(move |session| chosen(session).is_none())
                >
                    {words::any_other()}
                </option>
                {classes}
            </select>
        </label>
    }
    .into_any()
}

/// How far the search is, or what it found.
fn state(session: &Session) -> String {
    let Some(search) = search(session) else {
        return String::new();
    };
    let of = search.of.map_or("", |class| class_title(session, class));
    let found = search.found.as_ref();
    match found {
        Some((_, _, distance)) if search.running => words::Searching {
            distance: f64::from(*distance),
        }
        .text(),
        None if search.running => words::searching_first().to_owned(),
        Some((_, class, distance)) => words::Found {
            of,
            class: class_title(session, *class),
            distance: f64::from(*distance),
        }
        .text(),
        None if search.target.is_some() && search.target == search.of => {
            words::ItselfIs { class: of }.text()
        }
        None => words::none_found().to_owned(),
    }
}

/// The pictures on the way, each with its class, and what can be done with it.
fn film(ui: UiContext) -> AnyView {
    let there = |session: &Session| {
        has_way(session) && session.tools.strips.contains_key(&StripKind::Border)
    };
    let classes: Vec<AnyView> = (0..BORDER_FRAMES).map(|at| frame_class(ui, at)).collect();
    let along = move |at: f32| ui.explore(BordersInput::Along(at).into());
    let go = move || {
        along(1.0);
        ui.explore(ExploreEvent::Rest);
    };
    let pin = move || ui.explore(BordersInput::PinEnds.into());
    view! {
        <div class="border-film" hidden=ui.hidden_unless(has_way)>
            <figure class="strip" hidden=ui.hidden_unless(there)>
                <figcaption>
                    <h3>{words::film()}</h3>
                </figcaption>
                <div class="film">
                    {image_strip(ui, StripKind::Border, words::film(), BORDER_FRAMES)}
                </div>
                <ol class="border-classes" aria-label=words::film_classes()>
                    {classes}
                </ol>
            </figure>
            {walk(ui)}
            <div class="formula-row">
                {button(words::go_there(), go)} {button(words::pin_ends(), pin)}
            </div>
        </div>
    }
    .into_any()
}

/// What a picture of the film is taken for.
fn frame_class(ui: UiContext, at: usize) -> AnyView {
    let class = move |session: &Session| {
        let along = session.tools.own.borders.along.as_ref();
        let ranked = along.map(|along| along.ranked(at)).unwrap_or_default();
        let first = ranked.first();
        first.map_or_else(String::new, |(class, share)| {
            words::ClassShare {
                class: class_title(session, *class),
                percent: f64::from((100.0 * share).round()),
            }
            .text()
        })
    };
    view! { <li>{ui.text(class)}</li> }.into_any()
}

/// Where on the way the point is.
fn walk(ui: UiContext) -> AnyView {
    let at = |session: &Session| {
        let search = search(session);
        let at = search.and_then(|search| search.place_of(&session.view.point));
        at.unwrap_or_default()
    };
    let value = move |session: &Session| numbers::fixed(at(session), 3);
    let value_text = ui.text(move |session| {
        words::WalkValue {
            percent: f64::from((100.0 * at(session)).round()),
        }
        .text()
    });
    let on_input = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            ui.explore(BordersInput::Along(at).into());
        }
    };
    view! {
        <span
            class="dial-track path-track"
            style=("--from", "0")
            style=("--to", ui.text(move |session| at(session).to_string()))
        >
            <input
                type="range"
                aria-label=words::walk()
                min="0"
                max="1"
                step="0.005"
                prop:value=ui.text_property(value)
                aria-valuetext=value_text
                on:input=on_input
                on:change=move |_| ui.explore(ExploreEvent::Rest)
            />
        </span>
    }
    .into_any()
}
