//! Examples with and without something, from which an attribute's direction is made.

use leptos::html;
use leptos::prelude::*;

use crate::numbers;
use crate::view::components::{UiContext, button, button_while, strip_button_image};
use crate::view::tools::choice::tool_choice;
use crate::view::tools::samples::{draw_samples, reference_image};
use crate::words::directions as words;
use session::{ExploreEvent, ExploreTool, REFERENCE_PAGE, Room, SAMPLES, Session, StripKind};

/// The farthest that samples are drawn, as a multiple of the prior.
const MOST_TRUNCATION: f32 = 1.5;

/// The number of an example that stands at a place; `None` if there is none.
type NumberAt = fn(&Session, usize) -> Option<usize>;

fn of_images(session: &Session) -> bool {
    session.tools.groups.of_images
}

/// The examples, and what is made of them.
pub(super) fn examples(ui: UiContext) -> AnyView {
    keep_drawn(ui);
    let of_page: NumberAt = |session, at| {
        let page = session.tools.own.neighbours.reference.page.as_ref()?;
        (at < page.pictures.len()).then_some(page.first + at)
    };
    let of_samples: NumberAt = |session, at| {
        let samples = session.tools.strips.get(&StripKind::Samples)?;
        (at < samples.pictures.len()).then_some(at)
    };
    // One of the grids is on screen, and the other follows nothing.
    let on_samples = ui.while_shown(|session| !of_images(session));
    let on_images = ui.while_shown(of_images);
    let samples: Vec<AnyView> = (0..SAMPLES)
        .map(|at| example(on_samples, at, sample(on_samples, at), of_samples))
        .collect();
    let images: Vec<AnyView> = (0..REFERENCE_PAGE)
        .map(|at| example(on_images, at, reference_image(on_images, at), of_page))
        .collect();
    let has_page = |session: &Session| {
        of_images(session) && session.tools.own.neighbours.reference.page.is_some()
    };
    view! {
        <section class="examples">
            <h3>{words::make()}</h3>
            <p class="note">{words::make_note()}</p>
            {source(ui)}
            <div class="example-grid" hidden=ui.flag(of_images)>
                {samples}
            </div>
            <div class="example-grid" hidden=ui.hidden_unless(has_page)>
                {images}
            </div>
            {saving(ui)}
        </section>
    }
    .into_any()
}

/// One picture of the samples.
fn sample(ui: UiContext, at: usize) -> AnyView {
    let name = words::SampleNumber {
        number: (at + 1) as f64,
    };
    strip_button_image(ui, name.text(), StripKind::Samples, move |_| Some(at))
}

/// An example that a click puts into the one group, then into the other, then into none.
fn example(ui: UiContext, at: usize, picture: AnyView, number_at: NumberAt) -> AnyView {
    let number = move |session: &Session| number_at(session, at);
    let group = move |session: &Session| {
        let members = &session.tools.groups.members;
        members.get(&number(session)?).copied()
    };
    let label = move |session: &Session| {
        let group = match group(session) {
            Some(true) => "with",
            Some(false) => "without",
            None => "neither",
        };
        let number = (at + 1) as f64;
        Some(words::ExampleNumber { number, group }.text())
    };
    let sign = move |session: &Session| {
        group(session).map(|has| if has { "+" } else { "\u{2212}" }.to_owned())
    };
    let regroup = move |_| {
        if let Some(number) = ui.now(number) {
            let next = match ui.now(group) {
                None => Some(true),
                Some(true) => Some(false),
                Some(false) => None,
            };
            ui.explore(ExploreEvent::Group(number, next));
        }
    };
    view! {
        <button
            type="button"
            class="example"
            aria-label=ui.attribute(label)
            data-group=ui.attribute(sign)
            hidden=ui.hidden_unless(move |session| number(session).is_some())
            on:click=regroup
        >
            {picture}
        </button>
    }
    .into_any()
}

/// Where the examples come from.
fn source(ui: UiContext) -> AnyView {
    let choice = |images: bool, name: &'static str| {
        tool_choice(
            ui,
            "examples",
            name,
            move |session| {
                let model = session.models.on_screen.as_ref();
                !images || model.is_some_and(|model| model.card.encoder)
            },
            move |session| of_images(session) == images,
            move || ui.explore(ExploreEvent::GroupImages(images)),
        )
    };
    let new_samples = button_while(
        ui,
        words::new_samples(),
        |session| !of_images(session),
        move || draw_samples(ui),
    );
    let without_data = |session: &Session| {
        of_images(session) && session.tools.own.neighbours.reference.page.is_none()
    };
    view! {
        <div class="example-source">
            <fieldset class="tool-choices">
                <legend class="visually-hidden">{words::examples()}</legend>
                {choice(false, words::samples())}
                {choice(true, words::images())}
            </fieldset>
            {truncation(ui)}
            {new_samples}
            <p class="note" hidden=ui.hidden_unless(without_data)>
                {words::choose_data()}
            </p>
        </div>
    }
    .into_any()
}

/// How far from the centre samples are drawn.
fn truncation(ui: UiContext) -> AnyView {
    let value = ui.memo(|session| session.tools.truncation);
    let on_input = move |event| {
        if let Ok(value) = event_target_value(&event).parse() {
            ui.explore(ExploreEvent::Truncate(value));
        }
    };
    view! {
        <label class="truncation" hidden=ui.flag(of_images)>
            <span>{words::truncation()}</span>
            <span
                class="dial-track"
                style=("--from", "0")
                style=("--to", move || (value.get() / MOST_TRUNCATION).min(1.0).to_string())
            >
                <input
                    type="range"
                    aria-label=words::truncation()
                    min="0"
                    max=MOST_TRUNCATION
                    step="0.05"
                    prop:value=move || value.get().to_string()
                    aria-valuetext=move || numbers::fixed(value.get(), 2)
                    on:input=on_input
                />
            </span>
            <span class="dial-number">{move || numbers::fixed(value.get(), 2)}</span>
        </label>
    }
    .into_any()
}

/// Draws samples whenever there are none for the model on screen.
fn keep_drawn(ui: UiContext) {
    Effect::new(move |_| {
        let missing = ui.session.with(|session| {
            let looked_at = session.tools.tool == ExploreTool::Directions
                && session.shows(Room::Explore)
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

/// The name of the direction, and how many examples it is made of.
fn saving(ui: UiContext) -> AnyView {
    let name = NodeRef::<html::Input>::new();
    let save = move || {
        if let Some(name) = name.get_untracked() {
            ui.explore(ExploreEvent::SaveVector(name.value()));
        }
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
    view! {
        <div class="formula-row">
            <input
                class="text"
                type="text"
                aria-label=words::name()
                placeholder=words::name_placeholder()
                maxlength="24"
                autocomplete="off"
                node_ref=name
            />
            {button(words::save(), save)}
            <span class="note" role="status">
                {ui.text(counted)}
            </span>
        </div>
    }
    .into_any()
}
