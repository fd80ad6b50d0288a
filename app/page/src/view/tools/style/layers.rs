//! Layer by layer: where one point takes over from the other, and what single layers do. For generators
//! whose hidden layers take a latent point each.

use leptos::prelude::*;

use super::send;
use crate::numbers;
use crate::view::components::{PictureKey, UiContext, keyed_list, pixel_canvas};
use crate::words::models::direction_title;
use crate::words::style as words;
use session::drawing::side_by_side;
use session::{
    ImagePixels, LayerDirection, Session, StyleInput, StyleLayer, TRAVERSAL_EXTENT, TRAVERSED,
};

/// Whether layers take points of their own.
pub(super) fn has_layers(session: &Session) -> bool {
    session.tools.own.style.mixing.layers.len() > 1
}

/// The part of the tool.
pub(super) fn layers(ui: UiContext) -> AnyView {
    view! {
        <section class="style-layers" hidden=ui.hidden_unless(has_layers)>
            <h3>{words::layers()}</h3>
            <p class="note">{words::layers_note()}</p>
            {mixed(ui, false, words::content_first())}
            {mixed(ui, true, words::style_first())}
            {moved(ui)}
        </section>
    }
    .into_any()
}

/// The pictures of a row, side by side.
fn row(session: &Session, of: impl Fn(usize) -> Option<usize>) -> Option<Vec<ImagePixels>> {
    let shown = session.tools.own.style.mixing.shown.as_ref()?;
    let places = (0..).map_while(of);
    let pictures = places.map_while(|at| shown.pictures().get(at).cloned());
    let pictures: Vec<ImagePixels> = pictures.collect();
    (!pictures.is_empty()).then_some(pictures)
}

fn canvas(
    ui: UiContext,
    name: &'static str,
    pictures: impl Fn(&Session) -> Option<Vec<ImagePixels>> + 'static,
) -> AnyView {
    let key = |session: &Session| {
        let shown = session.tools.own.style.mixing.shown.as_ref()?;
        Some(PictureKey::of(shown.pictures()))
    };
    let pixels = move |session: &Session| {
        let pictures = pictures(session)?;
        side_by_side(&pictures, pictures.len())
    };
    pixel_canvas(ui, name, key, pixels)
}

/// One point in the first layers and the other one in the rest, for each place between two layers.
fn mixed(ui: UiContext, reversed: bool, name: &'static str) -> AnyView {
    let pictures = move |session: &Session| {
        row(session, |count| {
            let shown = session.tools.own.style.mixing.shown.as_ref()?;
            shown.mixed(reversed, count)
        })
    };
    let counts = |session: &Session| {
        let layers = session.tools.own.style.mixing.layers.len();
        (0..=layers)
            .map(|count| count.to_string())
            .collect::<Vec<String>>()
    };
    let there = move |session: &Session| pictures(session).is_some();
    view! {
        <figure class="strip style-row" hidden=ui.hidden_unless(there)>
            <figcaption>
                <h4>{name}</h4>
            </figcaption>
            <div class="film">{canvas(ui, name, pictures)}</div>
            <ol class="style-columns" aria-hidden="true">
                {keyed_list(ui, counts, |count| view! { <li>{count}</li> }.into_any())}
            </ol>
        </figure>
    }
    .into_any()
}

/// Some layers moved along a direction, the others left where they are.
fn moved(ui: UiContext) -> AnyView {
    let pictures = |session: &Session| {
        row(session, |step| {
            let shown = session.tools.own.style.mixing.shown.as_ref()?;
            (step < TRAVERSED).then(|| shown.moved(step))
        })
    };
    let there = move |session: &Session| pictures(session).is_some();
    let values: Vec<AnyView> = (0..TRAVERSED)
        .map(|step| {
            let share = step as f32 / (TRAVERSED - 1) as f32;
            let value = TRAVERSAL_EXTENT * (2.0 * share - 1.0);
            view! { <li>{numbers::coordinate(value)}</li> }.into_any()
        })
        .collect();
    view! {
        <div class="style-moves">
            <h4>{words::move_layers()}</h4>
            <p class="note">{words::move_note()}</p>
            {direction(ui)}
            <fieldset class="tool-choices">
                <legend>{words::moved_layers()}</legend>
                {keyed_list(ui, layer_keys, move |key| layer(ui, key))}
            </fieldset>
            <figure class="strip style-row" hidden=ui.hidden_unless(there)>
                <div class="film">{canvas(ui, words::move_layers(), pictures)}</div>
                <ol class="style-columns" aria-hidden="true">
                    {values}
                </ol>
            </figure>
        </div>
    }
    .into_any()
}

