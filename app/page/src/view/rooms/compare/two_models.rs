//! Two models, or one at two moments of its training, side by side at the same point and the same input.

use leptos::prelude::*;

use crate::host::{prior_sample, random_point};
use crate::view::components::{
    PictureKey, UiContext, button, image_strip, keyed_list, pixel_canvas, strip_image,
};
use crate::view::tools;
use crate::words::card::{figure_name, figure_value};
use crate::words::compare as words;
use crate::words::models as model_words;
use crate::words::separators;
use protocol::CardFacts;
use session::drawing;
use session::{
    ExploreEvent, ImagePixels, ImageStrip, LIVE_MODEL, SAMPLES, Session, SessionEvent, StripKind,
};

/// Both models, and what lies between them.
pub(super) fn two_models(ui: UiContext) -> AnyView {
    view! {
        <div class="compare">
            {controls(ui)} {side(ui, CompareSide::Left)} {difference(ui)}
            {side(ui, CompareSide::Right)}
        </div>
    }
    .into_any()
}

/// The model on screen, and the one that it is compared with.
#[derive(Clone, Copy, PartialEq)]
enum CompareSide {
    Left,
    Right,
}

fn card(session: &Session, side: CompareSide) -> Option<CardFacts> {
    match side {
        CompareSide::Left => {
            let model = session.models.on_screen.as_ref();
            model.map(|model| model.card.clone())
        }
        CompareSide::Right => session.other_card(),
    }
}

/// Whether both models have the same latent space, as far as its dimensions say.
fn alike(session: &Session) -> bool {
    let latent = |side| card(session, side).map(|card| card.latent);
    latent(CompareSide::Right).is_some() && latent(CompareSide::Left) == latent(CompareSide::Right)
}

/// Whether a model in training is on the list.
fn is_live(session: &Session) -> bool {
    let mut models = session.models.list.iter();
    models.any(|model| model.id == LIVE_MODEL)
}

/// What the two models have in common, or what to do.
fn state(session: &Session) -> String {
    match (
        &session.tools.compared_model,
        card(session, CompareSide::Right),
    ) {
        // The empty place on the right says what to do.
        (None, _) => String::new(),
        (Some(_), None) => words::loading().to_owned(),
        (Some(_), Some(_)) if alike(session) => words::alike().to_owned(),
        (Some(_), Some(right)) => words::Unlike {
            left: session.view.point.len() as f64,
            right: right.latent as f64,
        }
        .text(),
    }
}

