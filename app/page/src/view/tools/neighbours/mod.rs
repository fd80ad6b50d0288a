//! The images of a data set that are nearest to the picture on screen.

use std::sync::Arc;

use leptos::prelude::*;
use run_spec::DatasetId;

use super::samples::reference_image;
use crate::numbers;
use crate::view::components::{PictureKey, UiContext, button, button_image, options_that_fit};
use crate::words::tools;
use crate::words::{failure_sentence, neighbours as words, recipe};
use session::{
    ExploreEvent, ExploreTool, ImagePixels, LabelledImages, NEAREST_SHOWN, NearImage,
    NearestImages, NeighboursInput, REFERENCE_PAGE, Session,
};

type NearestBy = fn(&NearestImages) -> &[NearImage];

/// The tool.
pub(super) fn neighbours(ui: UiContext) -> AnyView {
    let found = |session: &Session| session.tools.own.neighbours.nearest.is_some();
    let on_found = ui.while_shown(found);
    let by_pixels = row(
        on_found,
        (words::by_pixels(), words::by_pixels_measure()),
        |nearest| &nearest.pixels,
    );
    let by_code = row(
        on_found,
        (words::by_code(), words::by_code_measure()),
        |nearest| &nearest.codes,
    );
    view! {
        <div class="neighbours">
            <div class="neighbours-head">
                {choice(ui, (words::compare_with(), words::compare_with_label()))}
                <p class="note" role="status" aria-live=ui.attribute(live)>
                    {ui.text(state)}
                </p>
            </div>
            <div
                class="nearest"
                hidden=ui.hidden_unless(found)
                aria-busy=ui.attribute(|session| {
                    (!session.nearest_is_current()).then(|| "true".to_owned())
                })
            >
                {by_pixels}
                {by_code}
            </div>
            <p class="note verdict">{ui.text(verdict)}</p>
            {browse(ui, ENCODE)}
        </div>
    }
    .into_any()
}

/// The choice of a data set: what stands before it, and what it is called.
fn choice(ui: UiContext, (label, name): (&'static str, &'static str)) -> AnyView {
    let sets = std::iter::once(("", words::choose())).chain(recipe::reference_sets());
    let chosen = |session: &Session| {
        let data = session.tools.own.neighbours.reference.data;
        data.map_or("", DatasetId::as_str).to_owned()
    };
    let on_change = move |event| {
        if let Some(data) = DatasetId::from_name(&event_target_value(&event)) {
            ui.explore(
                NeighboursInput::Load {
                    data,
                    mirror: false,
                }
                .into(),
            );
        }
    };
    view! {
        <label class="labelled">
            <span>{label}</span>
            <select aria-label=name on:change=on_change>
                {options_that_fit(ui, sets, chosen, is_of_the_models_colours)}
            </select>
        </label>
    }
    .into_any()
}

/// Whether a data set is in colour if the model's pictures are. Of no data set it is true.
fn is_of_the_models_colours(session: &Session, name: &str) -> bool {
    let model = session.models.on_screen.as_ref();
    let data = DatasetId::from_name(name);
    data.zip(model)
        .is_none_or(|(data, model)| data.info().shape.channels == model.card.channels)
}

/// Not announced while it counts images that are encoded.
fn live(session: &Session) -> Option<String> {
    let reference = &session.tools.own.neighbours.reference;
    let counts = reference
        .encoded
        .is_some_and(|encoded| Some(encoded) < reference.count);
    counts.then(|| "off".to_owned())
}

/// How far the images are.
fn state(session: &Session) -> String {
    let reference = &session.tools.own.neighbours.reference;
    match (reference.data, reference.count, &reference.trouble) {
        (_, _, Some(trouble)) => failure_sentence(trouble),
        (None, ..) => words::question().to_owned(),
        (Some(_), None, _) => words::loading().to_owned(),
        (Some(_), Some(count), _) => {
            let all = count as f64;
            match reference.encoded {
                Some(encoded) if encoded < count => words::SomeEncoded {
                    count: all,
                    encoded: encoded as f64,
                }
                .text(),
                Some(_) => words::AllEncoded { count: all }.text(),
                None => words::NoneEncoded { count: all }.text(),
            }
        }
    }
}

/// What a click on an image of the data set does.
#[derive(Clone, Copy)]
pub(in crate::view) struct ImageClick {
    /// Takes the image; its number counts from 0.
    pub take: fn(UiContext, usize, ImagePixels),
    /// The button's name, by the image's number from 1, and what it shows if that is known.
    pub name: fn(f64, Option<&str>) -> String,
}

/// A data set that is chosen, by a list with this label, and its images page by page.
pub(in crate::view) fn data_set_images(
    ui: UiContext,
    label: &'static str,
    click: ImageClick,
) -> AnyView {
    let said = |session: &Session| {
        let reference = &session.tools.own.neighbours.reference;
        match (reference.data, reference.count, &reference.trouble) {
            (_, _, Some(trouble)) => failure_sentence(trouble),
            (Some(_), None, _) => words::loading().to_owned(),
            _ => String::new(),
        }
    };
    view! {
        <div class="neighbours">
            {choice(ui, (label, label))}
            <p class="note" role="status">
                {ui.text(said)}
            </p>
            {browse(ui, click)}
        </div>
    }
    .into_any()
}

/// What a click does in the tool.
const ENCODE: ImageClick = ImageClick {
    take: bring,
    name: |number, label| match label {
        Some(label) => words::EncodeLabelled { number, label }.text(),
        None => words::EncodeImage { number }.text(),
    },
};

