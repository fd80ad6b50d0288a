//! A picture of the visitor's own: drawn, opened, pasted or picked; encoded, or looked for.

mod drawing_pad;
mod search;

use leptos::prelude::*;

pub(in crate::view) use self::drawing_pad::drawing_pad;

use crate::host::prior_sample;
use crate::view::components::{PictureKey, UiContext, button, pixel_canvas, switch};
use crate::view::files;
use crate::words::{encode as words, picture_fault_sentence, picture_note_sentence};
use session::{BroughtImage, ExploreEvent, ImagePixels, Session, StripKind};

/// The tool.
pub(super) fn encode(ui: UiContext) -> AnyView {
    let bring = |ui: UiContext, drawing: Option<ImagePixels>| match drawing {
        Some(pixels) => ui.explore(ExploreEvent::Bring {
            title: words::drawing().to_owned(),
            pixels,
        }),
        None => ui.explore(ExploreEvent::Forget),
    };
    view! {
        <div class="encode">
            <div class="encode-source">
                {drawing_pad(ui, bring, |session| session.tools.input.is_none())} {open(ui)}
            </div>
            {steps(ui)}
            {search::found(ui)}
        </div>
    }
    .into_any()
}

fn input(session: &Session) -> Option<&BroughtImage> {
    session.tools.input.as_ref()
}

fn has_encoder(session: &Session) -> bool {
    let model = session.models.on_screen.as_ref();
    model.is_some_and(|model| model.card.encoder)
}

fn open(ui: UiContext) -> AnyView {
    let take = move || {
        let picture = ui.now(|session| session.view.picture.clone());
        if let Some(picture) = picture {
            ui.explore(ExploreEvent::Bring {
                title: words::own_picture().to_owned(),
                pixels: picture.pixels,
            });
            ui.explore(ExploreEvent::Centre(false));
        }
    };
    view! {
        <div class="encode-open">
            {files::open_button(words::open(), words::open_title(), words::file())}
            {button(words::take(), take)}
            <p class="note">{words::other_ways()}</p>
        </div>
    }
    .into_any()
}

/// From the picture as it was brought to what the model makes of it.
fn steps(ui: UiContext) -> AnyView {
    let brought = step(
        ui,
        words::brought(),
        |session| input(session).map(|input| input.raw.clone()),
        |session| input(session).map_or_else(String::new, |input| input.title.clone()),
        |_| true,
        None,
    );
    view! {
        <div class="steps">
            {brought} {arrow(ui, |_| true)} {prepared(ui)} {arrow(ui, has_encoder)}
            {reconstruction(ui)}
        </div>
    }
    .into_any()
}

/// The picture as the model takes it.
fn prepared(ui: UiContext) -> AnyView {
    let centre = switch(
        ui,
        words::centre(),
        |session| {
            let model = session.models.on_screen.as_ref();
            model.is_some_and(|model| model.card.channels != 1)
        },
        |session| input(session).is_none_or(|input| input.centred),
        move |centred| ui.explore(ExploreEvent::Centre(centred)),
    );
    step(
        ui,
        words::prepared(),
        |session| input(session)?.prepared.clone().ok(),
        |session| {
            let Some(input) = input(session) else {
                return String::new();
            };
            match (&input.prepared, input.note) {
                (Ok(_), Some(note)) => picture_note_sentence(note),
                (Ok(pixels), None) => {
                    let (width, height) = (pixels.width as f64, pixels.height as f64);
                    words::Pixels { width, height }.text()
                }
                (Err(fault), _) => picture_fault_sentence(*fault).to_owned(),
            }
        },
        |_| true,
        Some(centre),
    )
}

/// What the model makes of the picture.
fn reconstruction(ui: UiContext) -> AnyView {
    let resample = move |_| {
        let latent = ui.now(|session| session.view.point.len());
        ui.explore(ExploreEvent::Resample(prior_sample(latent)));
    };
    let encoded = |session: &Session| input(session).is_some_and(|input| input.posterior.is_some());
    let resample = view! {
        <button
            type="button"
            class="button"
            title=words::resample_title()
            hidden=ui.hidden_unless(encoded)
            on:click=resample
        >
            {words::resample()}
        </button>
    };
    step(
        ui,
        words::reconstruction(),
        |session| {
            let strip = session.reconstruction(StripKind::Reconstruction)?;
            strip.pictures.first().cloned()
        },
        |session| match session.reconstruction_error(StripKind::Reconstruction) {
            Some(error) => words::Error {
                error: error.into(),
            }
            .text(),
            None => String::new(),
        },
        has_encoder,
        Some(resample.into_any()),
    )
}

/// A picture with what is said of it, and what can be done with it.
fn step(
    ui: UiContext,
    name: &'static str,
    of: fn(&Session) -> Option<ImagePixels>,
    said: fn(&Session) -> String,
    shown: fn(&Session) -> bool,
    control: Option<AnyView>,
) -> AnyView {
    let key = move |session: &Session| Some(PictureKey::of(&of(session)?.bytes));
    view! {
        <figure class="step" hidden=ui.hidden_unless(shown)>
            <figcaption>
                <h3>{name}</h3>
            </figcaption>
            <div class="picture-frame" data-empty=ui.flag(move |session| of(session).is_none())>
                {pixel_canvas(ui, name, key, of)}
            </div>
            <p class="note">{ui.text(said)}</p>
            {control}
        </figure>
    }
    .into_any()
}

fn arrow(ui: UiContext, shown: fn(&Session) -> bool) -> AnyView {
    view! {
        <svg
            class="step-arrow"
            viewBox="0 0 20 20"
            aria-hidden="true"
            hidden=ui.hidden_unless(shown)
        >
            <path d="M4 10h12M11.500 5.500l4.500 4.500l-4.500 4.500" />
        </svg>
    }
    .into_any()
}
