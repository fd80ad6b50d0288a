//! Directions: principal ones, measured ones, saved ones; arithmetic; a table of traversals.

mod examples;
mod formula;
mod traversals;

use leptos::html;
use leptos::prelude::*;

use super::map_legend::shows_digits;
use crate::numbers;
use crate::view::components::{LiveFlag, UiContext, button, keyed_list};
use crate::words::directions as words;
use crate::words::latent_errors::DigitToDigit;
use crate::words::models::direction_title;
use session::{ExploreEvent, NamedDirection, Session, TRAVERSAL_EXTENT};

/// Principal directions that have sliders.
const SHOWN: usize = 6;

/// The tool.
pub(super) fn directions(ui: UiContext) -> AnyView {
    view! {
        <div class="directions">
            <div class="directions-side">
                {principal(ui)} {named(ui)} {formula::formula(ui)}
            </div>
            {traversals::traversals(ui)}
            {examples::examples(ui)}
        </div>
    }
    .into_any()
}

/// A slider along a direction. `last` stands at its end.
fn dial(
    ui: UiContext,
    name: String,
    hidden: LiveFlag,
    value: Memo<f32>,
    set: Box<dyn Fn(f32)>,
    last: AnyView,
) -> AnyView {
    let range = (-TRAVERSAL_EXTENT, TRAVERSAL_EXTENT);
    dial_within(ui, name, hidden, (value, range), set, last)
}

/// A slider along a direction from the first of two values to the second.
fn dial_within(
    ui: UiContext,
    name: String,
    hidden: LiveFlag,
    (value, (low, high)): (Memo<f32>, (f32, f32)),
    set: Box<dyn Fn(f32)>,
    last: AnyView,
) -> AnyView {
    // The bar reaches from zero to the thumb.
    let place = move |value: f32| ((value - low) / (high - low)).clamp(0.0, 1.0);
    let zero = place(0.0);
    let along = move || place(value.get());
    let on_input = move |event| {
        if let Ok(value) = event_target_value(&event).parse() {
            set(value);
        }
    };
    view! {
        <div class="dial direction" hidden=hidden>
            <span class="dial-name">{name.clone()}</span>
            <span
                class="dial-track"
                style=("--zero", zero.to_string())
                style=("--from", move || along().min(zero).to_string())
                style=("--to", move || along().max(zero).to_string())
            >
                <input
                    type="range"
                    aria-label=name
                    min=low
                    max=high
                    step="0.01"
                    prop:value=move || numbers::plain(value.get())
                    aria-valuetext=move || numbers::coordinate(value.get())
                    on:input=on_input
                    on:change=move |_| ui.explore(ExploreEvent::Rest)
                />
            </span>
            <span class="dial-number">{move || numbers::coordinate(value.get())}</span>
            {last}
        </div>
    }
    .into_any()
}

/// The directions along which the model varies most.
fn principal(ui: UiContext) -> AnyView {
    let of = |session: &Session| {
        match &session.tools.principal {
            Some(found) if found.of_images => words::principal_of_images(),
            Some(_) => words::principal_of_generator(),
            None => words::principal_unknown(),
        }
        .to_owned()
    };
    let dials: Vec<AnyView> = (0..SHOWN).map(|at| principal_dial(ui, at)).collect();
    view! {
        <section>
            <h3>{words::principal()}</h3>
            <p class="note">{ui.text(of)}</p>
            {dials}
        </section>
    }
    .into_any()
}

fn principal_dial(ui: UiContext, at: usize) -> AnyView {
    let value = ui.memo(move |session| {
        let found = session.tools.principal.as_ref();
        let direction = found.and_then(|found| found.directions.get(at));
        direction.map_or(0.0, |direction| session.along_vector(direction))
    });
    let share = ui.text(move |session| {
        let found = session.tools.principal.as_ref();
        let share = found.and_then(|found| found.shares.get(at));
        share.map_or_else(String::new, |share| {
            let percent = f64::from(100.0 * share);
            words::Share { percent }.text()
        })
    });
    let shown = move |session: &Session| {
        let found = session.tools.principal.as_ref();
        found.is_some_and(|found| at < found.directions.len())
    };
    dial(
        ui,
        format!("pc{}", at + 1),
        ui.hidden_unless(shown),
        value,
        Box::new(move |value| ui.explore(ExploreEvent::SetPrincipal(at, value))),
        view! { <span class="share">{share}</span> }.into_any(),
    )
}

/// The names of the directions of attributes, measured and saved.
fn names(session: &Session) -> Vec<String> {
    let all = session.directions().into_iter();
    all.map(|direction| direction.name).collect()
}

fn find(session: &Session, name: &str) -> Option<NamedDirection> {
    session.directions().into_iter().find(|it| it.name == name)
}