/// A key for each layer: its number and what it is.
fn layer_keys(session: &Session) -> Vec<String> {
    let layers = session.tools.own.style.mixing.layers.iter().enumerate();
    layers
        .map(|(at, layer)| match layer {
            StyleLayer::Input => format!("{at} input 0"),
            StyleLayer::Dense(width) => format!("{at} dense {width}"),
            StyleLayer::Up(channels) => format!("{at} up {channels}"),
        })
        .collect()
}

fn layer(ui: UiContext, key: String) -> AnyView {
    let mut parts = key.split(' ');
    let at: usize = parts.next().and_then(|at| at.parse().ok()).unwrap_or(0);
    let kind = parts.next().unwrap_or_default();
    let width = parts.next().and_then(|it| it.parse().ok()).unwrap_or(0.0);
    let number = at as f64;
    let name = words::Layer {
        kind,
        number,
        width,
    };
    let checked = ui.flag_property(move |session| session.tools.own.style.mixing.moves(at));
    let on_change = move |event| {
        let (layer, moved) = (at, event_target_checked(&event));
        send(ui, StyleInput::MoveLayer { layer, moved });
    };
    view! {
        <label class="tool-choice">
            <input type="checkbox" prop:checked=checked on:change=on_change />
            <span>{name.text()}</span>
        </label>
    }
    .into_any()
}

/// The directions that can be chosen, as the values of options.
fn direction_keys(session: &Session) -> Vec<String> {
    let principal = session.tools.principal.as_ref();
    let principal = principal.map_or(0, |found| found.directions.len());
    let axes = (0..session.view.point.len()).map(|at| format!("z/{at}"));
    let principal = (0..principal).map(|at| format!("pc/{at}"));
    let named = session.directions().into_iter();
    let named = named.map(|direction| format!("name/{}", direction.name));
    axes.chain(principal).chain(named).collect()
}

fn direction_of(key: &str) -> Option<LayerDirection> {
    let (kind, which) = key.split_once('/')?;
    match kind {
        "z" => which.parse().ok().map(LayerDirection::Dimension),
        "pc" => which.parse().ok().map(LayerDirection::Principal),
        _ => Some(LayerDirection::Named(which.to_owned())),
    }
}

/// Along what layers are moved.
fn direction(ui: UiContext) -> AnyView {
    let option = move |key: String| {
        let direction = direction_of(&key);
        let title = match &direction {
            Some(LayerDirection::Dimension(at)) => numbers::axis_name(*at),
            Some(LayerDirection::Principal(at)) => format!("pc{}", at + 1),
            Some(LayerDirection::Named(name)) => direction_title(name).to_owned(),
            None => String::new(),
        };
        let first = direction == Some(LayerDirection::Dimension(0));
        let selected = ui.flag_property(move |session| {
            let chosen = session.tools.own.style.mixing.direction.as_ref();
            chosen.map_or(first, |chosen| Some(chosen) == direction.as_ref())
        });
        view! {
            <option value=key prop:selected=selected>
                {title}
            </option>
        }
        .into_any()
    };
    let on_change = move |event| {
        if let Some(direction) = direction_of(&event_target_value(&event)) {
            send(ui, StyleInput::MoveAlong(direction));
        }
    };
    view! {
        <label class="labelled">
            <span>{words::direction()}</span>
            <select on:change=on_change>{keyed_list(ui, direction_keys, option)}</select>
        </label>
    }
    .into_any()
}