fn controls(ui: UiContext) -> AnyView {
    let draw = move || {
        tools::draw_samples(ui);
        draw_compared(ui);
    };
    keep_compared_drawn(ui);
    let randomize = move || {
        let point = random_point(ui.session);
        ui.dispatch.send(SessionEvent::SetPoint(point));
    };
    let keep = ui.click_unless(
        |session| !is_live(session),
        move || ui.explore(ExploreEvent::KeepLive),
    );
    view! {
        <div class="compare-controls">
            <p class="note" role="status">
                {ui.text(state)}
            </p>
            <div class="formula-row">
                {button(words::randomize(), randomize)} {button(words::new_samples(), draw)}
                <button
                    type="button"
                    class="button"
                    title=words::keep_snapshot_title()
                    aria-disabled=ui.disabled_while(|session| !is_live(session))
                    hidden=ui.hidden_unless(is_live)
                    on:click=keep
                >
                    {words::keep_snapshot()}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// How many dimensions the model on the right has, where those are others than on the left.
fn compared_latent(session: &Session) -> Option<usize> {
    let latent = session.other_card()?.latent;
    (latent != session.view.point.len()).then_some(latent)
}

/// Draws samples for a model on the right that cannot take those of the left one.
fn draw_compared(ui: UiContext) {
    if let Some(latent) = ui.now(compared_latent) {
        ui.explore(ExploreEvent::Draw(prior_sample(SAMPLES * latent)));
    }
}

/// Draws them whenever such a model is on the right that has none.
fn keep_compared_drawn(ui: UiContext) {
    let missing = ui.memo(|session| {
        let latent = compared_latent(session)?;
        (session.tools.compared_noise().len() != SAMPLES * latent).then_some(latent)
    });
    Effect::new(move |_| {
        if missing.get().is_some() {
            draw_compared(ui);
        }
    });
}

/// The choice of the model on screen.
pub(in crate::view::rooms) fn shown_model_picker(ui: UiContext, name: &'static str) -> AnyView {
    model_picker(ui, CompareSide::Left, name)
}

/// The choice of a side's model.
fn model_picker(ui: UiContext, side: CompareSide, name: &'static str) -> AnyView {
    let chosen = move |session: &Session| match side {
        CompareSide::Left => session.models.chosen.clone(),
        CompareSide::Right => session.tools.compared_model.clone().unwrap_or_default(),
    };
    let keys = |session: &Session| {
        let models = session.models.list.iter();
        models.map(|model| model.id.clone()).collect::<Vec<_>>()
    };
    let option = move |id: String| {
        let (of, picked) = (id.clone(), id.clone());
        let title = ui.text(move |session| {
            let mut models = session.models.list.iter();
            let found = models.find(|model| model.id == of);
            found.map_or_else(String::new, |model| {
                model_words::title(&of, &model.title, &model.origin)
            })
        });
        let selected = ui.flag_property(move |session| chosen(session) == picked);
        view! {
            <option value=id prop:selected=selected>
                {title}
            </option>
        }
        .into_any()
    };
    let none = (side == CompareSide::Right).then(|| {
        let selected = ui.flag_property(move |session| chosen(session).is_empty());
        view! {
            <option value="" prop:selected=selected>
                {words::choose_model()}
            </option>
        }
        .into_any()
    });
    let on_change = move |event| {
        let id = event_target_value(&event);
        match side {
            CompareSide::Left => ui.dispatch.send(SessionEvent::ChooseModel(id)),
            CompareSide::Right => ui.explore(ExploreEvent::CompareWith(id)),
        }
    };
    view! {
        <select aria-label=name on:change=on_change>
            {none}
            {keyed_list(ui, keys, option)}
        </select>
    }
    .into_any()
}

/// What is known of a side's model, in a line.
fn facts(session: &Session, side: CompareSide) -> String {
    let Some(card) = card(session, side) else {
        return String::new();
    };
    let Ok(details) = card.details.clone().read() else {
        return String::new();
    };
    let facts = words::Facts {
        dimensions: card.latent as f64,
        parameters: details.parameters as f64,
    }
    .text();
    let measure = details.metrics.first().map(|figure| {
        words::Measure {
            name: &figure_name(figure),
            value: &figure_value(figure),
        }
        .text()
    });
    facts + separators::sentence() + &measure.unwrap_or_default()
}

fn side(ui: UiContext, side: CompareSide) -> AnyView {
    let (name, slot, samples) = match side {
        CompareSide::Left => (words::left_model(), StripKind::Ours, words::left_samples()),
        CompareSide::Right => (
            words::right_model(),
            StripKind::Theirs,
            words::right_samples(),
        ),
    };
    let shown = match side {
        CompareSide::Left => pixel_canvas(
            ui,
            words::left_picture(),
            |session| {
                let picture = session.view.picture.as_ref()?;
                Some(PictureKey::of(&picture.pixels.bytes))
            },
            |session| session.view.picture.as_ref().map(|it| it.pixels.clone()),
        ),
        CompareSide::Right => strip_image(ui, words::right_picture(), |session| {
            let strip = session.tools.strips.get(&StripKind::Other);
            strip.filter(|_| alike(session)).cloned()
        }),
    };
    // Without a model there is nothing to show, and without a common space no picture of the point.
    let has_picture = move |session: &Session| side == CompareSide::Left || alike(session);
    let has_model = move |session: &Session| card(session, side).is_some();
    let is_free = move |session: &Session| {
        side == CompareSide::Right && session.tools.compared_model.is_none()
    };
    let has_frame = move |session: &Session| has_picture(session) || is_free(session);
    let invitation = (side == CompareSide::Right).then(|| {
        view! {
            <p class="compare-invitation" hidden=ui.hidden_unless(is_free)>
                {words::choose_right()}
            </p>
        }
        .into_any()
    });
    view! {
        <section class="compare-side" aria-label=name>
            {model_picker(ui, side, name)}
            <p class="note">{ui.text(move |session| facts(session, side))}</p>
            <div
                class="picture-frame"
                data-empty=ui.flag(is_free)
                hidden=ui.hidden_unless(has_frame)
            >
                {shown}
                {invitation}
            </div>
            {reconstruction(ui, side)}
            <h2 hidden=ui.hidden_unless(has_model)>{words::samples()}</h2>
            <div class="film" hidden=ui.hidden_unless(has_model)>
                {image_strip(ui, slot, samples, SAMPLES / 4)}
            </div>
        </section>
    }
    .into_any()
}

/// What this side makes of the picture that was brought.
fn reconstruction(ui: UiContext, side: CompareSide) -> AnyView {
    let (name, slot) = match side {
        CompareSide::Left => (words::left_reconstruction(), StripKind::Reconstruction),
        CompareSide::Right => (
            words::right_reconstruction(),
            StripKind::TheirReconstruction,
        ),
    };
    let strip =
        move |session: &Session| -> Option<ImageStrip> { session.reconstruction(slot).cloned() };
    let said = move |session: &Session| match session.reconstruction_error(slot) {
        Some(error) => words::ReconstructionError {
            error: error.into(),
        }
        .text(),
        None if session.reconstructs(slot) => words::reconstructing().to_owned(),
        None => words::no_reconstruction().to_owned(),
    };
    view! {
        <figure class="step" hidden=ui.hidden_unless(|session| session.tools.input.is_some())>
            <figcaption>
                <h2>{words::same_input()}</h2>
            </figcaption>
            <div
                class="picture-frame"
                data-empty=ui.flag(move |session| strip(session).is_none())
            >
                {strip_image(ui, name, strip)}
            </div>
            <p class="note">{ui.text(said)}</p>
        </figure>
    }
    .into_any()
}

/// The decoded pictures of both sides, where they can be compared pixel by pixel.
fn both_pictures(session: &Session) -> Option<(ImagePixels, ImagePixels)> {
    let (ours, theirs) = session.compared_pictures()?;
    let same = ours.bytes.len() == theirs.bytes.len() && ours.width == theirs.width;
    same.then(|| (ours.clone(), theirs.clone()))
}

/// How far the two pictures are apart, pixel by pixel.
fn difference(ui: UiContext) -> AnyView {
    let key = |session: &Session| {
        let (ours, theirs) = both_pictures(session)?;
        Some(PictureKey::of_two(&ours, &theirs))
    };
    let apart = |session: &Session| {
        let (ours, theirs) = both_pictures(session)?;
        let pairs = ours.bytes.iter().zip(theirs.bytes.iter());
        Some(ImagePixels {
            bytes: pairs.map(|(a, b)| a.abs_diff(*b)).collect(),
            ..ours
        })
    };
    let size = |session: &Session| {
        both_pictures(session).map_or_else(String::new, |(ours, theirs)| {
            words::DifferenceSize {
                difference: drawing::difference(&ours, &theirs).into(),
            }
            .text()
        })
    };
    view! {
        <section
            class="compare-middle"
            aria-label=words::difference()
            hidden=ui.hidden_unless(|session| both_pictures(session).is_some())
        >
            <h2>{words::difference()}</h2>
            <div class="picture-frame">{pixel_canvas(ui, words::difference(), key, apart)}</div>
            <p class="note">{ui.text(size)}</p>
        </section>
    }
    .into_any()
}