/// Opens an image of the data set in the tool Encode. `index` counts from 0.
fn bring(ui: UiContext, index: usize, pixels: ImagePixels) {
    let title = tools::ImageNumber {
        number: (index + 1) as f64,
    };
    ui.explore(ExploreEvent::Bring {
        title: title.text(),
        pixels,
    });
    ui.explore(ExploreEvent::Centre(false));
    ui.explore(ExploreEvent::Open(ExploreTool::Encode));
}

/// The nearest images by one measure.
fn row(ui: UiContext, (name, measure): (&'static str, &'static str), which: NearestBy) -> AnyView {
    let items: Vec<AnyView> = (0..NEAREST_SHOWN)
        .map(|at| near_image(ui, name, which, at))
        .collect();
    let any = move |session: &Session| near(session, which, 0).is_some();
    view! {
        <figure class="strip" aria-label=name hidden=ui.hidden_unless(any)>
            <figcaption>
                <h3>{name}</h3>
                <span>{measure}</span>
            </figcaption>
            <ol class="near">{items}</ol>
        </figure>
    }
    .into_any()
}

fn near(session: &Session, which: NearestBy, at: usize) -> Option<NearImage> {
    let nearest = session.tools.own.neighbours.nearest.as_ref()?;
    which(nearest).get(at).cloned()
}

fn near_image(ui: UiContext, name: &'static str, which: NearestBy, at: usize) -> AnyView {
    let near = move |session: &Session| near(session, which, at);
    let label = move |session: &Session| {
        let number = (near(session)?.index + 1) as f64;
        Some(words::EncodeImage { number }.text())
    };
    let key = move |session: &Session| {
        let nearest = session.tools.own.neighbours.nearest.as_ref()?;
        Some(PictureKey::nth(nearest, at))
    };
    let pixels = move |session: &Session| near(session).map(|near| near.picture);
    let distance = move |session: &Session| {
        near(session).map_or_else(String::new, |near| numbers::fixed(near.distance, 3))
    };
    let encode = move |_| {
        if let Some(near) = ui.now(near) {
            bring(ui, near.index, near.picture);
        }
    };
    view! {
        <li hidden=ui.hidden_unless(move |session| near(session).is_some())>
            <button
                type="button"
                class="example"
                aria-label=ui.attribute(label)
                on:click=encode
            >
                {button_image(ui, name, key, pixels)}
            </button>
            <span>{ui.text(distance)}</span>
        </li>
    }
    .into_any()
}

/// What the nearest image says of the picture, in a sentence.
fn verdict(session: &Session) -> String {
    let nearest = session.tools.own.neighbours.nearest.as_ref();
    let Some(nearest) = nearest.filter(|_| session.nearest_is_current()) else {
        return String::new();
    };
    let Some(first) = nearest.pixels.first() else {
        return String::new();
    };
    let meaning = if first.distance < 0.02 {
        "same"
    } else if first.distance < 0.1 {
        "near"
    } else {
        "far"
    };
    words::Nearest {
        compared: nearest.compared as f64,
        number: (first.index + 1) as f64,
        distance: first.distance.into(),
        meaning,
    }
    .text()
}

/// The page of the data set that is shown.
fn page(session: &Session) -> Option<Arc<LabelledImages>> {
    session.tools.own.neighbours.reference.page.clone()
}

/// The data set, page by page.
fn browse(ui: UiContext, click: ImageClick) -> AnyView {
    let turn = move |forward: bool| {
        let first = ui.now(|session| session.tools.own.neighbours.reference.first);
        let first = if forward {
            first + REFERENCE_PAGE
        } else {
            first.saturating_sub(REFERENCE_PAGE)
        };
        ui.explore(NeighboursInput::Page(first).into());
    };
    let range = |session: &Session| {
        let count = session
            .tools
            .own
            .neighbours
            .reference
            .count
            .unwrap_or_default();
        page(session).map_or_else(String::new, |page| {
            let last = page.first + page.pictures.len();
            words::Range {
                first: (page.first + 1) as f64,
                last: last as f64,
                count: count as f64,
            }
            .text()
        })
    };
    let on_page = ui.while_shown(|session| page(session).is_some());
    let items: Vec<AnyView> = (0..REFERENCE_PAGE)
        .map(|at| data_image(on_page, at, click))
        .collect();
    view! {
        <figure
            class="strip browse"
            hidden=ui.hidden_unless(|session| page(session).is_some())
        >
            <figcaption>
                <h3>{words::the_images()}</h3>
                <span>{ui.text(range)}</span>
                {button(words::earlier(), move || turn(false))}
                {button(words::later(), move || turn(true))}
            </figcaption>
            <div class="example-grid">{items}</div>
        </figure>
    }
    .into_any()
}

fn data_image(ui: UiContext, at: usize, click: ImageClick) -> AnyView {
    let there = move |session: &Session| page(session).is_some_and(|page| at < page.pictures.len());
    let label = move |session: &Session| {
        let page = page(session)?;
        let number = (page.first + at + 1) as f64;
        let data = session.tools.own.neighbours.reference.data?;
        let label = page.labels.get(at);
        let label = label.and_then(|label| recipe::class_name(data, *label));
        Some((click.name)(number, label))
    };
    let encode = move |_| {
        let picked = ui.now(|session| {
            let page = page(session)?;
            Some((page.first + at, page.pictures.get(at)?.clone()))
        });
        if let Some((index, pixels)) = picked {
            (click.take)(ui, index, pixels);
            ui.explore(ExploreEvent::Rest);
        }
    };
    view! {
        <button
            type="button"
            class="example"
            aria-label=ui.attribute(label)
            title=ui.attribute(label)
            hidden=ui.hidden_unless(there)
            on:click=encode
        >
            {reference_image(ui, at)}
        </button>
    }
    .into_any()
}
