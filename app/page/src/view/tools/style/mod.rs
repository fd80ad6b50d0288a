//! The point on screen in the style of another: along which directions or at which layers, how far, and
//! what comes of it.

mod layers;
mod pictures;

use std::sync::Arc;

use leptos::prelude::*;

use super::choice::tool_choice;
use crate::host::prior_sample;
use crate::view::components::{UiContext, button, button_while, keyed_list, slider};
use crate::words::models::direction_title;
use crate::words::style as words;
use session::{MOST_STRENGTH, PIN_NAMES, Session, StyleInput, StyleManner};

/// The tool.
pub(super) fn style(ui: UiContext) -> AnyView {
    let without = |session: &Session| !can_take(session);
    // Of a model that has layers only, there is nothing to tick.
    let by_directions = |session: &Session| has_directions(session) || !can_take(session);
    view! {
        <div class="style-tool">
            <p class="note" hidden=ui.hidden_unless(by_directions)>
                {words::about()}
            </p>
            <p class="note" role="status" hidden=ui.hidden_unless(without)>
                {words::no_directions()}
            </p>
            <div class="style-settings" hidden=ui.hidden_unless(can_take)>
                {manners(ui)}
                <div class="style-settings" hidden=ui.hidden_unless(has_directions)>
                    {ticks(ui)} {strength(ui)}
                </div>
            </div>
            {invitation(ui)}
            {pictures::pictures(ui)}
            {pictures::alone(ui)}
            {layers::layers(ui)}
        </div>
    }
    .into_any()
}

fn send(ui: UiContext, input: StyleInput) {
    ui.explore(input.into());
}

fn has_directions(session: &Session) -> bool {
    !session.directions().is_empty()
}

/// Whether there is anything to take over.
fn can_take(session: &Session) -> bool {
    has_directions(session) || layers::has_layers(session)
}

/// Takes the style of a new draw from the prior.
fn draw(ui: UiContext) {
    let latent = ui.now(|session| session.view.point.len());
    let drawn = StyleManner::Drawn(Arc::from(prior_sample(latent)));
    send(ui, StyleInput::Choose(drawn));
}

fn is_drawn(session: &Session) -> bool {
    matches!(session.style_manner(), Some(StyleManner::Drawn(_)))
}

/// Whose style it is.
fn manners(ui: UiContext) -> AnyView {
    let choice = |name: &'static str, manner: StyleManner| {
        let [shown, chosen, choose] = std::array::from_fn(|_| manner.clone());
        tool_choice(
            ui,
            "style-of",
            name,
            move |session| session.has_manner(&shown),
            move |session| session.style_manner().as_ref() == Some(&chosen),
            move || send(ui, StyleInput::Choose(choose.clone())),
        )
    };
    let pins = PIN_NAMES.iter().enumerate();
    let pins: Vec<AnyView> = pins
        .map(|(pin, name)| choice(name, StyleManner::Pin(pin)))
        .collect();
    view! {
        <fieldset class="tool-choices">
            <legend>{words::style_of()}</legend>
            {pins}
            {choice(words::brought(), StyleManner::Brought)}
            {tool_choice(ui, "style-of", words::drawn(), |_| true, is_drawn, move || draw(ui))}
            {button_while(ui, words::new_draw(), is_drawn, move || draw(ui))}
        </fieldset>
    }
    .into_any()
}

/// The directions, each with a tick.
fn ticks(ui: UiContext) -> AnyView {
    fn names(session: &Session) -> Vec<String> {
        let all = session.directions().into_iter();
        all.map(|direction| direction.name).collect()
    }
    view! {
        <fieldset class="tool-choices">
            <legend>{words::take_over()}</legend>
            {keyed_list(ui, names, move |name| tick(ui, name))}
        </fieldset>
    }
    .into_any()
}

fn tick(ui: UiContext, name: String) -> AnyView {
    let title = direction_title(&name).to_owned();
    let of = name.clone();
    let checked = ui.flag_property(move |session| session.tools.own.style.takes(&of));
    let on_change = move |event| {
        let (name, taken) = (name.clone(), event_target_checked(&event));
        send(ui, StyleInput::Take { name, taken });
    };
    view! {
        <label class="tool-choice">
            <input type="checkbox" prop:checked=checked on:change=on_change />
            <span>{title}</span>
        </label>
    }
    .into_any()
}

/// How far the content goes.
fn strength(ui: UiContext) -> AnyView {
    fn percent(session: &Session) -> usize {
        session.tools.own.style.strength.into()
    }
    let text = |session: &Session| {
        let percent = percent(session) as f64;
        words::StrengthValue { percent }.text()
    };
    let set = move |percent: usize| {
        let percent = u16::try_from(percent).unwrap_or(MOST_STRENGTH);
        send(ui, StyleInput::SetStrength(percent));
    };
    let value_text = ui.attribute(move |session| Some(text(session)));
    view! {
        <div class="style-strength">
            <span aria-hidden="true">{words::strength()}</span>
            {slider(ui, words::strength(), |_| MOST_STRENGTH.into(), percent, value_text, set)}
            <span aria-hidden="true">{ui.text(text)}</span>
        </div>
    }
    .into_any()
}

/// What to do before there is another picture.
fn invitation(ui: UiContext) -> AnyView {
    let needed = |session: &Session| can_take(session) && session.style_manner().is_none();
    view! {
        <div class="invitation" hidden=ui.hidden_unless(needed)>
            <p>{words::no_manner()}</p>
            {button(words::draw_one(), move || draw(ui))}
        </div>
    }
    .into_any()
}