/// Beside the latent point: the directions of the model's card and those that were saved, by what they
/// change.
pub(super) fn named_sliders(ui: UiContext) -> AnyView {
    // A direction of the same name goes elsewhere, and not as far, in another model.
    fn shown(session: &Session) -> Vec<String> {
        let model = session.models.on_screen.as_ref();
        let model = model.map_or("", |model| model.id.as_str());
        let of_card = session.models.directions().iter();
        let saved = session.tools.vectors.iter().map(|vector| &vector.name);
        of_card
            .map(|direction| &direction.id)
            .chain(saved)
            .map(|name| format!("{model}\n{name}"))
            .collect()
    }
    keyed_list(ui, shown, move |key| {
        let (_, name) = key.split_once('\n').unwrap_or_default();
        named_slider(ui, name.to_owned())
    })
}

fn named_slider(ui: UiContext, name: String) -> AnyView {
    let [of, to] = std::array::from_fn(|_| name.clone());
    let range = ui.now(|session| {
        let mut directions = session.models.directions().iter();
        let of_card = directions.find(|direction| direction.id == name);
        of_card.map_or((-TRAVERSAL_EXTENT, TRAVERSAL_EXTENT), |direction| {
            (direction.low, direction.high)
        })
    });
    let value = ui.memo(move |session| {
        find(session, &of).map_or(0.0, |direction| session.along_vector(&direction.z))
    });
    dial_within(
        ui,
        direction_title(&name).to_owned(),
        ui.flag(|_| false),
        (value, range),
        Box::new(move |value| ui.explore(ExploreEvent::SetVector(to.clone(), value))),
        ().into_any(),
    )
}

/// The directions of attributes, measured and saved.
fn named(ui: UiContext) -> AnyView {
    let shown = |session: &Session| !names(session).is_empty() || session.models.points.is_some();
    view! {
        <section hidden=ui.hidden_unless(shown)>
            <h3>{words::attributes()}</h3>
            <p class="note">{words::attributes_note()}</p>
            <div>{keyed_list(ui, names, move |name| named_dial(ui, name))}</div>
            {between_digits(ui)}
        </section>
    }
    .into_any()
}

fn named_dial(ui: UiContext, name: String) -> AnyView {
    let [of, to, away, saved] = std::array::from_fn(|_| name.clone());
    let value = ui.memo(move |session| {
        find(session, &of).map_or(0.0, |direction| session.along_vector(&direction.z))
    });
    let is_saved = move |session: &Session| {
        let mut vectors = session.tools.vectors.iter();
        vectors.any(|vector| vector.name == saved)
    };
    let remove = view! {
        <button
            type="button"
            class="button"
            aria-label=words::Remove { name: direction_title(&name) }.text()
            hidden=ui.hidden_unless(is_saved)
            on:click=move |_| ui.explore(ExploreEvent::RemoveVector(away.clone()))
        >
            "\u{d7}"
        </button>
    };
    dial(
        ui,
        direction_title(&name).to_owned(),
        ui.flag(|_| false),
        value,
        Box::new(move |value| ui.explore(ExploreEvent::SetVector(to.clone(), value))),
        remove.into_any(),
    )
}

/// From one digit to another, where the encoded images say which is which.
fn between_digits(ui: UiContext) -> AnyView {
    let (from, to) = (
        NodeRef::<html::Select>::new(),
        NodeRef::<html::Select>::new(),
    );
    let picked = |select: NodeRef<html::Select>| {
        let select = select.get_untracked();
        let digit = select.and_then(|select| select.value().parse::<u8>().ok());
        digit.unwrap_or_default()
    };
    let add = move || {
        let (from, to) = (picked(from), picked(to));
        let name = DigitToDigit {
            from: from.into(),
            to: to.into(),
        };
        ui.explore(ExploreEvent::SaveDigits {
            from,
            to,
            name: name.text(),
        });
    };
    view! {
        <div
            class="formula-row"
            hidden=ui.hidden_unless(|session| {
                session.models.points.is_some() && shows_digits(session)
            })
        >
            <span>{words::from()}</span>
            {digit_picker(words::from_digit(), 1, from)}
            <span>{words::to()}</span>
            {digit_picker(words::to_digit(), 7, to)}
            {button(words::add(), add)}
        </div>
    }
    .into_any()
}

fn digit_picker(name: &'static str, first: u8, target: NodeRef<html::Select>) -> AnyView {
    let option = |digit: u8| {
        let title = digit.to_string();
        view! {
            <option value=title selected=digit == first>
                {digit}
            </option>
        }
    };
    let options: Vec<_> = (0..10).map(option).collect();
    view! {
        <select aria-label=name node_ref=target>
            {options}
        </select>
    }
    .into_any()
}
